"""The mairie, or the national register, accepts or refuses; L73 is applied, and applied again."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domaine.actes import Decision, Fin, Reouverture, Verification
from chalicelib.domaine.demande import REGISTRE, Demande, avancer
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import Etat, Evenement, Role
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.journal import Acteur, Ecriture

PLAFOND = Acteur(Role.SYSTEME, "plafond")

MOTIFS_PLAFOND = frozenset({"M06", "M07"})
"""Refusals that L73 makes: the only ones that a freed place can undo."""


def accepter(
    demande: Demande,
    agent: Agent,
    *,
    mandataire: Mandataire,
    nuls: tuple[date, ...] = (),
    bureau: str = "",
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """The mairie accepts; `mandataire` carries the names read on the electoral list, `nuls` the
    days at which L73 leaves it no effect, `bureau` that of the mandant, when it was typed.
    """
    return avancer(
        demande,
        Evenement.ACCEPTATION,
        Acteur(Role.MAIRIE, agent.cle),
        maintenant,
        decision=Decision(agent=agent.cle, le=maintenant, cle=cle),
        mandataire=mandataire,
        nuls=nuls,
        bureau=bureau or demande.bureau,
    )


def refuser(
    demande: Demande, agent: Agent, *, motif: str, precision: str, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mairie refuses, with a motif of the list."""
    decision = Decision(agent=agent.cle, le=maintenant, motif=motif, precision=precision, cle=cle)
    acteur = Acteur(Role.MAIRIE, agent.cle)
    return avancer(demande, Evenement.REFUS_MAIRIE, acteur, maintenant, motif, decision=decision)


def valider_au_registre(
    demande: Demande,
    verification: Verification,
    *,
    mandataire: Mandataire,
    nuls: tuple[date, ...] = (),
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """Every check of the national register passes (CTL-02, R75 III); `mandataire` is as the
    register knows it.
    """
    return avancer(
        demande,
        Evenement.VALIDATION_REGISTRE,
        REGISTRE,
        maintenant,
        decision=Decision(agent=REGISTRE.id, le=maintenant),
        verification=verification,
        mandataire=mandataire,
        nuls=nuls,
    )


def rejeter_au_registre(
    demande: Demande,
    verification: Verification,
    *,
    mandataire: Mandataire,
    motif: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """A check of the national register fails (R77 2°)."""
    return avancer(
        demande,
        Evenement.REJET_REGISTRE,
        REGISTRE,
        maintenant,
        motif,
        decision=Decision(agent=REGISTRE.id, le=maintenant, motif=motif),
        verification=verification,
        mandataire=mandataire,
    )


def renvoyer_a_la_mairie(
    demande: Demande,
    verification: Verification,
    *,
    mandataire: Mandataire,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """The register has answered, not every check passes: the mairie decides
    (REU_PUIS_MAIRIE).
    """
    return avancer(
        demande,
        Evenement.RENVOI_MAIRIE,
        REGISTRE,
        maintenant,
        verification=verification,
        mandataire=mandataire,
    )


def frapper_de_nullite(
    demande: Demande, motif: str, nuls: tuple[date, ...], maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """An earlier established procuration has come: this one is null de plein droit (L73 al. 2)."""
    fin = Fin(le=maintenant, motif=motif)
    return avancer(demande, Evenement.NULLITE, PLAFOND, maintenant, motif, fin=fin, nuls=nuls)


def examiner_plafond(
    demande: Demande, nuls: tuple[date, ...], maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """It stays valid, and the days at which it is null have changed (CAP-06)."""
    return avancer(demande, Evenement.EXAMEN_PLAFOND, PLAFOND, maintenant, nuls=nuls)


def reexaminer(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """A place has been freed: it is to be checked again, at its own instant of establishment.
    Raises TransitionInterdite when L73 was not what made it null.
    """
    decision = demande.decision
    refusee = demande.etat is Etat.INVALIDE and decision is not None
    if refusee and decision is not None and decision.motif not in MOTIFS_PLAFOND:
        raise TransitionInterdite("Elle a été refusée pour un autre motif que le plafond.")
    return avancer(
        demande,
        Evenement.REEXAMEN,
        PLAFOND,
        maintenant,
        nuls=(),
        fin=None,
        decision=None,
        verification=None,
    )


def rouvrir(
    demande: Demande, agent: Agent, *, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mairie takes back its own refusal (domaine.md, b): it is to be checked again. Raises
    TransitionInterdite when the national register refused it.
    """
    if demande.decision is not None and demande.decision.agent == REGISTRE.id:
        raise TransitionInterdite(
            "Le répertoire électoral unique l'a refusée, pas la mairie. Le mandant peut déposer "
            "une nouvelle demande en ligne."
        )
    return avancer(
        demande,
        Evenement.REOUVERTURE,
        Acteur(Role.MAIRIE, agent.cle),
        maintenant,
        reouverture=Reouverture(agent=agent.cle, le=maintenant, cle=cle),
        decision=None,
        verification=None,
    )
