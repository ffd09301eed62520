"""What the bridge owes the customer where the ticket stands (L3, Q1), if nothing withholds it.

One thing is owed at most. It is found first, then every rule that could withhold it is asked in turn (``withholding``);
the first that speaks decides. Notes go on whatever withholds a reply, but only where the reply would have been owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bridge.core.actions import (
    CLARIFY_KEY,
    DELIVERY_KEY,
    GUIDE_KEY,
    QUOTE_KEY,
    QUOTE_SENT_KEY,
    DeliverQuote,
    DraftQuote,
    NoteReason,
    Saying,
    SendReply,
    Withheld,
    WriteNote,
)
from bridge.core.conversation import Said
from bridge.core.ladder import Standing
from bridge.core.model import Rung, Stage, Write, WriteKind, WriteState
from bridge.core.policy import Policy
from bridge.core.position import Position
from bridge.core.view import TicketView
from bridge.core.withholding import Case, before, blocked, capped, doubted, put_off, silenced, spoken, stale


@dataclass(frozen=True, slots=True)
class Owing:
    """What is to be said now, what is withheld and why, and the notes for staff."""

    say: Saying | None = None
    withheld: Withheld | None = None
    notes: tuple[WriteNote, ...] = ()

    @property
    def goes_stale(self) -> bool:
        """Whether what is owed lapses with ``stale_after``: a reply does, a draft does not (W4)."""
        put_off = self.withheld if self.withheld is not None and self.withheld.is_put_off else None
        owed = self.say or put_off
        return owed is not None and owed.key != QUOTE_KEY


def owing(here: Standing, place: Position, view: TicketView, policy: Policy, now: datetime) -> Owing:
    """Return what is owed on an open ticket at ``now``."""
    case = Case(here, place, view, policy, now)
    if here.asked is None or here.called is None or place.is_decided_by_staff:
        return Owing(notes=_quote_note(case))
    owed = _called_for(case, here.asked)
    quoted = () if isinstance(owed.say, DeliverQuote) else _quote_note(case)  # it says whether the quote was sent
    return Owing(owed.say, owed.withheld, (*quoted, *owed.notes))


def _called_for(case: Case, asked: Said) -> Owing:
    match case.position.rung:
        case Rung.GUIDE | Rung.CLARIFY:
            return _reply(case, asked)
        case Rung.QUOTE:
            return _quote(case, asked)
        case Rung.STAFF | Rung.EXECUTE:
            return Owing()
        case _:
            assert_never(case.position.rung)


# Guide and clarify --------------------------------------------------------------------------------------------


def _reply(case: Case, asked: Said) -> Owing:
    key = _reply_key(case)
    reply = _next_text(case, key)
    if reply is None:
        is_for_staff_anyway = doubted(case, key) or before(case, asked, key)
        return Owing(notes=() if is_for_staff_anyway else _once(case, _nothing_to_send(case)))
    withheld = silenced(case, asked, key) or stale(case, asked, key) or put_off(case, key) or capped(case, key)
    if withheld:
        return Owing(withheld=withheld, notes=_withheld_notes(case, withheld))
    return Owing(say=reply)


def _reply_key(case: Case) -> str:
    """Return the key of the reply this rung gives: never the rung's place, always what it is (W3)."""
    if case.position.rung is Rung.GUIDE:
        return GUIDE_KEY
    return f"{CLARIFY_KEY}{1 + sum(1 for _ in _clarifications(case))}"


def _clarifications(case: Case) -> Sequence[Write]:
    return [write for write in case.view.writes if write.key.startswith(CLARIFY_KEY) and write.state is WriteState.DONE]


def _next_text(case: Case, key: str) -> SendReply | None:
    """Return the topic's guide or its first clarification not yet sent; None: no topic, or nothing is left (L3)."""
    topic = case.position.topic
    if topic is None:
        return None
    after = max((message.id for message in case.view.ticket.messages), default=0)
    if case.position.rung is Rung.GUIDE:
        return SendReply(key, GUIDE_KEY, after) if topic.guide and not case.is_spent(key) else None
    sent = [write for write in case.view.writes if write.key != key and write.may_have_been_sent]
    names, digests = {write.source for write in sent}, {write.source_digest for write in sent}
    left = (text for text in topic.clarifications if text.name not in names and text.digest not in digests)
    text = next(left, None)
    return SendReply(key, text.name, after, text.digest) if text else None


