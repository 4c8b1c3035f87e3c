"""Scrutins, habilitations, delegations and public places to items and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chalicelib.depots.modeles_administration import (
    CarteControle,
    CarteCreneau,
    CarteTour,
    DelegationModele,
    HabilitationModele,
    LieuModele,
    ScrutinModele,
)
from chalicelib.domaine.habilitation import Delegation, Habilitation, Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour, TypeScrutin


def habilitation(modele: HabilitationModele) -> Habilitation:
    """The habilitation of an item."""
    return Habilitation(
        agent=modele.agent,
        qualite=Qualite(modele.qualite),
        juge=modele.juge or "",
        tribunal=modele.tribunal or "",
        du=modele.du,
        au=modele.au,
        unite=modele.unite,
        lieu=modele.lieu,
        revoquee_le=modele.revoquee_le,
        echecs=_instants(modele.echecs),
        opj=modele.opj or "",
        poste=modele.poste or "",
    )


def modele_habilitation(habilitation: Habilitation) -> HabilitationModele:
    """The item of a habilitation, misses included."""
    return HabilitationModele(
        agent=habilitation.agent,
        qualite=habilitation.qualite.value,
        juge=habilitation.juge or None,
        tribunal=habilitation.tribunal or None,
        du=habilitation.du,
        au=habilitation.au,
        unite=habilitation.unite,
        lieu=habilitation.lieu,
        revoquee_le=habilitation.revoquee_le,
        echecs=list(habilitation.echecs) or None,
        opj=habilitation.opj or None,
        poste=habilitation.poste or None,
    )


def delegation(modele: DelegationModele) -> Delegation:
    """The delegation of an item."""
    return Delegation(
        modele.agent,
        modele.commune,
        modele.du,
        modele.au,
        maire=bool(modele.maire),
        nom=modele.nom or "",
    )


def modele_delegation(delegation: Delegation) -> DelegationModele:
    """The item of a delegation."""
    return DelegationModele(
        agent=delegation.agent,
        commune=delegation.commune,
        du=delegation.du,
        au=delegation.au,
        maire=delegation.maire or None,
        nom=delegation.nom or None,
    )


def scrutin(modele: ScrutinModele) -> Scrutin:
    """The scrutin of an item."""
    controles: Any = modele.controles or ()
    certifiee: bool | None = modele.identite_certifiee
    return Scrutin(
        id=modele.id,
        libelle=modele.libelle,
        tours=tuple(Tour(int(t.numero), date.fromisoformat(t.date)) for t in modele.tours),
        territoire=tuple(map(str, modele.territoire or ())),
        consulaire=modele.consulaire,
        dates_provisoires=modele.dates_provisoires,
        type=TypeScrutin(modele.type or TypeScrutin.AUTRE),
        controle=ModeControle(modele.controle) if modele.controle else None,
        controles=tuple((c.prefixe, ModeControle(c.mode)) for c in controles),
        identite_certifiee=certifiee,
    )


def modele_scrutin(scrutin: Scrutin) -> ScrutinModele:
    """The item of a scrutin."""
    controles = [CarteControle(prefixe=p, mode=mode.value) for p, mode in scrutin.controles]
    return ScrutinModele(
        id=scrutin.id,
        libelle=scrutin.libelle,
        tours=[CarteTour(numero=t.numero, date=t.date.isoformat()) for t in scrutin.tours],
        territoire=list(scrutin.territoire) or None,
        consulaire=scrutin.consulaire,
        dates_provisoires=scrutin.dates_provisoires,
        type=scrutin.type.value,
        controle=scrutin.controle.value if scrutin.controle else None,
        controles=controles or None,
        identite_certifiee=scrutin.identite_certifiee,
    )


def lieu(modele: LieuModele) -> LieuPublic:
    """The public place of an item."""
    creneaux: Any = modele.creneaux
    return LieuPublic(
        id=modele.id,
        departement=modele.departement,
        arrete=modele.arrete,
        libelle=modele.libelle,
        commune=modele.commune,
        creneaux=tuple(Creneau(c.debut, c.fin) for c in creneaux),
    )


def modele_lieu(lieu: LieuPublic) -> LieuModele:
    """The item of a public place."""
    return LieuModele(
        departement=lieu.departement,
        id=lieu.id,
        arrete=lieu.arrete,
        libelle=lieu.libelle,
        commune=lieu.commune,
        creneaux=[CarteCreneau(debut=c.debut, fin=c.fin) for c in lieu.creneaux],
    )


def _instants(valeurs: Any) -> tuple[datetime, ...]:
    return tuple(valeurs or ())
