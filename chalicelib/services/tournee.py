"""The round of reconciliation: each table read against the demandes, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.services.ports_conservation import Part
from chalicelib.services.rapprocher import Constat, Ecart, constater, peut_tenir
from chalicelib.services.reparer import Outils
from chalicelib.services.router import CommuneSansRegistre, commune_du_registre


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a cheap reading found different about a reference, to be read again exactly."""

    reference: str
    constats: tuple[Constat, ...]


Lecture = Callable[[Outils, Part, datetime], Iterator[tuple[int, tuple[Suspect, ...]]]]
"""Reads a part, some items at a time: how many, and those that look different."""


def parcourir(
    outils: Outils, parts: Iterable[Part], maintenant: datetime, depuis: datetime | None = None
) -> Iterator[Suspect]:
    """All that looks different in these parts; with `depuis`, among what was done since only."""
    for part in parts:
        lectures = (
            LECTURES if depuis is None else (lambda o, p, m: lire_les_demandes(o, p, m, depuis),)
        )
        for lecture in lectures:
            for _, suspects in lecture(outils, part, maintenant):
                yield from suspects


def lire_les_demandes(
    outils: Outils, part: Part, maintenant: datetime, depuis: datetime | None = None
) -> Iterator[tuple[int, tuple[Suspect, ...]]]:
    """The demandes, with all that must be said of them elsewhere."""
    for dossiers in outils.rapprochement.demandes(part, depuis):
        trouves = ((d.reference, constater(outils.contexte, d, maintenant)) for d in dossiers)
        yield len(dossiers), tuple(Suspect(r, constats) for r, constats in trouves if constats)


def lire_les_registres(
    outils: Outils, part: Part, _: datetime
) -> Iterator[tuple[int, tuple[Suspect, ...]]]:
    """The rows that no demande asks for."""
    for couples in outils.rapprochement.lignes(part):
        suspects = []
        for ligne, demande in couples:
            try:
                sienne = demande is not None and commune_du_registre(demande) == ligne.commune
            except CommuneSansRegistre:
                sienne = False
            if not sienne or demande is None or demande.recue_le is None:
                constat = Constat(ligne.reference, Ecart.LIGNE_DE_TROP, commune=ligne.commune)
                suspects.append(Suspect(ligne.reference, (constat,)))
        yield len(couples), tuple(suspects)


def lire_les_comptes(
    outils: Outils, part: Part, _: datetime
) -> Iterator[tuple[int, tuple[Suspect, ...]]]:
    """The engagements that no demande asks for."""
    for couples in outils.rapprochement.engagements(part):
        suspects = []
        for compte, demandes in couples:
            for engagement in compte.engagements:
                demande = demandes.get(engagement.reference)
                # An identity written otherwise since makes a suspect too, which is then acquitted.
                if (
                    demande is None
                    or not peut_tenir(demande, engagement)
                    or compte.electeur not in _tenants(demande, outils.contexte.secret)
                ):
                    constat = Constat(
                        engagement.reference,
                        Ecart.ENGAGEMENT_DE_TROP,
                        electeur=compte.electeur,
                    )
                    suspects.append(Suspect(engagement.reference, (constat,)))
        yield len(couples), tuple(suspects)


def _tenants(demande: Demande, secret: bytes) -> tuple[str, str]:
    return cle_mandant(demande.mandant, secret), cle_mandataire(demande.mandataire, secret)


LECTURES: tuple[Lecture, ...] = (lire_les_demandes, lire_les_registres, lire_les_comptes)
"""The whole round, for one part."""
