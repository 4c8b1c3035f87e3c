"""What an act at the counter rests on, read in one round trip after the demande."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent, Habilitation, exiger_habilitation
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import Compte
from chalicelib.services.ports import Contexte


@dataclass(frozen=True, slots=True)
class Lecture:
    """The demande if there is one, the agent's valid habilitation, and the accounts of the mandant
    then of the mandataire (none without a demande).
    """

    demande: Demande | None
    habilitation: Habilitation
    comptes: tuple[Compte, ...]


def lire_pour_agir(
    contexte: Contexte, reference: str, agent: Agent, maintenant: datetime
) -> Lecture:
    """Raises HabilitationInvalide, AgentVerrouille."""
    demande = contexte.depots.demande(reference)
    if demande is None:
        seule = contexte.depots.habilitation(agent.cle)
        return Lecture(None, exiger_habilitation(seule, maintenant), ())
    lue, mandant, mandataire = contexte.depots.pour_etablir(
        agent.cle,
        cle_mandant(demande.mandant, contexte.secret),
        cle_mandataire(demande.mandataire, contexte.secret),
    )
    return Lecture(demande, exiger_habilitation(lue, maintenant), (mandant, mandataire))
