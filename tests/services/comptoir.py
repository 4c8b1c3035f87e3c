"""What the tests of the counter do and count."""

from __future__ import annotations

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from tests.constructeurs import OPJ, Nuage

JAMAIS_DONNEE = "ZZZZZZ"


def consulter(nuage: Nuage, reference: str, agent: Agent = OPJ) -> Demande:
    return consulter_au_guichet(
        nuage.contexte, reference=reference, agent=agent, maintenant=nuage.maintenant
    )


def refuser(nuage: Nuage, reference: str, motif: str, agent: Agent = OPJ, cle: str = "") -> Demande:
    return refuser_au_guichet(
        nuage.contexte,
        reference=reference,
        agent=agent,
        motif=motif,
        cle=cle,
        maintenant=nuage.maintenant,
    )


def echecs(nuage: Nuage, agent: Agent = OPJ) -> int:
    connue = nuage.contexte.depots.habilitation(agent.cle)
    assert connue is not None
    return len(connue.echecs_recents(nuage.maintenant))
