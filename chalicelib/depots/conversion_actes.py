"""The acts of a demande and the parts of its item that hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.depots.modeles import CarteActe, CarteResiliation, CarteVerification
from chalicelib.depots.portees import textes
from chalicelib.domaine.actes import (
    Cadre,
    Collecte,
    Decision,
    Etablissement,
    Fin,
    Rectification,
    Refus,
    Reouverture,
    Resiliation,
    Saisie,
    Verification,
)
from chalicelib.domaine.autorites import lire_qualite


def carte_etablissement(acte: Etablissement | None) -> CarteActe | None:
    """The attribute of an establishment. What is ordinary takes no place."""
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
        cadre=None if acte.cadre is Cadre.GUICHET else acte.cadre.value,
        hors_france=None if acte.en_france else True,
        lieu_public=acte.lieu_public or None,
        ecrit_du=_carte_jour(acte.ecrit_du),
    )


def etablissement(carte: CarteActe | None) -> Etablissement | None:
    """The establishment of an attribute."""
    if carte is None:
        return None
    return Etablissement(
        agent=carte.agent,
        nom=carte.nom,
        prenom=carte.prenom,
        qualite=lire_qualite(carte.qualite),
        unite=carte.unite,
        lieu=carte.lieu,
        le=carte.le,
        piece=carte.piece,
        cle=carte.cle or "",
        cadre=Cadre(carte.cadre or Cadre.GUICHET),
        en_france=not carte.hors_france,
        lieu_public=carte.lieu_public or "",
        ecrit_du=_jour(carte.ecrit_du),
    )


def carte_collecte(acte: Collecte | None) -> CarteActe | None:
    """The attribute of what a délégué collected."""
    if acte is None:
        return None
    return CarteActe(
        agent=acte.agent,
        le=acte.le,
        cle=acte.cle or None,
        nom=acte.nom,
        prenom=acte.prenom,
        opj=acte.opj,
        unite=acte.unite,
        lieu=acte.lieu,
        piece=acte.piece,
        cadre=None if acte.cadre is Cadre.GUICHET else acte.cadre.value,
        lieu_public=acte.lieu_public or None,
        ecrit_du=_carte_jour(acte.ecrit_du),
    )


def collecte(carte: CarteActe | None) -> Collecte | None:
    """What a délégué collected, of an attribute."""
    if carte is None:
        return None
    return Collecte(
        agent=carte.agent,
        nom=carte.nom,
        prenom=carte.prenom,
        opj=carte.opj,
        unite=carte.unite,
        lieu=carte.lieu,
        le=carte.le,
        piece=carte.piece,
        cle=carte.cle or "",
        cadre=Cadre(carte.cadre or Cadre.GUICHET),
        lieu_public=carte.lieu_public or "",
        ecrit_du=_jour(carte.ecrit_du),
    )


def carte_refus(acte: Refus | None) -> CarteActe | None:
    """The attribute of a refusal at the counter."""
    if acte is None:
        return None
    return CarteActe(
        agent=acte.agent,
        le=acte.le,
        motif=acte.motif,
        cle=acte.cle or None,
        avant=list(acte.avant) or None,
    )


def refus(carte: CarteActe | None) -> Refus | None:
    """The refusal of an attribute."""
    if carte is None:
        return None
    return Refus(
        agent=carte.agent,
        le=carte.le,
        motif=carte.motif,
        cle=carte.cle or "",
        avant=textes(carte.avant),
    )


def carte_decision(acte: Decision | None) -> CarteActe | None:
    """The attribute of a decision."""
    if acte is None:
        return None
    return CarteActe(
        agent=acte.agent,
        le=acte.le,
        motif=acte.motif or None,
        precision=acte.precision or None,
        cle=acte.cle or None,
    )


def decision(carte: CarteActe | None) -> Decision | None:
    """The decision of an attribute."""
    if carte is None:
        return None
    return Decision(
        agent=carte.agent,
        le=carte.le,
        motif=carte.motif or "",
        precision=carte.precision or "",
        cle=carte.cle or "",
    )


def carte_fin(acte: Fin | None) -> CarteActe | None:
    """The attribute of an end by law."""
    if acte is None:
        return None
    return CarteActe(agent=acte.agent, le=acte.le, motif=acte.motif, cle=acte.cle or None)


def fin(carte: CarteActe | None) -> Fin | None:
    """The end by law of an attribute."""
    if carte is None:
        return None
    return Fin(le=carte.le, motif=carte.motif, agent=carte.agent, cle=carte.cle or "")


def carte_reouverture(acte: Reouverture | None) -> CarteActe | None:
    """The attribute of a refusal taken back."""
    if acte is None:
        return None
    return CarteActe(agent=acte.agent, le=acte.le, cle=acte.cle or None)


def reouverture(carte: CarteActe | None) -> Reouverture | None:
    """The refusal taken back, of an attribute."""
    if carte is None:
        return None
    return Reouverture(agent=carte.agent, le=carte.le, cle=carte.cle or "")


def carte_rectification(acte: Rectification | None) -> CarteActe | None:
    """The attribute of an address corrected at the counter."""
    if acte is None:
        return None
    avant = list(acte.avant) or None
    return CarteActe(agent=acte.agent, le=acte.le, cle=acte.cle or None, avant=avant)


def rectification(carte: CarteActe | None) -> Rectification | None:
    """The address corrected at the counter, of an attribute."""
    if carte is None:
        return None
    return Rectification(
        agent=carte.agent, le=carte.le, cle=carte.cle or "", avant=textes(carte.avant)
    )


def carte_saisie(acte: Saisie | None) -> CarteActe | None:
    """The attribute of the entry of a form."""
    if acte is None:
        return None
    return CarteActe(
        agent=acte.agent,
        le=acte.le,
        cle=acte.cle or None,
        numerisation=acte.numerisation or None,
    )


def saisie(carte: CarteActe | None) -> Saisie | None:
    """The entry of a form, of an attribute."""
    if carte is None:
        return None
    return Saisie(
        agent=carte.agent,
        le=carte.le,
        cle=carte.cle or "",
        numerisation=carte.numerisation or "",
    )


def carte_verification(acte: Verification | None) -> CarteVerification | None:
    """The attribute of what the national register answered."""
    if acte is None:
        return None
    plats = [texte for paire in acte.resultats for texte in paire]
    return CarteVerification(le=acte.le, resultats=plats, bureau=acte.bureau or None)


def verification(carte: CarteVerification | None) -> Verification | None:
    """What the national register answered, of an attribute."""
    if carte is None:
        return None
    plats = textes(carte.resultats)
    resultats = tuple(zip(plats[::2], plats[1::2], strict=True))
    return Verification(le=carte.le, resultats=resultats, bureau=carte.bureau or "")


def carte_resiliation(acte: Resiliation | None) -> CarteResiliation | None:
    """The attribute of a résiliation, asked for or done."""
    if acte is None:
        return None
    fait = None
    if acte.le is not None:
        fait = CarteActe(
            agent=acte.agent,
            le=acte.le,
            cle=acte.cle or None,
            nom=acte.nom or None,
            prenom=acte.prenom or None,
            qualite=acte.qualite.value if acte.qualite else None,
            lieu=acte.lieu or None,
            piece=acte.piece or None,
        )
    return CarteResiliation(
        demandee_le=acte.demandee_le,
        expire_le=acte.expire_le,
        acte=fait,
        remplacante=acte.remplacante or None,
    )


def resiliation(carte: CarteResiliation | None) -> Resiliation | None:
    """The résiliation of an attribute."""
    if carte is None:
        return None
    demande = Resiliation(
        demandee_le=carte.demandee_le,
        expire_le=carte.expire_le,
        remplacante=carte.remplacante or "",
    )
    fait: CarteActe | None = carte.acte
    if fait is None:
        return demande
    return replace(
        demande,
        le=fait.le,
        agent=fait.agent,
        nom=fait.nom or "",
        prenom=fait.prenom or "",
        qualite=lire_qualite(fait.qualite) if fait.qualite else None,
        lieu=fait.lieu or "",
        piece=fait.piece or "",
        cle=fait.cle or "",
    )


def _carte_jour(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None
