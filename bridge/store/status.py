"""The state of a store at a glance, at a cost that follows what is under way and not what exists."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, TextClause, func, select, true
from sqlalchemy.sql import FromClause

from bridge.store.agenda import counts
from bridge.store.breaker import HOUR, open_since
from bridge.store.caps import reply_count
from bridge.store.database import Database
from bridge.store.tables import (
    IS_DONE,
    IS_SET_ASIDE,
    IS_UNDER_WAY,
    IS_WAITING,
    NEEDS_A_PERSON,
    deliveries,
    writes,
)


@dataclass(frozen=True, slots=True)
class Status:
    """How the store stands at an instant of the policy clock."""

    due_now: int
    next_due: datetime | None  # the earliest instant planned, past or to come, of what does not wait
    oldest_due: datetime | None  # None: nothing is due
    leased: int
    failures: int  # subjects whose last look failed
    deliveries_waiting: int
    deliveries_set_aside: int
    last_delivery: datetime | None
    writes_open: int
    writes_parked: int  # parked or refused: they wait for a person
    last_write: datetime | None
    replies_last_hour: int = 0  # begun, to everybody together: what the breaker counts
    looks_waiting: int = 0  # put off on purpose: for an outcome to be settled, or for another try
    breaker_since: datetime | None = None  # since when the bridge has itself paused, None: it has not


def status(database: Database, now: datetime) -> Status:
    last = select(func.max(deliveries.c.seq)).scalar_subquery()
    last_delivery = select(deliveries.c.received).where(deliveries.c.seq == last)
    last_write = select(func.max(writes.c.done_at)).where(IS_DONE)
    with database.reading() as connection:
        agenda = counts(database, connection, now)
        return Status(
            due_now=agenda.due_now,
            looks_waiting=agenda.waiting,
            next_due=agenda.next_due,
            oldest_due=agenda.oldest_due,
            leased=agenda.leased,
            failures=agenda.failing,
            deliveries_waiting=_count(connection, deliveries, IS_WAITING),
            deliveries_set_aside=_count(connection, deliveries, IS_SET_ASIDE),
            last_delivery=connection.execute(last_delivery).scalar(),
            writes_open=_count(connection, writes, IS_UNDER_WAY),
            writes_parked=_count(connection, writes, NEEDS_A_PERSON),
            last_write=connection.execute(last_write).scalar(),
            replies_last_hour=reply_count(connection, true(), since=now - HOUR),
            breaker_since=open_since(connection, now),
        )


def _count(connection: Connection, table: FromClause, predicate: TextClause) -> int:
    return connection.execute(select(func.count()).select_from(table).where(predicate)).scalar_one()
