"""The agent of a mairie reads the queue and the register of its commune."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent, exiger_delegation
from chalicelib.domaine.texte import normaliser
from chalicelib.services.ports import Contexte, Page

LIGNES_PAR_PAGE = 50
RECHERCHE_MAX = 100


def exiger_acces(contexte: Contexte, agent: Agent, commune: str, maintenant: datetime) -> str:
    """The commune, once the agent's delegation for it is found valid. Raises DelegationAbsente."""
    return exiger_delegation(contexte.depots.delegation(agent.cle), commune, maintenant).commune


def lister(
    contexte: Contexte,
    *,
    agent: Agent,
    commune: str,
    etat: Etat | None,
    cherche: str,
    curseur: str,
    maintenant: datetime,
) -> Page:
    """A page of the queue, oldest scrutin first. `cherche` finds words of the names of either
    person, or a reference. Raises DelegationAbsente, SaisieInvalide (cursor).
    """
    return contexte.depots.file(
        exiger_acces(contexte, agent, commune, maintenant),
        etat=etat,
        cherche=normaliser(cherche[:RECHERCHE_MAX]),
        depuis=curseur,
        limite=LIGNES_PAR_PAGE,
    )
