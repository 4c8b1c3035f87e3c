"""Scrutins and their tours. They are data: dates move (June 2021 moved by a week)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tour:
    """One day of vote."""

    numero: int
    date: date


@dataclass(frozen=True, slots=True)
class Scrutin:
    """A scrutin, or several held on the same days: one procuration serves them all (R74 al. 3).

    `territoire` holds codes of communes or departments where it takes place; empty means
    everywhere. `consulaire` says that electors of the consular lists vote too.
    `dates_provisoires`: the decree that convenes the electors is not out.
    """

    id: str
    libelle: str
    tours: tuple[Tour, ...]
    territoire: tuple[str, ...] = ()
    consulaire: bool = False
    dates_provisoires: bool = False

    def tour(self, numero: int) -> Tour | None:
        """The tour of this number, if the scrutin has one."""
        return next((tour for tour in self.tours if tour.numero == numero), None)

    def concerne(self, commune: str, *, est_consulat: bool) -> bool:
        """Whether the electors registered in `commune` vote at this scrutin."""
        if est_consulat:
            return self.consulaire
        return not self.territoire or commune.startswith(self.territoire)

    def est_ouvert(self, aujourd_hui: date) -> bool:
        """Whether at least one tour is still to come, today included (VAL-06: no deadline)."""
        return any(tour.date >= aujourd_hui for tour in self.tours)
