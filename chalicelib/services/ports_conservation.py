"""What the nightly pass asks of the outside world; `chalicelib.depots.conservation` implements it.

Unlike every other reading, these show what is past its erasure, since they serve to erase it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.portee import Scrutins
from chalicelib.services.changement import Attente


@dataclass(frozen=True, slots=True)
class Part:
    """One of `sur` parts of a table, read by one thread: `numero` from 0."""

    numero: int
    sur: int


@dataclass(frozen=True, slots=True)
class Conservee:
    """A demande as the pass reads it, and until when its item says to keep it."""

    demande: Demande
    jusqu_au: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Effacement:
    """All that an erasure does, in one transaction: the demande goes, if it is still as it was
    read, with its row in the register of `commune` (empty: none), its key and its work under way;
    `comptes` are written without it; `ecriture` is logged.
    """

    demande: Demande
    commune: str
    comptes: tuple[Compte, ...]
    ecriture: Ecriture


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintien:
    """The vote was put off: the demande, its row in the register of `commune` (empty: none) and
    `comptes`, which hold it, are kept until then.
    """

    demande: Demande
    commune: str
    comptes: tuple[Compte, ...]
    jusqu_au: datetime


class Conservation(Protocol):
    """The stores as the pass sees them."""

    def a_examiner(
        self, part: Part, scrutins: Scrutins, maintenant: datetime
    ) -> Iterable[Conservee]:
        """The demandes of this part for which something may be due, in no order, and few others
        (may lag by an instant).
        """

    def comptes(self, electeurs: Sequence[str]) -> Mapping[str, Compte]:
        """Accounts, in one round trip; a missing one has version 0."""

    def comptes_a_juger(self, part: Part) -> Iterable[Compte]:
        """The accounts of this part that L73 may touch, in no order (may lag by an instant)."""

    def effacer(self, effacement: Effacement, scrutins: Scrutins) -> None:
        """Erases, or raises ConflitDeVersion."""

    def garder(self, maintien: Maintien, scrutins: Scrutins) -> None:
        """Keeps it for longer, or raises ConflitDeVersion."""

    def toutes(self) -> Iterable[Conservee]:
        """Every demande that the store holds, past its erasure or not."""

    def references_citees(self) -> Iterable[tuple[str, str]]:
        """Every (table, reference) where a table other than the journal names a demande."""

    def poser(self, attente: Attente) -> bool:
        """Adds this work unless the same waits already; says whether it did."""


class Coffre(Protocol):
    """Where the scans of paper forms are."""

    def effacer(self, cle: str) -> None:
        """Erases a scan; nothing when it is gone."""
