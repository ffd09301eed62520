"""PostgreSQL as the store of any number of receivers and workers on any machines.

Leases run on the database's clock, threads and machines queue at its advisory locks, and LISTEN carries the bell.
All names are of one schema: two bridges in one database do not meet.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg
from sqlalchemy import (
    URL,
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Table,
    cast,
    create_engine,
    event,
    extract,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolIsEmptyError
from sqlalchemy.pool import ConnectionPoolEntry

from bridge.errors import StoreUnavailableError
from bridge.store.bell import LineLostError
from bridge.store.tables import metadata

log = logging.getLogger(__name__)

# A server may be set to answer before it has synced; a session that may not be is turned back. "local" syncs.
_DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
# A network that swallows what is sent is found out within this, not after the system's quarter of an hour.
_LINE = {"tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}
_LISTENER = "listener"  # the lock that everybody who waits for work holds a share of
_TICK = select(cast(extract("epoch", func.clock_timestamp()) * 1_000_000, BigInteger))


class Shared:
    """A PostgreSQL schema as the store; ``patience`` in seconds is how long a write waits for a lock."""

    is_embedded = False
    insert = staticmethod(postgresql.insert)

    def __init__(self, url: URL, *, patience: float) -> None:
        self.engine = _engine(url, patience=patience)
        try:
            self._schema = _schema(self.engine)
        except BaseException:
            self.engine.dispose()
            raise
        channel = hashlib.sha256(self._schema.encode()).hexdigest()[:16]
        self.bell = ChannelBell(self.engine, f"bridge_{channel}", self._lock_name(_LISTENER))

    def _lock_name(self, name: str) -> str:
        return f"bridge {self._schema} {name}"

    def _key(self, name: str) -> ColumnElement[int]:
        """Return the number by which the server knows a lock of this schema's."""
        return func.hashtextextended(self._lock_name(name), 0, type_=BigInteger)

    @contextmanager
    def opening(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            self.serialise(connection, "opening")
            yield connection

    def turn(self) -> nullcontext[None]:
        return nullcontext()

    def tick(self) -> ColumnElement[int]:
        # As a subquery it is asked once a statement, so that an index can serve a comparison with it.
        return _TICK.scalar_subquery()

    def serialise(self, connection: Connection, name: str) -> None:
        connection.execute(select(func.pg_advisory_xact_lock(self._key(name))))

    def shut(self, connection: Connection) -> None:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))

    def count_on(self, connection: Connection, table: Table) -> None:
        key = table.autoincrement_column
        if key is not None:
            last = select(func.max(key)).scalar_subquery()
            counter = func.pg_get_serial_sequence(table.name, key.name)
            connection.execute(select(func.setval(counter, func.coalesce(last, 1), last.is_not(None))))

    def require_room(self) -> None:
        """Do nothing: the server's disk is not ours to measure."""

    def has_worker(self) -> bool:
        """Tell whether some process, on whatever machine, listens for work."""
        with self.engine.begin() as connection:
            return not connection.execute(select(func.pg_try_advisory_xact_lock(self._key(_LISTENER)))).scalar_one()

    def claim(self) -> bool:
        return False

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        key = self._key(f"alone {name}")
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            is_held = bool(connection.execute(select(func.pg_try_advisory_lock(key))).scalar())
            try:
                yield is_held
            finally:
                if is_held:
                    connection.execute(select(func.pg_advisory_unlock(key)))

    def leave_no_trace(self) -> bool:
        """Have the server free the rows that were deleted; its log and backups are its own to keep."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(
                text("VACUUM deliveries, facts, clients, decisions, writes, verdicts, overrides, agenda")
            )
        return True

    def close(self) -> None:
        """Do nothing: the connections are the engine's."""


def _engine(url: URL, *, patience: float) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # parameters are what customers wrote: not for logs and tracebacks
        pool_size=8,
        max_overflow=56,
        pool_timeout=patience,
        pool_pre_ping=True,
        connect_args={"connect_timeout": max(2, round(patience)), **_LINE},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(_DURABLE)
        cursor.execute(f"SET lock_timeout = {round(patience * 1000)}")
        cursor.close()
        connection.commit()

    return engine


def _schema(engine: Engine) -> str:
    """Return the schema that the tables are in, and warn where its server would lose what it says it has."""
    asked = select(func.current_schema(type_=postgresql.TEXT), func.current_setting("fsync", type_=postgresql.TEXT))
    with engine.connect() as connection:
        schema, syncs = connection.execute(asked).one()
    if syncs != "on":
        log.warning("store.not-durable", extra={"setting": "fsync", "remedy": "set fsync = on in postgresql.conf"})
    if schema is None:
        raise StoreUnavailableError("the schema that [store] url names is not there: create it, or name another")
    return schema


class ChannelBell:
    """NOTIFY within the transaction that changed the agenda; the server folds and delivers at its commit."""

    def __init__(self, engine: Engine, channel: str, presence: str) -> None:
        self._engine = engine
        self._channel = channel
        self._presence = presence

    def ring_within(self, connection: Connection) -> None:
        connection.execute(select(func.pg_notify(self._channel, "")))

    def ring_after(self) -> None:
        pass

    def open_line(self) -> "ChannelLine":
        try:
            pooled = self._engine.raw_connection()
        except (DBAPIError, psycopg.Error, PoolIsEmptyError) as error:
            raise LineLostError from error
        connection = pooled.driver_connection
        pooled.detach()  # it is the waiter's now, and never goes back to the pool
        assert isinstance(connection, psycopg.Connection)
        try:
            return ChannelLine(connection, self._channel, self._presence)
        except psycopg.Error as error:
            connection.close()
            raise LineLostError from error

    def close(self) -> None:
        pass


class ChannelLine:
    """A connection that does nothing but LISTEN; while it is open it holds a share of the lock ``presence``."""

    def __init__(self, connection: psycopg.Connection, channel: str, presence: str) -> None:
        self._connection = connection
        connection.autocommit = True
        connection.execute("SELECT pg_advisory_lock_shared(hashtextextended(%s, 0))", [presence])
        connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))

    def fileno(self) -> int:
        return self._connection.fileno()

    def was_rung(self) -> bool:
        try:
            rings = list(self._connection.notifies(timeout=0))
        except psycopg.Error as error:
            raise LineLostError from error
        if self._connection.closed:
            raise LineLostError
        return bool(rings)

    def close(self) -> None:
        self._connection.close()
