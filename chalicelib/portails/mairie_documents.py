"""The mairie's own lists as files: they hold more than the register, and are for its agents."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.portails.mairie_commun import LECTURE, guichet
from chalicelib.web.appel import Appel
from chalicelib.web.documents import rendre


@guichet.route("GET", "/suivi.csv", LECTURE)
def suivi_csv(appel: Appel) -> Response:
    """Every procuration received, of this `scrutin` or all, with its state and its motif."""
    return _fichier(appel, "suivi", "csv")


@guichet.route("GET", "/suivi.xlsx", LECTURE)
def suivi_xlsx(appel: Appel) -> Response:
    """The same as a workbook."""
    return _fichier(appel, "suivi", "xlsx")


@guichet.route("GET", "/echange.csv", LECTURE)
def echange_csv(appel: Appel) -> Response:
    """The same for the software of the commune (docs/api/registre.md)."""
    return _fichier(appel, "echange", "csv")


def _fichier(appel: Appel, genre: str, extension: str) -> Response:
    from chalicelib.registre.documents import Commande, Genre
    from chalicelib.registre.tableau import Format

    scrutin = appel.parametres.get("scrutin", "")
    commande = Commande(genre=Genre(genre), format=Format(extension), scrutin=scrutin)
    return rendre(appel, commande)