def _nothing_to_send(case: Case) -> WriteNote:
    """Return the note that says why no text is sent: no topic is named (S2), or none of its texts is left (L3)."""
    if case.position.topic is not None:
        return WriteNote(NoteReason.NONE_LEFT, {"topic": case.position.topic.name, "sent": _sent(case)})
    finding = case.here.finding
    best = tuple({"topic": score.topic, "score": score.score} for score in finding.scores[:3])
    return WriteNote(NoteReason.ABSTAINED, {"candidates": best, "why": finding.why})


def _sent(case: Case) -> tuple[str, ...]:
    """Return the keys of what was already said on the ticket."""
    return tuple(
        write.key for write in case.view.writes if write.kind is WriteKind.REPLY and write.state is WriteState.DONE
    )


# The quote ----------------------------------------------------------------------------------------------------


def _quote(case: Case, asked: Said) -> Owing:
    """Draft it once (Q1, Q4); where the config says so and no person has spoken, send it and tell the customer."""
    if not case.is_spent(QUOTE_KEY):
        withheld = blocked(case, QUOTE_KEY) or doubted(case, QUOTE_KEY) or before(case, asked, QUOTE_KEY)
        withheld = withheld or put_off(case, QUOTE_KEY)
        if withheld:
            return Owing(withheld=withheld, notes=_withheld_notes(case, withheld))
        assert case.view.client is not None
        days = timedelta(days=case.policy.quotes.valid_days)
        valid_until = case.now.astimezone(case.policy.zone).date() + days
        return Owing(say=DraftQuote(case.view.client.id, case.position.lines, valid_until))
    if not case.policy.quotes.send_automatically or case.is_spent(QUOTE_SENT_KEY):
        return Owing()
    return _deliver(case, asked)


def _deliver(case: Case, asked: Said) -> Owing:
    key = QUOTE_SENT_KEY
    withheld = (
        spoken(case, key)
        or silenced(case, asked, key)
        or stale(case, asked, key)
        or put_off(case, key)
        or capped(case, key)
    )
    withheld = withheld or blocked(case, DELIVERY_KEY)
    if withheld:
        return Owing(withheld=withheld, notes=_withheld_notes(case, withheld))
    quote = case.view.quote
    if case.is_spent(DELIVERY_KEY):
        after = max((message.id for message in case.view.ticket.messages), default=0)
        return Owing(say=SendReply(key, QUOTE_SENT_KEY, after))
    return Owing(say=DeliverQuote(quote.id)) if quote and quote.stage is Stage.DRAFT else Owing()


def _quote_note(case: Case) -> tuple[WriteNote, ...]:
    drafted = case.view.write(QUOTE_KEY)
    if drafted is None or drafted.state is not WriteState.DONE or drafted.quote is None:
        return ()
    quote = case.view.quote
    data = {
        "quote": {"number": drafted.quote, "valid_until": quote.valid_until if quote else None},
        "topic": case.position.topic.name if case.position.topic else "",
        "is_sent": case.is_spent(DELIVERY_KEY) or (quote is not None and quote.stage is not Stage.DRAFT),
    }
    return _once(case, WriteNote(NoteReason.QUOTE, data))


def _withheld_notes(case: Case, withheld: Withheld) -> tuple[WriteNote, ...]:
    """Return the note that says, once, what a cap or answer-from held back (W4)."""
    if not withheld.note:
        return ()
    return _once(case, WriteNote(withheld.note, {"withheld": withheld.key, "why": withheld.why}))


def _once(case: Case, note: WriteNote) -> tuple[WriteNote, ...]:
    """Return the note unless the ticket has it or it waits for a person (W3)."""
    write = case.view.write(note.key)
    is_due = write is None or write.state not in {WriteState.DONE, WriteState.PARKED, WriteState.REFUSED}
    return (note,) if is_due else ()
