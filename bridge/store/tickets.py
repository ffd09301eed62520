"""What the bridge keeps of tickets: whose they are, what their last look saw, and which were merged into which.

A look writes its own columns only; answer-from and merges are written by others and survive it (W7, Q4).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, case, func, select, update

from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.store.database import Database
from bridge.store.marks import SetAnswerFrom, store_answer_from
from bridge.store.tables import IS_MERGED, IS_OPEN, tickets

_PAGE = 1000
_row = tickets.c


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as the store knows it."""

    id: str
    client: str | None
    is_open: bool
    policy: str | None  # the digest of the policy it was last decided under
    timeline_digest: str  # of the timeline it was last decided on
    answer_from: SetAnswerFrom | None = None  # its own
    merged_into: str | None = None

    def standing_answer_from(self, store: SetAnswerFrom | None) -> SetAnswerFrom | None:
        """Return the answer-from that holds for it: of its own and the store's, the one set last (W7)."""
        if self.answer_from is None or (store is not None and store.set_at > self.answer_from.set_at):
            return store
        return self.answer_from


@dataclass(frozen=True, slots=True)
class Progress:
    """How many tickets are open, and how many of them were last decided under one policy."""

    open_tickets: int
    decided: int


_ROWS = select(
    _row.id,
    _row.client,
    _row.is_open,
    _row.policy,
    _row.timeline_digest,
    _row.answer_from,
    _row.answer_from_cause,
    _row.answer_from_set_at,
    _row.merged_into,
)


class Tickets:
    """The tickets of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def row(self, ticket: str) -> TicketRow | None:
        with self._database.reading() as connection:
            row = connection.execute(_ROWS.where(_row.id == ticket)).first()
        return _ticket(row) if row else None

    def upsert(
        self, ticket: str, *, client: str | None, is_open: bool, policy: str | None, timeline_digest: str
    ) -> None:
        """Record what a look saw, and under what it decided."""
        seen = {"client": client, "is_open": is_open, "policy": policy, "timeline_digest": timeline_digest}
        statement = self._database.backend.insert(tickets).values(id=ticket, **seen)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=[_row.id], set_=seen))

    def open_of(self, client: str) -> tuple[TicketRow, ...]:
        """Return a client's open tickets."""
        with self._database.reading() as connection:
            rows = connection.execute(_ROWS.where(IS_OPEN, _row.client == client).order_by(_row.id))
            return tuple(_ticket(row) for row in rows)

    def open_ids(self) -> Iterator[str]:
        """Yield the ids of all open tickets, a page at a time."""
        page = [""]
        while page:
            after = select(_row.id).where(IS_OPEN, _row.id > page[-1]).order_by(_row.id).limit(_PAGE)
            with self._database.reading() as connection:
                page = list(connection.execute(after).scalars())
            yield from page

    def progress(self, policy: str) -> Progress:
        """Return how far a policy, by its digest, has come."""
        decided = func.coalesce(func.sum(case((_row.policy == policy, 1), else_=0)), 0)
        with self._database.reading() as connection:
            row = connection.execute(select(func.count(), decided).select_from(tickets).where(IS_OPEN)).one()
        return Progress(*row)

    def set_answer_from(self, ticket_ids: Sequence[str], given: SetAnswerFrom) -> None:
        """Set the answer-from of known tickets, back or forward (W7)."""
        with self._database.writing() as connection:
            connection.execute(update(tickets).where(_row.id.in_(ticket_ids)).values(_answer_from_values(given)))

    def cover(self, clients: Mapping[str, str | None], given: SetAnswerFrom) -> None:
        """Set the answer-from of these tickets, each with its client, whether they are known yet or not (W7)."""
        blank = {"is_open": True, "policy": None, "timeline_digest": ""} | _answer_from_values(given)
        rows = [{"id": ticket, "client": clients[ticket], **blank} for ticket in sorted(clients)]
        statement = self._database.backend.insert(tickets)
        with self._database.writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=[_row.id], set_=_answer_from_values(given)), rows
            )

    def rows(self, ids: Sequence[str]) -> Mapping[str, TicketRow]:
        """Return those of these tickets that are known."""
        with self._database.reading() as connection:
            return {row.id: _ticket(row) for row in connection.execute(_ROWS.where(_row.id.in_(ids)))}

    def family(self, ticket: str) -> tuple[str, ...]:
        """Return a ticket and all that were merged into it, at any remove (Q4)."""
        with self._database.reading() as connection:
            return _family(connection, ticket)

    def merge(self, master: str, merged: str) -> None:
        """Record that ``merged`` went into ``master``, which takes over the later answer-from of both (Q4).

        Twice changes nothing. A ticket that is already of the other's family, or itself, is left as it is.
        """
        with self._database.writing() as connection:
            self._database.backend.serialise(connection, "merges")
            if master in _family(connection, merged):
                return
            blank = {"client": None, "is_open": True, "policy": None, "timeline_digest": ""}
            connection.execute(
                self._database.backend.insert(tickets).on_conflict_do_nothing(),
                [{"id": ticket, **blank} for ticket in sorted((master, merged))],
            )
            connection.execute(update(tickets).where(_row.id == merged).values(merged_into=master, is_open=False))
            self._hand_over_answer_from(connection, master, merged)

    def _hand_over_answer_from(self, connection: Connection, master: str, merged: str) -> None:
        store = store_answer_from(connection)
        rows = connection.execute(_ROWS.where(_row.id.in_((master, merged))))
        standing = {row.id: _ticket(row).standing_answer_from(store) for row in rows}
        ours, theirs = standing[master], standing[merged]
        if theirs is not None and (ours is None or ours.answer_from.instant < theirs.answer_from.instant):
            connection.execute(update(tickets).where(_row.id == master).values(_answer_from_values(theirs)))


def _family(connection: Connection, ticket: str) -> tuple[str, ...]:
    known = [ticket]
    generation = [ticket]
    while generation:
        merged = select(_row.id).where(IS_MERGED, _row.merged_into.in_(generation)).order_by(_row.id)
        generation = [id_ for id_ in connection.execute(merged).scalars() if id_ not in known]
        known += generation
    return tuple(known)


def _answer_from_values(given: SetAnswerFrom) -> dict[str, object]:
    return {
        "answer_from": given.answer_from.instant,
        "answer_from_cause": given.answer_from.cause.value,
        "answer_from_set_at": given.set_at,
    }


def _ticket(
    row: Row[str, str | None, bool, str | None, str, datetime | None, str | None, datetime | None, str | None],
) -> TicketRow:
    return TicketRow(
        id=row.id,
        client=row.client,
        is_open=row.is_open,
        policy=row.policy,
        timeline_digest=row.timeline_digest,
        answer_from=_answer_from(row.answer_from, row.answer_from_cause, row.answer_from_set_at),
        merged_into=row.merged_into,
    )


def _answer_from(instant: datetime | None, cause: str | None, set_at: datetime | None) -> SetAnswerFrom | None:
    if instant is None or cause is None or set_at is None:
        return None
    return SetAnswerFrom(AnswerFrom(instant, AnswerFromCause(cause)), set_at)
