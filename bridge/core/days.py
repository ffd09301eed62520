"""Calendar days as instants: where a day begins in a time zone (D4).

A day is a date, not 24 hours: clocks that change make it 23 or 25 long, and there are days whose midnight the clocks
skip. Everything that turns a bare date into an instant comes here, so that all rooms mean the same one.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EVER = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return, in UTC, the first instant of ``day``: where clocks skip its 00:00, the instant they do so."""
    return moment(day, time.min, zone)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return, in UTC, when the clocks of ``zone`` show ``clock`` on ``day``; the first time, if they do so twice."""
    try:
        return datetime.combine(day, clock, zone).astimezone(UTC)
    except OverflowError:  # the first or last day that a date can name
        return EVER if day.year == 1 else NEVER


def days_after(day: date, days: int) -> date:
    """Return the date ``days`` calendar days later, or the last one there is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Return the date that the calendars of ``zone`` show at ``instant``."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:  # within a day of the last instant there is, or of the first
        return instant.date()


def utc(instant: datetime) -> datetime:
    """Return the same instant in UTC, where instants compare as time passes (a zone of its own compares clocks)."""
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
