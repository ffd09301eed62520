"""Tickets at random: conversations, tiers that come and go, holds, quotes and earlier writes, as a store may have them.

Turns lie on a grid of twenty minutes, so that things meet in one second; everything that was written was written
before ``NOW``.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from bridge.core.model import (
    Author,
    Message,
    Override,
    OverrideKind,
    Priority,
    Quote,
    Rung,
    Stage,
    Subject,
    SubjectKind,
    Write,
    WriteKind,
    WriteState,
)
from bridge.core.policy import AnswerFrom, AnswerFromCause, Policy, Text
from bridge.core.tags import vocabulary
from bridge.core.view import Seat, StageChange, StatusChange, TicketView
from tests.core.tickets import POLICY, WORDPRESS, at, sent, view

SPAN = 30.0  # hours in which all that was said lies
NOW = at(SPAN)
AHEAD = timedelta(days=20)

_TICK = 20
_MINUTES = st.integers(0, int(SPAN * 60) // _TICK).map(lambda tick: tick * _TICK)
_TIERS = st.sampled_from(["best-effort", "best-effort", "new-customer", "professional", "guest", "former"])
_WORDS = st.sampled_from(["", "", "", "works now, thank you", "works now?", "thanks", "auto reply", "wordpress", "dns"])
_SUBJECTS = st.sampled_from(
    ["wordpress", "wordpress", "wordpress", "dns", "outage", "no-quote", "hello", "wordpress dns"]
)
_OPEN_STAGES = (Stage.DRAFT, Stage.DELIVERED, Stage.ACCEPTED, Stage.LOST)


def past() -> st.SearchStrategy[datetime]:
    """Draw an instant at which something may have happened."""
    return _MINUTES.map(lambda minutes: at(minutes / 60))


def future() -> st.SearchStrategy[datetime]:
    return st.integers(1, int(AHEAD / timedelta(minutes=_TICK))).map(lambda tick: NOW + timedelta(minutes=tick * _TICK))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw the example with other limits, other clarifications and another ladder."""
    replies = replace(
        POLICY.replies,
        per_ticket_per_day=draw(st.sampled_from([0, 1, 3])),
        per_client_per_day=draw(st.sampled_from([0, 2, 6])),
        resume_after_staff=draw(st.booleans()),
        stale_after=timedelta(hours=draw(st.sampled_from([1, 36, 999]))),
    )
    quotes = replace(POLICY.quotes, send_automatically=draw(st.booleans()))
    texts = tuple(Text(f"replies/{name}.md", f"digest {name}") for name in draw(st.permutations("abc")))
    topics = {**POLICY.topics, "wordpress": replace(WORDPRESS, clarifications=texts[: draw(st.integers(0, 3))])}
    ladder = tuple(draw(st.lists(st.sampled_from(list(Rung)), min_size=1, max_size=5)))
    tiers = tuple(replace(tier, ladder=ladder) if tier.name == "new-customer" else tier for tier in POLICY.tiers)
    return replace(POLICY, replies=replies, quotes=quotes, topics=topics, tiers=tiers)


@st.composite
def seatings(draw: st.DrawFn) -> tuple[Seat, ...]:
    """Draw a timeline that tiles all time, with changes before, within and after the conversation."""
    bounds = sorted(draw(st.sets(st.one_of(past(), past(), future()), max_size=4)))
    names = [draw(_TIERS) for _ in range(len(bounds) + 1)]
    return tuple(
        Seat(start, end, name, None if name == "guest" else "42")
        for name, (start, end) in zip(names, pairwise([None, *bounds, None]), strict=True)
    )


@st.composite
def messages(draw: st.DrawFn) -> tuple[Message, ...]:
    authors = st.sampled_from([Author.CUSTOMER] * 4 + [Author.BRIDGE] * 3 + [Author.STAFF, Author.ROBOT])
    instants = sorted(draw(st.lists(past(), max_size=8)))
    return tuple(_message(draw, index, instant, draw(authors)) for index, instant in enumerate(instants))


def _message(draw: st.DrawFn, index: int, instant: datetime, author: Author) -> Message:
    text = draw(_WORDS) if author is Author.CUSTOMER else ""
    return Message(index, instant, author, text or f"{author} {index}")


