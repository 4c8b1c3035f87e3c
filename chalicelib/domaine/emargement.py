"""What R76 has written on the émargement list of a bureau, and how a paper is brought up to date.

The mandataire's name stands beside the mandant's; what arrives after the list is printed is added
by hand, in clearly different characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.domaine.regles import CONSERVATION
from chalicelib.domaine.temps import fin_du_jour


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mandataire's name beside one mandant's, on the list of one bureau (empty: not said)."""

    reference: str
    bureau: str
    mandant_nom: str
    mandant_prenoms: str
    mandataire_nom: str
    mandataire_prenoms: str


class Genre(StrEnum):
    """What was printed: the whole list, or what has changed since the print before."""

    LISTE = "LISTE"
    NOUVEAUTES = "NOUVEAUTES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """A print for the bureaux of a commune on one day of vote: its number that day, when and by
    whom. `nombre` is how many lines were printed; `depuis` the number of the print before, for
    the changes since; `cle` the print of the key of the form that made it.
    """

    commune: str
    jour: date
    numero: int
    genre: Genre
    le: datetime
    agent: str
    par: str
    nombre: int
    depuis: int = 0
    cle: str = ""
    contenu: str = ""
    """What names the exact content in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """What stands on the papers of the bureaux once this print has reached them: the full list,
    whatever was printed; and, for the changes, why each struck mention was struck (by reference).
    """

    mentions: tuple[Mention, ...]
    raisons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouveautes:
    """What to do by hand on a paper: strike these mentions, add those."""

    a_rayer: tuple[Mention, ...]
    a_ajouter: tuple[Mention, ...]

    @property
    def nombre(self) -> int:
        """How many lines."""
        return len(self.a_rayer) + len(self.a_ajouter)


def nouveautes(papier: Iterable[Mention], verite: Iterable[Mention]) -> Nouveautes:
    """From what is on the paper to what must be. It compares two states and knows no instant, so
    that what was routed late, or decided during the print, is never missed. A mandataire whose name
    is corrected, or a mandant of another bureau, is struck as it was and added as it is.
    """
    avant, apres = tuple(papier), tuple(verite)
    connues, vraies = frozenset(avant), frozenset(apres)
    return Nouveautes(
        a_rayer=tuple(mention for mention in avant if mention not in vraies),
        a_ajouter=tuple(mention for mention in apres if mention not in connues),
    )


def impression_effacee_le(jour: date) -> datetime:
    """When nothing of a print may be kept: a year after its vote (RET-01), never later than the
    procurations that it names, which all served on that day.
    """
    return fin_du_jour(jour + CONSERVATION.duree)


_DERNIER_BUREAU = timedelta(days=1)
"""The last bureaux of a day of vote close after midnight by the clocks of Paris, in the Pacific."""


def est_passe(jour: date, aujourd_hui: date) -> bool:
    """Whether the bureaux of that day have closed: nobody corrects their papers any more."""
    return aujourd_hui > jour + _DERNIER_BUREAU
