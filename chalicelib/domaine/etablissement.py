"""The authority establishes, or the délégué collects for it, or it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domaine.actes import (
    Cadre,
    Collecte,
    Etablissement,
    Refus,
    Saisie,
    Support,
    appels_d_avant,
)
from chalicelib.domaine.autorites import QualiteAutorite, QualiteHorsPortail
from chalicelib.domaine.demande import Demande, avancer, inscrire_premiere
from chalicelib.domaine.erreurs import AccesRefuse, DemandeExpiree
from chalicelib.domaine.etats import Etat, Evenement, Role
from chalicelib.domaine.habilitation import Agent, Habilitation, collecte, en_france, etablit
from chalicelib.domaine.identites import Mandant, Mandataire
from chalicelib.domaine.journal import Acteur, Ecriture
from chalicelib.domaine.motifs import MotifAutorite
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.portee import Portee

MINISTERE = "ministere-interieur"
"""Who establishes with a certified identity (décret 2023-1389): nobody at a counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circonstances:
    """Where identities were compared, and with which document. `lieu` is the commune of a public
    place, empty for the authority's own; `ecrit_du` the day of the request for a visit at home, and
    `attestation` whether the authority declares that it keeps the attestation (R73).
    """

    piece: str
    cadre: Cadre = Cadre.GUICHET
    lieu_public: str = ""
    lieu: str = ""
    ecrit_du: date | None = None
    attestation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActePapier:
    """The act as the form bears it: who signed it, in which quality, where and when."""

    nom: str
    prenom: str
    qualite: QualiteAutorite
    lieu: str
    le: datetime
    en_france: bool


def etablir(
    demande: Demande,
    agent: Agent,
    habilitation: Habilitation,
    *,
    circonstances: Circonstances,
    cle: str,
    maintenant: datetime,
    remplace: tuple[str, ...] = (),
) -> tuple[Demande, Ecriture]:
    """The authority establishes the procuration. Its instant is the order key of L73. What a
    délégué has collected is established by the OPJ who appointed him and nobody else (R72-1 V),
    with the document and the place that the délégué saw.

    Raises DemandeExpiree, TransitionInterdite, AccesRefuse.
    """
    _exiger_non_expiree(demande, maintenant)
    if not etablit(habilitation):
        raise AccesRefuse(
            "Un délégué recueille la demande ; l'officier de police judiciaire qui l'a désigné "
            "l'établit (article R72-1 du Code électoral)."
        )
    if demande.collecte is not None:
        circonstances = _de_la_collecte(demande.collecte, agent)
    etablissement = Etablissement(
        agent=agent.cle,
        nom=agent.nom,
        prenom=agent.prenom,
        qualite=habilitation.qualite,
        unite=habilitation.unite,
        lieu=circonstances.lieu or habilitation.lieu,
        le=maintenant,
        piece=circonstances.piece,
        cle=cle,
        cadre=circonstances.cadre,
        en_france=en_france(habilitation),
        lieu_public=circonstances.lieu_public,
        ecrit_du=circonstances.ecrit_du,
    )
    return avancer(
        demande,
        Evenement.ETABLISSEMENT,
        Acteur(Role.AUTORITE, agent.cle),
        maintenant,
        etablissement=etablissement,
        remplace=remplace,
    )


def etablir_avec_identite_certifiee(
    demande: Demande, *, cle: str, maintenant: datetime, remplace: tuple[str, ...] = ()
) -> tuple[Demande, Ecriture]:
    """The mandant himself, whose identity a certified electronic means has proved (AUT-04). It
    counts as made in France: where it counts is not settled (CAP-07).
    """
    _exiger_non_expiree(demande, maintenant)
    etablissement = Etablissement(
        agent=MINISTERE,
        nom="Ministère de l'Intérieur",
        prenom="",
        qualite=QualiteHorsPortail.MINISTERE_INTERIEUR,
        unite="",
        lieu="En ligne",
        le=maintenant,
        piece="",
        cle=cle,
        cadre=Cadre.CERTIFIE,
    )
    return avancer(
        demande,
        Evenement.ETABLISSEMENT_CERTIFIE,
        Acteur(Role.MANDANT, demande.mandant.id),
        maintenant,
        etablissement=etablissement,
        remplace=remplace,
    )


