"""A look at a ticket: read it and its client, decide, write what the decision asks for, record it."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bridge.core.actions import Action, SetTags
from bridge.core.decision import Decision, decide
from bridge.core.model import About, Subject, SubjectKind, Ticket, WriteState
from bridge.core.view import TicketView
from bridge.reconcile.documents import decision_document
from bridge.reconcile.inputs import view_document
from bridge.reconcile.learning import KnownTicket, lags_behind, learn_deliveries, read_ticket
from bridge.reconcile.parts import Looked, Parts
from bridge.reconcile.start import answer_from, settle_policy_change
from bridge.reconcile.viewing import unsettled, view_of, with_writes
from bridge.reconcile.writing import IN_FLIGHT, Writing
from bridge.store.decisions import DecisionRecord
from bridge.store.leases import Lease
from bridge.store.touches import LOSES_REALTIME, NORMAL

log = logging.getLogger(__name__)

# A decision's writes change what is so, and it is made again: a quote asks for its note, its delivery, its reply. More
# turns than any ladder needs; what is left then waits for the next look.
TURNS = 6
AGAIN = 2  # looks after one whose reading does not show yet what a webhook told


def look_at_ticket(parts: Parts, lease: Lease) -> Looked:
    """Look at one ticket; what cannot be written now is tried at the next look."""
    told = learn_deliveries(parts, lease.subject)
    ticket_id = lease.subject.id
    family = parts.store.tickets.family(ticket_id)
    open_before = unsettled(parts, parts.store.writes.of(family))  # asked before the reading that settles them
    known = read_ticket(parts, ticket_id)
    if known.ticket is None or not known.ticket.is_open:
        _follow_merge(parts, ticket_id, known)
    if known.ticket is None:
        return _gone(parts, ticket_id)
    seen = view_of(parts, known, known.ticket, family, answer_from(parts, ticket_id))
    view = settle_policy_change(parts, seen.view, known.facts)
    writing = Writing(parts, lease, view.client.id if view.client else None, open_before)
    writing.settle(view)
    decision = _carry_out(parts, writing, with_writes(parts, view, family), family)
    _remember(parts, known.ticket, seen.timeline_digest)
    looked = _next_look(parts, writing, decision)
    return replace(looked, rechecks=AGAIN) if lags_behind(known.ticket, told) else looked


def _carry_out(parts: Parts, writing: Writing, view: TicketView, family: Sequence[str]) -> Decision:
    """Decide and write until nothing is left to do; record every decision that did something, and the last."""
    turns, counted = 0, set[tuple[str, str]]()
    while True:
        turns += 1
        now = parts.clock()
        decision = decide(view, parts.policy, parts.reader, now)
        if _record(parts, decision, view, now):
            counted |= _count_withheld(parts, decision, besides=counted)
        ticket, is_changed = view.ticket, False
        for action in decision.actions:
            ticket, changed = _perform(writing, action, replace(view, ticket=ticket), decision)
            is_changed = is_changed or changed
        if not is_changed or turns == TURNS:
            break
        view = with_writes(parts, replace(view, ticket=ticket), family)
    owed = {action.key for action in decision.actions if not isinstance(action, SetTags)}
    writing.let_go(view, owed)
    return decision


def _perform(writing: Writing, action: Action, view: TicketView, decision: Decision) -> tuple[Ticket, bool]:
    if isinstance(action, SetTags):
        ticket = writing.tags(action, view.ticket)
        return ticket, ticket is not view.ticket
    return view.ticket, writing.once(action, view, decision)


def _count_withheld(parts: Parts, decision: Decision, *, besides: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Count what a decision that is news withholds, each once a look; return each key with its rule."""
    news = {(withheld.key, withheld.rule) for withheld in decision.withheld} - besides
    for _, rule in news:
        parts.tally.withheld(rule)
    return news


def _record(parts: Parts, decision: Decision, view: TicketView, now: datetime) -> bool:
    """Keep a decision with all that it was made from, the very instant too: so it can be made again (W6).

    Return whether it is another than the last.
    """
    inputs = view_document(view)
    document = json.dumps(decision_document(decision, view, parts.policy.zone), sort_keys=True)
    is_news = parts.store.decisions.record(
        DecisionRecord(
            subject=Subject(SubjectKind.TICKET, view.ticket.id),
            at=now,
            policy=parts.policy.digest,
            inputs_digest=hashlib.sha256(f"{inputs}\n{document}".encode()).hexdigest(),  # time alone may change it
            inputs=inputs,
            document=document,
        )
    )
    log.info(
        "ticket.decided",
        extra={"ticket": decision.ticket, "rung": str(decision.rung), "waiting_for": str(decision.waiting_for)},
    )
    return is_news


def _remember(parts: Parts, ticket: Ticket, timeline_digest: str) -> None:
    """Keep what tells when to look again; a client whose timeline is news has its other tickets looked at too."""
    parts.store.tickets.upsert(
        ticket.id,
        client=ticket.client,
        is_open=ticket.is_open,
        policy=parts.policy.digest,
        timeline_digest=timeline_digest,
    )
    if ticket.client is None:
        return
    row = parts.store.clients.row(ticket.client)
    if row is None or row.timeline_digest != timeline_digest:
        now = parts.clock()
        parts.store.agenda.touch([Subject(SubjectKind.CLIENT, ticket.client)], now, now=now)


def _follow_merge(parts: Parts, ticket_id: str, known: KnownTicket) -> None:
    """Give the story of a ticket that is gone or closed, and was said to be merged, to its master (Q4)."""
    masters = [fact.value for fact in known.facts if fact.about is About.MERGED_INTO]
    if masters and masters[-1] != ticket_id:
        parts.store.tickets.merge(masters[-1], ticket_id)
        now = parts.clock()
        parts.store.agenda.touch([Subject(SubjectKind.TICKET, masters[-1])], now, now=now)


def _gone(parts: Parts, ticket_id: str) -> Looked:
    """Keep no open ticket that is not there any more, and no write under way to it; a master has its merged ones'."""
    row = parts.store.tickets.row(ticket_id)
    if row is not None and row.is_open:
        parts.store.tickets.upsert(
            ticket_id, client=row.client, is_open=False, policy=row.policy, timeline_digest=row.timeline_digest
        )
    if row is None or row.merged_into is None:
        for write in parts.store.writes.of([ticket_id]):
            if write.state in IN_FLIGHT or write.state is WriteState.INTENDED:
                parts.store.writes.finish(ticket_id, write.key, WriteState.WITHDRAWN, now=parts.clock())
    return Looked(due=None)


def _next_look(parts: Parts, writing: Writing, decision: Decision) -> Looked:
    urgency = LOSES_REALTIME if decision.loses_realtime else NORMAL
    if writing.wait is None:
        return Looked(due=decision.next_change, urgency=urgency)
    error = writing.error
    return Looked(due=parts.clock(), urgency=urgency, wait=writing.wait, failed=bool(error), error=error)
