"""The files of the mairie: those that hold more than the register, for its agents only, and the
page that waits for one that is long to make.
"""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.libelles import instant_fr
from chalicelib.portails.pages import page
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.documents import lien, rendre, suivre

_NOMS = {
    "registre": "Registre des procurations",
    "suivi": "Suivi des procurations",
    "echange": "Fichier d’échange",
}
_RETOURS = {"registre": "/mairie/registre"}
_SONDAGE_S = 5


def suivi_csv(appel: Appel) -> Response:
    """Every procuration received, of this `scrutin` or all, with its state and its motif."""
    return fichier(appel, "suivi", "csv")


def suivi_xlsx(appel: Appel) -> Response:
    """The same as a workbook."""
    return fichier(appel, "suivi", "xlsx")


def echange_csv(appel: Appel) -> Response:
    """The same for the software of the commune (docs/api/registre.md)."""
    return fichier(appel, "echange", "csv")


def document(appel: Appel) -> Response:
    """One that is long to make: the page comes back by itself until it is ready, unless asked not
    to (`recharger=non`).
    """
    trouve = suivre(appel)
    commande, abandonne = trouve.commande, trouve.est_abandonne(appel.maintenant)
    chemin = f"/mairie/documents/{trouve.id}"
    recharge = appel.parametres.get("recharger") != "non"
    reponse = page(
        appel,
        "mairie/document.html",
        nom=_NOMS[commande.genre.value],
        extension=commande.format.upper(),
        demande_le=instant_fr(trouve.demande_le),
        etat="PRET" if trouve.est_pret else "ABANDONNE" if abandonne else "EN_COURS",
        taille=_taille(trouve.octets or 0),
        secondes=_SONDAGE_S if recharge else 0,
        chemin=chemin,
        retour=_RETOURS.get(commande.genre.value, "/mairie/procurations"),
    )
    if recharge and not trouve.est_pret and not abandonne:
        reponse.headers["Refresh"] = str(_SONDAGE_S)
    return reponse


def document_fichier(appel: Appel) -> Response:
    """Leads to the file by an address that serves for five minutes."""
    return reponses.aller(lien(appel, suivre(appel)))


def fichier(appel: Appel, genre: str, extension: str) -> Response:
    """The file with the filter of the page, or the page that waits for it."""
    from chalicelib.services.documents import Commande, Format, Genre

    commande = Commande(
        genre=Genre(genre),
        format=Format(extension),
        scrutin=appel.parametres.get("scrutin", ""),
        tour=appel.parametres.get("tour", ""),
    )
    rendu = rendre(appel, commande)
    if isinstance(rendu, str):
        return reponses.aller(appel.url(f"/mairie/documents/{rendu}"))
    return rendu


def _taille(octets: int) -> str:
    return f"{max(octets / 1_000_000, 0.1):.1f} Mo".replace(".", ",")
