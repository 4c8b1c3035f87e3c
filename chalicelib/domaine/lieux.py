"""Public places where an authority may establish, outside its unit (AUT-06, article R72-1 III):
only those, on the days and at the hours, that the préfet's arrêté sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Creneau:
    """An opening, from `debut` (included) to `fin` (excluded): aware instants, in UTC."""

    debut: datetime
    fin: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LieuPublic:
    """A place of a préfet's arrêté. `id` begins with the code of the département and a hyphen;
    `arrete` is the arrêté's reference, `commune` the code of the commune where the place is.
    """

    id: str
    departement: str
    arrete: str
    libelle: str
    commune: str
    creneaux: tuple[Creneau, ...]


def est_ouvert(lieu: LieuPublic, maintenant: datetime) -> bool:
    """Whether the arrêté lets an authority establish there at this instant."""
    return any(creneau.debut <= maintenant < creneau.fin for creneau in lieu.creneaux)
