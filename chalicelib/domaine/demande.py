"""The whole life of one demande, then procuration: pure transitions, each with its entry in the
journal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domaine import journal
from chalicelib.domaine.erreurs import DemandeExpiree
from chalicelib.domaine.etats import Etat, Evenement, Role, suivant
from chalicelib.domaine.habilitation import Agent, Habilitation, Qualite
from chalicelib.domaine.identites import Mandant, Mandataire
from chalicelib.domaine.journal import Acteur, Ecriture
from chalicelib.domaine.motifs import MotifAutorite
from chalicelib.domaine.portee import Portee
from chalicelib.domaine.regles import DELAI_ETABLISSEMENT
from chalicelib.domaine.temps import fin_du_jour, jour

ROUTAGE = Acteur(Role.SYSTEME, "routage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Etablissement:
    """What the authority records (R75 II): who, which quality, when, where; and the document."""

    agent: str
    nom: str
    prenom: str
    qualite: Qualite
    unite: str
    lieu: str
    le: datetime
    piece: str
    cle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refus:
    """The latest refusal at the counter. The demande lives on when its motif is not definitive."""

    agent: str
    le: datetime
    motif: str
    cle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the mairie decided. `motif` is empty when it accepted."""

    agent: str
    le: datetime
    motif: str = ""
    precision: str = ""
    cle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """One demande. `tete` is the hash of its latest journal entry, whose number is `version`.
    Each `cle` is the print of the Idempotency-Key of the call that did it.
    """

    reference: str
    version: int
    etat: Etat
    tete: str
    mandant: Mandant
    mandataire: Mandataire
    portee: Portee
    deposee_le: datetime
    expire_le: datetime
    cle: str = ""
    retiree_le: datetime | None = None
    etablissement: Etablissement | None = None
    refus: Refus | None = None
    recue_le: datetime | None = None
    decision: Decision | None = None

    def est_expiree(self, maintenant: datetime) -> bool:
        """Whether it can no longer be established (RET-02)."""
        return self.etat is Etat.DEPOSEE and maintenant >= self.expire_le


def deposer(
    *,
    reference: str,
    mandant: Mandant,
    mandataire: Mandataire,
    portee: Portee,
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """A new demande, valid two months (RET-02), and its first entry."""
    ecriture = journal.inscrire(
        reference=reference,
        numero=1,
        evenement=Evenement.DEPOT,
        acteur=Acteur(Role.MANDANT, mandant.id),
        instant=maintenant,
        de=None,
        vers=suivant(None, Evenement.DEPOT, Role.MANDANT),
        precedente=journal.origine(reference),
    )
    demande = Demande(
        reference=reference,
        version=1,
        etat=Etat.DEPOSEE,
        tete=ecriture.empreinte,
        mandant=mandant,
        mandataire=mandataire,
        portee=portee,
        deposee_le=maintenant,
        expire_le=fin_du_jour(jour(maintenant) + DELAI_ETABLISSEMENT),
        cle=cle,
    )
    return demande, ecriture


def retirer(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """The mandant withdraws it before establishment."""
    mandant = Acteur(Role.MANDANT, demande.mandant.id)
    return _avancer(demande, Evenement.RETRAIT, mandant, maintenant, retiree_le=maintenant)


def etablir(
    demande: Demande,
    agent: Agent,
    habilitation: Habilitation,
    *,
    piece: str,
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """The authority establishes the procuration. Its instant is the order key of L73."""
    _exiger_non_expiree(demande, maintenant)
    etablissement = Etablissement(
        agent=agent.cle,
        nom=agent.nom,
        prenom=agent.prenom,
        qualite=habilitation.qualite,
        unite=habilitation.unite,
        lieu=habilitation.lieu,
        le=maintenant,
        piece=piece,
        cle=cle,
    )
    acteur = Acteur(Role.AUTORITE, agent.cle)
    return _avancer(
        demande, Evenement.ETABLISSEMENT, acteur, maintenant, etablissement=etablissement
    )


def refuser_au_guichet(
    demande: Demande, agent: Agent, motif: MotifAutorite, *, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The authority refuses. The reference stays alive unless the motif is definitive."""
    _exiger_non_expiree(demande, maintenant)
    acteur = Acteur(Role.AUTORITE, agent.cle)
    evenement = Evenement.REFUS_AUTORITE if motif.definitif else Evenement.AJOURNEMENT
    refus = Refus(agent=agent.cle, le=maintenant, motif=motif.code, cle=cle)
    return _avancer(demande, evenement, acteur, maintenant, motif.code, refus=refus)


def transmettre(demande: Demande, maintenant: datetime) -> tuple[Demande, tuple[Ecriture, ...]]:
    """Sent to the commune and received in its register: two transitions, one transaction, since
    the row of the register is written by it.
    """
    transmise, envoi = _avancer(demande, Evenement.TRANSMISSION, ROUTAGE, maintenant)
    recue, reception = _avancer(
        transmise, Evenement.RECEPTION, ROUTAGE, maintenant, recue_le=maintenant
    )
    return recue, (envoi, reception)


def accepter(
    demande: Demande,
    agent: Agent,
    *,
    mandataire: Mandataire,
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """The mairie accepts; `mandataire` carries the names read on the electoral list."""
    decision = Decision(agent=agent.cle, le=maintenant, cle=cle)
    acteur = Acteur(Role.MAIRIE, agent.cle)
    return _avancer(
        demande,
        Evenement.ACCEPTATION,
        acteur,
        maintenant,
        decision=decision,
        mandataire=mandataire,
    )


def refuser(
    demande: Demande, agent: Agent, *, motif: str, precision: str, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mairie refuses, with a motif of the list."""
    decision = Decision(agent=agent.cle, le=maintenant, motif=motif, precision=precision, cle=cle)
    acteur = Acteur(Role.MAIRIE, agent.cle)
    return _avancer(demande, Evenement.REFUS_MAIRIE, acteur, maintenant, motif, decision=decision)


def _exiger_non_expiree(demande: Demande, maintenant: datetime) -> None:
    if demande.est_expiree(maintenant):
        raise DemandeExpiree(
            "Une demande se présente au guichet dans les deux mois. Le mandant peut en déposer "
            "une nouvelle en ligne dès maintenant."
        )


def _avancer(
    demande: Demande,
    evenement: Evenement,
    acteur: Acteur,
    maintenant: datetime,
    motif: str = "",
    **changements: Any,
) -> tuple[Demande, Ecriture]:
    etat = suivant(demande.etat, evenement, acteur.role)
    ecriture = journal.inscrire(
        reference=demande.reference,
        numero=demande.version + 1,
        evenement=evenement,
        acteur=acteur,
        instant=maintenant,
        de=demande.etat,
        vers=etat,
        precedente=demande.tete,
        motif=motif,
    )
    suite = replace(
        demande, etat=etat, version=ecriture.numero, tete=ecriture.empreinte, **changements
    )
    return suite, ecriture
