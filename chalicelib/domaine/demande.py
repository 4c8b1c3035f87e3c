"""The whole life of one demande, then procuration: pure transitions, each with its entry in the
journal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domaine import journal
from chalicelib.domaine.actes import (
    Collecte,
    Decision,
    Etablissement,
    Fin,
    Rectification,
    Refus,
    Reouverture,
    Resiliation,
    Saisie,
    Support,
    Verification,
    appels_d_avant,
)
from chalicelib.domaine.etats import A_PRESENTER, AVISABLES, Etat, Evenement, Role, suivant
from chalicelib.domaine.identites import Mandant, Mandataire
from chalicelib.domaine.journal import Acteur, Ecriture
from chalicelib.domaine.portee import Portee
from chalicelib.domaine.regles import DELAI_ETABLISSEMENT
from chalicelib.domaine.temps import fin_du_jour, jour

ROUTAGE = Acteur(Role.SYSTEME, "routage")
REGISTRE = Acteur(Role.SYSTEME, "registre-national")
CONSERVATION = Acteur(Role.SYSTEME, "conservation")


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
    dernier: Evenement = Evenement.DEPOT
    """What made this version: the event of the entry `tete` (of the last one of a transaction)."""
    retiree_le: datetime | None = None
    etablissement: Etablissement | None = None
    refus: Refus | None = None
    recue_le: datetime | None = None
    decision: Decision | None = None
    support: Support = Support.EN_LIGNE
    saisie: Saisie | None = None
    collecte: Collecte | None = None
    verification: Verification | None = None
    resiliation: Resiliation | None = None
    fin: Fin | None = None
    reouverture: Reouverture | None = None
    rectification: Rectification | None = None
    remplace: tuple[str, ...] = ()
    """The procurations that the establishment of this one has résiliées."""
    nuls: tuple[date, ...] = ()
    """The days at which it is null (L73) although it is valid at others."""
    votes: tuple[date, ...] = ()
    """The days at which the mandant voted in person first (L76)."""
    bureau: str = ""
    """The bureau de vote of the mandant as the mairie typed it; see `bureaux.bureau_de`."""
    avise: str = ""
    """Where the mandant wants the mandataire told of what changes (`prevenir`)."""

    def est_expiree(self, maintenant: datetime) -> bool:
        """Whether it can no longer be established (RET-02)."""
        return self.etat in A_PRESENTER and maintenant >= self.expire_le


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
    ecriture = inscrire_premiere(
        reference, Evenement.DEPOT, Acteur(Role.MANDANT, mandant.id), maintenant
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
        expire_le=fin_du_jour(jour(maintenant) + DELAI_ETABLISSEMENT.duree),
        cle=cle,
    )
    return demande, ecriture


def retirer(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """The mandant withdraws it before establishment."""
    mandant = Acteur(Role.MANDANT, demande.mandant.id)
    return avancer(demande, Evenement.RETRAIT, mandant, maintenant, retiree_le=maintenant)


def expirer(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """Not presented in time (RET-02)."""
    return avancer(demande, Evenement.EXPIRATION, CONSERVATION, maintenant)


def rectifier(demande: Demande, courriel: str, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """The mandant corrects the only thing that is his to correct: the address where he is told
    (GDPR, art. 16). His identity is FranceConnect's, the rest was shown to the authority.
    """
    mandant = replace(demande.mandant, courriel=courriel)
    acteur = Acteur(Role.MANDANT, demande.mandant.id)
    return avancer(demande, Evenement.RECTIFICATION, acteur, maintenant, mandant=mandant)


def rectifier_au_guichet(
    demande: Demande, courriel: str, agent: str, *, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The same by the authority (key `agent`) before whom the mandant stands."""
    return avancer(
        demande,
        Evenement.RECTIFICATION_GUICHET,
        Acteur(Role.AUTORITE, agent),
        maintenant,
        mandant=replace(demande.mandant, courriel=courriel),
        rectification=Rectification(
            agent=agent, le=maintenant, cle=cle, avant=appels_d_avant(demande.rectification)
        ),
    )


def transmettre(demande: Demande, maintenant: datetime) -> tuple[Demande, tuple[Ecriture, ...]]:
    """Sent to the commune and received in its register: two transitions, one transaction, since
    the row of the register is written by it.
    """
    transmise, envoi = avancer(demande, Evenement.TRANSMISSION, ROUTAGE, maintenant)
    recue, reception = avancer(
        transmise, Evenement.RECEPTION, ROUTAGE, maintenant, recue_le=maintenant
    )
    return recue, (envoi, reception)


def inscrire_premiere(
    reference: str, evenement: Evenement, acteur: Acteur, maintenant: datetime
) -> Ecriture:
    """The first entry of a chain, for the event that makes the demande."""
    return journal.inscrire(
        reference=reference,
        numero=1,
        evenement=evenement,
        acteur=acteur,
        instant=maintenant,
        de=None,
        vers=suivant(None, evenement, acteur.role),
        precedente=journal.origine(reference),
    )


def avancer(
    demande: Demande,
    evenement: Evenement,
    acteur: Acteur,
    maintenant: datetime,
    motif: str = "",
    **changements: Any,
) -> tuple[Demande, Ecriture]:
    """One transition of the table, with its entry; `changements` are the fields that it changes.
    The address of the mandataire goes with the state that needed it: the stream has the image of
    before. Raises TransitionInterdite, AccesRefuse.
    """
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
    changements.setdefault("avise", demande.avise if etat in AVISABLES else "")
    suite = replace(
        demande,
        etat=etat,
        version=ecriture.numero,
        tete=ecriture.empreinte,
        dernier=evenement,
        **changements,
    )
    return suite, ecriture
