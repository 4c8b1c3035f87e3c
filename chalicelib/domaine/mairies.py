"""What a mairie sets for itself: where its digest goes, and what it tells voters of its hours."""

from __future__ import annotations

import re
from dataclasses import dataclass

COURRIELS_MAX = 5
LIGNE_MAX = 120
HEURE_DU_BULLETIN = 17
"""The hour (Paris) of the digest on the eve of a vote, where the mairie has chosen none (D)."""

HEURES_DU_BULLETIN = range(8, 23)
_HEURE = re.compile(r"([01]?[0-9]|2[0-3])\s*(?:[:hH]\s*([0-5][0-9])?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglages:
    """The settings of one commune; what it has not said is empty. `version` is 0 for a mairie that
    has set nothing yet.

    `impression` (`HH:MM`) is when the lists are printed for the bureaux on the day of a vote. It
    informs the mandant and refuses nothing (VAL-06): what comes later is brought to the bureaux by
    the list of what is new.
    """

    commune: str
    version: int = 0
    courriels: tuple[str, ...] = ()
    horaires: str = ""
    veille: str = ""
    jour_du_vote: str = ""
    impression: str = ""
    heure_du_bulletin: int = HEURE_DU_BULLETIN


def lire_heure(texte: str) -> str | None:
    """A time of day as people write it (`7h30`, `7 h`, `07:30`) as `HH:MM`; None when it is none.

    >>> lire_heure("7 h 30"), lire_heure("19"), lire_heure("25h")
    ('07:30', '19:00', None)
    """
    lue = _HEURE.fullmatch(texte.strip().rstrip("."))
    return f"{int(lue[1]):02d}:{lue[2] or '00'}" if lue else None
