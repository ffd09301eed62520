"""Writes: what goes out, each thing once, ever (W3).

The intent is committed before the attempt, the attempt before the socket opens, the outcome after the answer. Whoever
finds an attempt without an outcome settles it by reading. (ticket, key) is the primary key: the database itself forbids
a second intent for the same thing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, case, insert, select, update

from bridge.core.model import Subject, SubjectKind, Write, WriteState
from bridge.store.breaker import trips
from bridge.store.caps import Caps, is_capped, reply_times
from bridge.store.columns import microseconds
from bridge.store.database import Database
from bridge.store.leases import Lease, is_held
from bridge.store.tables import IS_QUOTED, IS_UNDER_WAY, NEEDS_A_PERSON, verdicts, writes
from bridge.store.touches import Touch, touch
from bridge.store.write_rows import (
    Intent,
    Verdict,
    VerdictRecord,
    WriteRecord,
    new_row,
    record_of,
    said_by,
    verdict_of,
    write_of,
)

_row = writes.c

_UNSENT = (WriteState.INTENDED, WriteState.WITHDRAWN)  # certainly not sent, and not waiting for a person
_UNSETTLED = (WriteState.SENDING, WriteState.UNKNOWN)
_WITH_A_PERSON = (WriteState.PARKED, WriteState.REFUSED)


class Begun(StrEnum):
    """Whether an attempt may be made now."""

    YES = "yes"
    LOST_LEASE = "lost-lease"  # or it does not last as long as the attempt may take
    ALREADY = "already"  # somebody has sent it, is sending it, or took it back
    CAPPED = "capped"
    TRIPPED = "tripped"  # one reply too many for everybody together: the bridge has paused itself


class Writes:
    """The writes of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # The life of one write -----------------------------------------------------------------------------------

    def intend(self, intent: Intent, now: datetime) -> WriteState:
        """Commit an intent, or renew one that was never sent; return the state in which it is now."""
        said = said_by(intent) | {"decided_at": now, "state": WriteState.INTENDED.value}
        is_intended = _row.state == WriteState.INTENDED.value
        statement = self._database.backend.insert(writes).values(new_row(intent) | said | {"at": now})
        with self._database.writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[_row.ticket, _row.key],
                    set_=said | {"at": case((is_intended, _row.at), else_=statement.excluded.at)},
                    where=_is_one_of(_UNSENT),
                )
            )
            return _state(connection, intent.ticket, intent.key) or WriteState.INTENDED

    def begin(  # noqa: PLR0913 - an attempt is bounded by all of these at once
        self,
        lease: Lease,
        intent: Intent,
        *,
        now: datetime,
        deadline: float,
        settle: float,
        caps: Caps | None = None,
        allow_repeat: bool = False,
    ) -> Begun:
        """Commit that an attempt begins now; only after YES may the socket be opened.

        ``deadline``: the seconds the attempt may take, for which the lease must last. ``settle``: the seconds after
        it until which an attempt of unknown outcome may still take effect. ``allow_repeat``: an attempt before has
        been settled by reading, or the other side enforces the key.
        """
        self._database.backend.require_room()  # the outcome must find room too
        is_it = _is(intent.ticket, intent.key)
        with self._database.writing() as connection:
            if caps is not None and intent.client is not None:
                self._database.backend.serialise(connection, f"caps of client {intent.client}")
            if not is_held(self._database, connection, lease, for_seconds=deadline):
                return Begun.LOST_LEASE
            if _state(connection, intent.ticket, intent.key) not in (_UNSENT + _UNSETTLED if allow_repeat else _UNSENT):
                return Begun.ALREADY
            if caps is not None and is_capped(
                connection, caps, now, ticket=intent.ticket, client=intent.client, besides=is_it
            ):
                return Begun.CAPPED
            if caps is not None and trips(self._database, connection, caps, now, besides=is_it):
                return Begun.TRIPPED
            span = microseconds(deadline + settle)
            connection.execute(
                update(writes)
                .where(is_it)
                .values(
                    state=WriteState.SENDING.value,
                    at=now,
                    attempts=_row.attempts + 1,
                    attempted_at=now,
                    settle_tick=self._database.backend.tick() + span,
                    settle_span=span,
                )
            )
        return Begun.YES

    def finish(  # noqa: PLR0913 - what an attempt can have ended with
        self,
        ticket: str,
        key: str,
        state: WriteState,
        *,
        now: datetime,
        quote: str | None = None,
        message: int | None = None,
        error: str = "",
    ) -> bool:
        """Record what became of an attempt; False: it was done before, or there is none, and nothing is changed.

        INTENDED or WITHDRAWN say that the attempt certainly reached nobody: it is not counted.
        """
        values: dict[str, object] = {"state": state.value, "at": now, "error": error}
        values |= {"done_at": now} if state is WriteState.DONE else {}
        values |= {"quote": quote} if quote is not None else {}
        values |= {"message": message} if message is not None else {}
        if state in _UNSENT:
            is_sending = _row.state == WriteState.SENDING.value
            values["attempts"] = case((is_sending, _row.attempts - 1), else_=_row.attempts)
        return self._change(ticket, key, _row.state != WriteState.DONE.value, values)

    def found(self, ticket: str, key: str, message: int, now: datetime) -> None:
        """Record that reading found it: it is done, and stands in the conversation as ``message``."""
        self.finish(ticket, key, WriteState.DONE, now=now)
        self._change(ticket, key, _row.message.is_distinct_from(message), {"message": message})

    def withdraw(self, ticket: str, key: str, now: datetime) -> bool:
        """Take back an intent that was never attempted; False: there is none."""
        values = {"state": WriteState.WITHDRAWN.value, "at": now}
        return self._change(ticket, key, _row.state == WriteState.INTENDED.value, values)

    # What a person decides ------------------------------------------------------------------------------------

    def retry(self, ticket: str, key: str, now: datetime, *, reason: str) -> bool:
        """Intend anew what waits for a person, who says that it was not sent; False: it does not wait for one.

        The next look still reads the ticket before it sends, and sends under a new idempotency key: the billing
        system may have kept its refusal under the old one.
        """
        values = {
            "state": WriteState.INTENDED.value,
            "at": now,
            "attempts": 0,
            "is_abandoned": False,
            "error": "",
            "generation": _row.generation + 1,
        }
        return self._judge(ticket, key, Verdict.RETRY, reason, now, values)

    def abandon(self, ticket: str, key: str, now: datetime, *, reason: str) -> bool:
        """Leave what waits for a person as it is, for ever: it is not sent again, and waits no longer."""
        return self._judge(ticket, key, Verdict.ABANDON, reason, now, {"is_abandoned": True})

    def _judge(
        self, ticket: str, key: str, verdict: Verdict, reason: str, now: datetime, values: Mapping[str, object]
    ) -> bool:
        """Keep a verdict, change the write by it and have its ticket looked at, all at once or not at all."""
        with self._database.writing(rings=True) as connection:
            waiting = select(_row.state, _row.error).where(_is(ticket, key), _is_one_of(_WITH_A_PERSON))
            found = connection.execute(waiting.with_for_update()).first()
            if found is None:
                return False
            connection.execute(update(writes).where(_is(ticket, key)).values(values))
            said = {"verdict": verdict.value, "reason": reason, "at": now, "state": found.state, "error": found.error}
            connection.execute(insert(verdicts).values(ticket=ticket, key=key, **said))
            touch(self._database, connection, [Touch(Subject(SubjectKind.TICKET, ticket), now, is_fresh=True)])
        return True

    def verdicts(self, tickets: Sequence[str]) -> tuple[VerdictRecord, ...]:
        """Return what people decided about the writes on these tickets, the first first."""
        query = select(verdicts).where(verdicts.c.ticket.in_(tickets)).order_by(verdicts.c.seq)
        with self._database.reading() as connection:
            return tuple(verdict_of(row) for row in connection.execute(query).mappings())

    def _change(self, ticket: str, key: str, where: ColumnElement[bool], values: Mapping[str, object]) -> bool:
        with self._database.writing() as connection:
            return connection.execute(update(writes).where(_is(ticket, key), where).values(values)).rowcount == 1

    # What is asked about them --------------------------------------------------------------------------------

    def settles_in(self, ticket: str, key: str) -> float:
        """Return the seconds for which an attempt of unknown outcome may still take effect, 0: no longer."""
        remaining = select(_row.settle_tick - self._database.backend.tick()).where(
            _is(ticket, key), _is_one_of(_UNSETTLED)
        )
        with self._database.reading() as connection:
            ticks: int | None = connection.execute(remaining).scalar()
        return max(0, ticks or 0) / 1_000_000

    def of(self, tickets: Sequence[str]) -> tuple[Write, ...]:
        """Return all writes on these tickets, in the order decided."""
        query = select(writes).where(_row.ticket.in_(tickets)).order_by(_row.decided_at, _row.ticket, _row.key)
        with self._database.reading() as connection:
            return tuple(write_of(row) for row in connection.execute(query).mappings())

    def ticket_of_quote(self, quote: str) -> str | None:
        """Return the ticket that the bridge drafted this quote for."""
        with self._database.reading() as connection:
            return connection.execute(select(_row.ticket).where(IS_QUOTED, _row.quote == quote)).scalar()

    def record(self, ticket: str, key: str) -> WriteRecord | None:
        with self._database.reading() as connection:
            row = connection.execute(select(writes).where(_is(ticket, key))).mappings().first()
        return record_of(row) if row else None

    def waiting_for_a_person(self, *, limit: int = 100) -> tuple[WriteRecord, ...]:
        """Return the writes that are parked or refused and not abandoned, the longest waiting first."""
        query = select(writes).where(NEEDS_A_PERSON).order_by(_row.at, _row.ticket, _row.key).limit(limit)
        with self._database.reading() as connection:
            return tuple(record_of(row) for row in connection.execute(query).mappings())

    def list(self, *states: WriteState, limit: int = 100) -> list[WriteRecord]:
        """Return the latest writes in any of these states (none named: in any at all), the last changed first."""
        query = select(writes).order_by(_row.at.desc(), _row.ticket, _row.key).limit(limit)
        if states:
            query = query.where(_is_one_of(states))
        with self._database.reading() as connection:
            return [record_of(row) for row in connection.execute(query).mappings()]

    def replies_of_client(self, client: str, since: datetime) -> tuple[datetime, ...]:
        """Return when replies that may have been sent to a client were attempted, later than ``since`` (W4)."""
        with self._database.reading() as connection:
            return reply_times(connection, _row.client == client, since)

    def replies_of_ticket(self, ticket: str, since: datetime) -> tuple[datetime, ...]:
        """Return when replies that may have been sent on a ticket were attempted, later than ``since`` (W4)."""
        with self._database.reading() as connection:
            return reply_times(connection, _row.ticket == ticket, since)


def restart_settling(database: Database, connection: Connection) -> None:
    """Let every attempt of unknown outcome settle anew: the lease clock may have begun anew with the machine."""
    values = {"settle_tick": database.backend.tick() + _row.settle_span}
    connection.execute(update(writes).where(IS_UNDER_WAY, _is_one_of(_UNSETTLED)).values(values))


def _is(ticket: str, key: str) -> ColumnElement[bool]:
    return and_(_row.ticket == ticket, _row.key == key)


def _is_one_of(states: Sequence[WriteState]) -> ColumnElement[bool]:
    return _row.state.in_([state.value for state in states])


def _state(connection: Connection, ticket: str, key: str) -> WriteState | None:
    """Return a write's state, and let nobody change it while the caller decides by it."""
    state = connection.execute(select(_row.state).where(_is(ticket, key)).with_for_update()).scalar()
    return None if state is None else WriteState(state)