@st.composite
def overrides(draw: st.DrawFn) -> tuple[Override, ...]:
    kinds = st.sampled_from([OverrideKind.HOLD, OverrideKind.SESSION, OverrideKind.PAUSE])
    either = st.one_of(past(), future())
    return tuple(
        Override(
            draw(kinds),
            Subject(SubjectKind.TICKET, "7"),
            start=draw(either),
            end=draw(st.one_of(st.none(), either)),
            reason="",
            created=at(0),
            released=draw(st.one_of(st.none(), past())),
        )
        for _ in range(draw(st.integers(0, 2)))
    )


@dataclass(frozen=True)
class _Quoted:
    """A ticket's quote, when it was drafted, and the stages it came to."""

    write: Write
    quote: Quote
    stages: tuple[StageChange, ...]


@st.composite
def _quotes(draw: st.DrawFn) -> _Quoted | None:
    if draw(st.integers(0, 2)):
        return None
    drafted = draw(past())
    stage = draw(st.sampled_from(_OPEN_STAGES))
    later = max(drafted, draw(past()))
    changes = (StageChange(drafted, Stage.DRAFT), *((StageChange(later, stage),) if stage is not Stage.DRAFT else ()))
    valid = draw(st.sampled_from([None, date(2026, 4, 20), date(2026, 4, 21), date(2026, 5, 4)]))
    write = sent("quote", at=drafted, kind=WriteKind.QUOTE, quote="12")
    return _Quoted(write, Quote("12", stage, valid), changes)


@st.composite
def _writes(draw: st.DrawFn, told: tuple[Message, ...]) -> list[Write]:
    """Draw the writes behind the bridge's messages, and some that left no trace or are not settled."""
    ours = [message for message in told if message.author is Author.BRIDGE]
    keys = ["guide", "clarify-1", "clarify-2", "clarify-3"]
    known = [
        replace(
            sent(key, at=message.at, text=message.text, message=message.id), source=f"replies/{'abc'[index % 3]}.md"
        )
        for index, (key, message) in enumerate(zip(keys, ours, strict=False))
    ]
    states = st.sampled_from(list(WriteState))
    loose = draw(
        st.sets(st.sampled_from(["guide", "clarify-1", "quote-sent", "note-cap", "note-none-left"]), max_size=2)
    )
    taken = {write.key for write in known}
    for key in sorted(loose - taken):
        kind = WriteKind.NOTE if key.startswith("note-") else WriteKind.REPLY
        known.append(
            sent(key, at=draw(past()), text=f"unseen {key}", state=draw(states), kind=kind, after=len(told) - 1)
        )
    return known


@st.composite
def views(draw: st.DrawFn, *, closes: bool = True) -> TicketView:
    """Draw a ticket as it may be seen at ``NOW``."""
    told = draw(messages())
    seats = draw(seatings())
    quoted = draw(_quotes())
    closings = sorted(draw(st.sets(past(), max_size=3))) if closes else []
    statuses = tuple(StatusChange(instant, is_open=bool(index % 2)) for index, instant in enumerate(closings))
    tags = draw(st.one_of(st.none(), st.frozensets(st.sampled_from(_TAGS), max_size=6)))
    seen = view(subject=draw(_SUBJECTS), seats_are=seats, is_open=_ends_open(statuses, told), tags=tags)
    seen = replace(seen, ticket=replace(seen.ticket, messages=told, priority=draw(st.sampled_from(list(Priority)))))
    return replace(
        seen,
        client=seen.client if any(seat.client for seat in seats if seat == seen.seat_at(NOW)) else None,
        writes=(*draw(_writes(told)), *([quoted.write] if quoted else [])),
        quote=quoted.quote if quoted else None,
        stages=quoted.stages if quoted else (),
        statuses=statuses,
        overrides=draw(overrides()),
        client_replies=tuple(draw(st.lists(past(), max_size=3))),
        removable=_REMOVABLE,
        answer_from=AnswerFrom(draw(past()) - timedelta(hours=6), draw(st.sampled_from(list(AnswerFromCause)))),
    )


def _ends_open(statuses: tuple[StatusChange, ...], told: tuple[Message, ...]) -> bool:
    """Tell how it stands at last: a customer's reply reopens what was closed before it."""
    closed = statuses[-1].at if statuses and not statuses[-1].is_open else None
    return closed is None or any(
        message.at >= closed and message.author is Author.CUSTOMER and not message.text.startswith("auto")
        for message in told
    )


_REMOVABLE = frozenset({"help-rung-guide", "help-needs-staff"})
_TAGS = sorted({"vip", "support-vip", "Support-Solved", "support-topic-unknown"} | _REMOVABLE | set(vocabulary(POLICY)))
