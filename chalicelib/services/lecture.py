"""What an act at the counter rests on, read in one round trip after the demande."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent, Habilitation, exiger_habilitation
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.reference import normaliser
from chalicelib.services.guichet import presenter_au_guichet
from chalicelib.services.ports import Contexte


@dataclass(frozen=True, slots=True)
class Lecture:
    """The demande that this agent may see, his habilitation, valid, and the accounts of the mandant
    then of the mandataire.
    """

    demande: Demande
    habilitation: Habilitation
    comptes: tuple[Compte, ...]


def lire_pour_agir(
    contexte: Contexte, reference: str, agent: Agent, maintenant: datetime
) -> Lecture:
    """Raises HabilitationInvalide, AgentVerrouille, ReferenceInvalide and what
    `presenter_au_guichet` raises.
    """
    demande = contexte.depots.demande(normaliser(reference))
    lue, comptes = _habilitation_et_comptes(contexte, demande, agent)
    habilitation = exiger_habilitation(lue, maintenant)
    presentee = presenter_au_guichet(contexte, demande, agent, habilitation, maintenant)
    return Lecture(presentee, habilitation, comptes)


def _habilitation_et_comptes(
    contexte: Contexte, demande: Demande | None, agent: Agent
) -> tuple[Habilitation | None, tuple[Compte, ...]]:
    if demande is None:
        return contexte.depots.habilitation(agent.cle), ()
    lue, mandant, mandataire = contexte.depots.pour_etablir(
        agent.cle,
        cle_mandant(demande.mandant, contexte.secret),
        cle_mandataire(demande.mandataire, contexte.secret),
    )
    return lue, (mandant, mandataire)
