"""The legal day is the day of Paris; instants are aware datetimes in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo


@cache
def paris() -> ZoneInfo:
    """The time zone in which the days of the Code électoral are counted."""
    return ZoneInfo("Europe/Paris")


def jour(instant: datetime) -> date:
    """The calendar day in Paris of an instant."""
    return instant.astimezone(paris()).date()


def fin_du_jour(jour_: date) -> datetime:
    """The first instant (UTC) after this day of Paris."""
    lendemain = datetime.combine(jour_ + timedelta(days=1), time(), tzinfo=paris())
    return lendemain.astimezone(UTC)
