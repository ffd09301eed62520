"""Learning: the deliveries that wait for a subject become facts, then the billing system is read and what is new kept.

A webhook is a hint. What it says began when is a fact to be weighed (D3); what is so, only a reading says.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bridge.billing import Learned
from bridge.core.facts import facts_of_client, facts_of_ticket
from bridge.core.model import About, Client, Fact, Subject, SubjectKind, Ticket
from bridge.core.stretches import began
from bridge.reconcile.parts import Parts
from bridge.store.deliveries import Waiting

HOOK_DELAY = timedelta(seconds=5)  # by which a webhook may be dated later than the message that it tells of


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client as just read (None: it is not there), and everything known about it."""

    client: Client | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """A ticket as just read (None: it is not there), and everything known about it."""

    ticket: Ticket | None
    facts: tuple[Fact, ...]


def learn_deliveries(parts: Parts, subject: Subject) -> tuple[Learned, ...]:
    """Turn what waits for ``subject`` into facts, once; return them. Merges of tickets are carried out first."""
    waiting = parts.store.deliveries.waiting(subject)
    told = {delivery.id: _facts(parts, delivery) for delivery in waiting}
    learned = tuple(fact for facts in told.values() for fact in facts)
    for one in learned:
        if one.subject.kind is SubjectKind.TICKET and one.fact.about is About.MERGED_INTO:
            merge_once_gone(parts, one.subject.id, one.fact.value)
    parts.store.deliveries.learned(told)
    return learned


def lags_behind(ticket: Ticket, told: Sequence[Learned]) -> bool:
    """Tell whether a reading is older than the last webhook that told how the ticket is: a replica's may be.

    It shows another status, or no message as late as a webhook of an open ticket. Some such webhooks come without a
    message; they only cost the looks that are then made again.
    """
    facts = [one.fact for one in told if one.subject.id == ticket.id and one.fact.about is About.TICKET_OPEN]
    if not facts:
        return False
    last = max(facts, key=began)
    newest = max((message.at for message in ticket.messages), default=began(last))
    return (last.value == "yes") is not ticket.is_open or (ticket.is_open and newest + HOOK_DELAY < began(last))


def read_client(parts: Parts, client_id: str) -> KnownClient:
    """Read a client and keep what is new."""
    subject = Subject(SubjectKind.CLIENT, client_id)
    found, place = parts.clock(), place_of_reading(parts, subject)
    client = parts.billing.read_client(client_id)

    def news(known: tuple[Fact, ...]) -> Sequence[Fact]:
        return facts_of_client(client, known, found=found, zone=parts.policy.zone)

    return KnownClient(client, parts.store.facts.learn(subject, place, news))


def read_ticket(parts: Parts, ticket_id: str) -> KnownTicket:
    """Read a ticket and keep what is new."""
    subject = Subject(SubjectKind.TICKET, ticket_id)
    found, place = parts.clock(), place_of_reading(parts, subject)
    ticket = parts.billing.read_ticket(ticket_id)

    def news(known: tuple[Fact, ...]) -> Sequence[Fact]:
        return facts_of_ticket(ticket, known, found=found)

    return KnownTicket(ticket, parts.store.facts.learn(subject, place, news))


def place_of_reading(parts: Parts, subject: Subject) -> datetime:
    """Return the place, among the readings of a subject, of one that begins now; ask before it begins.

    It is the time, but never before the reading that was noted last: else, after a clock was set back, every reading
    would pass for an old one until the clock had caught up.
    """
    now, last = parts.clock(), parts.store.facts.read_at(subject)
    return now if last is None else max(now, last)


def merge_once_gone(parts: Parts, merged: str, master: str) -> None:
    """Give a merged ticket's story to its master, if the reading bears the merge out: it is gone, or closed (Q4)."""
    if merged == master:
        return
    ticket = parts.billing.read_ticket(merged)
    if ticket is None or not ticket.is_open:
        parts.store.tickets.merge(master, merged)


def _facts(parts: Parts, delivery: Waiting) -> list[Learned]:
    if not delivery.body:  # its retention has ended: a reading will have to do
        return []
    event: Mapping[str, object] = json.loads(delivery.body)
    return [_with_holdings(parts, one) for one in parts.dialect.facts(event, received=delivery.received)]


def _with_holdings(parts: Parts, learned: Learned) -> Learned:
    """Name the holdings that a merged client had, so that they are known again on the survivor (T8)."""
    if learned.fact.about is not About.ABSORBED:
        return learned
    gone = parts.store.facts.of(Subject(SubjectKind.CLIENT, learned.fact.value))
    names = dict.fromkeys(fact.name for fact in gone if fact.about is About.HOLDING)
    return replace(learned, fact=replace(learned.fact, name=",".join(names)))
