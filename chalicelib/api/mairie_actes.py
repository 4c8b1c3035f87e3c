"""The API of the mairie, for what happens to a procuration after its reception."""

from __future__ import annotations

from typing import TypedDict

from chalice.app import Response

from chalicelib.api.idempotence import empreinte_de_cle
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.annuler import annuler
from chalicelib.services.noter_vote import noter_vote
from chalicelib.services.rendre_caduque import rendre_caduque
from chalicelib.services.resilier_sur_papier import resilier_sur_papier
from chalicelib.services.rouvrir import rouvrir
from chalicelib.services.saisie_actes import lire_instant, lire_tour
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


class _Qui(TypedDict):
    reference: str
    agent: Agent
    commune: str


def annuler_la_procuration(appel: Appel) -> Response:
    """Annuls: the mandataire has died or lost his rights (L77, R80). An empty document: `{}`."""
    cle = empreinte_de_cle(appel, "annulation")
    return _suite(annuler(appel.contexte, **_qui(appel), cle=cle, maintenant=appel.maintenant))


def rendre_la_procuration_caduque(appel: Appel) -> Response:
    """Marks as lapsed: `{"motif": "DECES"}` or `{"motif": "RADIATION"}` of the mandant."""
    motif = appel.texte("motif")
    return _suite(
        rendre_caduque(
            appel.contexte,
            **_qui(appel),
            motif=motif,
            cle=empreinte_de_cle(appel, "caducite", motif),
            maintenant=appel.maintenant,
        )
    )


def saisir_une_resiliation(appel: Appel) -> Response:
    """Enters a résiliation on paper (L75): `le` and `a`, the day and hour that the form bears, by
    the clocks of `fuseau`.
    """
    champs = {nom: appel.texte(nom) for nom in ("le", "a", "fuseau")}
    return _suite(
        resilier_sur_papier(
            appel.contexte,
            **_qui(appel),
            signee_le=lire_instant(champs),
            cle=empreinte_de_cle(appel, "resiliation", *champs.values()),
            maintenant=appel.maintenant,
        )
    )


def noter_le_vote_du_mandant(appel: Appel) -> Response:
    """Notes that the mandant voted in person (L76, R79): `{"tour": "2027-04-11"}`, the day."""
    tour = lire_tour(appel.texte("tour"))
    return _suite(noter_vote(appel.contexte, **_qui(appel), tour=tour, maintenant=appel.maintenant))


def rouvrir_la_procuration(appel: Appel) -> Response:
    """Takes back a refusal made by error. An empty document: `{}`."""
    cle = empreinte_de_cle(appel, "reouverture")
    return _suite(rouvrir(appel.contexte, **_qui(appel), cle=cle, maintenant=appel.maintenant))


def _qui(appel: Appel) -> _Qui:
    qui = appel.agent_mairie
    return _Qui(
        reference=appel.parametre_de_chemin("reference"), agent=qui.agent, commune=qui.commune
    )


def _suite(demande: Demande) -> Response:
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})
