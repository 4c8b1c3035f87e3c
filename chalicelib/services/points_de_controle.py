"""Checkpoints of the journal: each day, the last link of every chain that grew, kept where nobody
can write it again (docs/decisions/points-de-controle.md).

A chain proves that its links follow one another; who writes it all again, from the first to the
last, makes one as whole. What was copied out of reach the night before tells them apart.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from chalicelib.services.ports_conservation import Part

DELAI = timedelta(minutes=30)
"""A day is closed so long after its end: what was begun before midnight is written by then."""

JOURS_REPRIS = 3
"""A night that failed is made up for by the next ones."""

_FORME = 1

Cle = tuple[str, str]
"""A reference and the rank of an entry in its journal."""


class PointAltere(ValueError):
    """A checkpoint does not say what its own print says."""


@dataclass(frozen=True, slots=True)
class Trace:
    """As much of an entry of the journal as a checkpoint needs."""

    reference: str
    rang: str
    empreinte: str
    instant: datetime

    @property
    def est_un_maillon(self) -> bool:
        """A transition; consultations and erasures hang beside the chain."""
        return "#" not in self.rang


@dataclass(frozen=True, slots=True)
class Point:
    """One day (UTC): the print of the last link of each chain that grew on it, and of all that
    hangs beside the chains since.
    """

    jour: date
    empreintes: Mapping[Cle, str]


@dataclass(frozen=True, slots=True)
class Anomalie:
    """What a checkpoint contradicts."""

    jour: date
    reference: str
    rang: str
    cause: str


class Journal(Protocol):
    """The journal, as checkpoints read it."""

    def traces(self, part: Part, depuis: datetime | None) -> Iterable[Trace]:
        """The entries of this part, all or since; in no order (may lag by an instant)."""


class Points(Protocol):
    """Where checkpoints are, and stay."""

    def poser(self, jour: date, octets: bytes) -> bool:
        """Writes that of a day unless it has one; says whether it did."""

    def poses(self) -> Iterable[tuple[date, bytes, int]]:
        """Each day's, as it was first written, in order; and how many times it was written."""


def jours_clos(maintenant: datetime, combien: int = JOURS_REPRIS) -> tuple[date, ...]:
    """The last days whose entries are all written, oldest first."""
    dernier = (maintenant.astimezone(UTC) - DELAI).date()
    return tuple(dernier - timedelta(days=n) for n in range(combien, 0, -1))


def attester(traces: Iterable[Trace], jours: Iterable[date]) -> tuple[Point, ...]:
    """The checkpoint of each of these days, empty ones too: a day without any is a night that
    failed.
    """
    par_jour: dict[date, dict[Cle, str]] = {jour: {} for jour in jours}
    tetes: dict[tuple[date, str], str] = defaultdict(str)
    for trace in traces:
        jour = trace.instant.astimezone(UTC).date()
        if jour not in par_jour:
            continue
        if trace.est_un_maillon:
            avant = tetes[jour, trace.reference]
            if avant > trace.rang:
                continue
            par_jour[jour].pop((trace.reference, avant), None)
            tetes[jour, trace.reference] = trace.rang
        par_jour[jour][trace.reference, trace.rang] = trace.empreinte
    return tuple(Point(jour, empreintes) for jour, empreintes in par_jour.items())


def ecrire(point: Point) -> bytes:
    """The file of a checkpoint: always the same for the same day of the same journal."""
    lignes = "".join(
        f"{reference} {rang} {empreinte}\n"
        for (reference, rang), empreinte in sorted(point.empreintes.items())
    )
    entete = {
        "forme": _FORME,
        "jour": point.jour.isoformat(),
        "lignes": len(point.empreintes),
        "sha256": hashlib.sha256(lignes.encode()).hexdigest(),
    }
    texte = json.dumps(entete, separators=(",", ":")) + "\n" + lignes
    return gzip.compress(texte.encode(), mtime=0)


def lire(octets: bytes) -> Point:
    """The checkpoint of a file. Raises PointAltere."""
    try:
        entete_, _, lignes = gzip.decompress(octets).decode().partition("\n")
        entete: dict[str, Any] = json.loads(entete_)
        empreintes = {(r, rang): e for r, rang, e in map(str.split, lignes.splitlines())}
        jour, somme = date.fromisoformat(entete["jour"]), entete["sha256"]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as erreur:
        raise PointAltere("illisible") from erreur
    if hashlib.sha256(lignes.encode()).hexdigest() != somme:
        raise PointAltere("ne correspond pas à son empreinte")
    return Point(jour, empreintes)


def verifier(points: Iterable[Point], traces: Iterable[Trace]) -> Iterator[Anomalie]:
    """What the journal says otherwise than on the day of each checkpoint: an entry that is gone,
    that is another, or that was added to a day already closed. (That each entry is what its print
    says, and follows the one before, is `services.verifier_journal`'s.)
    """
    du_journal: dict[Cle, str] = {}
    par_jour: dict[date, dict[Cle, str]] = defaultdict(dict)
    for trace in traces:
        cle = (trace.reference, trace.rang)
        du_journal[cle] = trace.empreinte
        par_jour[trace.instant.astimezone(UTC).date()][cle] = trace.empreinte
    for point in points:
        for (reference, rang), empreinte in sorted(point.empreintes.items()):
            actuelle = du_journal.get((reference, rang))
            if actuelle is None:
                yield Anomalie(point.jour, reference, rang, "écriture disparue")
            elif actuelle != empreinte:
                yield Anomalie(point.jour, reference, rang, "écriture changée")
        yield from _ajoutees(point, par_jour[point.jour])


def _ajoutees(point: Point, du_jour: Mapping[Cle, str]) -> Iterator[Anomalie]:
    tetes = {reference: rang for reference, rang in point.empreintes if "#" not in rang}
    for reference, rang in sorted(du_jour):
        connue = (reference, rang) in point.empreintes
        if not connue and ("#" in rang or rang > tetes.get(reference, "")):
            yield Anomalie(point.jour, reference, rang, "écriture ajoutée après coup")


def manquants(
    points: Iterable[date], premiere: date | None, maintenant: datetime
) -> tuple[date, ...]:
    """The closed days without a checkpoint, since the first that has one; when none has, since
    `premiere`, the day of the journal's first entry (None: it has none).
    """
    poses = set(points)
    debut = min(poses, default=premiere)
    if debut is None:
        return ()
    (dernier,) = jours_clos(maintenant, 1)
    tous = (debut + timedelta(days=n) for n in range((dernier - debut).days + 1))
    return tuple(jour for jour in tous if jour not in poses)
