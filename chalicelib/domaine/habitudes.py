"""What is usual: for one agent, and for all of them on one day. Both hold counts of a bounded size,
whatever the number of acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

JOURS_GARDES = 28
SEMAINE = timedelta(days=7)
USURE = 0.95
"""What the hours of a month ago weigh, each active day that passes: an agent who changes shift is
known by the new one after some weeks.
"""


@dataclass(frozen=True, slots=True)
class Profil:
    """The habits of an agent: how many procurations on each of the last active days, how many of
    them at home, the weight of each hour of Paris, and the day that is not yet in it.
    """

    jours: tuple[int, ...] = ()
    domiciles: tuple[tuple[date, int], ...] = ()
    heures: tuple[float, ...] = (0.0,) * 24
    jour: date | None = None

    @property
    def actes(self) -> int:
        """How many acts the habits rest on."""
        return sum(self.jours)

    @property
    def domiciles_recents(self) -> int:
        """Visits at home on the days of the last week, today not included."""
        if self.jour is None:
            return 0
        depuis = self.jour - SEMAINE
        return sum(nombre for jour, nombre in self.domiciles if jour > depuis)

    def connait(self, heure: int) -> bool:
        """Whether this agent has worked at this hour, the one before or the one after."""
        return any(self.heures[(heure + ecart) % 24] >= 0.5 for ecart in (-1, 0, 1))

    def ouvrir(self, jour: date, heures: Iterable[int], domiciles: int) -> Profil:
        """The habits at the beginning of `jour`, once the last active day is over: its acts by
        their hours of Paris, and how many were visits at home.
        """
        if self.jour is None:
            return replace(self, jour=jour)
        passees = tuple(heures)
        poids = [poids * USURE for poids in self.heures]
        for heure in passees:
            poids[heure] += 1
        visites = tuple((d, n) for d, n in self.domiciles if d > jour - SEMAINE)
        if domiciles:
            visites = (*visites, (self.jour, domiciles))
        jours = (*self.jours, len(passees))[-JOURS_GARDES:] if passees else self.jours
        return Profil(jours, visites, tuple(poids), jour)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many agents have so many procurations today, by classes: exact up to 20, then of width
    growing with the number, so that a few dozen counts tell the whole country.
    """

    classes: Mapping[int, int] = field(default_factory=dict)

    def quantile(self, part: float, *, au_moins: int) -> int:
        """The number that this part of the agents does not pass; 0 when they are too few to say."""
        connus = {classe: max(nombre, 0) for classe, nombre in self.classes.items()}
        total = sum(connus.values())
        if total < au_moins:
            return 0
        restent = total * part
        for classe in sorted(connus):
            restent -= connus[classe]
            if restent <= 0:
                return plafond(classe)
        return plafond(max(connus))


def classe_de(nombre: int) -> int:
    """The class of a number of procurations in a day: 60 classes at most."""
    if nombre <= 20:
        return nombre
    return min(20 + (nombre - 20 + 9) // 10, 60)


def plafond(classe: int) -> int:
    """The largest number of a class."""
    return classe if classe <= 20 else 20 + (classe - 20) * 10
