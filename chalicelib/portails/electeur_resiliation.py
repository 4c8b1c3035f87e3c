"""The mandant asks online to end a procuration (L75, R78): one page that says what follows, then
the status page.
"""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ReferenceInvalide, TransitionInterdite
from chalicelib.domaine.etats import A_PRESENTER, Etat
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.temps import jour
from chalicelib.portails import brouillon as brouillons
from chalicelib.portails.brouillon import Etape
from chalicelib.portails.electeur_commun import la_mienne, peut_refaire, probleme, vue_de
from chalicelib.portails.electeur_etapes import a_l_etape, reprise
from chalicelib.portails.pages import page
from chalicelib.services.demander_resiliation import demander_resiliation
from chalicelib.services.sessions import Brouillon
from chalicelib.services.suivre import DemandeIntrouvable
from chalicelib.web import reponses
from chalicelib.web.appel import Appel, nouvelle_cle


def confirmer_la_resiliation(appel: Appel) -> Response:
    """Says what it takes before asking; when it is asked already, shows where it stands."""
    demande = la_mienne(appel)
    vue = vue_de(appel, demande)
    if vue.resiliation.en_cours:
        return reponses.aller(appel.url(f"/electeur/demandes/{vue.reference}"))
    if not vue.resiliation.peut_demander:
        return _impossible(appel, demande)
    return page(
        appel,
        "electeur/resiliation.html",
        demande=vue,
        brouillon=reprise(appel, appel.contexte.depots.demandes_du_mandant(appel.electeur.id)),
    )


def remplacer(appel: Appel) -> Response:
    """A new draft that only lacks who will vote: the rest is that of this procuration, live or
    ended. The page of a live one says that it takes the place of another draft; that of an ended
    one does not, so that it leads to what was typed instead.
    """
    demande = la_mienne(appel)
    if peut_refaire(appel, demande):
        miennes = appel.contexte.depots.demandes_du_mandant(appel.electeur.id)
        if reprise(appel, miennes):
            return reponses.aller(appel.url("/electeur/demandes"))
    elif not vue_de(appel, demande).resiliation.peut_demander:
        return _impossible(appel, demande)
    scrutins = appel.contexte.depots.scrutins()
    repris = brouillons.repris(demande, scrutins, jour(appel.maintenant))
    nouveau = Brouillon(nouvelle_cle(), repris)
    appel.montage.brouillons.ecrire(appel.electeur.id, nouveau, appel.maintenant)
    return a_l_etape(appel, Etape.MANDATAIRE)


def demander_la_resiliation(appel: Appel) -> Response:
    """Asks for it; sent twice, asks once."""
    try:
        demande = demander_resiliation(
            appel.contexte,
            reference=appel.parametre_de_chemin("reference"),
            mandant_id=appel.electeur.id,
            maintenant=appel.maintenant,
        )
    except ReferenceInvalide:
        raise DemandeIntrouvable from None
    except TransitionInterdite:
        return _impossible(appel, la_mienne(appel))
    return reponses.aller(appel.url(f"/electeur/demandes/{demande.reference}"))


def _impossible(appel: Appel, demande: Demande) -> Response:
    if demande.etat in A_PRESENTER:
        detail = phrase("Elle n’est pas encore établie : vous pouvez simplement la retirer.")
    elif demande.etat is Etat.RESILIEE:
        detail = phrase("Elle est déjà résiliée. Vous pouvez déposer une nouvelle demande.")
    else:
        detail = phrase("Elle ne permet plus de voter à votre place : il n’y a rien à résilier.")
    return probleme(appel, demande, phrase("Cette procuration ne peut pas être résiliée"), detail)
