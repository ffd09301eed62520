"""What readings and webhooks say together: the stretches of a status, each with its start (D3).

A reading says what is so, a webhook only when it began. So the readings alone make the stretches (equal ones in a row
are one), and a webhook may move the start of the stretch it falls in: after the stretch before began, not after the
reading that found this one. A webhook that falls in no stretch of its status changes nothing.

Times of billing systems have whole seconds. Within one second the order of learning decides which of two statuses came
after the other, and no webhook counts as later than a reading.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.core.days import utc
from bridge.core.model import Fact, Source

Moment = tuple[datetime, int]  # the whole second, and the place in the order learned


@dataclass(frozen=True, slots=True)
class Stretch:
    """A status, and what it is the status of, from ``start`` until the next stretch of the same list starts."""

    start: datetime
    name: str  # the holding's; "" for the client's own status
    status: str
    item: str
    source: Source  # who dated the start
    learned: datetime  # when the status was found


def began(fact: Fact) -> datetime:
    """Return when a fact took effect: as its source says, else when it was learned. In UTC."""
    return utc(fact.effect or fact.learned)


def place(fact: Fact) -> tuple[int, datetime]:
    """Return a fact's place in the order learned: its number, and not its time, for a clock may have been set back."""
    return fact.order, utc(fact.learned)


def stretches(readings: Sequence[Fact], webhooks: Sequence[Fact]) -> list[Stretch]:
    """Return the stretches of one holding's status, or of one client's; both arguments are in the order learned.

    The first begins where its reading dates it (a holding's registration), else when found, as all others do. Starts
    never decrease; of two with the same start the first lasted no time.
    """
    dated = _by_status(webhooks)
    found: list[Stretch] = []
    before: Moment | None = None
    for reading in _changes(readings):
        first = _first_webhook(dated.get(reading.value, ()), reading, after=before)
        start = began(first or reading) if first or before is None else utc(reading.learned)
        source = Source.READING if first is None else Source.WEBHOOK
        found.append(Stretch(start, reading.name, reading.value, reading.item, source, utc(reading.learned)))
        before = _moment(start, (first or reading).order)
    return _in_turn(found)


def _changes(readings: Sequence[Fact]) -> list[Fact]:
    """Return the readings that differ from the one before."""
    changes: list[Fact] = []
    for reading in readings:
        if not changes or (reading.value, reading.item) != (changes[-1].value, changes[-1].item):
            changes.append(reading)
    return changes


def _by_status(webhooks: Sequence[Fact]) -> dict[str, list[tuple[Moment, Fact]]]:
    """Return the webhooks of each status, the first to take effect first."""
    dated: dict[str, list[tuple[Moment, Fact]]] = {}
    for webhook in webhooks:
        dated.setdefault(webhook.value, []).append((_moment(began(webhook), webhook.order), webhook))
    for same in dated.values():
        same.sort(key=_first_of_pair)
    return dated


def _first_webhook(dated: Sequence[tuple[Moment, Fact]], reading: Fact, *, after: Moment | None) -> Fact | None:
    """Return the first webhook after the stretch before began and not after ``reading``, the one that found this."""
    index = bisect_right(dated, after, key=_first_of_pair) if after is not None else 0
    if index == len(dated):
        return None
    (second, _), webhook = dated[index]
    return webhook if second <= utc(reading.learned) else None


def _moment(instant: datetime, order: int) -> Moment:
    return instant.replace(microsecond=0), order


def _first_of_pair(pair: tuple[Moment, Fact]) -> Moment:
    return pair[0]


def _in_turn(found: list[Stretch]) -> list[Stretch]:
    """Let no stretch start after the next one: such a stretch was over before it could begin."""
    for index in range(len(found) - 2, -1, -1):
        end = found[index + 1].start
        if end < found[index].start:
            found[index] = replace(found[index], start=end)
    return found
