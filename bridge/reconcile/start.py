"""From when a ticket's customers are owed anything: answer-from, and what a change of policy does to it (W7)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bridge.config import policy_from_document
from bridge.core.actions import DeliverQuote, DraftQuote, SendReply
from bridge.core.decision import Decision, decide
from bridge.core.model import Fact
from bridge.core.policy import AnswerFrom, AnswerFromCause, Policy
from bridge.core.reading import Reader
from bridge.core.seating import seats
from bridge.core.view import TicketView
from bridge.reading import reader
from bridge.reconcile.parts import Parts
from bridge.reconcile.viewing import timelines_under
from bridge.store.marks import SetAnswerFrom


def answer_from(parts: Parts, ticket_id: str) -> AnswerFrom:
    """Return a ticket's answer-from: its own where that was set last, else the store's."""
    general = parts.store.marks.answer_from()
    row = parts.store.tickets.row(ticket_id)
    standing = row.standing_answer_from(general) if row else general
    assert standing is not None, "the store's answer-from is set when it is first opened for work"
    return standing.answer_from


def settle_policy_change(parts: Parts, view: TicketView, facts: Sequence[Fact]) -> TicketView:
    """Withhold what a new policy owes and the old one did not: the ticket's answer-from becomes the change (W7).

    ``facts`` are the ticket's: under the old policy it may have had other tiers.
    """
    row = parts.store.tickets.row(view.ticket.id)
    if row is None or row.policy in {None, parts.policy.digest}:
        return view
    document = parts.store.policies.document(row.policy)
    assert document is not None, "a ticket was decided under a policy that the store never entered"
    old, old_reader = _policy(document)
    now = parts.clock()
    as_it_was = replace(view, seats=seats(facts, timelines_under(parts.store, facts, old), old))
    before = decide(as_it_was, old, old_reader, now)
    after = decide(view, parts.policy, parts.reader, now)
    if owed_keys(after) <= owed_keys(before):
        return view
    current = parts.store.policies.current()
    changed = AnswerFrom(current.since if current else now, AnswerFromCause.POLICY_CHANGE)
    parts.store.tickets.set_answer_from([view.ticket.id], SetAnswerFrom(changed, now))
    return replace(view, answer_from=changed)


@lru_cache(maxsize=8)
def _policy(document: str) -> tuple[Policy, Reader]:
    policy = policy_from_document(document)
    return policy, reader(policy)


def owed_keys(decision: Decision) -> set[str]:
    """Return the keys of what is owed: said now, or put off by a cap, a hold or a pause."""
    said = {action.key for action in decision.actions if isinstance(action, SendReply | DraftQuote | DeliverQuote)}
    return said | {withheld.key for withheld in decision.withheld if withheld.is_put_off}
