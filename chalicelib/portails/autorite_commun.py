"""What the pages of the counter share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalice.app import Response

from chalicelib.domaine.autorites import libelle_qualite
from chalicelib.domaine.cadres import attestation_gardee_jusqu_au
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    DemandeExpiree,
    ErreurMetier,
    MandantDejaRepresente,
    ReferenceIntrouvable,
    ReferenceInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Etat
from chalicelib.domaine.habilitation import QUALITES_CONSULAIRES, Habilitation, Qualite, collecte
from chalicelib.domaine.libelles import LIBELLES_PIECE, date_fr, instant_fr
from chalicelib.domaine.temps import jour, paris
from chalicelib.portails.pages import page, statut
from chalicelib.portails.vues import VueDemande, nom_de_commune, vue_demande
from chalicelib.services.guichet import REVOIR, acte_de_cet_agent, exiger_acces
from chalicelib.web import reponses
from chalicelib.web.appel import Appel

Vue = Callable[[Appel], Response]

PIECES = [{"valeur": code, "texte": texte} for code, texte in LIBELLES_PIECE.items()]
PIECE_PRESENTEE_LE_PLUS_SOUVENT = "CNI"

_AUTRE_REFERENCE = (
    ReferenceInvalide,
    ReferenceIntrouvable,
    DemandeExpiree,
    MandantDejaRepresente,
)
"""With TransitionInterdite, the refusals after which the agent types a reference again."""


def ou_autre_reference(vue: Vue) -> Vue:
    """A reference that leads nowhere is told beside the field, with what was typed. What this very
    agent did before, in another tab or in a call whose answer was lost, is no error.
    """

    @functools.wraps(vue)
    def entree(appel: Appel) -> Response:
        try:
            return vue(appel)
        except TransitionInterdite as erreur:
            demande = _acte_ou_rien(appel)
            if demande is not None:
                return aller_au_resultat(appel, demande)
            return champ_de_saisie(appel, erreur, reference(appel))
        except _AUTRE_REFERENCE as erreur:
            return champ_de_saisie(appel, erreur, reference(appel))

    return entree


def heure_fr(instant: datetime) -> str:
    """The hour of an aware instant in Paris: `10 h 32`."""
    local = instant.astimezone(paris())
    return f"{local.hour} h {local.minute:02d}"


def reference(appel: Appel) -> str:
    """The reference of the path, as it came."""
    return appel.parametre_de_chemin("reference")


def page_du_guichet(appel: Appel, gabarit: str, statut_: int = 200, **contexte: Any) -> Response:
    """A page of the counter: it says where the agent is, and what has just been corrected."""
    return page(
        appel,
        gabarit,
        statut_,
        lieu_courant=lieu_public(appel),
        adresse_corrigee=appel.parametres.get("adresse") == "corrigee",
        **contexte,
    )


def champ_de_saisie(appel: Appel, erreur: ErreurMetier | None = None, saisie: str = "") -> Response:
    """The page where a reference is typed."""
    habilitation = exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    phrases = {"reference": f"{erreur.titre}. {erreur.detail}"} if erreur else {}
    return page_du_guichet(
        appel,
        "autorite/saisie.html",
        statut(erreur) if erreur else 200,
        agent={
            "qualite": libelle_qualite(habilitation.qualite),
            "unite": habilitation.unite,
            "lieu": habilitation.lieu,
            "jusqu_au": date_fr(jour(habilitation.au - timedelta(seconds=1))),
        },
        a_des_delegues=habilitation.qualite is Qualite.OPJ,
        peut_changer_de_lieu=habilitation.qualite not in QUALITES_CONSULAIRES,
        saisie={"reference": saisie[:64]},
        erreurs=phrases,
    )


def lieu_public(appel: Appel) -> dict[str, str]:
    """The public place that the agent said he is in: `id`, `libelle`, `jusqu_a`; empty at his own
    unit. It only spares him from saying it each time: the act checks that the place is open.
    """
    if appel.session is None:
        return {}
    garde = appel.session.donnees.get("lieu_public")
    return garde if isinstance(garde, dict) else {}


def acte_demande(habilitation: Habilitation) -> str:
    """What this agent's key does: the end of the path of his form."""
    return "collecte" if collecte(habilitation) else "etablissement"


def aller_au_resultat(appel: Appel, demande: Demande) -> Response:
    """To the page that says what was done."""
    return reponses.aller(appel.url(f"/autorite/demandes/{demande.reference}/fait"))


def resultat(appel: Appel, demande: Demande) -> Response:
    """What was done, without any identity."""
    fin = demande.resiliation
    if fin is not None and fin.le is not None and fin.agent == appel.agent.cle:
        return page_du_guichet(
            appel,
            "autorite/resiliee.html",
            reference=demande.reference,
            commune=nom_de_commune(demande.mandant.commune),
            instant=instant_fr(fin.le),
        )
    acte = demande.etablissement or demande.collecte
    scrutins = appel.contexte.depots.scrutins()
    garder = acte is not None and acte.ecrit_du is not None
    return page_du_guichet(
        appel,
        "autorite/fait.html",
        etablie=demande.etablissement is not None,
        remplace=demande.remplace,
        recueillie=demande.etat is Etat.COLLECTEE,
        d_un_delegue=demande.etablissement is not None and demande.collecte is not None,
        vivante=demande.etat is Etat.DEPOSEE,
        peut_corriger=acte is not None and _se_corrige(appel, demande, acte.le),
        reference=demande.reference,
        commune=nom_de_commune(demande.mandant.commune),
        instant=instant_fr(acte.le) if acte else "",
        garder_jusqu_au=date_fr(attestation_gardee_jusqu_au(demande.portee, scrutins))
        if garder
        else "",
    )


def _se_corrige(appel: Appel, demande: Demande, le: datetime) -> bool:
    """Whether this agent still sees the demande, and its messages are still to come."""
    recent = appel.maintenant - le < REVOIR
    return recent and demande.etat in A_PRESENTER | VIVANTS


def vue(appel: Appel, demande: Demande) -> VueDemande:
    """The demande as the pages show it."""
    return vue_demande(demande, appel.contexte.depots.scrutins(), nom_de_commune, appel.maintenant)


def _acte_ou_rien(appel: Appel) -> Demande | None:
    try:
        return acte_de_cet_agent(appel.contexte, reference(appel), appel.agent)
    except ReferenceIntrouvable:
        return None
