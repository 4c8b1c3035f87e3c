"""How many procurations wait for a mairie, and since when. Nothing here names any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.domaine.temps import jour

AGE_MAX = 60
"""Days. What is older is no more of a campaign: reading further would cost more than it tells."""

AGES = ((1, "moins-d-un-jour"), (3, "un-a-trois-jours"), (7, "trois-a-sept-jours"))
PLUS = "plus-de-sept-jours"
"""In calendar days since the reception: each age ends before its number of days."""


class FileDesMairies(Protocol):
    """What waits for all mairies."""

    def attendent_depuis(self, jour_: date) -> int:
        """How many of those received on this day still wait for the clerk (index: may lag by an
        instant).
        """


def attentes_par_age(file: FileDesMairies, maintenant: datetime) -> Mapping[str, int]:
    """Every age, those of nothing included: a gauge that falls to zero must say so."""
    aujourd_hui = jour(maintenant)
    comptes = Counter({nom: 0 for _, nom in AGES} | {PLUS: 0})
    for age in range(AGE_MAX + 1):
        comptes[_age(age)] += file.attendent_depuis(aujourd_hui - timedelta(days=age))
    return comptes


def _age(jours: int) -> str:
    return next((nom for fin, nom in AGES if jours < fin), PLUS)
