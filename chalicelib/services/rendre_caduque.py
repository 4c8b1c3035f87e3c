"""The mairie marks that the mandant has died or is on its list no more (D: no article says it)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.mairie import ouvrir
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.terminer import terminer


@rejouer
def rendre_caduque(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    motif: str,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The lapsed procuration; `motif` is DECES or RADIATION. The same `cle` by the same agent
    changes nothing more.

    Raises SaisieInvalide, DelegationAbsente, ProcurationIntrouvable, TransitionInterdite.
    """
    if motif not in fin.MOTIFS_CADUCITE:
        raise SaisieInvalide.du_champ("motif", "Choisissez le décès ou la radiation du mandant.")
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    if fin.est_la_fin_de(dossier.demande, agent, cle):
        return dossier.demande
    caduque, ecriture = fin.rendre_caduque(
        dossier.demande, agent, motif=motif, cle=cle, maintenant=maintenant
    )
    return terminer(
        contexte, caduque, ecriture, dossier.comptes, maintenant, delegation=dossier.delegation
    )
