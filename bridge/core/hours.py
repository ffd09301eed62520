"""Opening hours: whether people answer in real time at an instant, and when that changes next (C3).

Hours are local clock times of a day; openings that touch are one, over midnight too. The search goes day by day and no
further than ``LOOK_AHEAD``: what changes later than that changes "never", as far as anyone is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import attrgetter

from bridge.core.days import day_of, days_after, midnight, moment
from bridge.core.policy import Hours, Opening

LOOK_AHEAD = 400  # days


@dataclass(frozen=True, slots=True)
class Stance:
    """Open or not, until an instant at which that changes (None: not within sight)."""

    is_open: bool
    until: datetime | None


def stance(hours: Hours, at: datetime) -> Stance:
    """Return whether it is open at ``at``, and until when that stays so."""
    today = day_of(at, hours.zone)
    closes = None
    for start, end in _openings(hours, today):
        if end <= at:
            continue
        if closes is None and start > at:
            return Stance(is_open=False, until=start)
        if closes is not None and start > closes:
            break
        closes = end if closes is None else max(closes, end)
    is_in_sight = closes is not None and closes < midnight(days_after(today, LOOK_AHEAD), hours.zone)
    return Stance(is_open=closes is not None, until=closes if is_in_sight else None)


def _openings(hours: Hours, today: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the openings of ``today`` and of the days after it, by start; none on holidays."""
    for ahead in range(LOOK_AHEAD):
        day = days_after(today, ahead)
        if day not in hours.holidays:
            for opening in sorted(hours.week[day.weekday()], key=attrgetter("start")):
                yield moment(day, opening.start, hours.zone), _end(opening, day, hours)


def _end(opening: Opening, day: date, hours: Hours) -> datetime:
    if opening.end == time.min:
        return midnight(days_after(day, 1), hours.zone)
    return moment(day, opening.end, hours.zone)
