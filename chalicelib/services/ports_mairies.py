"""What the settings and delegations of the mairies ask of the stores; see `depots.mairies`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.domaine.habilitation import Agent, Delegation
from chalicelib.domaine.mairies import Reglages

RUBRIQUE = "M8-"
"""What the key of a digest begins with in our record of sends: no reference has a hyphen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActeDeMairie:
    """Who of the mairie changed what and when, for the register of the acts of administration.
    `contenu` is what was written, kept as a print only.
    """

    agent: Agent
    commande: str
    motif: str
    contenu: str
    instant: datetime
    ajout: bool


@dataclass(frozen=True, slots=True)
class EnvoisDeBulletin:
    """When the digests of a commune last left: each day's, and that of the eve of which vote."""

    quotidien: datetime | None = None
    veille: date | None = None


class Mairies(Protocol):
    """The stores. What writes does all of it or nothing, with its line in the register of acts."""

    def reglages(self, commune: str) -> Reglages | None:
        """The settings of a commune."""

    def regler(self, reglages: Reglages, delegation: Delegation, acte: ActeDeMairie) -> None:
        """Writes settings over the version before. Raises ConflitDeVersion, and DelegationAbsente
        when the delegation is valid no more.
        """

    def delegations(self, commune: str) -> tuple[Delegation, ...]:
        """Those of a commune, past ones too (index: may lag by an instant)."""

    def deleguer(
        self, voulue: Delegation, avant: Delegation | None, maire: Delegation, acte: ActeDeMairie
    ) -> None:
        """Writes a delegation over what was read (`avant`). Raises ConflitDeVersion when that has
        changed, and DelegationAbsente when the maire's own is valid no more.
        """

    def destinataires(self) -> Iterator[tuple[Reglages, EnvoisDeBulletin]]:
        """Every commune that gave an address for its digest, with those that have left."""

    def bulletin_parti(self, commune: str, envois: EnvoisDeBulletin) -> None:
        """Records which digests have left."""
