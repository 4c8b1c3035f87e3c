"""What an OPJ still has to establish: the demandes that his délégués have collected (R72-1 V)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import est_perimee
from chalicelib.domaine.erreurs import AccesRefuse
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent, Qualite
from chalicelib.services.guichet import exiger_acces
from chalicelib.services.ports import Contexte


def collectes(contexte: Contexte, agent: Agent, maintenant: datetime) -> tuple[Demande, ...]:
    """Those that he can establish now, the earliest collected first. What is shown of them names
    no elector, so that the list is no consultation. Raises HabilitationInvalide, AgentVerrouille,
    AccesRefuse (an OPJ alone has délégués).
    """
    habilitation = exiger_acces(contexte, agent, maintenant)
    if habilitation.qualite is not Qualite.OPJ:
        raise AccesRefuse(
            "Seul un officier de police judiciaire établit ce que ses délégués ont recueilli "
            "(article R72-1 du Code électoral)."
        )
    scrutins = contexte.depots.scrutins()
    en_attente = [
        demande
        for demande in contexte.depots.collectees_pour(agent.cle)
        if demande.etat is Etat.COLLECTEE and not est_perimee(demande, scrutins, maintenant)
    ]
    return tuple(sorted(en_attente, key=_collectee_le))


def _collectee_le(demande: Demande) -> datetime:
    return demande.collecte.le if demande.collecte else demande.deposee_le
