"""Scrutins and their tours. They are data: dates move (June 2021 moved by a week)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CONSULATS = "ZZ"
"""Prefix of the codes of consular posts. As a territory: held abroad only."""


class TypeScrutin(StrEnum):
    """What is voted on. Sénatoriales have electors of their own and no procuration of L71.

    AUTRE: an election of another kind, or one whose kind was not told.
    """

    MUNICIPALES = "MUNICIPALES"
    DEPARTEMENTALES_REGIONALES = "DEPARTEMENTALES_REGIONALES"
    TERRITORIALES = "TERRITORIALES"
    LEGISLATIVES = "LEGISLATIVES"
    EUROPEENNES = "EUROPEENNES"
    PRESIDENTIELLE = "PRESIDENTIELLE"
    REFERENDUM = "REFERENDUM"
    CONSULAIRES = "CONSULAIRES"
    AUTRE = "AUTRE"


class ModeControle(StrEnum):
    """Who checks a procuration: the mairie, the register of electors (REU), or the mairie once
    the register has answered.
    """

    MAIRIE = "MAIRIE"
    REU = "REU"
    REU_PUIS_MAIRIE = "REU_PUIS_MAIRIE"


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

    `controle` sets the mode of control for this scrutin, `controles` for parts of its territory
    (prefixes of codes of communes); None and nothing leave it to the law (`domaine.regimes`).
    `identite_certifiee` says whether a certified electronic identity replaces the visit at the
    counter; None leaves it to the law.
    """

    id: str
    libelle: str
    tours: tuple[Tour, ...]
    territoire: tuple[str, ...] = ()
    consulaire: bool = False
    dates_provisoires: bool = False
    type: TypeScrutin = TypeScrutin.AUTRE
    controle: ModeControle | None = None
    controles: tuple[tuple[str, ModeControle], ...] = ()
    identite_certifiee: bool | None = None

    def tour(self, numero: int) -> Tour | None:
        """The tour of this number, if the scrutin has one."""
        return next((tour for tour in self.tours if tour.numero == numero), None)

    def concerne(self, commune: str, *, est_consulat: bool) -> bool:
        """Whether the electors registered in `commune` vote at this scrutin."""
        if est_consulat:
            return self.consulaire
        return not self.territoire or commune.startswith(self.territoire)

    def controle_dans(self, commune: str) -> ModeControle | None:
        """The mode set for the part of the territory that holds this commune, the narrowest one
        first; None when none is.
        """
        poses = [(prefixe, mode) for prefixe, mode in self.controles if commune.startswith(prefixe)]
        return max(poses, key=lambda pose: len(pose[0]))[1] if poses else None

    def est_ouvert(self, aujourd_hui: date) -> bool:
        """Whether at least one tour is still to come, today included (VAL-06: no deadline)."""
        return any(tour.date >= aujourd_hui for tour in self.tours)


def memes_electeurs_le_meme_jour(un: Scrutin, autre: Scrutin) -> date | None:
    """A day on which some electors vote at both, else None. VAL-04, article R74 al. 3: one
    procuration serves all the elections of a day, so that those two are one record.
    """
    jours = {tour.date for tour in un.tours} & {tour.date for tour in autre.tours}
    if not jours or not _ont_des_electeurs_communs(un, autre):
        return None
    return min(jours)


def _ont_des_electeurs_communs(un: Scrutin, autre: Scrutin) -> bool:
    if un.consulaire and autre.consulaire:
        return True
    return any(
        ici.startswith(la) or la.startswith(ici)
        for ici in _en_france(un)
        for la in _en_france(autre)
    )


def _en_france(scrutin: Scrutin) -> tuple[str, ...]:
    """Prefixes of the communes of France where it is held: all of them for a scrutin without
    territory, none for one held abroad only.
    """
    if not scrutin.territoire:
        return ("",)
    return tuple(code for code in scrutin.territoire if not code.startswith(CONSULATS))
