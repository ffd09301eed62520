"""The ladder: conversation and timeline in, the ticket's standing out. The climbing rules live only here (L1 to L7).

A standing is computed afresh from everything that was said, never counted up by events, so that losing, doubling or
reordering events changes nothing (L7). It is a walk over turns in the order of time: messages, changes of the ticket's
tier, of its status and of its quote. Each kind of turn has one function from standing to standing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bridge.core.because import Reason
from bridge.core.conversation import Said, conversation
from bridge.core.model import Author, Rung, Stage
from bridge.core.policy import Policy
from bridge.core.quotes import quote_ends
from bridge.core.reading import Finding, Mood, Reader
from bridge.core.view import Seat, StageChange, StatusChange, TicketView

NOTHING_FOUND = Finding(topic=None, scores=(), why="nothing has been asked yet")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands.

    ``number`` counts rungs from 1, 0 before the first customer message. ``called`` is the rung that calls for
    something to be done for ``asked``, the customer message that waits for an answer; both are None when nothing does.
    ``quote_number`` is where it stood when it last stood on a quote (Q3).
    """

    tier: str
    ladder: tuple[Rung, ...]
    number: int = 0
    is_open: bool = True
    is_answered: bool = False
    is_solved: bool = False
    is_in_doubt: bool = False
    staff_have_spoken: bool = False
    called: Rung | None = None
    asked: Said | None = None
    stage: Stage | None = None
    quote_number: int | None = None
    finding: Finding = NOTHING_FOUND
    because: tuple[Reason, ...] = ()

    @property
    def rung(self) -> Rung:
        """The rung of the ladder it stands on; the first before anything was asked."""
        return self.ladder[max(self.number, 1) - 1]

    def and_that(self, rule: str, fact: str, **data: str | int | None) -> tuple[Reason, ...]:
        """Return the reasons so far and one more."""
        return (*self.because, Reason(rule, fact, data))


def standing(view: TicketView, policy: Policy, reader: Reader, now: datetime) -> Standing:
    """Walk the conversation and return where the ticket stands at ``now``."""
    said = conversation(view, reader)
    finding = find_topic(view.ticket.subject, said, reader)
    opening = next((turn for turn in said if turn.author is Author.CUSTOMER), None)
    first_seat = view.seat_at(opening.at if opening else now)
    here = Standing(tier=first_seat.tier, ladder=policy.tier(first_seat.tier).ladder, finding=finding)
    for turn in _turns(view, policy, said, after=first_seat, now=now):
        match turn:
            case Said():
                here = _heard(here, turn, policy, reader, view)
            case Seat():
                here = _reseated(here, turn, policy) if here.is_open else here
            case StatusChange():
                here = _status_changed(here, turn, policy, view)
            case StageChange():
                here = _stage_changed(here, turn)
            case _:
                assert_never(turn)
    return here if here.is_open is view.ticket.is_open else replace(here, is_open=view.ticket.is_open)


def find_topic(subject: str, said: tuple[Said, ...], reader: Reader) -> Finding:
    """Name the topic from the first customer message; while the finder abstains, from the later ones too (S2)."""
    texts: list[str] = []
    finding = NOTHING_FOUND
    for turn in said:
        if turn.author is Author.CUSTOMER and finding.topic is None:
            texts.append(turn.text)
            finding = reader.find(subject, texts)
    return finding


Turn = Said | Seat | StatusChange | StageChange


def _turns(view: TicketView, policy: Policy, said: tuple[Said, ...], *, after: Seat, now: datetime) -> Iterator[Turn]:
    """Yield everything that happened to the ticket, in order; a change comes before what was said at its instant."""
    ends = quote_ends(view.quote, policy)
    lapse = (StageChange(ends, Stage.LOST),) if ends else ()
    changes: list[tuple[datetime, Turn]] = [
        (seat.start, seat)
        for seat in view.seats
        if seat.start is not None and seat.start <= now and after.end is not None and seat.start >= after.end
    ]
    changes += [(change.at, change) for change in (*view.statuses, *view.stages, *lapse) if change.at <= now]
    changes.sort(key=lambda change: change[0])
    for turn in said:
        while changes and changes[0][0] <= turn.at:
            yield changes.pop(0)[1]
        yield turn
    yield from (change for _, change in changes)


