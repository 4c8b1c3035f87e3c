"""The clocks under which a form can have been signed: the instant of an act, on which L73 rests, is
that of its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

METROPOLE = "Europe/Paris"

FRANCE: Mapping[str, str] = MappingProxyType(
    {
        METROPOLE: "France métropolitaine",
        "America/Guadeloupe": "Guadeloupe, Saint-Barthélemy, Saint-Martin",
        "America/Martinique": "Martinique",
        "America/Cayenne": "Guyane",
        "Indian/Reunion": "La Réunion",
        "Indian/Mayotte": "Mayotte",
        "America/Miquelon": "Saint-Pierre-et-Miquelon",
        "Pacific/Noumea": "Nouvelle-Calédonie",
        "Pacific/Tahiti": "Polynésie française, îles de la Société",
        "Pacific/Marquesas": "Polynésie française, îles Marquises",
        "Pacific/Gambier": "Polynésie française, îles Gambier",
        "Pacific/Wallis": "Wallis-et-Futuna",
    }
)

_DEMI_HEURES = (-570, -210, -150, 210, 270, 330, 345, 390, 570, 630, 765)
"""Minutes from universal time of the clocks that no whole hour tells (tz database)."""

ETRANGER: Mapping[str, timedelta] = MappingProxyType(
    {
        f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}": (
            timedelta(minutes=minutes)
        )
        for minutes in sorted({*range(-12 * 60, 14 * 60 + 1, 60), *_DEMI_HEURES})
    }
)
"""Abroad and at sea: the distance of the place's clock from universal time on that day."""


def instant(jour: date, heure: time, fuseau: str) -> datetime:
    """The instant (UTC) at which the clocks of `fuseau` showed this. Of an hour that came twice,
    the first. Raises ValueError for an unknown `fuseau`, and for an hour that clocks skipped.
    """
    local = datetime.combine(jour, heure, tzinfo=_horloge(fuseau))
    exact = local.astimezone(UTC)
    if exact.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("les horloges ont sauté cette heure")
    return exact


def _horloge(fuseau: str) -> tzinfo:
    if fuseau in FRANCE:
        return ZoneInfo(fuseau)
    if fuseau in ETRANGER:
        return timezone(ETRANGER[fuseau])
    raise ValueError("fuseau inconnu")
