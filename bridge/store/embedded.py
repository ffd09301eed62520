"""SQLite beside the process: write-ahead log, a sync at every commit, one writer at a time, one worker process.

Beside ``bridge.db`` stand ``bridge.db.lock`` (held while it is opened), ``.worker`` (held by the worker process) and
``.wake`` (the bell). Everything is readable by its owner only: bodies of webhooks hold what customers wrote.
"""

import fcntl
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, BigInteger, ColumnElement, Connection, Engine, Table, create_engine, event, literal
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bridge.errors import StoreUnavailableError, UsageError
from bridge.store.bell import PipeBell
from bridge.store.faults import unavailable

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # WAL with FULL syncs the log at every commit
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA secure_delete = ON",  # what is forgotten or erased is overwritten, not just unlinked
)
_ROOM = 8 * 1024 * 1024  # bytes that must be free before anything is sent


class Embedded:
    """A SQLite file as the store; ``patience`` in seconds is how long a write waits for its turn."""

    is_embedded = True
    insert = staticmethod(sqlite.insert)

    def __init__(self, url: URL, *, patience: float) -> None:
        if not url.database or url.database == ":memory:":
            raise UsageError("a store must outlive its process: give [store] url a file, like sqlite:///bridge.db")
        self.path = Path(url.database).absolute()
        self._patience = patience
        self._turn = threading.Lock()
        self._claim: int | None = None
        opened = _open_private(self.path)
        self._file = os.fstat(opened).st_ino
        os.close(opened)
        self.bell = PipeBell(self._beside("wake"))
        self.engine = _engine(url.set(database=str(self.path)), patience=patience)

    def _beside(self, what: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{what}")

    @contextmanager
    def opening(self) -> Iterator[Connection]:
        lock = _open_private(self._beside("lock"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self.engine.execution_options(writes=True).begin() as connection:
                yield connection
        finally:
            os.close(lock)

    @contextmanager
    def turn(self) -> Iterator[None]:
        # Threads queue here and not at SQLite, which would let each of them sleep and try again.
        if not self._turn.acquire(timeout=self._patience):
            raise StoreUnavailableError("the store is too busy to take a write now: try again")
        try:
            self._require_file()
            yield
        finally:
            self._turn.release()

    def _require_file(self) -> None:
        """Write to no file that was deleted or replaced while it was open: nobody would find it there again."""
        try:
            is_there = self.path.stat().st_ino == self._file
        except OSError:
            is_there = False
        if not is_there:
            raise StoreUnavailableError(f"{self.path} was deleted or replaced while in use: put it back, then restart")

    def has_worker(self) -> bool:
        """Tell whether some process works on this store now."""
        lock = _open_private(self._beside("worker"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False

    def tick(self) -> ColumnElement[int]:
        return literal(time.monotonic_ns() // 1000, BigInteger)

    def serialise(self, connection: Connection, name: str) -> None:
        """Do nothing: a transaction that writes has the file to itself from its BEGIN IMMEDIATE on."""

    def shut(self, connection: Connection) -> None:
        """Do nothing: as with ``serialise``."""

    def count_on(self, connection: Connection, table: Table) -> None:
        """Do nothing: SQLite counts on from the highest key that is there."""

    def require_room(self) -> None:
        if shutil.disk_usage(self.path.parent).free < _ROOM:
            raise StoreUnavailableError("the store's disk is almost full: free some space, nothing is sent until then")

    def claim(self) -> bool:
        descriptor = _open_private(self._beside("worker"))
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise UsageError(
                f"another process works on {self.path}: stop it, or set [store] url to PostgreSQL for several workers"
            ) from error
        self._claim = descriptor
        return True

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        lock = _open_private(self._beside(name))
        try:
            yield _is_locked(lock)
        finally:
            os.close(lock)

    def leave_no_trace(self) -> bool:
        """Write the file anew, and empty the log: free pages and old pages of the log may hold what was deleted."""
        with self.turn(), closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # it waits, with patience, for whoever reads
                is_in_the_way, *_ = cursor.fetchall()[0]
            except sqlite3.Error as error:
                raise unavailable(str(error)) from error
        return not is_in_the_way

    def close(self) -> None:
        if self._claim is not None:
            os.close(self._claim)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open_private(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _engine(url: URL, *, patience: float) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # parameters are what customers wrote: not for logs and tracebacks
        pool_size=8,
        max_overflow=56,
        pool_timeout=patience,
        connect_args={"timeout": patience, "isolation_level": None},  # None: transactions begin where we say
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail where another has written in between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
