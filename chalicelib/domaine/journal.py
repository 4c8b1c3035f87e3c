"""The journal: one entry a transition, each holding the SHA-256 of the one before (LOG-01).

Entries hold who (pseudonym), what, when and from which state to which: nothing of the persons, so
that a chain stays verifiable after their data are erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domaine.etats import Etat, Evenement, Role

CONSULTATION = "CONSULTATION"
EFFACEMENT = "EFFACEMENT"

_ALTEREES = {CONSULTATION: "consultation modifiée", EFFACEMENT: "effacement modifié"}

HORS_CHAINE = frozenset(_ALTEREES)
"""Entries that are anchored to the chain without being a link of it: they are no transition."""


@dataclass(frozen=True, slots=True)
class Acteur:
    """Who acts: the pseudonym of a mandant, the key of an agent, or the name of a function."""

    role: Role
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecriture:
    """One entry. `numero` is the version that the demande has after it, so that entries and
    versions can't diverge; a consultation carries the number of the state that was seen, the
    erasure that of the last one, both anchored to the chain by `precedente` without being a link.
    """

    reference: str
    numero: int
    evenement: str
    role: Role
    acteur: str
    instant: datetime
    de: str
    vers: str
    motif: str
    precedente: str
    empreinte: str


def origine(reference: str) -> str:
    """What the first entry of a chain points to."""
    return _sha256(["origine", reference])


def inscrire(
    *,
    reference: str,
    numero: int,
    evenement: Evenement,
    acteur: Acteur,
    instant: datetime,
    de: Etat | None,
    vers: Etat,
    precedente: str,
    motif: str = "",
) -> Ecriture:
    """The entry of a transition, chained to `precedente`."""
    return _signer(
        reference=reference,
        numero=numero,
        evenement=evenement.value,
        acteur=acteur,
        instant=instant,
        de=de.value if de else "",
        vers=vers.value,
        motif=motif,
        precedente=precedente,
    )


def consultation(
    *, reference: str, numero: int, acteur: Acteur, instant: datetime, etat: Etat, precedente: str
) -> Ecriture:
    """The entry that an agent has seen the demande in this state."""
    return _signer(
        reference=reference,
        numero=numero,
        evenement=CONSULTATION,
        acteur=acteur,
        instant=instant,
        de=etat.value,
        vers=etat.value,
        motif="",
        precedente=precedente,
    )


def effacement(
    *, reference: str, numero: int, acteur: Acteur, instant: datetime, etat: Etat, precedente: str
) -> Ecriture:
    """The entry that the demande was erased in this state: what it held is known no more, and that
    its chain ends at this entry stays provable.
    """
    return _signer(
        reference=reference,
        numero=numero,
        evenement=EFFACEMENT,
        acteur=acteur,
        instant=instant,
        de=etat.value,
        vers="",
        motif="",
        precedente=precedente,
    )


@dataclass(frozen=True, slots=True)
class Rupture:
    """The first broken link of a chain."""

    reference: str
    numero: int
    cause: str


def verifier(
    reference: str, ecritures: Iterable[Ecriture], tete: tuple[int, str] | None
) -> Rupture | None:
    """The first broken link among all the entries of one reference, or None.

    `tete` is the version and head that the demande itself records; None once it is erased.
    """
    ecritures = tuple(ecritures)
    chaine = [e for e in ecritures if e.evenement not in HORS_CHAINE]
    ancrees = [e for e in ecritures if e.evenement in HORS_CHAINE]
    empreintes = {0: origine(reference)}
    for rang, ecriture in enumerate(sorted(chaine, key=lambda e: e.numero), start=1):
        if ecriture.numero != rang:
            return Rupture(reference, rang, "écriture manquante")
        if ecriture.precedente != empreintes[rang - 1]:
            return Rupture(reference, rang, "ne suit pas l'écriture précédente")
        if _empreinte(ecriture) != ecriture.empreinte:
            return Rupture(reference, rang, "contenu modifié")
        empreintes[rang] = ecriture.empreinte
    if tete is not None and (len(chaine), empreintes[len(chaine)]) != tete:
        return Rupture(reference, len(chaine) + 1, "la demande ne correspond pas à son journal")
    for ancree in ancrees:
        intacte = _empreinte(ancree) == ancree.empreinte
        if not intacte or empreintes.get(ancree.numero) != ancree.precedente:
            return Rupture(reference, ancree.numero, _ALTEREES[ancree.evenement])
    return _rupture_d_effacement(reference, ancrees, len(chaine), est_la=tete is not None)


def _rupture_d_effacement(
    reference: str, ancrees: list[Ecriture], longueur: int, *, est_la: bool
) -> Rupture | None:
    """An erased demande is there no more, and nothing happened to it after."""
    for ecriture in ancrees:
        if ecriture.evenement != EFFACEMENT:
            continue
        if est_la:
            return Rupture(reference, ecriture.numero, "effacée, et pourtant présente")
        if ecriture.numero != longueur:
            return Rupture(reference, longueur + 1, "ne finit pas à son effacement")
    return None


def _signer(*, acteur: Acteur, **champs: Any) -> Ecriture:
    nue = Ecriture(role=acteur.role, acteur=acteur.id, empreinte="", **champs)
    return replace(nue, empreinte=_empreinte(nue))


def _empreinte(ecriture: Ecriture) -> str:
    return _sha256(
        [
            ecriture.reference,
            ecriture.numero,
            ecriture.evenement,
            ecriture.role.value,
            ecriture.acteur,
            ecriture.instant.isoformat(timespec="microseconds"),
            ecriture.de,
            ecriture.vers,
            ecriture.motif,
            ecriture.precedente,
        ]
    )


def _sha256(champs: list[str | int]) -> str:
    # A JSON array of strings and small integers has one canonical form (RFC 8785).
    canonique = json.dumps(champs, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonique.encode()).hexdigest()