def _heard(here: Standing, turn: Said, policy: Policy, reader: Reader, view: TicketView) -> Standing:
    match turn.author:
        case Author.CUSTOMER:
            return _asked(_reopened(here, turn, policy, view), turn, reader)
        case Author.STAFF:
            return replace(_answered(here), staff_have_spoken=True)
        case Author.BRIDGE:
            return _answered(here)
        case Author.ROBOT:  # left out of the conversation: a robot answers nothing (L6)
            return here
        case _:
            assert_never(turn.author)


def _asked(here: Standing, turn: Said, reader: Reader) -> Standing:
    """Seat the ticket, rest or climb: the customer wrote (L2, L4)."""
    if here.number == 0:
        because = here.and_that("L2", "the first customer message stands on rung 1", message=turn.id)
        return _on_quote(replace(here, number=1, asked=turn, called=here.ladder[0], because=because))
    mood = reader.mood(turn.text)
    if mood is Mood.SOLVED or (mood is Mood.THANKS and here.is_solved):
        because = here.and_that("L4", "the customer says it is solved", message=turn.id)
        return replace(here, is_solved=True, is_in_doubt=False, asked=None, called=None, because=because)
    return _climbed(here, turn, is_in_doubt=mood is not Mood.OTHER)


def _climbed(here: Standing, turn: Said, *, is_in_doubt: bool) -> Standing:
    """Climb one rung if the present one was answered and is not the last (L2)."""
    climbs = here.is_answered and here.number < len(here.ladder)
    number = here.number + 1 if climbs else here.number
    because = here.and_that("L2", _CLIMB_FACTS[here.is_answered, climbs], message=turn.id, step=number)
    doubt = Reason("L4", "it is in doubt whether the customer calls it solved", {"message": turn.id})
    climbed = replace(
        here,
        number=number,
        is_answered=False,
        is_solved=False,
        is_in_doubt=is_in_doubt,
        asked=turn,
        called=here.ladder[number - 1],
        because=(*because, doubt) if is_in_doubt else because,
    )
    return _on_quote(climbed)


_CLIMB_FACTS = {
    (True, True): "the rung was answered and the customer wrote again: one rung up",
    (True, False): "the customer wrote again on the last rung: no climb",
    (False, False): "the customer wrote again before the rung was answered: no climb",
}


def _on_quote(here: Standing) -> Standing:
    """Remember where the quote stands; once it is there it stays, whatever the ladder (Q3)."""
    return replace(here, quote_number=here.number) if here.rung is Rung.QUOTE and here.stage is None else here


def _answered(here: Standing) -> Standing:
    """Somebody answered the rung; before the first customer message there is nothing to answer (L2)."""
    return replace(here, is_answered=here.number > 0, is_in_doubt=False, asked=None, called=None)


def _reseated(here: Standing, seat: Seat, policy: Policy) -> Standing:
    """Move to the new tier's ladder, the number cut to its length; what is owed lapses unless called for (L5)."""
    if seat.tier == here.tier:
        return here
    ladder = policy.tier(seat.tier).ladder
    number = min(here.number, len(ladder))
    because = here.and_that("L5", f"re-seated from {here.tier} to {seat.tier}", step=number)
    moved = replace(here, tier=seat.tier, ladder=ladder, number=number, because=because)
    return _on_quote(moved if moved.called is moved.rung else replace(moved, called=None))


def _status_changed(here: Standing, change: StatusChange, policy: Policy, view: TicketView) -> Standing:
    """Close it, or reopen and re-seat it once; before the customer wrote there is no seat to change yet (L2, L5)."""
    if change.is_open and not here.is_open and here.number:
        return _reseated(replace(here, is_open=True), view.seat_at(change.at), policy)
    return replace(here, is_open=change.is_open)


def _reopened(here: Standing, turn: Said, policy: Policy, view: TicketView) -> Standing:
    """Reopen a closed ticket on a customer's reply: re-seated once, whatever happened meanwhile (L2, L5)."""
    if here.is_open:
        return here
    return _reseated(replace(here, is_open=True), view.seat_at(turn.at), policy)


def _stage_changed(here: Standing, change: StageChange) -> Standing:
    """Ask staff to act on an accepted or lost quote; who accepts it asks for work, solved before or not (Q3)."""
    if change.stage not in {Stage.ACCEPTED, Stage.LOST}:
        return replace(here, stage=change.stage)
    return replace(
        here,
        stage=change.stage,
        is_answered=False,
        is_solved=here.is_solved and change.stage is Stage.LOST,
        called=None,
        asked=None,
        because=here.and_that("Q3", f"the quote is {change.stage}"),
    )
