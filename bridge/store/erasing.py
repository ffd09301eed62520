"""Erasing a client's personal data: what the billing system no longer has, the store shall not have either.

What goes: bodies of webhooks, what was learned of the client (sign-up, statuses, what it held), decisions with the
conversations they were made on, the texts that were sent, the reasons that people gave. What stays: ids, and what keeps
anything from being taken for new or sent again: webhook-ids and digests of bodies, keys, states and digests of writes
(W3), answer-from (W7), merges (Q4, T8), since when a ticket was open and whose it was, tags and tiers of policies.

Each subject goes in one transaction, while nobody looks at it; what was erased is marked with the instant.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Update,
    and_,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from bridge.core.model import About, Subject, SubjectKind, WriteState
from bridge.errors import StoreUnavailableError
from bridge.store.database import Database
from bridge.store.deliveries import DeliveryState
from bridge.store.faults import as_unavailable
from bridge.store.marks import get, put
from bridge.store.retention import NO_TEXT
from bridge.store.tables import (
    IS_WAITING,
    agenda,
    clients,
    decisions,
    deliveries,
    facts,
    overrides,
    tickets,
    verdicts,
    writes,
)

ERASED: Final = "erased"  # in place of what a person or the billing system said
PATIENCE: Final = 90.0  # seconds to wait for a look to end: longer than a lease that nobody renews
STEP: Final = 0.2
PAGE: Final = 200  # bodies in one transaction

PERSONAL: Final = (About.SIGNED_UP, About.CLIENT_STATUS, About.HOLDING)
_IN_FLIGHT: Final = (WriteState.SENDING.value, WriteState.UNKNOWN.value)
_OUTCOME_UNKNOWN: Final = "erased before it was known whether it was sent: it is not sent again"

_delivery, _fact, _decision, _write = deliveries.c, facts.c, decisions.c, writes.c
_override, _verdict, _agenda, _ticket = overrides.c, verdicts.c, agenda.c, tickets.c


@dataclass(frozen=True, slots=True)
class Belongings:
    """Whom erasing a client concerns: itself, the clients merged into it, every ticket that was ever theirs."""

    clients: tuple[str, ...]
    tickets: tuple[str, ...]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Tickets first: while one is left, what it was decided on is too."""
        of_tickets = (Subject(SubjectKind.TICKET, ticket) for ticket in self.tickets)
        return (*of_tickets, *(Subject(SubjectKind.CLIENT, client) for client in self.clients))


