"""What the reconciliation asks of the stores; `chalicelib.depots.rapprochement` implements it.

As for the nightly pass, what is past its erasure is shown nowhere here, and is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte
from chalicelib.services.changement import Ligne
from chalicelib.services.ports_conservation import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that the tables say about one reference. `comptes` are the accounts that hold it or
    should, `traites` the messages that left or whose failure is known (`3#M2`), `mots_manquants`
    whether some word of its names leads nowhere, `question` whether the national register is asked.
    """

    reference: str
    demande: Demande | None
    lignes: tuple[Ligne, ...] = ()
    comptes: Mapping[str, Compte] = field(default_factory=dict)
    ecritures: tuple[Ecriture, ...] = ()
    traites: frozenset[str] = frozenset()
    mots_manquants: bool = False
    question: bool = False


@dataclass(frozen=True, slots=True)
class Avancee:
    """How far the round under way has come: the day on which it began, parts that it has read."""

    depuis: date
    faites: int


class Rapprochement(Protocol):
    """The stores, read against one another."""

    def demandes(self, part: Part, depuis: datetime | None) -> Iterable[Sequence[Dossier]]:
        """The demandes of this part, all or those on which something was done since, with what the
        tables say of them; some at a time (may lag by an instant).
        """

    def lignes(self, part: Part) -> Iterable[Sequence[tuple[Ligne, Demande | None]]]:
        """The rows of this part of the registers, each with its demande (may lag)."""

    def engagements(self, part: Part) -> Iterable[Sequence[tuple[Compte, Mapping[str, Demande]]]]:
        """The accounts of this part, each with the demandes that it names (may lag)."""

    def dossier(
        self, reference: str, communes: Iterable[str] = (), electeurs: Iterable[str] = ()
    ) -> Dossier:
        """One, strongly consistent: with the rows of these communes and of the one where it must
        be, and these accounts and those that should hold it.
        """

    def remplacer_ligne(self, vue: Ligne, ligne: Ligne, efface_le: datetime) -> bool:
        """Writes a row over the one that was seen, if it is still at that version."""

    def retirer_ligne(self, vue: Ligne) -> bool:
        """Deletes a row, if it is still at that version."""

    def ecrire_compte(self, compte: Compte, demande: Demande | None, reference: str) -> bool:
        """Writes an account over the version before its own, if the demande of this reference is
        still as it was read (None: not there).
        """

    def avancee(self) -> Avancee | None:
        """Where the round stands; None before the first one."""

    def noter(self, avancee: Avancee, jusqu_au: datetime) -> None:
        """Keeps it until then."""
