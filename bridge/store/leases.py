"""Leases: the right to look at a subject, for a while and alone.

A lease is fenced by the number of times its subject was leased: one that was lost can change nothing any more, even if
the same worker holds the next. All of it runs on the lease clock, within the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, tuple_, update

from bridge.core.model import Subject, SubjectKind
from bridge.store.columns import microseconds
from bridge.store.database import Database
from bridge.store.tables import IS_FREE, IS_TAKEN_OR_WAITS, agenda

_row = agenda.c
_key = tuple_(_row.kind, _row.id)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to look at a subject, until ``deadline`` on this process's ``time.monotonic()``, at the least.

    ``fence`` tells this lease from every other of the subject; ``version`` is what it was touched up to.
    """

    subject: Subject
    owner: str
    fence: int
    version: int
    due: datetime
    urgency: int
    rechecks: int
    failures: int
    deadline: float


def ripen(database: Database, connection: Connection) -> None:
    """Give back what waited long enough, and what a lost worker held."""
    ripe = (
        select(_row.kind, _row.id)
        .where(IS_TAKEN_OR_WAITS, _row.free_tick <= database.backend.tick())
        .with_for_update(skip_locked=True)
    )
    connection.execute(update(agenda).where(_key.in_(ripe)).values(owner=None, free_tick=0))


def find_due(
    connection: Connection, *, owner: str, now: datetime, deadline: float, urgency: int, limit: int
) -> list[Lease]:
    """Return the leases that ``take`` would make of what is due, the longest due first."""
    due = (
        select(_row.kind, _row.id, _row.fence, _row.version, _row.due_at, _row.rechecks, _row.failures)
        .where(IS_FREE, _row.urgency == urgency, _row.due_at <= now)
        .order_by(_row.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [
        Lease(
            subject=Subject(SubjectKind(row.kind), row.id),
            owner=owner,
            fence=row.fence + 1,
            version=row.version,
            due=row.due_at or now,
            urgency=urgency,
            rechecks=row.rechecks,
            failures=row.failures,
            deadline=deadline,
        )
        for row in connection.execute(due)
    ]


def take(database: Database, connection: Connection, leases: Sequence[Lease], *, seconds: float) -> None:
    """Make the leases that were found true."""
    for lease in leases:
        connection.execute(
            update(agenda)
            .where(is_subject(lease.subject))
            .values(owner=lease.owner, fence=lease.fence, free_tick=database.backend.tick() + microseconds(seconds))
        )


def is_held(database: Database, connection: Connection, lease: Lease, *, for_seconds: float) -> bool:
    """Tell whether the lease will last for so long."""
    until = database.backend.tick() + microseconds(for_seconds)
    return connection.execute(select(_row.fence).where(is_still(lease), _row.free_tick >= until)).first() is not None


def is_any_held(database: Database, connection: Connection) -> bool:
    """Tell whether somebody holds a lease now."""
    held = select(_row.id).where(IS_TAKEN_OR_WAITS, _row.owner.is_not(None), _row.free_tick > database.backend.tick())
    return connection.execute(held.limit(1)).first() is not None


def restart_lease_clock(connection: Connection) -> None:
    """End every lease and wait: the clock they were set by may have begun anew with the machine."""
    connection.execute(update(agenda).where(IS_TAKEN_OR_WAITS).values(owner=None, free_tick=0))


def is_subject(subject: Subject) -> ColumnElement[bool]:
    return and_(_row.kind == subject.kind.value, _row.id == subject.id)


def is_still(lease: Lease) -> ColumnElement[bool]:
    """Return the fence: the row is in the hands of exactly this lease."""
    return and_(is_subject(lease.subject), _row.owner == lease.owner, _row.fence == lease.fence)
