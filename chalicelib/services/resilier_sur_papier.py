"""The mairie enters a résiliation on paper that an authority has sent to it (L75, R78, R75 I)."""

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
def resilier_sur_papier(
    contexte: Contexte,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    signee_le: datetime,
    cle: str,
    maintenant: datetime,
) -> Demande:
    """The résiliée procuration; `signee_le` is the instant of the act before the authority, as the
    form says it. The same `cle` by the same agent changes nothing more.

    Raises SaisieInvalide (an instant before the establishment, or to come), DelegationAbsente,
    ProcurationIntrouvable, TransitionInterdite.
    """
    dossier = ouvrir(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    demande = dossier.demande
    connue = demande.resiliation
    if cle and connue is not None and (connue.agent, connue.cle) == (agent.cle, cle):
        return demande
    resiliee, ecriture = fin.resilier_sur_papier(
        demande, agent, recue_le=signee_le, cle=cle, maintenant=maintenant
    )
    _exiger_possible(demande, signee_le, maintenant)
    return terminer(
        contexte, resiliee, ecriture, dossier.comptes, maintenant, delegation=dossier.delegation
    )


def _exiger_possible(demande: Demande, signee_le: datetime, maintenant: datetime) -> None:
    if signee_le > maintenant:
        raise SaisieInvalide.du_champ("le", "La résiliation ne peut pas être signée dans l'avenir.")
    if demande.etablissement is not None and signee_le < demande.etablissement.le:
        raise SaisieInvalide.du_champ(
            "le",
            "Ce formulaire est plus ancien que la procuration : il en résilie une autre. Vérifiez "
            "la date et l'heure.",
        )
