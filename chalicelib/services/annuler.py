"""The mairie marks that the mandataire has died or lost his civic rights (L77, R80)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.mairie import ouvrir
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.terminer import terminer


@rejouer
def annuler(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The procuration annulled de plein droit, by the commune of the mandant, whose maire tells him
    (R80). The same `cle` by the same agent changes nothing more.

    Raises DelegationAbsente, ProcurationIntrouvable, TransitionInterdite.
    """
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    if fin.est_la_fin_de(dossier.demande, agent, cle):
        return dossier.demande
    annulee, ecriture = fin.annuler(dossier.demande, agent, cle=cle, maintenant=maintenant)
    return terminer(
        contexte, annulee, ecriture, dossier.comptes, maintenant, delegation=dossier.delegation
    )
