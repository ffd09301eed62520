"""One open database, whichever it is: transactions, the lease clock, and what SQLite and PostgreSQL each do their way.

The rooms of the store are written once, against ``Database``; a ``Backend`` holds the few things that differ.

Two clocks: instants of the policy come in as arguments; leases, waits and settling run on the lease clock, counted in
ticks (microseconds) that no change of a wall clock moves: the database server's own, or this machine's monotonic one.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite

from bridge.store.bell import Bell, Waiter
from bridge.store.faults import as_unavailable

Upsert = postgresql.Insert | sqlite.Insert
InsertInto = Callable[[Table], Upsert]


class Backend(Protocol):
    """What the two databases do differently."""

    @property
    def is_embedded(self) -> bool:
        """Whether the store is a file beside its one worker process."""
        ...

    @property
    def engine(self) -> Engine: ...

    @property
    def bell(self) -> Bell: ...

    def opening(self) -> AbstractContextManager[Connection]:
        """Open a transaction that no other process that opens the store has at the same time."""
        ...

    def turn(self) -> AbstractContextManager[None]:
        """Wait for this thread's turn to write."""
        ...

    def tick(self) -> ColumnElement[int]:
        """Return the lease clock's now, for use in a statement."""
        ...

    @property
    def insert(self) -> InsertInto:
        """The INSERT of this database, which may have an ON CONFLICT."""
        ...

    def serialise(self, connection: Connection, name: str) -> None:
        """Let no other transaction that serialises on ``name`` run until this one ends."""
        ...

    def require_room(self) -> None:
        """Raise StoreUnavailableError while there is too little room to be sure of recording an outcome."""
        ...

    def has_worker(self) -> bool:
        """Tell whether some process works on the store now."""
        ...

    def claim(self) -> bool:
        """Make this the store's only worker process, where it can have but one; tell whether it can.

        Raises UsageError where another process has it.
        """
        ...

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Hold ``name``, which one process at a time can, until the end; False: another holds it."""
        ...

    def shut(self, connection: Connection) -> None:
        """Let nobody else write to the store until this transaction that writes ends."""
        ...

    def count_on(self, connection: Connection, table: Table) -> None:
        """Let a table that was filled with its counting keys count on from the last."""
        ...

    def leave_no_trace(self) -> bool:
        """Overwrite what was deleted before, as far as the files are ours; False: somebody is in the way of it."""
        ...

    def close(self) -> None: ...


class Database:
    """One open database. Every failure of it that may pass is a StoreUnavailableError."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._reader = backend.engine
        self._writer = backend.engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with as_unavailable(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, rings: bool = False) -> Iterator[Connection]:
        """Open a transaction that is durable when this returns; ``rings`` wakes the workers then."""
        bell = self.backend.bell
        with as_unavailable():
            with self.backend.turn(), self._writer.begin() as connection:
                yield connection
                if rings:
                    bell.ring_within(connection)
            if rings:
                bell.ring_after()

    def listen(self) -> Waiter:
        with as_unavailable():
            return Waiter(self.backend.bell.open_line)

    def close(self) -> None:
        self.backend.bell.close()
        self.backend.close()
        self.backend.engine.dispose()
