"""Agents at their portals, and rivals that come in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.journal import CONSULTATION
from chalicelib.identite.personnes import Portail
from chalicelib.services.changement import Changement
from tests.api.client import ouvrir
from tests.constructeurs import AGENT_RENNES, OPJ, RENNES, Nuage
from tests.portails.visiteur import Visiteur


def opj(nuage: Nuage, agent: Agent = OPJ, minutes: float = 30) -> Visiteur:
    """Signed in on the portal of the police and gendarmerie."""
    jeton = ouvrir(nuage, Portail.AUTORITE, agent.cle, donnees_de(agent), minutes)
    return Visiteur(Portail.AUTORITE, jeton)


def agent_de_mairie(
    nuage: Nuage, agent: Agent = AGENT_RENNES, commune: str = RENNES, minutes: float = 30
) -> Visiteur:
    """Signed in on the portal of the mairies."""
    donnees = donnees_de(agent) | {"commune": commune}
    return Visiteur(Portail.MAIRIE, ouvrir(nuage, Portail.MAIRIE, agent.cle, donnees, minutes))


def donnees_de(agent: Agent) -> dict[str, str]:
    """What the session of an agent holds."""
    siret = agent.cle.partition("/")[0]
    return {"nom": agent.nom, "prenom": agent.prenom, "siret": siret, "id_token": "e" * 900}


def consultations(nuage: Nuage, demande: Demande) -> int:
    """How many times it was looked at."""
    return evenements(nuage, demande).count(CONSULTATION)


def evenements(nuage: Nuage, demande: Demande) -> list[str]:
    """Its journal, by kind."""
    return [e.evenement for e in nuage.contexte.depots.ecritures(demande.reference)]


def devancer(monkeypatch: pytest.MonkeyPatch, rival: Callable[[], object]) -> None:
    """Lets a rival act once between the reading and the writing of the next use case."""
    ecrire = DepotsDynamo.enregistrer
    rivaux = [rival]

    def apres_le_rival(self: DepotsDynamo, changement: Changement) -> None:
        if rivaux:
            rivaux.pop()()
        ecrire(self, changement)

    monkeypatch.setattr(DepotsDynamo, "enregistrer", apres_le_rival)
