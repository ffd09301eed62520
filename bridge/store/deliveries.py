"""Deliveries: what came in, kept as it came before anybody is told that it was taken.

A delivery and the looks it asks for are stored in one transaction that is synced before ``accept`` returns. A
webhook-id is known for ever: senders repeat for days, and what they repeat must not be taken for new.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import chain

from sqlalchemy import Connection, Row, literal_column, select, update

from bridge.billing import Learned
from bridge.core.model import Subject, SubjectKind
from bridge.store.columns import storable_words, stored_instant
from bridge.store.database import Database
from bridge.store.facts import insert_learned
from bridge.store.group import committed
from bridge.store.tables import IS_WAITING, deliveries
from bridge.store.touches import Touch, touch

_EARLY_RECHECKS = 2  # looks after the first, when an event fires before the change that it tells of

_row = deliveries.c


class Acceptance(StrEnum):
    """What became of a delivery."""

    NEW = "new"
    SEEN = "seen"  # the same webhook-id with the same body: taken long ago
    CONFLICT = "conflict"  # the same webhook-id with another body: not taken


class DeliveryState(StrEnum):
    WAITING = "waiting"  # for a look at its subject
    LEARNED = "learned"
    SET_ASIDE = "set-aside"  # signed, and yet unreadable: for a person
    IGNORED = "ignored"  # readable, and about nobody whom the bridge looks at


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it came, verified. It waits for the first of its subjects; the others are looked at too."""

    id: str
    system: str
    kind: str
    subjects: tuple[Subject, ...]
    early: bool
    body: bytes = field(repr=False)
    received: datetime
    is_readable: bool = True

    @property
    def state(self) -> DeliveryState:
        """The state in which it is stored."""
        if not self.is_readable:
            return DeliveryState.SET_ASIDE
        return DeliveryState.WAITING if self.subjects else DeliveryState.IGNORED


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that its subject's next look learns from. ``body`` is empty once its retention has ended."""

    id: str
    system: str
    kind: str
    body: bytes = field(repr=False)
    received: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A delivery as stored."""

    seq: int
    id: str
    system: str
    kind: str
    subject: Subject | None
    state: DeliveryState
    received: datetime
    body: bytes | None = field(repr=False)  # None: its retention has ended


class Deliveries:
    """The deliveries of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, delivery: Delivery) -> Acceptance:
        """Store a delivery and plan the looks it asks for; durable on return."""
        (acceptance,) = self.accept_all([delivery])
        if isinstance(acceptance, Exception):
            raise acceptance
        return acceptance

    def accept_all(self, group: Sequence[Delivery]) -> Sequence[Acceptance | Exception]:
        """Store deliveries with one sync, as ``accept`` stores one; return for each what became of it, or its error."""
        return committed(self._commit, group)

    def _commit(self, group: Sequence[Delivery]) -> list[Acceptance]:
        digests = [hashlib.sha256(delivery.body).digest() for delivery in group]
        rows = {
            delivery.id: _new_row(delivery, digest)
            for delivery, digest in zip(reversed(group), reversed(digests), strict=True)
        }
        with self._database.writing(rings=True) as connection:
            stored = _insert(connection, rows)
            known = _digests(connection, rows.keys() - stored)
            outcomes = []
            for delivery, digest in zip(group, digests, strict=True):
                outcomes.append(_outcome(known.get(delivery.id), digest))
                known.setdefault(delivery.id, digest)
            taken = [one for one, outcome in zip(group, outcomes, strict=True) if outcome is Acceptance.NEW]
            touch(self._database, connection, [one for delivery in taken for one in _touches(delivery)])
        return outcomes

    def waiting(self, subject: Subject) -> list[Waiting]:
        """Return what waits for a look at this subject, in the order received."""
        waits = (
            select(_row.webhook_id, _row.system, _row.event, _row.body, _row.received)
            .where(IS_WAITING, _row.subject_kind == subject.kind.value, _row.subject_id == subject.id)
            .order_by(_row.seq)
        )
        with self._database.reading() as connection:
            return [
                Waiting(row.webhook_id, row.system, row.event, row.body or b"", row.received)
                for row in connection.execute(waits)
            ]

    def learned(self, learned: Mapping[str, Sequence[Learned]]) -> None:
        """Record what each delivery, named by its webhook-id, taught: facts, or nothing. Twice changes nothing."""
        with self._database.writing() as connection:
            insert_learned(self._database, connection, learned)
            connection.execute(
                update(deliveries)
                .where(_row.webhook_id.in_(list(learned)), IS_WAITING)
                .values(state=DeliveryState.LEARNED)
            )

    def replay(self, webhook_id: str, subjects: Sequence[Subject], now: datetime) -> bool:
        """Let a delivery wait again, for ``subjects``; False: there is none of that id, or its body is not kept."""
        first = subjects[0] if subjects else None
        with self._database.writing(rings=True) as connection:
            result = connection.execute(
                update(deliveries)
                .where(_row.webhook_id == webhook_id, _row.body.is_not(None))
                .values(
                    state=DeliveryState.WAITING if first else DeliveryState.IGNORED,
                    subject_kind=first.kind.value if first else None,
                    subject_id=first.id if first else None,
                )
            )
            if result.rowcount:
                touch(self._database, connection, [Touch(subject, now, is_fresh=True) for subject in subjects])
        return result.rowcount == 1

    def show(self, webhook_id: str) -> Record | None:
        with self._database.reading() as connection:
            row = connection.execute(_RECORDS.where(_row.webhook_id == webhook_id)).first()
        return _record(row) if row else None

    def list(self, state: DeliveryState | None = None, *, limit: int = 100, before: int | None = None) -> list[Record]:
        """Return the latest deliveries, newest first, in one state or any; ``before``: older than this ``seq``."""
        query = _RECORDS.order_by(_row.seq.desc()).limit(limit)
        if state is not None:
            query = query.where(literal_column(f"state = '{state}'"))
        if before is not None:
            query = query.where(_row.seq < before)
        with self._database.reading() as connection:
            return [_record(row) for row in connection.execute(query)]


