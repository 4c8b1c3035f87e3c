"""What a procuration covers, as it stands inside items."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.depots.modeles import CartePortee
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin


def carte_portee(portee: Portee) -> CartePortee:
    """The attribute of a portee."""
    if isinstance(portee, PorteePeriode):
        return CartePortee(du=portee.du.isoformat(), au=portee.au.isoformat())
    return CartePortee(scrutin=portee.scrutin, tours=list(portee.tours))


def lire_portee(carte: CartePortee) -> Portee:
    """The portee of an attribute."""
    if carte.scrutin:
        return PorteeScrutin(carte.scrutin, lire_tours(carte.tours))
    return PorteePeriode(date.fromisoformat(carte.du), date.fromisoformat(carte.au))


def lire_tours(valeurs: Any) -> tuple[int, ...]:
    """The tours of a list attribute, empty when it is not there."""
    return tuple(int(tour) for tour in valeurs or ())


def textes(valeurs: Any) -> tuple[str, ...]:
    """A list attribute of texts, empty when it is not there."""
    return tuple(valeurs or ())


def carte_jours(jours: tuple[date, ...]) -> list[str] | None:
    """The list attribute of some days, none when there are none."""
    return [jour.isoformat() for jour in jours] or None


def lire_jours(valeurs: Any) -> tuple[date, ...]:
    """The days of a list attribute."""
    return tuple(date.fromisoformat(valeur) for valeur in valeurs or ())
