"""What an admin may write as a value: one small parser for each kind of word, duration, size or name.

Each takes what TOML gave, of any type, and returns the value or raises ValueError with what is allowed. Nothing here
knows where the value stands; ``bridge.config.schema`` does.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import re2  # type: ignore[import-untyped]  # google-re2 ships no types

from bridge.config.spelling import did_you_mean, listed
from bridge.core.model import Rung

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_NAME = 40
MOST_DAYS = 36_500
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}")
_DURATION = re.compile(r"(\d{1,6}) ?(second|minute|hour|day|week)s?")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_SIZE = re.compile(r"(\d{1,9}) ?(B|KiB|MiB)")
_BYTES = {"B": 1, "KiB": 1024, "MiB": 1024 * 1024}
_PRICE = re.compile(r"\d{1,9}(\.\d{1,2})?")
_DATE = re.compile(r"(DD|MM|YYYY)([/.-])(DD|MM|YYYY)\2(DD|MM|YYYY)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ONCE_ON_A_LADDER = (Rung.GUIDE, Rung.QUOTE)


def text(value: object) -> str:
    """Return text that is not blank; line breaks stay."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError('must be text in quotes, and not empty, such as "text"')
    return value


def line(value: object) -> str:
    """Return text of one line."""
    if _CONTROL.search(text(value)):
        raise ValueError("must be one line without control characters")
    return text(value).strip()


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")  # noqa: TRY004 - parsers refuse with ValueError
    return value


def whole(minimum: int, maximum: int) -> Callable[[object], int]:
    """Return a parser of whole numbers between two ends, both included."""

    def parse(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
            raise ValueError(f"must be a whole number from {minimum} to {maximum}, without quotes")
        return value

    return parse


def number(minimum: float, maximum: float) -> Callable[[object], float]:
    """Return a parser of numbers between two ends, both included."""

    def parse(value: object) -> float:
        # The comparison also refuses TOML's nan and inf.
        if isinstance(value, bool) or not isinstance(value, int | float) or not minimum <= value <= maximum:
            raise ValueError(f"must be a number from {minimum:g} to {maximum:g}, without quotes")
        return float(value)

    return parse


def choice(kind: type[Choice], noun: str) -> Callable[[object], Choice]:
    """Return a parser of one of the words of an enum; ``noun`` is what they are ("rung")."""

    def parse(value: object) -> Choice:
        try:
            return kind(text(value))
        except ValueError:
            guess = did_you_mean(value, kind) if isinstance(value, str) else ""
            raise ValueError(f"{value!r} is no {noun}{guess}; allowed: {listed(kind)}") from None

    return parse


def duration(value: object) -> timedelta:
    """Return a length of time greater than nothing, as in "36 hours"; one of centuries would leave the calendar."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    length = timedelta(seconds=int(match[1]) * _SECONDS[match[2]]) if match else timedelta()
    if not timedelta() < length <= timedelta(days=MOST_DAYS):
        raise ValueError(f'must be a duration such as "5 minutes", "36 hours" or "30 days", at most {MOST_DAYS} days')
    return length


def duration_up_to(longest: timedelta) -> Callable[[object], timedelta]:
    def parse(value: object) -> timedelta:
        if (length := duration(value)) > longest:
            raise ValueError(f"must be at most {longest.total_seconds() / 60:g} minutes")
        return length

    return parse


def days(value: object) -> int:
    """Return a number of calendar days: hours would not survive a change of the clocks (T2)."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    in_days = {"day": 1, "week": 7}
    if match is None or match[2] not in in_days or not 0 < (length := int(match[1]) * in_days[match[2]]) <= MOST_DAYS:
        raise ValueError('must be whole days (or weeks) such as "30 days"')
    return length


def size(value: object) -> int:
    """Return a size in bytes, from 1 KiB to 16 MiB."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None or not 1024 <= (total := int(match[1]) * _BYTES[match[2]]) <= 16 * 1024 * 1024:
        raise ValueError('must be a size from 1 KiB to 16 MiB such as "256 KiB"')
    return total


def zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(text(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'{value!r} is no known time zone; write one such as "Europe/Lisbon" or "UTC"') from None


def language(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z]{2}", value):
        raise ValueError('must be a language as two small letters (ISO 639-1) such as "en"')
    return value


def name(value: object) -> str:
    """Return a name that can be part of a tag (W1)."""
    if not isinstance(value, str) or not _NAME.fullmatch(value) or len(value) > LONGEST_NAME:
        raise ValueError(
            f"{value!r} cannot be part of a tag; use letters, digits, - and _, at most {LONGEST_NAME} of them, "
            "a letter or digit first"
        )
    return value


def prefix(value: object) -> str:
    """Return what all tags of the bridge begin with; never nothing, for then they could be anybody's (W1)."""
    if not isinstance(value, str) or not _PREFIX.fullmatch(value):
        raise ValueError(f'{value!r} cannot begin a tag; use 1 to 30 letters, digits, - and _, such as "support-"')
    return value


def pattern(value: object) -> str:
    """Return a pattern that RE2 takes; what it cannot do is refused, never handed to a slower engine."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text(value), options)
    except re2.error as exc:
        why = exc.args[0].decode(errors="replace") if exc.args and isinstance(exc.args[0], bytes) else str(exc)
        raise ValueError(
            f"RE2 refuses this pattern: {why}; it has no look-around and no back-references "
            "(https://github.com/google/re2/wiki/Syntax)"
        ) from None
    return text(value)


def price(value: object) -> str:
    """Return a decimal as written; a TOML number would have lost its zeros."""
    if not isinstance(value, str) or not _PRICE.fullmatch(value):
        raise ValueError('must be a price in quotes with a point, such as "35.00"')
    return value


def date_format(value: object) -> str:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None or {match[1], match[3], match[4]} != {"DD", "MM", "YYYY"}:
        raise ValueError('must be DD, MM and YYYY, each once, with one of / . - between, such as "DD/MM/YYYY"')
    return match[0]


def ladder(value: object) -> tuple[Rung, ...]:
    """Return the rungs of a ladder that can work: some rung, and what is said once ever not twice (L1, W3)."""
    if not isinstance(value, list) or not value:
        raise ValueError(f'must be a list of at least one rung such as ["guide", "staff"]; allowed: {listed(Rung)}')
    rungs = tuple(map(choice(Rung, "rung"), value))
    for rung in ONCE_ON_A_LADDER:
        if rungs.count(rung) > 1:
            raise ValueError(f'"{rung}" stands on it more than once, and is sent once a ticket; name it once (L1, W3)')
    return rungs
