"""The authority corrects the address where the mandant before it is told."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS
from chalicelib.portails.autorite_commun import (
    aller_au_resultat,
    ou_autre_reference,
    page_du_guichet,
    reference,
)
from chalicelib.services import saisie
from chalicelib.services.guichet import consulter, est_a_resilier
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire


@ou_autre_reference
def lire_l_adresse(appel: Appel) -> Response:
    """The whole address, to be read to the mandant who asks for it: a consultation. No other page
    of the counter shows it.
    """
    return _montrer(appel, {})


@ou_autre_reference
def corriger_l_adresse(appel: Appel) -> Response:
    """Corrects it: field `courriel`."""
    tapee = appel.champ("courriel")
    try:
        courriel = saisie.lire_courriel(tapee)
    except SaisieInvalide as erreur:
        return _montrer(appel, erreur.erreurs, tapee)
    demande = rectifier_au_guichet(
        appel.contexte,
        reference=reference(appel),
        agent=appel.agent,
        courriel=courriel,
        cle=empreinte_du_formulaire(appel, "courriel", courriel),
        maintenant=appel.maintenant,
    )
    return reponses.aller(appel.url(_suite(appel, demande)))


def _montrer(appel: Appel, erreurs: Mapping[str, str], tapee: str | None = None) -> Response:
    presentee = consulter(
        appel.contexte, reference=reference(appel), agent=appel.agent, maintenant=appel.maintenant
    )
    demande = presentee.demande
    if demande.etat not in A_PRESENTER | VIVANTS:
        return aller_au_resultat(appel, demande)
    return page_du_guichet(
        appel,
        "autorite/courriel.html",
        422 if erreurs else 200,
        reference=demande.reference,
        suite=_suite(appel, demande),
        retour=_page_de(appel, demande),
        saisie={"courriel": demande.mandant.courriel if tapee is None else tapee[:320]},
        erreurs=erreurs,
    )


def _suite(appel: Appel, demande: Demande) -> str:
    return f"{_page_de(appel, demande)}?adresse=corrigee"


def _page_de(appel: Appel, demande: Demande) -> str:
    """Where this agent goes on with it: its identity, or what he has done with it."""
    collectee = demande.collecte is not None and demande.collecte.agent == appel.agent.cle
    fait = (demande.etablissement is not None or collectee) and not est_a_resilier(demande)
    return f"/autorite/demandes/{demande.reference}" + ("/fait" if fait else "")