def collecter(
    demande: Demande,
    agent: Agent,
    habilitation: Habilitation,
    *,
    circonstances: Circonstances,
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """The délégué of an OPJ has compared identities; the OPJ must still establish (AUT-02). Raises
    AccesRefuse for any other quality: an APJ appoints nobody.
    """
    _exiger_non_expiree(demande, maintenant)
    if not collecte(habilitation):
        raise AccesRefuse(
            "Seul le délégué d'un officier de police judiciaire recueille sans établir."
        )
    recueillie = Collecte(
        agent=agent.cle,
        nom=agent.nom,
        prenom=agent.prenom,
        opj=habilitation.opj,
        unite=habilitation.unite,
        lieu=circonstances.lieu or habilitation.lieu,
        le=maintenant,
        piece=circonstances.piece,
        cle=cle,
        cadre=circonstances.cadre,
        lieu_public=circonstances.lieu_public,
        ecrit_du=circonstances.ecrit_du,
    )
    acteur = Acteur(Role.AUTORITE, agent.cle)
    return avancer(demande, Evenement.COLLECTE, acteur, maintenant, collecte=recueillie)


def refuser_au_guichet(
    demande: Demande, agent: Agent, motif: MotifAutorite, *, cle: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The authority refuses. The reference stays alive unless the motif is definitive; what was
    collected is to be collected again.
    """
    _exiger_non_expiree(demande, maintenant)
    acteur = Acteur(Role.AUTORITE, agent.cle)
    evenement = Evenement.REFUS_AUTORITE if motif.definitif else Evenement.AJOURNEMENT
    refus = Refus(
        agent=agent.cle,
        le=maintenant,
        motif=motif.code,
        cle=cle,
        avant=appels_d_avant(demande.refus),
    )
    return avancer(demande, evenement, acteur, maintenant, motif.code, refus=refus, collecte=None)


def saisir_papier(
    *,
    reference: str,
    mandant: Mandant,
    mandataire: Mandataire,
    portee: Portee,
    acte: ActePapier,
    agent: Agent,
    cle: str,
    maintenant: datetime,
) -> tuple[Demande, Ecriture]:
    """A form that an authority has signed, entered by the mairie (REG-03, R75 III al. 3). Its place
    in the order of L73 is the instant written on it, not that of its entry.
    """
    ecriture = inscrire_premiere(
        reference, Evenement.SAISIE_PAPIER, Acteur(Role.MAIRIE, agent.cle), maintenant
    )
    etablissement = Etablissement(
        agent="",
        nom=acte.nom,
        prenom=acte.prenom,
        qualite=acte.qualite,
        unite="",
        lieu=acte.lieu,
        le=acte.le,
        piece="",
        cadre=Cadre.PAPIER,
        en_france=acte.en_france,
    )
    demande = Demande(
        reference=reference,
        version=1,
        etat=Etat.ETABLIE,
        tete=ecriture.empreinte,
        mandant=mandant,
        mandataire=mandataire,
        portee=portee,
        deposee_le=maintenant,
        expire_le=maintenant,
        dernier=Evenement.SAISIE_PAPIER,
        support=Support.PAPIER,
        etablissement=etablissement,
        saisie=Saisie(agent=agent.cle, le=maintenant, cle=cle),
    )
    return demande, ecriture


def _de_la_collecte(collecte: Collecte, agent: Agent) -> Circonstances:
    if collecte.opj != agent.cle:
        raise AccesRefuse(
            phrase(
                "Un délégué a recueilli cette demande : seul l'officier de police judiciaire qui "
                "l'a désigné peut l'établir (article R72-1 du Code électoral)."
            )
        )
    return Circonstances(
        piece=collecte.piece,
        cadre=collecte.cadre,
        lieu_public=collecte.lieu_public,
        lieu=collecte.lieu,
        ecrit_du=collecte.ecrit_du,
    )


def _exiger_non_expiree(demande: Demande, maintenant: datetime) -> None:
    if demande.est_expiree(maintenant):
        raise DemandeExpiree(
            phrase(
                "Une demande se présente au guichet dans les deux mois. Le mandant peut en déposer "
                "une nouvelle en ligne dès maintenant."
            )
        )
