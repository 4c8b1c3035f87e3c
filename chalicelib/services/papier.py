"""A procuration that its mairie has entered from a form."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.actes import Support
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ProcurationIntrouvable
from chalicelib.domaine.habilitation import Agent, exiger_delegation
from chalicelib.domaine.reference import normaliser
from chalicelib.services.ports import Contexte
from chalicelib.services.router import commune_du_registre


def papier_de_la_commune(
    contexte: Contexte, *, reference: str, agent: Agent, commune: str, maintenant: datetime
) -> Demande:
    """The procuration on paper of this reference, be it still on its way to the register. Raises
    DelegationAbsente, ReferenceInvalide, ProcurationIntrouvable (also for another commune's, and
    for one that was given online).
    """
    demande = contexte.depots.demande(normaliser(reference))
    exiger_delegation(contexte.depots.delegation(agent.cle), commune, maintenant)
    if (
        demande is None
        or demande.support is not Support.PAPIER
        or commune_du_registre(demande) != commune
    ):
        raise ProcurationIntrouvable
    return demande
