"""A late time to live never shows what should be gone.

The nightly pass erases (`services.echeances`); DynamoDB's own time to live is only the net under
it, a week later, for what the pass could not erase. Until one of them comes, no reading gives what
is past its erasure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

FILET = timedelta(days=7)
"""What the nightly pass is given before DynamoDB deletes by itself, which leaves no trace in the
journal and nothing for the accounts to be set right by."""

Horloge = Callable[[], datetime]


def horloge_reelle() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def exp(efface_le: datetime) -> int:
    """The time to live (epoch seconds) of what must be gone at `efface_le`."""
    return int((efface_le + FILET).timestamp())


def efface_le(exp_: int) -> datetime:
    """When what has this time to live must be gone."""
    return datetime.fromtimestamp(exp_, UTC) - FILET


def seuil(maintenant: datetime) -> int:
    """What is visible at this instant has a time to live beyond it."""
    return exp(maintenant)


def est_visible(modele: Any, maintenant: datetime) -> bool:
    """Whether this item, read now, may still be shown."""
    return modele.exp is None or modele.exp > seuil(maintenant)
