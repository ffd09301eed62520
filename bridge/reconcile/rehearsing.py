"""A look at a ticket without its deeds: read it, decide, imagine what was decided as done, decide again.

The same readings, view and decisions as a look's (``bridge.reconcile.tickets``), on a store that keeps nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.core.actions import Action, DeliverQuote, DraftQuote, SetPriority, SetTags
from bridge.core.decision import Decision, decide
from bridge.core.model import Quote, Stage, Write, WriteState
from bridge.core.policy import AnswerFrom
from bridge.core.view import StageChange, TicketView
from bridge.reconcile.commands import outgoing, quote_subject
from bridge.reconcile.learning import read_ticket
from bridge.reconcile.parts import Parts
from bridge.reconcile.start import settle_policy_change
from bridge.reconcile.tickets import TURNS
from bridge.reconcile.viewing import view_of

NOT_YET = "0"  # in place of the id that the billing system will give to a quote


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a look would decide: each of its decisions, the view of the first, ``client`` as it was read."""

    view: TicketView
    decisions: tuple[Decision, ...]


def rehearse(parts: Parts, ticket_id: str, start: AnswerFrom, replied: Sequence[datetime] = ()) -> Rehearsed | None:
    """Return what a look at a ticket would do, were ``start`` its answer-from; None: there is no such ticket.

    ``replied`` are replies to its client that are rehearsed already, and count under the caps as if sent.
    """
    trying = replace(parts, store=parts.store.rehearsal())
    family = trying.store.tickets.family(ticket_id)
    known = read_ticket(trying, ticket_id)
    if known.ticket is None:
        return None
    seen = view_of(trying, known, known.ticket, family, start)
    first = settle_policy_change(trying, seen.view, known.facts)
    first = replace(first, client_replies=(*first.client_replies, *replied))
    decisions: list[Decision] = []
    view = first
    while len(decisions) < TURNS:
        decision = decide(view, parts.policy, parts.reader, parts.clock())
        decisions.append(decision)
        after = view
        for action in decision.actions:
            after = imagined(trying, action, after, decision)
        if all(isinstance(action, SetTags) for action in decision.actions):
            break  # tags alone call for nothing more
        view = after
    return Rehearsed(first, tuple(decisions))


def imagined(parts: Parts, action: Action, view: TicketView, decision: Decision) -> TicketView:
    """Return the view as it will be once the action is carried out."""
    ticket, now = view.ticket, parts.clock()
    if isinstance(action, SetTags):
        return replace(view, ticket=replace(ticket, tags=((ticket.tags or frozenset()) - action.remove) | action.add))
    out = outgoing(action, view, decision, parts.policy, parts.texts, now)
    write = Write(
        ticket.id,
        out.key,
        out.kind,
        WriteState.DONE,
        now,
        attempts=1,
        after=out.after,
        source=out.source,
        source_digest=out.source_digest,
        digest=out.digest,
        quote=NOT_YET if isinstance(action, DraftQuote) else None,
    )
    others = tuple(one for one in view.writes if (one.ticket, one.key) != (ticket.id, out.key))
    done = replace(view, writes=(*others, write))
    match action:
        case SetPriority():
            return replace(done, ticket=replace(ticket, priority=action.priority))
        case DraftQuote():
            drafted = Quote(NOT_YET, Stage.DRAFT, action.valid_until, quote_subject(ticket.number or ticket.id))
            return _staged(done, drafted, now)
        case DeliverQuote() if done.quote is not None:
            return _staged(done, replace(done.quote, stage=Stage.DELIVERED), now)
        case _:
            return done


def _staged(view: TicketView, quote: Quote, now: datetime) -> TicketView:
    return replace(view, quote=quote, stages=(*view.stages, StageChange(now, quote.stage)))
