"""What a clerk should know before a form on paper is entered: computed, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import cle_mandataire
from chalicelib.domaine.plafond import Compte, Verdict, juger
from chalicelib.domaine.portee import Scrutins, jours_de_vote
from chalicelib.domaine.temps import jour
from chalicelib.services.engager import engager
from chalicelib.services.livre import Livre
from chalicelib.services.ports import Contexte
from chalicelib.services.saisir_papier import (
    FormulairePapier,
    autres_procurations,
    demande_sur_papier,
    ouvrir_comptes,
)

A_VENIR = ""
"""The reference that no procuration has: the form has none yet."""


@dataclass(frozen=True, slots=True)
class Avertissements:
    """Of whose procurations it is, nothing is told beyond yes or no, and how many."""

    deja_represente: bool
    """The mandant has another live one for one of these days (M08)."""
    plafond: Verdict
    """What L73 would say of this one at each tour to come."""
    deplacees: int
    """How many live ones of the mandataire, established later, it would make null at some tour."""
    passes: tuple[date, ...]
    """The days of vote that are over (VAL-06: no reason to refuse)."""


def avertir(
    contexte: Contexte,
    *,
    formulaire: FormulairePapier,
    agent: Agent,
    commune: str,
    maintenant: datetime,
) -> Avertissements:
    """What entering this form would meet at this instant. Raises DelegationAbsente."""
    _, comptes = ouvrir_comptes(contexte, formulaire, agent, commune, maintenant)
    scrutins, aujourd_hui = contexte.depots.scrutins(), jour(maintenant)
    demande, _ = demande_sur_papier(
        formulaire,
        reference=A_VENIR,
        agent=agent,
        commune=commune,
        cle="",
        maintenant=maintenant,
    )
    livre = Livre(comptes)
    engager(contexte, livre, demande, maintenant)
    avant, apres = comptes[1], livre.compte(cle_mandataire(formulaire.mandataire, contexte.secret))
    return Avertissements(
        deja_represente=bool(autres_procurations(contexte, formulaire, comptes[0])),
        plafond=juger(apres, A_VENIR, scrutins, depuis=aujourd_hui),
        deplacees=_deplacees(avant, apres, scrutins, aujourd_hui),
        passes=tuple(
            vote for vote in jours_de_vote(formulaire.portee, scrutins) if vote < aujourd_hui
        ),
    )


def _deplacees(avant: Compte, apres: Compte, scrutins: Scrutins, aujourd_hui: date) -> int:
    return sum(
        juger(avant, tenue.reference, scrutins, depuis=aujourd_hui).nuls
        != juger(apres, tenue.reference, scrutins, depuis=aujourd_hui).nuls
        for tenue in avant.detenues()
        if not tenue.nulle
    )
