"""A demande and its item: the mandant, the mandataire, and what agents did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.depots.modeles import CarteActe, CarteEtatCivil, DemandeModele
from chalicelib.depots.portees import carte_portee, lire_portee, textes
from chalicelib.domaine.demande import Decision, Demande, Etablissement, Refus
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe


def modele_demande(demande: Demande, efface_le: datetime) -> DemandeModele:
    """The item of a demande; `efface_le` is when DynamoDB may delete it."""
    civil = demande.mandant.etat_civil
    designe = demande.mandataire
    return DemandeModele(
        reference=demande.reference,
        version=demande.version,
        etat=demande.etat.value,
        tete=demande.tete,
        mandant_id=demande.mandant.id,
        mandant=CarteEtatCivil(
            nom=civil.nom,
            prenoms=list(civil.prenoms),
            sexe=civil.sexe.value,
            naissance=civil.naissance,
            usage=civil.nom_usage or None,
            commune=demande.mandant.commune,
            courriel=demande.mandant.courriel,
        ),
        mandataire=CarteEtatCivil(
            nom=designe.nom or None,
            prenoms=list(designe.prenoms) or None,
            sexe=designe.sexe.value if designe.sexe else None,
            naissance=designe.naissance,
            nne=designe.nne or None,
            commune=designe.commune or None,
        ),
        portee=carte_portee(demande.portee),
        deposee_le=demande.deposee_le,
        expire_le=demande.expire_le,
        cle=demande.cle or None,
        retiree_le=demande.retiree_le,
        recue_le=demande.recue_le,
        etabli=_carte_etablissement(demande.etablissement),
        refus=_carte_refus(demande.refus),
        decision=_carte_decision(demande.decision),
        exp=int(efface_le.timestamp()),
    )


def demande(modele: DemandeModele) -> Demande:
    """The demande of an item."""
    return Demande(
        reference=modele.reference,
        version=int(modele.version),
        etat=Etat(modele.etat),
        tete=modele.tete,
        mandant=_mandant(modele),
        mandataire=_mandataire(modele.mandataire),
        portee=lire_portee(modele.portee),
        deposee_le=modele.deposee_le,
        expire_le=modele.expire_le,
        cle=modele.cle or "",
        retiree_le=modele.retiree_le,
        recue_le=modele.recue_le,
        etablissement=_etablissement(modele.etabli),
        refus=_refus(modele.refus),
        decision=_decision(modele.decision),
    )


def demande_de_l_image(image: dict[str, Any]) -> Demande:
    """The demande of a stream image (DynamoDB JSON)."""
    return demande(DemandeModele.from_raw_data(image))


def _mandant(modele: DemandeModele) -> Mandant:
    carte = modele.mandant
    civil = EtatCivil(
        nom=carte.nom,
        prenoms=textes(carte.prenoms),
        sexe=Sexe(carte.sexe),
        naissance=carte.naissance,
        nom_usage=carte.usage or "",
    )
    return Mandant(modele.mandant_id, civil, carte.courriel, carte.commune)


def _mandataire(carte: CarteEtatCivil) -> Mandataire:
    return Mandataire(
        naissance=carte.naissance,
        nne=carte.nne or "",
        nom=carte.nom or "",
        prenoms=textes(carte.prenoms),
        sexe=Sexe(carte.sexe) if carte.sexe else None,
        commune=carte.commune or "",
    )


def _carte_etablissement(acte: Etablissement | None) -> CarteActe | None:
    if acte is None:
        return None
    return CarteActe(
        agent=acte.agent,
        le=acte.le,
        cle=acte.cle or None,
        nom=acte.nom,
        prenom=acte.prenom,
        qualite=acte.qualite.value,
        unite=acte.unite,
        lieu=acte.lieu,
        piece=acte.piece,
    )


def _etablissement(carte: CarteActe | None) -> Etablissement | None:
    if carte is None:
        return None
    return Etablissement(
        agent=carte.agent,
        nom=carte.nom,
        prenom=carte.prenom,
        qualite=Qualite(carte.qualite),
        unite=carte.unite,
        lieu=carte.lieu,
        le=carte.le,
        piece=carte.piece,
        cle=carte.cle or "",
    )


def _carte_refus(acte: Refus | None) -> CarteActe | None:
    if acte is None:
        return None
    return CarteActe(agent=acte.agent, le=acte.le, motif=acte.motif, cle=acte.cle or None)


def _refus(carte: CarteActe | None) -> Refus | None:
    if carte is None:
        return None
    return Refus(agent=carte.agent, le=carte.le, motif=carte.motif, cle=carte.cle or "")


def _carte_decision(acte: Decision | None) -> CarteActe | None:
    if acte is None:
        return None
    return CarteActe(
        agent=acte.agent,
        le=acte.le,
        motif=acte.motif or None,
        precision=acte.precision or None,
        cle=acte.cle or None,
    )


def _decision(carte: CarteActe | None) -> Decision | None:
    if carte is None:
        return None
    return Decision(
        agent=carte.agent,
        le=carte.le,
        motif=carte.motif or "",
        precision=carte.precision or "",
        cle=carte.cle or "",
    )
