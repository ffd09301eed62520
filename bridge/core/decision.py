"""decide(view, policy, reader, now): what should be so, what to say, what is withheld and why, when to look again.

Pure: the whole policy for a ticket in one value. The edge carries the actions out, in their order, and may decide again
from the view that results; when nothing is left to do, the actions are empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bridge.core.actions import Action, DraftQuote, Withheld
from bridge.core.because import Reason
from bridge.core.entitlement import is_realtime
from bridge.core.ladder import Standing, standing
from bridge.core.model import Rung
from bridge.core.owing import Owing, owing
from bridge.core.policy import Policy
from bridge.core.position import Position, position
from bridge.core.quotes import quote_ends
from bridge.core.reading import Finding, Reader
from bridge.core.view import TicketView
from bridge.core.writebacks import is_quoted, priority_change, tag_changes, tags_of_closed, wanted_tags


class WaitingFor(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    NOBODY = "nobody"


class Outcome(StrEnum):
    SOLVED = "solved"
    QUOTED = "quoted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about a ticket at one instant.

    ``next_change`` is the next instant at which this decision may change by time alone, None: never;
    ``loses_realtime`` whether real-time access ends then (D1: those are written first).
    """

    ticket: str
    client: str | None
    tier: str
    finding: Finding
    topic: str | None
    scope: str | None
    ladder: tuple[Rung, ...]
    rung: Rung
    step: int
    waiting_for: WaitingFor
    outcome: Outcome | None
    tags: frozenset[str]
    actions: tuple[Action, ...]
    withheld: tuple[Withheld, ...]
    because: tuple[Reason, ...]
    next_change: datetime | None
    loses_realtime: bool


def decide(view: TicketView, policy: Policy, reader: Reader, now: datetime) -> Decision:
    """Decide about one ticket as read and known at ``now``."""
    here = standing(view, policy, reader, now)
    place = position(here, view, policy, now)
    owed = owing(here, place, view, policy, now) if here.is_open else Owing()
    waiting_for = _waiting_for(here, owed)
    if here.is_open:
        needs_staff = waiting_for is WaitingFor.STAFF
        tags = wanted_tags(here, place, view, policy, needs_staff=needs_staff, now=now)
    else:
        tags = tags_of_closed(view, policy)
    change = min(_changes(here, view, policy, owed, now), default=None) if here.is_open else None
    return Decision(
        ticket=view.ticket.id,
        client=view.seat_at(now).client,
        tier=here.tier,
        finding=here.finding,
        topic=place.topic.name if place.topic else None,
        scope=place.topic.scope if place.topic else None,
        ladder=here.ladder,
        rung=place.rung,
        step=place.step,
        waiting_for=waiting_for,
        outcome=_outcome(here, place, view),
        tags=tags,
        actions=tuple(_actions(here, place, view, policy, owed, tags)),
        withheld=(owed.withheld,) if owed.withheld else (),
        because=_because(here, place),
        next_change=change,
        loses_realtime=change is not None and _loses_realtime(view, policy, now, change),
    )


def _waiting_for(here: Standing, owed: Owing) -> WaitingFor:
    """Tell whose turn it is; an unanswered customer whom the bridge does not answer now waits for staff."""
    if not here.is_open or here.is_solved or here.number == 0:
        return WaitingFor.NOBODY
    is_being_answered = owed.say is not None and not isinstance(owed.say, DraftQuote)
    return WaitingFor.CUSTOMER if here.is_answered or is_being_answered else WaitingFor.STAFF


def _outcome(here: Standing, place: Position, view: TicketView) -> Outcome | None:
    if here.is_solved:
        return Outcome.SOLVED
    if is_quoted(view, place):
        return Outcome.QUOTED
    return None if here.is_open else Outcome.CLOSED


def _actions(
    here: Standing, place: Position, view: TicketView, policy: Policy, owed: Owing, tags: frozenset[str]
) -> Iterator[Action]:
    """Yield what is to be written: tags first (cheap, seen by staff), then priority, the saying, the notes."""
    changes = tag_changes(tags, view, policy)
    if changes:
        yield changes
    priority = priority_change(place, view) if here.is_open and here.number else None
    if priority:
        yield priority
    if owed.say:
        yield owed.say
    yield from owed.notes


def _because(here: Standing, place: Position) -> tuple[Reason, ...]:
    reasons = [*here.because]
    if place.topic is not None:
        reasons.append(Reason("S2", f"the topic is {place.topic.name}: {here.finding.why}"))
        if not place.topic.scope.climbs:
            reasons.append(Reason("S1", f"scope {place.topic.scope} never climbs the ladder: staff"))
    elif here.number:
        reasons.append(Reason("S2", f"no topic is named: {here.finding.why}"))
    if here.rung is Rung.QUOTE and place.rung is Rung.STAFF and (place.topic is None or place.topic.scope.climbs):
        reasons.append(Reason("Q2", "no quote can be made here (no topic, no lines or no client): staff"))
    return tuple(reasons)


def _changes(here: Standing, view: TicketView, policy: Policy, owed: Owing, now: datetime) -> Iterator[datetime]:
    """Yield the future instants at which time alone changes this decision (D1)."""
    ends = quote_ends(view.quote, policy)
    candidates = [
        *(seat.start for seat in view.seats),
        *(override.start for override in view.overrides),
        *(override.over for override in view.overrides),
        owed.withheld.until if owed.withheld else None,
        here.asked.at + policy.replies.stale_after if here.asked and owed.goes_stale else None,
        ends,
    ]
    yield from (candidate for candidate in candidates if candidate is not None and candidate > now)


def _loses_realtime(view: TicketView, policy: Policy, now: datetime, change: datetime) -> bool:
    def had(instant: datetime) -> bool:
        return is_realtime(policy.tier(view.seat_at(instant).tier), view.overrides, instant)

    return had(now) and not had(change)