_RECORDS = select(
    _row.seq,
    _row.webhook_id,
    _row.system,
    _row.event,
    _row.subject_kind,
    _row.subject_id,
    _row.state,
    _row.received,
    _row.body,
)


def _record(row: Row[int, str, str, str, str | None, str | None, str, datetime, bytes | None]) -> Record:
    seq, webhook_id, system, event, kind, subject_id, state, received, body = row
    subject = None if kind is None or subject_id is None else Subject(SubjectKind(kind), subject_id)
    return Record(seq, webhook_id, system, event, subject, DeliveryState(state), received, body)


_Row = tuple[object, ...]  # as the database takes it, in the order of _COLUMNS

_COLUMNS = (
    _row.webhook_id,
    _row.system,
    _row.event,
    _row.subject_kind,
    _row.subject_id,
    _row.is_early,
    _row.body,
    _row.body_sha256,
    _row.received,
    _row.state,
)
_AT_ONCE = 500  # rows: PostgreSQL and SQLite take some thousand parameters more than that has


def _new_row(delivery: Delivery, digest: bytes) -> _Row:
    first = delivery.subjects[0] if delivery.subjects and delivery.is_readable else None
    return (
        delivery.id,
        delivery.system,
        storable_words(delivery.kind),
        first.kind.value if first else None,
        first.id if first else None,
        delivery.early,
        delivery.body,
        digest,
        stored_instant(delivery.received),
        delivery.state.value,
    )


def _insert(connection: Connection, rows: Mapping[str, _Row]) -> set[str]:
    """Insert the rows whose webhook-id is new, and return those ids."""
    in_order = [rows[id_] for id_ in sorted(rows)]  # so that no two groups wait for each other
    stored: set[str] = set()
    for start in range(0, len(in_order), _AT_ONCE):
        page = in_order[start : start + _AT_ONCE]
        statement = _inserting(connection.dialect.paramstyle, len(page))
        stored.update(connection.exec_driver_sql(statement, tuple(chain.from_iterable(page))).scalars())
    return stored


@cache
def _inserting(paramstyle: str, count: int) -> str:
    """Return the statement in the driver's own words: through SQLAlchemy's, a row costs twice as much."""
    place = {"qmark": "?", "pyformat": "%s"}[paramstyle]
    row = f"({', '.join([place] * len(_COLUMNS))})"
    names = ", ".join(column.name for column in _COLUMNS)
    return (
        f"INSERT INTO {deliveries.name} ({names}) VALUES {', '.join([row] * count)}"  # noqa: S608 - names of our own
        f" ON CONFLICT DO NOTHING RETURNING {_row.webhook_id.name}"
    )


def _digests(connection: Connection, ids: Collection[str]) -> dict[str, bytes]:
    """Return the digests of the bodies that these webhook-ids first came with."""
    if not ids:
        return {}
    rows = connection.execute(select(_row.webhook_id, _row.body_sha256).where(_row.webhook_id.in_(ids)))
    return {row.webhook_id: row.body_sha256 for row in rows}


def _outcome(known: bytes | None, digest: bytes) -> Acceptance:
    if known is None:
        return Acceptance.NEW
    return Acceptance.SEEN if known == digest else Acceptance.CONFLICT


def _touches(delivery: Delivery) -> list[Touch]:
    if not delivery.is_readable:
        return []
    rechecks = _EARLY_RECHECKS if delivery.early else 0
    return [Touch(subject, delivery.received, rechecks=rechecks, is_fresh=True) for subject in delivery.subjects]
