"""A ticket's own timeline: the tiers of whoever it belonged to, when it was closed, how far its quote is (L5, T8, Q3).

All of it follows from the ticket's facts and its clients' timelines. A change found by reading counts from when it was
found; where the client was merged into another, the ticket changed hands at the merge.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from bridge.core.model import About, Fact, Source, Stage
from bridge.core.policy import Policy
from bridge.core.stretches import Stretch, place, stretches
from bridge.core.timeline import Timeline
from bridge.core.view import Seat, StageChange, StatusChange


def owners(facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return the ids of all clients that the ticket has belonged to, guests left out, oldest first."""
    return tuple(dict.fromkeys(stretch.status for stretch in _stretches(facts, About.TICKET_CLIENT) if stretch.status))


def seats(facts: Sequence[Fact], timelines: Mapping[str, Timeline], policy: Policy) -> tuple[Seat, ...]:
    """Return the tiers of the ticket over all time; ``timelines`` has one for each of its ``owners``."""
    held = _stretches(facts, About.TICKET_CLIENT)
    if not held:
        return (Seat(None, None, policy.guest.name, None),)
    starts = [None, *(_changed_hands(before, after, timelines) for before, after in pairwise(held))]
    found: list[Seat] = []
    for stretch, start, end in zip(held, starts, [*starts[1:], None], strict=True):
        found += _sat(stretch.status, start, end, timelines, policy)
    return tuple(found)


def statuses(facts: Sequence[Fact]) -> tuple[StatusChange, ...]:
    """Return when the ticket was closed and opened again, as far as is known; it begins open."""
    changes = [StatusChange(stretch.start, stretch.status == "yes") for stretch in _stretches(facts, About.TICKET_OPEN)]
    return tuple(changes[1:] if changes and changes[0].is_open else changes)


def stages(facts: Sequence[Fact]) -> tuple[StageChange, ...]:
    """Return when the ticket's quote came to each stage."""
    return tuple(StageChange(stretch.start, Stage(stretch.status)) for stretch in _stretches(facts, About.QUOTE_STAGE))


def _stretches(facts: Sequence[Fact], about: About) -> list[Stretch]:
    same = sorted((fact for fact in facts if fact.about is about), key=place)
    return stretches(
        [fact for fact in same if fact.source is Source.READING],
        [fact for fact in same if fact.source is Source.WEBHOOK],
    )


def _changed_hands(before: Stretch, after: Stretch, timelines: Mapping[str, Timeline]) -> datetime:
    """Return when the ticket went over to its next client: at the merge, where there was one, else when found."""
    gone = timelines[before.status].gone if before.status in timelines else None
    is_merge = gone is not None and gone.survivor == after.status
    return min(max(gone.since, before.start), after.start) if gone is not None and is_merge else after.start


def _sat(
    client: str, start: datetime | None, end: datetime | None, timelines: Mapping[str, Timeline], policy: Policy
) -> Iterator[Seat]:
    """Yield the seats of one client's stretch; a guest's, or a deleted client's, is the guest tier (T8)."""
    if not client or client not in timelines:
        if span := _cut(None, None, start, end):
            yield Seat(*span, policy.guest.name, None)
        return
    timeline = timelines[client]
    deleted = timeline.gone.since if timeline.gone is not None and timeline.gone.survivor is None else None
    for segment in timeline.segments:
        seat = _cut(segment.start, segment.end, start, _first(end, deleted))
        if seat:
            yield Seat(*seat, segment.tier, client)
    if deleted is not None and (rest := _cut(deleted, None, start, end)):
        yield Seat(*rest, policy.guest.name, None)


Span = tuple[datetime | None, datetime | None]


def _cut(start: datetime | None, end: datetime | None, low: datetime | None, high: datetime | None) -> Span | None:
    """Return [start, end) cut to [low, high), None: nothing is left; None as a bound is without end."""
    first = max((bound for bound in (start, low) if bound is not None), default=None)
    last = _first(end, high)
    return (first, last) if first is None or last is None or first < last else None


def _first(*bounds: datetime | None) -> datetime | None:
    return min((bound for bound in bounds if bound is not None), default=None)
