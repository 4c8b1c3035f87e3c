"""What signing people in asks of the stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domaine.demande import Demande


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person on one portal, or a sign-in under way. `cle` is the hash of the token
    that the cookie holds: who reads the table can't take a session over.
    """

    cle: str
    portail: str
    sujet: str
    expire_le: datetime
    donnees: Mapping[str, Any]

    def est_ouverte(self, maintenant: datetime) -> bool:
        """Whether it still counts."""
        return maintenant < self.expire_le


@dataclass(frozen=True, slots=True)
class Brouillon:
    """What a mandant has typed so far. `jeton` makes one demande at most."""

    jeton: str
    donnees: Mapping[str, Any]


class Sessions(Protocol):
    """The session rows."""

    def lire(self, cle: str) -> Session | None:
        """The row, also when it has ended since less than a day."""

    def lire_avec_demande(self, cle: str, reference: str) -> tuple[Session | None, Demande | None]:
        """The row and a demande, in one round trip."""

    def ouvrir(self, session: Session) -> None:
        """Writes the row."""

    def completer(self, session: Session) -> None:
        """Writes what a session knows besides; nothing when it was closed meanwhile."""

    def fermer(self, cle: str) -> None:
        """Deletes the row: the cookie is worth nothing from now on."""


class Brouillons(Protocol):
    """The drafts, one a mandant."""

    def lire(self, sujet: str, maintenant: datetime) -> Brouillon | None:
        """The draft, if any that is not over a day old."""

    def ecrire(self, sujet: str, brouillon: Brouillon, maintenant: datetime) -> None:
        """Replaces the draft; it dies after a day."""
