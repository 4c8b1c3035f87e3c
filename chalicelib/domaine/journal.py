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


@dataclass(frozen=True, slots=True)
class Acteur:
    """Who acts: the pseudonym of a mandant, the key of an agent, or the name of a function."""

    role: Role
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecriture:
    """One entry. `numero` is the version that the demande has after it, so that entries and
    versions can't diverge; a consultation carries the number of the state that was seen, and is
    anchored to the chain by `precedente` without being a link of it.
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
    chaine = [e for e in ecritures if e.evenement != CONSULTATION]
    consultations = [e for e in ecritures if e.evenement == CONSULTATION]
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
    for vue in consultations:
        if _empreinte(vue) != vue.empreinte or empreintes.get(vue.numero) != vue.precedente:
            return Rupture(reference, vue.numero, "consultation modifiée")
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
