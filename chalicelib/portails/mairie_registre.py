"""The register of article R76-1: a page that prints, and its files."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib.domaine.libelles import instant_fr
from chalicelib.portails.mairie_commun import chemin, choix_de_scrutin, nom_court
from chalicelib.portails.mairie_documents import fichier
from chalicelib.portails.pages import page
from chalicelib.services.lister import exiger_acces, registre
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

if TYPE_CHECKING:
    from chalicelib.registre.lignes import LignePublique


LIGNES_PAR_PAGE = 500
"""Rows of a page on the screen, that prints whole when there is no other."""

LIGNES_MAX = 10_000
"""Rows that are read and sorted for a page; beyond, the files are offered."""


def registre_imprimable(appel: Appel) -> Response:
    """The accepted procurations; `scrutin` filters them, `tour` keeps what serves on that day,
    `page` is its number in the alphabetical order.
    """
    commune, lignes = _lire(appel)
    filtre = _filtre(appel)
    pages = -(-len(lignes or ()) // LIGNES_PAR_PAGE)
    numero = _numero(appel.parametres.get("page", ""), pages)
    debut = (numero - 1) * LIGNES_PAR_PAGE
    return page(
        appel,
        "mairie/registre.html",
        commune=nom_court(commune),
        instant=instant_fr(appel.maintenant),
        nombre=None if lignes is None else len(lignes),
        lignes=[_ligne(ligne) for ligne in (lignes or ())[debut : debut + LIGNES_PAR_PAGE]],
        premiere=debut + 1,
        pages=[chemin("/mairie/registre", {**filtre, "page": str(n + 1)}) for n in range(pages)],
        numero=numero,
        scrutins=choix_de_scrutin(appel, commune),
        saisie=filtre,
        fichiers={x: chemin(f"/mairie/registre.{x}", filtre) for x in ("csv", "xlsx", "pdf")},
    )


def registre_csv(appel: Appel) -> Response:
    """The same rows as a file that a French spreadsheet opens."""
    return fichier(appel, "registre", "csv")


def registre_xlsx(appel: Appel) -> Response:
    """The same as a workbook."""
    return fichier(appel, "registre", "xlsx")


def registre_pdf(appel: Appel) -> Response:
    """The same for paper."""
    return fichier(appel, "registre", "pdf")


def _lire(appel: Appel) -> tuple[str, list[LignePublique] | None]:
    """The commune and its rows, None when there are more than LIGNES_MAX."""
    from chalicelib.registre.lignes import lignes_publiques

    qui = appel.agent_mairie
    commune = exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    lues = registre(appel.contexte, commune, **_filtre(appel))
    lignes = list(islice(lues, LIGNES_MAX + 1))
    liste_consultee(appel, "registre")
    return commune, None if len(lignes) > LIGNES_MAX else list(lignes_publiques(lignes))


def _numero(texte: str, pages: int) -> int:
    """The page that is asked for, the nearest that there is."""
    demandee = int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 6 else 1
    return max(1, min(demandee, pages))


def _filtre(appel: Appel) -> dict[str, str]:
    return {nom: appel.parametres.get(nom, "") for nom in ("scrutin", "tour")}


def _ligne(ligne: LignePublique) -> dict[str, str]:
    autorite = f"{ligne.autorite_nom} {ligne.autorite_prenom}, {ligne.autorite_qualite}"
    return ligne.en_dict() | {"autorite": autorite}
