"""An authority looks up the demande of the person at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domaine import journal
from chalicelib.domaine.canari import accessible
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import est_perimee, peut_encore_servir
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    DemandeExpiree,
    ReferenceIntrouvable,
    TransitionInterdite,
)
from chalicelib.domaine.etats import VIVANTS, Evenement, Role, suivant
from chalicelib.domaine.fin import resiliation_en_cours
from chalicelib.domaine.habilitation import Agent, Habilitation, exiger_habilitation
from chalicelib.domaine.journal import Acteur
from chalicelib.domaine.reference import normaliser
from chalicelib.services.ports import Contexte

REVOIR = timedelta(days=1)
"""How long an agent sees again the identity that it has established: the time of a lost answer."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What an agent is shown, and in which quality he looks at it."""

    demande: Demande
    habilitation: Habilitation


def consulter_au_guichet(
    contexte: Contexte, *, reference: str, agent: Agent, maintenant: datetime
) -> Demande:
    """The demande to establish, or whose résiliation its mandant has asked for, its consultation
    logged (LOG-01); or one that this very agent has dealt with since less than a day. Raises what
    `annoncer` raises.
    """
    return consulter(contexte, reference=reference, agent=agent, maintenant=maintenant).demande


def consulter(
    contexte: Contexte, *, reference: str, agent: Agent, maintenant: datetime
) -> Presentation:
    """The same, with the agent's habilitation."""
    presentee = annoncer(contexte, reference=reference, agent=agent, maintenant=maintenant)
    demande = presentee.demande
    contexte.depots.consigner(
        journal.consultation(
            reference=demande.reference,
            numero=demande.version,
            acteur=Acteur(Role.AUTORITE, agent.cle),
            instant=maintenant,
            etat=demande.etat,
            precedente=demande.tete,
        )
    )
    return presentee


def annoncer(
    contexte: Contexte, *, reference: str, agent: Agent, maintenant: datetime
) -> Presentation:
    """The same for a page that shows no identity: nothing is logged. Raises HabilitationInvalide,
    AgentVerrouille, ReferenceInvalide and what `presenter_au_guichet` raises.
    """
    cle = normaliser(reference)
    habilitation = exiger_acces(contexte, agent, maintenant)
    demande = presenter_au_guichet(
        contexte, contexte.depots.demande(cle), agent, habilitation, maintenant
    )
    return Presentation(demande, habilitation)


def presenter_au_guichet(
    contexte: Contexte,
    demande: Demande | None,
    agent: Agent,
    habilitation: Habilitation,
    maintenant: datetime,
) -> Demande:
    """The demande if this agent may see it. Any other reference counts as a miss of the agent,
    unless it has refused or established that demande itself: ReferenceIntrouvable when none is
    alive, TransitionInterdite, DemandeExpiree, or AccesRefuse for what another OPJ's délégué has
    collected, which show no identity, when it exists but can't be established.
    """
    if demande is not None and not accessible(demande, agent):
        demande = None
    if demande is not None and _vient_d_agir(demande, agent, maintenant):
        return demande
    try:
        return _a_traiter(contexte, demande, agent, maintenant)
    except (ReferenceIntrouvable, TransitionInterdite, DemandeExpiree, AccesRefuse):
        if demande is None or not _est_l_acte_de(demande, agent):
            recents = habilitation.echecs_recents(maintenant)
            contexte.depots.noter_echec(habilitation, recents, maintenant)
        raise


def exiger_acces(contexte: Contexte, agent: Agent, maintenant: datetime) -> Habilitation:
    """The agent's habilitation. Raises HabilitationInvalide, AgentVerrouille."""
    return exiger_habilitation(contexte.depots.habilitation(agent.cle), maintenant)


def acte_de_cet_agent(contexte: Contexte, reference: str, agent: Agent) -> Demande:
    """The demande that this very agent has established or refused, for the page that says so: it
    shows no identity, so it is no consultation. Raises ReferenceInvalide, ReferenceIntrouvable.
    """
    demande = contexte.depots.demande(normaliser(reference))
    if demande is None or not _est_l_acte_de(demande, agent):
        raise ReferenceIntrouvable
    return demande


def est_a_resilier(demande: Demande) -> bool:
    """Whether what is asked at the counter is the end of a live procuration, and not its
    establishment.
    """
    demandee = demande.resiliation
    return demande.etat in VIVANTS and demandee is not None and demandee.le is None


def _vient_d_agir(demande: Demande, agent: Agent, maintenant: datetime) -> bool:
    faits = (demande.etablissement, demande.collecte, demande.resiliation)
    return any(
        fait is not None
        and fait.agent == agent.cle
        and fait.le is not None
        and maintenant - fait.le < REVOIR
        for fait in faits
    )


def _est_l_acte_de(demande: Demande, agent: Agent) -> bool:
    return (
        _est_a_cet_agent(demande, agent)
        or _est_refusee_par(demande, agent)
        or (demande.collecte is not None and demande.collecte.agent == agent.cle)
        or (demande.resiliation is not None and demande.resiliation.agent == agent.cle)
    )


def _est_refusee_par(demande: Demande, agent: Agent) -> bool:
    refus = demande.refus
    return refus is not None and demande.etablissement is None and refus.agent == agent.cle


def _est_a_cet_agent(demande: Demande, agent: Agent) -> bool:
    return demande.etablissement is not None and demande.etablissement.agent == agent.cle


def _a_traiter(
    contexte: Contexte, demande: Demande | None, agent: Agent, maintenant: datetime
) -> Demande:
    if demande is None:
        raise ReferenceIntrouvable
    if est_a_resilier(demande):
        return _exiger_resiliable(contexte, demande, maintenant)
    suivant(demande.etat, Evenement.ETABLISSEMENT, Role.AUTORITE)
    if est_perimee(demande, contexte.depots.scrutins(), maintenant):
        raise DemandeExpiree(
            "Une demande se présente au guichet dans les deux mois, et au plus tard le jour du "
            "vote. La personne peut en déposer une nouvelle en ligne dès maintenant."
        )
    _exiger_la_sienne(demande, agent)
    return demande


def _exiger_la_sienne(demande: Demande, agent: Agent) -> None:
    """R72-1 V: what a délégué has collected concerns him and the OPJ who appointed him."""
    collecte = demande.collecte
    if collecte is not None and agent.cle not in (collecte.agent, collecte.opj):
        raise AccesRefuse(
            "Un délégué a recueilli cette demande : seul l'officier de police judiciaire qui l'a "
            "désigné peut l'établir (article R72-1 du Code électoral). Si la personne ne peut pas "
            "attendre, elle retire sa demande en ligne et en dépose une nouvelle."
        )


def _exiger_resiliable(contexte: Contexte, demande: Demande, maintenant: datetime) -> Demande:
    if not resiliation_en_cours(demande, maintenant):
        raise DemandeExpiree(
            "La demande de résiliation a plus de deux mois. La personne peut la refaire en ligne "
            "dès maintenant."
        )
    if not peut_encore_servir(demande, contexte.depots.scrutins(), maintenant):
        raise DemandeExpiree(
            "Le dernier vote que couvrait cette procuration est passé : il n'y a plus rien à "
            "résilier."
        )
    return demande
