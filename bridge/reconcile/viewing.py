"""From readings and the store to the view that a decision is made from."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.core.actions import DELIVERY_KEY, QUOTE_KEY
from bridge.core.facts import facts_of_quote
from bridge.core.model import (
    Fact,
    Override,
    OverrideKind,
    Quote,
    Stage,
    Subject,
    SubjectKind,
    Ticket,
    Write,
    WriteKind,
    WriteState,
)
from bridge.core.policy import AnswerFrom, Policy
from bridge.core.seating import owners, seats, stages, statuses
from bridge.core.timeline import Timeline, timeline
from bridge.core.view import TicketView
from bridge.core.withholding import DAY
from bridge.errors import BillingRefusedError
from bridge.reconcile.learning import KnownTicket, place_of_reading, read_client
from bridge.reconcile.parts import Parts
from bridge.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Viewed:
    """A view, and the digest of its client's timeline ("" for a guest), which tells when to look again."""

    view: TicketView
    timeline_digest: str


def view_of(parts: Parts, known: KnownTicket, ticket: Ticket, family: Sequence[str], start: AnswerFrom) -> Viewed:
    """Read the ticket's client and put together all that bears on the ticket."""
    client = read_client(parts, ticket.client) if ticket.client else None
    timelines = timelines_under(parts.store, known.facts, parts.policy)
    overrides = _overrides(parts, family, ticket.client)
    view = TicketView(
        ticket=ticket,
        client=client.client if client else None,
        seats=seats(known.facts, timelines, parts.policy),
        writes=parts.store.writes.of(family),
        answer_from=start,
        statuses=statuses(known.facts),
        stages=stages(known.facts),
        overrides=overrides,
        client_replies=_client_replies(parts, ticket.client, family, parts.clock()),
        removable=parts.store.policies.vocabulary(),
    )
    return Viewed(_with_quote(parts, view), timelines[ticket.client].digest if ticket.client else "")


def with_writes(parts: Parts, view: TicketView, family: Sequence[str]) -> TicketView:
    """Return the view with the writes as they are recorded now, and the quote that one of them made or sent."""
    now = replace(view, writes=parts.store.writes.of(family))
    is_same = view.write(QUOTE_KEY) == now.write(QUOTE_KEY) and view.write(DELIVERY_KEY) == now.write(DELIVERY_KEY)
    return now if is_same else _with_quote(parts, now)


def _with_quote(parts: Parts, view: TicketView) -> TicketView:
    """Read the ticket's quote, where it has one, and keep how far it is (Q3). One that was deleted is lost.

    One that the billing system will not show us has no stage: all else goes on, and the log says why.
    """
    drafted = view.write(QUOTE_KEY)
    if drafted is None or drafted.quote is None:
        return view
    subject = Subject(SubjectKind.TICKET, view.ticket.id)
    found, place = parts.clock(), place_of_reading(parts, subject)
    try:
        quote = parts.billing.read_quote(drafted.quote) or Quote(drafted.quote, Stage.LOST, None)
    except BillingRefusedError as error:
        log.error("quote.refused", extra={"quote": drafted.quote, "error": str(error)})  # noqa: TRY400 - foreseen
        return view

    def news(known: tuple[Fact, ...]) -> Sequence[Fact]:
        return facts_of_quote(quote, known, found=found)

    return replace(view, quote=quote, stages=stages(parts.store.facts.learn(subject, place, news)))


def timelines_under(
    store: Store, facts: Sequence[Fact], policy: Policy, *, as_known: datetime | None = None
) -> dict[str, Timeline]:
    """Return the timelines, under a policy, of everyone the ticket has belonged to: what its seats are made of."""
    subjects = {owner: Subject(SubjectKind.CLIENT, owner) for owner in owners(facts)}
    return {
        owner: timeline(store.facts.of(subject), store.overrides.of([subject]), policy, as_known=as_known)
        for owner, subject in subjects.items()
    }


def _overrides(parts: Parts, family: Sequence[str], client_id: str | None) -> tuple[Override, ...]:
    subjects = [Subject(SubjectKind.TICKET, ticket) for ticket in family]
    if client_id:
        subjects.append(Subject(SubjectKind.CLIENT, client_id))
    now = parts.clock()
    return tuple(_begun(override, now) for override in parts.store.overrides.of(subjects))  # the pauses are among them


def _begun(override: Override, now: datetime) -> Override:
    """Let a hold or pause that was set have begun, even if the clock was set back since."""
    is_in_force = override.kind in {OverrideKind.HOLD, OverrideKind.PAUSE} and override.start > now
    return replace(override, start=now) if is_in_force else override


def _client_replies(parts: Parts, client_id: str | None, family: Sequence[str], now: datetime) -> tuple[datetime, ...]:
    """Return when the client was replied to in the last day on other tickets (W4)."""
    if client_id is None:
        return ()
    writes, since = parts.store.writes, now - DAY
    here = Counter(at for ticket in family for at in writes.replies_of_ticket(ticket, since))
    return tuple((Counter(writes.replies_of_client(client_id, since)) - here).elements())


def unsettled(parts: Parts, writes: Sequence[Write]) -> dict[tuple[str, str], float]:
    """Return, for each write (ticket and key) whose outcome is not known, the seconds until a reading settles it."""
    return {
        (write.ticket, write.key): parts.store.writes.settles_in(write.ticket, write.key)
        for write in writes
        if write.state in {WriteState.SENDING, WriteState.UNKNOWN} and write.kind is not WriteKind.TAGS
    }