@dataclass(frozen=True, slots=True)
class Erasure:
    """How much there is to erase, or was erased."""

    bodies: int = 0
    facts: int = 0
    decisions: int = 0
    texts: int = 0
    reasons: int = 0

    def __add__(self, other: "Erasure") -> "Erasure":
        return Erasure(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


class Erasing:
    """Erasing in one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def belongings(self, client: str) -> Belongings:
        """Return whom it concerns. It reads every fact and ticket there is: nothing that is done often."""
        with self._database.reading() as connection:
            ours = _closed([client], lambda known: _absorbed_by(connection, known))
            theirs = _closed(_tickets_of(connection, ours), lambda known: _merged_with(connection, known))
        return Belongings(tuple(ours), tuple(theirs))

    def waiting(self, whose: Belongings) -> int:
        """Return how many webhooks about it have not been read yet: what they tell must be learned first (T8, Q4)."""
        waits = select(func.count()).select_from(deliveries).where(IS_WAITING, _is_about(_delivery, whose.subjects))
        with self._database.reading() as connection:
            return connection.execute(waits).scalar_one()

    def count(self, whose: Belongings) -> Erasure:
        """Return how much there is to erase."""
        with self._database.reading() as connection:
            bodies = Erasure(bodies=len(_bodies(connection, whose)))
            return sum((_count(connection, subject) for subject in whose.subjects), start=bodies)

    def erase(self, whose: Belongings, now: datetime) -> Erasure:
        """Erase it; twice changes nothing. Raises StoreUnavailableError where a look at it does not end."""
        erased = Erasure(bodies=self._erase_bodies(whose))  # first: facts lead to some of them
        for subject in whose.subjects:
            erased += self._erase_subject(subject, now)
        return erased

    def erased_at(self, subject: Subject) -> datetime | None:
        """Return when a subject was erased last, None: never."""
        with self._database.reading() as connection:
            found = get(connection, _mark(subject))
        return None if found is None else datetime.fromisoformat(found)

    def leave_no_trace(self) -> bool:
        """Let nothing of what was deleted be found in the store's files; False: somebody is in the way of it."""
        with as_unavailable():
            return self._database.backend.leave_no_trace()

    def _erase_bodies(self, whose: Belongings) -> int:
        with self._database.reading() as connection:
            found = _bodies(connection, whose)
        for start in range(0, len(found), PAGE):
            page = _delivery.seq.in_(found[start : start + PAGE])
            with self._database.writing() as connection:
                connection.execute(update(deliveries).where(page).values(body=None))
        return len(found)

    def _erase_subject(self, subject: Subject, now: datetime) -> Erasure:
        end = time.monotonic() + PATIENCE
        while True:
            with self._database.writing() as connection:
                if self._is_free(connection, subject):
                    erased = _count(connection, subject)
                    _erase(connection, subject, now)
                    put(self._database, connection, _mark(subject), now.isoformat())
                    return erased
            if time.monotonic() > end:
                raise StoreUnavailableError(f"{subject} is being looked at and that does not end: say it again later")
            time.sleep(STEP)

    def _is_free(self, connection: Connection, subject: Subject) -> bool:
        """Tell whether nobody looks at it now; nobody can begin to before the transaction ends."""
        held = (
            select(and_(_agenda.owner.is_not(None), _agenda.free_tick > self._database.backend.tick()))
            .where(_agenda.kind == subject.kind.value, _agenda.id == subject.id)
            .with_for_update()
        )
        return not connection.execute(held).scalar()


def _mark(subject: Subject) -> str:
    return f"{ERASED} {subject}"


# Whom it concerns ---------------------------------------------------------------------------------------------


def _closed(start: Sequence[str], more: Callable[[Sequence[str]], Sequence[str]]) -> list[str]:
    """Return what is reached from ``start``, itself included, each once."""
    known = list(dict.fromkeys(start))
    latest: Sequence[str] = known
    while latest:
        latest = [one for one in dict.fromkeys(more(latest)) if one not in known]
        known += latest
    return known


def _absorbed_by(connection: Connection, known: Sequence[str]) -> Sequence[str]:
    is_theirs = and_(_fact.subject_kind == SubjectKind.CLIENT.value, _fact.subject_id.in_(known))
    return connection.execute(select(_fact.value).where(is_theirs, _fact.about == About.ABSORBED.value)).scalars().all()


def _tickets_of(connection: Connection, ours: Sequence[str]) -> list[str]:
    """Return the tickets that are, or ever were, these clients'."""
    queries = (
        select(_ticket.id).where(_ticket.client.in_(ours)),
        select(_fact.subject_id).where(_fact.about == About.TICKET_CLIENT.value, _fact.value.in_(ours)),
        select(_write.ticket).where(_write.client.in_(ours)),
    )
    return sorted({id_ for query in queries for id_ in connection.execute(query).scalars()})


def _merged_with(connection: Connection, known: Sequence[str]) -> Sequence[str]:
    """Return the tickets that were merged into these, and those they were merged into: they hold the same words."""
    into = select(_ticket.id).where(_ticket.merged_into.in_(known))
    masters = select(_ticket.merged_into).where(_ticket.id.in_(known), _ticket.merged_into.is_not(None))
    return [id_ for query in (into, masters) for id_ in connection.execute(query).scalars() if id_]


def _bodies(connection: Connection, whose: Belongings) -> list[int]:
    """Return the deliveries about it whose bodies are kept: those that named it, and those that taught of it."""
    taught = select(_fact.delivery).where(_is_about(_fact, whose.subjects), _fact.delivery.is_not(None))
    is_about = or_(_is_about(_delivery, whose.subjects), _delivery.webhook_id.in_(taught))
    query = select(_delivery.seq).where(_delivery.body.is_not(None), _is_at_rest(), is_about)
    return list(connection.execute(query).scalars())


def _is_at_rest() -> ColumnElement[bool]:
    return _delivery.state.in_([DeliveryState.LEARNED.value, DeliveryState.IGNORED.value])


def _is_about(columns: Any, subjects: Sequence[Subject]) -> ColumnElement[bool]:  # noqa: ANN401 - any table that names subjects
    named = [(subject.kind.value, subject.id) for subject in subjects]
    return tuple_(columns.subject_kind, columns.subject_id).in_(named)


# What goes ----------------------------------------------------------------------------------------------------


def _personal_facts(subject: Subject) -> ColumnElement[bool]:
    return and_(_is_about(_fact, [subject]), _fact.about.in_([about.value for about in PERSONAL]))


def _spoken(subject: Subject) -> ColumnElement[bool]:
    is_of_ticket = _write.ticket == (subject.id if subject.kind is SubjectKind.TICKET else None)
    return and_(is_of_ticket, or_(_write.payload != NO_TEXT, _write.error.not_in(["", _OUTCOME_UNKNOWN])))


def _explained(subject: Subject) -> ColumnElement[bool]:
    return and_(_is_about(_override, [subject]), _override.reason != ERASED)


def _judged(subject: Subject) -> ColumnElement[bool]:
    is_of_ticket = _verdict.ticket == (subject.id if subject.kind is SubjectKind.TICKET else None)
    return and_(is_of_ticket, _verdict.reason != ERASED)


def _count(connection: Connection, subject: Subject) -> Erasure:
    def many(table: FromClause, where: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()

    return Erasure(
        facts=many(facts, _personal_facts(subject)),
        decisions=many(decisions, _is_about(_decision, [subject])),
        texts=many(writes, _spoken(subject)),
        reasons=many(overrides, _explained(subject)) + many(verdicts, _judged(subject)),
    )


def _erase(connection: Connection, subject: Subject, now: datetime) -> None:
    connection.execute(delete(facts).where(_personal_facts(subject)))
    connection.execute(delete(decisions).where(_is_about(_decision, [subject])))
    connection.execute(_without_text(subject, now))
    connection.execute(update(overrides).where(_explained(subject)).values(reason=ERASED))
    connection.execute(update(verdicts).where(_judged(subject)).values(reason=ERASED, error=""))
    if subject.kind is SubjectKind.CLIENT:
        connection.execute(delete(clients).where(clients.c.id == subject.id))
    its_row = and_(_agenda.kind == subject.kind.value, _agenda.id == subject.id)
    connection.execute(update(agenda).where(its_row).values(error=""))


def _without_text(subject: Subject, now: datetime) -> Update:
    """Return what takes the text from a ticket's writes, so that none is sent again and none is sent without it.

    One never attempted is withdrawn. One of unknown outcome could no longer be recognised on the ticket: it is left to
    rest where a person would have had to decide, and the decision is made: not again.
    """
    is_intended, is_in_flight = _write.state == WriteState.INTENDED.value, _write.state.in_(_IN_FLIGHT)
    return (
        update(writes)
        .where(_spoken(subject))
        .values(
            payload=NO_TEXT,
            state=case(
                (is_intended, WriteState.WITHDRAWN.value), (is_in_flight, WriteState.PARKED.value), else_=_write.state
            ),
            at=case((or_(is_intended, is_in_flight), literal(now, _write.at.type)), else_=_write.at),
            is_abandoned=or_(_write.is_abandoned, is_in_flight),
            error=case((is_in_flight, _OUTCOME_UNKNOWN), else_=""),
        )
    )
