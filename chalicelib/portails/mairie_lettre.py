"""The letter to the mandant whose procuration is refused or null (R77 1°): to print and to sign."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.portails.mairie_commun import nom_court
from chalicelib.portails.pages import page
from chalicelib.registre.lettre import Lettre, en_pdf, lettre_de
from chalicelib.services.mairie import examiner
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def lettre(appel: Appel) -> Response:
    """The letter as a page that prints."""
    lue = _lettre(appel)
    chemin = f"/mairie/procurations/{lue.reference}"
    return page(appel, "mairie/lettre.html", lettre=lue, chemin=chemin, pdf=f"{chemin}/lettre/pdf")


def lettre_pdf(appel: Appel) -> Response:
    """The same as a PDF."""
    lue = _lettre(appel)
    return reponses.fichier(en_pdf(lue), "application/pdf", f"lettre-{lue.reference}.pdf")


def _lettre(appel: Appel) -> Lettre:
    qui = appel.agent_mairie
    demande = examiner(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    ).demande
    scrutins = appel.contexte.depots.scrutins()
    return lettre_de(demande, scrutins, nom_court(qui.commune), appel.maintenant)
