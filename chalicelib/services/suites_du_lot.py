"""What became of each procuration of a lot, as the stores now say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import DelegationAbsente
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.accepter_en_lot import LOT_MAX, Examinee, examiner_ensemble
from chalicelib.services.lister import exiger_acces
from chalicelib.services.ports import Contexte


class Suite(StrEnum):
    """How it ended, for the agent who sent the lot."""

    ACCEPTEE = "ACCEPTEE"
    DECIDEE_AILLEURS = "DECIDEE_AILLEURS"
    EMPECHEE = "EMPECHEE"
    A_RENVOYER = "A_RENVOYER"
    SANS_DELEGATION = "SANS_DELEGATION"


@dataclass(frozen=True, slots=True)
class Issue:
    """One procuration of the lot; `obstacle` says why it could not be accepted, `anonyme` that
    nothing but its reference may be shown.
    """

    demande: Demande
    suite: Suite
    obstacle: str = ""
    anonyme: bool = False


def suites_du_lot(
    contexte: Contexte,
    *,
    agent: Agent,
    commune: str,
    references: Sequence[str],
    maintenant: datetime,
) -> tuple[Issue, ...]:
    """Each that this commune has received, the first established first. An agent whose delegation
    has ended meanwhile is told, by references, what he accepted: no name, since he could come
    back to it for ever. Raises DelegationAbsente when he accepted none.
    """
    fin: DelegationAbsente | None = None
    try:
        exiger_acces(contexte, agent, commune, maintenant)
    except DelegationAbsente as absente:
        fin = absente
    lues = examiner_ensemble(contexte, commune, references[:LOT_MAX], maintenant)
    issues = tuple(_issue(une, agent, delegue=fin is None) for une in lues)
    if fin is not None and all(issue.suite is not Suite.ACCEPTEE for issue in issues):
        raise fin
    return issues


def _issue(une: Examinee, agent: Agent, *, delegue: bool) -> Issue:
    demande, prise = une.demande, une.demande.decision
    if prise is not None and prise.agent == agent.cle and not prise.motif:
        return Issue(demande, Suite.ACCEPTEE, anonyme=not delegue)
    if not delegue:
        return Issue(demande, Suite.SANS_DELEGATION, anonyme=True)
    if demande.etat is not Etat.A_CONTROLER:
        return Issue(demande, Suite.DECIDEE_AILLEURS)
    if une.obstacle:
        return Issue(demande, Suite.EMPECHEE, une.obstacle)
    return Issue(demande, Suite.A_RENVOYER)
