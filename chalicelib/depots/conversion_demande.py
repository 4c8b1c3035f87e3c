"""A demande and its item: the mandant, the mandataire, and what agents did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.depots import conversion_actes as actes
from chalicelib.depots import peremption
from chalicelib.depots.modeles import CarteEtatCivil, DemandeModele
from chalicelib.depots.portees import carte_jours, carte_portee, lire_jours, lire_portee, textes
from chalicelib.domaine.actes import Support
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe


def modele_demande(demande: Demande, efface_le: datetime) -> DemandeModele:
    """The item of a demande; `efface_le` is when it must be gone."""
    designe = demande.mandataire
    return DemandeModele(
        reference=demande.reference,
        version=demande.version,
        etat=demande.etat.value,
        tete=demande.tete,
        dernier=demande.dernier.value,
        mandant_id=demande.mandant.id,
        mandant=_carte_mandant(demande.mandant),
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
        etabli=actes.carte_etablissement(demande.etablissement),
        refus=actes.carte_refus(demande.refus),
        decision=actes.carte_decision(demande.decision),
        papier=demande.support is Support.PAPIER or None,
        saisie=actes.carte_saisie(demande.saisie),
        collecte=actes.carte_collecte(demande.collecte),
        verif=actes.carte_verification(demande.verification),
        resil=actes.carte_resiliation(demande.resiliation),
        fin=actes.carte_fin(demande.fin),
        rouverte=actes.carte_reouverture(demande.reouverture),
        rectif=actes.carte_rectification(demande.rectification),
        remplace=list(demande.remplace) or None,
        nuls=carte_jours(demande.nuls),
        votes=carte_jours(demande.votes),
        bureau=demande.bureau or None,
        avise=demande.avise or None,
        opj=_opj(demande),
        exp=peremption.exp(efface_le),
    )


def _opj(demande: Demande) -> str | None:
    """The OPJ for whom it waits, and only while it does: a sparse index lists it."""
    return demande.collecte.opj if demande.collecte and demande.etat is Etat.COLLECTEE else None


def demande(modele: DemandeModele) -> Demande:
    """The demande of an item."""
    return Demande(
        reference=modele.reference,
        version=int(modele.version),
        etat=Etat(modele.etat),
        tete=modele.tete,
        dernier=Evenement(modele.dernier),
        mandant=_mandant(modele),
        mandataire=_mandataire(modele.mandataire),
        portee=lire_portee(modele.portee),
        deposee_le=modele.deposee_le,
        expire_le=modele.expire_le,
        cle=modele.cle or "",
        retiree_le=modele.retiree_le,
        recue_le=modele.recue_le,
        etablissement=actes.etablissement(modele.etabli),
        refus=actes.refus(modele.refus),
        decision=actes.decision(modele.decision),
        support=Support.PAPIER if modele.papier else Support.EN_LIGNE,
        saisie=actes.saisie(modele.saisie),
        collecte=actes.collecte(modele.collecte),
        verification=actes.verification(modele.verif),
        resiliation=actes.resiliation(modele.resil),
        fin=actes.fin(modele.fin),
        reouverture=actes.reouverture(modele.rouverte),
        rectification=actes.rectification(modele.rectif),
        remplace=textes(modele.remplace),
        nuls=lire_jours(modele.nuls),
        votes=lire_jours(modele.votes),
        bureau=modele.bureau or "",
        avise=modele.avise or "",
    )


def demande_de_l_image(image: dict[str, Any]) -> Demande:
    """The demande of a stream image (DynamoDB JSON)."""
    return demande(DemandeModele.from_raw_data(image))


def demande_a_annoncer(enregistrement: dict[str, Any]) -> Demande:
    """The demande of a stream record, with the address that the mandataire was told at: the
    transition that ends a procuration forgets it, the image of before has it. In the same way,
    that of the mandant before it was corrected at the counter.
    """
    suite = demande_de_l_image(enregistrement["NewImage"])
    avant = enregistrement.get("OldImage", {})
    if "avise" in avant and not suite.avise:
        suite = replace(suite, avise=avant["avise"]["S"])
    if suite.dernier is Evenement.RECTIFICATION_GUICHET and suite.rectification is not None:
        ancienne = avant.get("mandant", {"M": {}})["M"].get("courriel", {"S": ""})["S"]
        suite = replace(suite, rectification=replace(suite.rectification, ancienne=ancienne))
    return suite


def _carte_mandant(mandant: Mandant) -> CarteEtatCivil:
    civil = mandant.etat_civil
    return CarteEtatCivil(
        nom=civil.nom,
        prenoms=list(civil.prenoms),
        sexe=civil.sexe.value,
        naissance=civil.naissance,
        usage=civil.nom_usage or None,
        nne=mandant.nne or None,
        commune=mandant.commune,
        courriel=mandant.courriel or None,
    )


def _mandant(modele: DemandeModele) -> Mandant:
    carte = modele.mandant
    civil = EtatCivil(
        nom=carte.nom,
        prenoms=textes(carte.prenoms),
        sexe=Sexe(carte.sexe),
        naissance=carte.naissance,
        nom_usage=carte.usage or "",
    )
    return Mandant(modele.mandant_id, civil, carte.courriel or "", carte.commune, carte.nne or "")


def _mandataire(carte: CarteEtatCivil) -> Mandataire:
    return Mandataire(
        naissance=carte.naissance,
        nne=carte.nne or "",
        nom=carte.nom or "",
        prenoms=textes(carte.prenoms),
        sexe=Sexe(carte.sexe) if carte.sexe else None,
        commune=carte.commune or "",
    )
