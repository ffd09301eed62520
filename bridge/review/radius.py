"""The blast radius of a policy before it is applied: which clients and open tickets it changes, and how.

Clients are decided on everything known of them, tickets on the view of their last decision with what people and the
bridge have set and written since. What a new policy newly owes is withheld (W7), and counted for itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from bridge.core.decision import Decision
from bridge.core.entitlement import Entitlement, entitlement
from bridge.core.model import Subject, SubjectKind
from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.core.timeline import timeline
from bridge.core.view import TicketView
from bridge.reconcile.inputs import view_from
from bridge.reconcile.start import owed_keys
from bridge.review.judging import Judge
from bridge.review.tally import Kind, Tally
from bridge.store import Store
from bridge.store.client_pages import Known

PAGE = 500

Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Radius:
    """What changes. ``withheld`` counts what the new policy would owe, and W7 withholds, by its key."""

    clients: Tally = field(default_factory=Tally)
    tickets: Tally = field(default_factory=Tally)
    withheld: Tally = field(default_factory=Tally)
    unread_clients: int = 0  # heard of, and never read: nothing is known of them
    undecided_tickets: int = 0  # open, and never decided

    @property
    def is_empty(self) -> bool:
        return not (self.clients.changed or self.tickets.changed or self.withheld.changed)


def radius(store: Store, old: Judge, new: Judge, now: datetime, told: Progress = lambda _, __: None) -> Radius:
    """Compare two policies over all that the store knows; ``told`` hears of what was compared, and how many so far."""
    found = Radius()
    for known in _clients(store):
        if known.facts:
            found.clients.add(known.id, client_changes(known, old, new, now))
        else:
            found.unread_clients += 1
        told("clients", found.clients.compared)
    for ticket in store.tickets.open_ids():
        _add_ticket(found, store, ticket, old, new, now)
        told("tickets", found.tickets.compared)
    return found


def _clients(store: Store) -> Iterator[Known]:
    subjects = store.agenda.subjects(SubjectKind.CLIENT)
    while page := [subject.id for subject in islice(subjects, PAGE)]:
        yield from store.client_pages.known(page)


def client_changes(known: Known, old: Judge, new: Judge, now: datetime) -> set[Kind]:
    """Return what changes for a client now: its tier, the access to each channel; later: when its tier ends."""
    before, after = _entitled(known, old, now), _entitled(known, new, now)
    kinds = {Kind("tier", before.tier, after.tier)} if before.tier != after.tier else set()
    kinds |= {
        Kind(str(channel), str(before.channels[channel]), str(after.channels[channel]))
        for channel in before.channels
        if before.channels[channel] is not after.channels[channel]
    }
    if before.tier == after.tier and before.until != after.until:
        kinds.add(Kind("end of tier", before.tier, _moved(before.until, after.until)))
    return kinds


def _entitled(known: Known, judge: Judge, now: datetime) -> Entitlement:
    line = timeline(known.facts, known.overrides, judge.policy, as_known=None)
    return entitlement(line, known.overrides, judge.policy, at=now)


def _moved(before: datetime | None, after: datetime | None) -> str:
    if before is None or after is None:
        return "never" if after is None else "at last"
    return "later" if after > before else "sooner"


# Tickets ------------------------------------------------------------------------------------------------------


def _add_ticket(found: Radius, store: Store, ticket: str, old: Judge, new: Judge, now: datetime) -> None:
    subject = Subject(SubjectKind.TICKET, ticket)
    record = store.decisions.last(subject)
    if record is None:
        found.undecided_tickets += 1
        return
    view, facts = _as_it_is(store, view_from(record.inputs)), store.facts.of(subject)
    before = old.decide(old.seated(view, store, facts), now)
    seen = new.seated(view, store, facts)
    after = new.decide(seen, now)
    owed = owed_keys(after) - owed_keys(before)
    if owed:
        after = new.decide(replace(seen, answer_from=AnswerFrom(now, AnswerFromCause.POLICY_CHANGE)), now)
    found.tickets.add(ticket, ticket_changes(before, after))
    found.withheld.add(ticket, {Kind(key, "", "withheld") for key in owed})


def _as_it_is(store: Store, view: TicketView) -> TicketView:
    """Return a view with the writes and overrides of now; the conversation is as it was read last."""
    subjects = {override.subject for override in view.overrides if override.subject}
    subjects.add(Subject(SubjectKind.TICKET, view.ticket.id))
    if view.client:
        subjects.add(Subject(SubjectKind.CLIENT, view.client.id))
    writes = store.writes.of(store.tickets.family(view.ticket.id))
    return replace(view, writes=writes, overrides=store.overrides.of(subjects))


def ticket_changes(before: Decision, after: Decision) -> set[Kind]:
    """Return what changes for a ticket: its tier, rung, whose turn it is, and each tag."""
    told = (
        ("tier", before.tier, after.tier),
        ("rung", before.rung, after.rung),
        ("topic", before.topic or "none", after.topic or "none"),
        ("waits for", before.waiting_for, after.waiting_for),
    )
    kinds = {Kind(what, str(one), str(other)) for what, one, other in told if one != other}
    kinds |= {Kind("tag", "", f"+{tag}") for tag in after.tags - before.tags}
    return kinds | {Kind("tag", "", f"-{tag}") for tag in before.tags - after.tags}
