"""Opening hours in the config, and the holidays of a country (C3)."""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from itertools import pairwise

from bridge.config.spelling import did_you_mean
from bridge.config.words import line
from bridge.core.policy import Holidays, Opening

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OPENING = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")
_FORM = 'must be opening times of one day such as "09:00-18:00" or "09:00-13:00, 14:00-18:00" (midnight: "24:00")'


@dataclass(frozen=True, slots=True)
class CountryHolidays:
    """The public holidays of a country, or of a part of it ("DE-BY"); equal when the place is."""

    country: str

    def __contains__(self, day: date, /) -> bool:
        return day in _resting_days(self.country, day.year)


@dataclass(frozen=True, slots=True)
class NoHolidays:
    """Every day is a working day."""

    def __contains__(self, _: date, /) -> bool:
        return False


def openings(value: object) -> tuple[Opening, ...]:
    """Parse the openings of one day; they must follow one another."""
    matches = [_OPENING.fullmatch(part.strip()) for part in line(value).split(",")]
    parsed = tuple(Opening(time(int(m[1]), int(m[2])), time(int(m[3] or 0), int(m[4] or 0))) for m in matches if m)
    if len(parsed) != len(matches):
        raise ValueError(_FORM)
    if any(_end(opening) <= _start(opening) for opening in parsed):
        raise ValueError(f"{_FORM}; it ends after it begins: what goes on past midnight stands at the next day")
    if any(_start(later) < _end(earlier) for earlier, later in pairwise(parsed)):
        raise ValueError(f"{_FORM}; the times follow one another without overlap")
    return parsed


def country(value: object) -> str:
    """Parse a country, ISO 3166 ("PT"), or a part of one ("DE-BY"), whose holidays are known."""
    import holidays  # noqa: PLC0415 - loaded only where a country is named

    code, _, part = line(value).partition("-")
    known = holidays.list_supported_countries()
    if code not in known:
        raise ValueError(f'{value!r} is no country with known holidays{did_you_mean(code, known)}; write it as "PT"')
    if part and part not in known[code]:
        raise ValueError(
            f"{value!r}: {code} has no part {part!r} with its own holidays{did_you_mean(part, known[code])}"
        )
    return line(value)


def resting(place: str | None) -> Holidays:
    """Return the holidays of a place; none when no country is named."""
    return CountryHolidays(place) if place else NoHolidays()


@lru_cache(maxsize=64)
def _resting_days(place: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - loaded only where a country is named

    # A copy: the library's own calendar grows while it is asked, which is not for several threads.
    code, _, part = place.partition("-")
    return frozenset(holidays.country_holidays(code, subdiv=part or None, years=year))


def _start(opening: Opening) -> int:
    return opening.start.hour * 60 + opening.start.minute


def _end(opening: Opening) -> int:
    """Return the end in minutes of the day; ``time.min`` is the midnight that ends it."""
    return opening.end.hour * 60 + opening.end.minute or 24 * 60
