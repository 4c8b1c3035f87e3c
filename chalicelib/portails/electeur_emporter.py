"""What a mandant takes along: the slip for the counter and the dates for a diary."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.phrases import phrase
from chalicelib.portails.electeur_commun import la_mienne, probleme, vue_de
from chalicelib.portails.pages import page
from chalicelib.registre.calendrier import dates_de, en_ics
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def fiche(appel: Appel) -> Response:
    """The slip, while the reference has to be presented."""
    vue = vue_de(appel, la_mienne(appel))
    if not (vue.a_presenter or vue.resiliation.en_cours):
        return reponses.aller(appel.url(f"/electeur/demandes/{vue.reference}"))
    return page(appel, "electeur/fiche.html", demande=vue)


def calendrier(appel: Appel) -> Response:
    """The dates to come, as a file."""
    demande, scrutins = la_mienne(appel), appel.contexte.depots.scrutins()
    if not dates_de(demande, scrutins, appel.maintenant):
        return probleme(
            appel,
            demande,
            phrase("Il n’y a plus de date à noter"),
            phrase("Cette demande est terminée, ou son dernier vote est passé."),
        )
    contenu = en_ics(demande, scrutins, appel.maintenant)
    nom = f"procuration-{demande.reference}.ics"
    return reponses.fichier(contenu, "text/calendar; charset=utf-8", nom)
