"""The authority ends a procuration whose mandant, present, has asked for it (L75, R78)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.libelles import LIBELLES_PIECE
from chalicelib.services.lecture import lire_pour_agir
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.terminer import terminer


@rejouer
def resilier(
    contexte: Contexte, *, reference: str, agent: Agent, piece: str, cle: str, maintenant: datetime
) -> Demande:
    """The résiliée procuration: both electors are free of it from this instant. The same `cle` by
    the same agent gives it again.

    Raises SaisieInvalide (unknown document), HabilitationInvalide, AgentVerrouille,
    ReferenceIntrouvable, TransitionInterdite (also when its mandant has asked for nothing),
    DemandeExpiree, AccesRefuse (a délégué).
    """
    if piece not in LIBELLES_PIECE:
        raise SaisieInvalide.du_champ("piece", "Indiquez la pièce d'identité que vous avez vue.")
    lecture = lire_pour_agir(contexte, reference, agent, maintenant)
    demande = lecture.demande
    if _est_rejouee(demande, agent, cle):
        return demande
    resiliee, ecriture = fin.resilier(
        demande, agent, lecture.habilitation, piece=piece, cle=cle, maintenant=maintenant
    )
    mandant, mandataire = lecture.comptes
    return terminer(
        contexte,
        resiliee,
        ecriture,
        (mandant, mandataire),
        maintenant,
        habilitation=lecture.habilitation,
    )


def _est_rejouee(demande: Demande, agent: Agent, cle: str) -> bool:
    acte = demande.resiliation
    return (
        demande.etat is Etat.RESILIEE
        and bool(cle)
        and acte is not None
        and (acte.agent, acte.cle) == (agent.cle, cle)
    )
