"""The caps on replies, counted in the transaction that takes the next place under them (W4).

A reply counts from its attempt on, unless it certainly was not sent. The window reaches back from now, its start
excluded: a reply of exactly 24 hours ago no longer counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, not_, select

from bridge.core.model import WriteState
from bridge.store.tables import IS_REPLY, writes

_row = writes.c
_MAY_HAVE_BEEN_SENT = _row.state.in_(
    [state.value for state in (WriteState.SENDING, WriteState.UNKNOWN, WriteState.DONE, WriteState.PARKED)]
)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many replies may go out in any ``window``; and in any hour to everybody together (None: as many as come)."""

    per_ticket: int
    per_client: int
    window: timedelta = timedelta(hours=24)
    per_hour: int | None = None


def is_capped(
    connection: Connection, caps: Caps, now: datetime, *, ticket: str, client: str | None, besides: ColumnElement[bool]
) -> bool:
    """Tell whether a further reply would exceed a cap; guests have no client cap. ``besides`` is not counted."""
    since = now - caps.window
    counts = [(_row.ticket == ticket, caps.per_ticket)]
    if client is not None:
        counts.append((_row.client == client, caps.per_client))
    return any(reply_count(connection, and_(whose, not_(besides)), since=since) >= cap for whose, cap in counts)


def reply_times(connection: Connection, whose: ColumnElement[bool], since: datetime) -> tuple[datetime, ...]:
    """Return when replies were attempted, the earliest first."""
    query = select(_row.attempted_at).where(IS_REPLY, *_sent(whose, since)).order_by(_row.attempted_at)
    return tuple(at for at in connection.execute(query).scalars() if at is not None)


def reply_count(connection: Connection, whose: ColumnElement[bool], *, since: datetime) -> int:
    """Return how many replies were attempted later than ``since``."""
    return connection.execute(select(func.count()).where(IS_REPLY, *_sent(whose, since))).scalar_one()


def _sent(whose: ColumnElement[bool], since: datetime) -> Iterable[ColumnElement[bool]]:
    return (whose, _row.attempted_at > since, _MAY_HAVE_BEEN_SENT)
