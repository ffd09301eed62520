"""Instants as people write them, for the commands and the read API alike (D4).

A bare date means its 00:00 in the billing system's time zone, a time without offset is in that zone. What is understood
is shown again with its offset (``show_instant``), so that nobody has to guess.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bridge.errors import UsageError

ALLOWED = "write it like 2026-03-01, 2026-03-01T12:00 or 2026-03-01T12:00:00+01:00, from 1970 to 9998"

_FORM = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?)?"
)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9998, 12, 31, tzinfo=UTC)  # a year of room, so that it can be shown in any zone


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant that ``text`` names, in UTC; raises UsageError, which says what is allowed (D4).

    Where the clocks go back a time without offset is the earlier of the two; where they go forward, one that is left
    out is as far past the change as it is past the start of the gap (so a day without 00:00 starts at the change).
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise UsageError(f"not an instant: {ALLOWED}")
    try:
        instant = _read(form, zone)
    except (ValueError, OverflowError) as exc:
        raise UsageError(f"no such date or time: {ALLOWED}") from exc
    if not _FIRST <= instant < _LAST:
        raise UsageError(f"too far away: {ALLOWED}")
    return instant


def parse_option(name: str, text: str, zone: ZoneInfo) -> datetime:
    """Return the instant that a person gave; raises UsageError, which says what they called it and what is allowed."""
    try:
        return parse_instant(text, zone)
    except UsageError as error:
        raise UsageError(f"{name} {text}: {error}") from error


def _read(form: re.Match[str], zone: ZoneInfo) -> datetime:
    offset = (form["offset"] or "").upper()
    moment = datetime.fromisoformat(f"{form['date']}T{form['time'] or '00:00'}{offset}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def show_instant(instant: datetime, zone: ZoneInfo) -> str:
    """Return ``instant`` as RFC 3339 with the offset it has in ``zone``, whole seconds where it is whole."""
    return instant.astimezone(zone).isoformat()


def show_second(instant: datetime, zone: ZoneInfo) -> str:
    """Return ``instant`` as ``show_instant`` does, to the second: for lists, and for people."""
    return show_instant(instant.replace(microsecond=0), zone)
