"""The store: everything the bridge must not forget, in SQLite beside the process or in PostgreSQL.

``open_store`` makes or migrates it. Each room below is an attribute of ``Store``; each of its methods is one
transaction, durable when it returns. What cannot be done now raises StoreUnavailableError and has not been done, but
for a commit whose answer was lost; everything here can be done twice.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from bridge.errors import UsageError
from bridge.store.agenda import Agenda
from bridge.store.client_pages import ClientPages
from bridge.store.clients import Clients
from bridge.store.copy import Content, Tell, copy_everything
from bridge.store.database import Backend, Database
from bridge.store.decisions import Decisions
from bridge.store.deliveries import Deliveries
from bridge.store.erasing import Erasing
from bridge.store.facts import Facts
from bridge.store.faults import as_unavailable
from bridge.store.leases import restart_lease_clock
from bridge.store.listings import Listings
from bridge.store.marks import Marks
from bridge.store.migrate import migrate, revision
from bridge.store.overrides import Overrides
from bridge.store.policies import Policies
from bridge.store.rehearsal import ReadOnly, RehearsedFacts, RehearsedTickets
from bridge.store.retention import Retention
from bridge.store.status import Status, status
from bridge.store.tickets import Tickets
from bridge.store.writes import Writes, restart_settling

_PATIENCE = 5.0  # seconds to wait for a turn, a lock or a connection


class Store:
    """An open store. Safe to share between threads; a child process opens its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.deliveries = Deliveries(database)
        self.facts = Facts(database)
        self.agenda = Agenda(database)
        self.tickets = Tickets(database)
        self.clients = Clients(database)
        self.client_pages = ClientPages(database)
        self.writes = Writes(database)
        self.decisions = Decisions(database)
        self.policies = Policies(database)
        self.overrides = Overrides(database)
        self.marks = Marks(database)
        self.listings = Listings(database)
        self.retention = Retention(database)
        self.erasing = Erasing(database)

    @property
    def is_embedded(self) -> bool:
        """Whether it is a file beside its one worker process."""
        return self._database.backend.is_embedded

    def claim_worker(self) -> None:
        """Become the one worker process of an embedded store, and end what the one before left; else do nothing.

        Raises UsageError where another process is it.
        """
        if not self._database.backend.claim():
            return
        with self._database.writing(rings=True) as connection:
            restart_lease_clock(connection)
            restart_settling(self._database, connection)

    def has_worker(self) -> bool:
        """Tell whether some process, on any machine, works on the store now."""
        return self._database.backend.has_worker()

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Hold a name that one process at a time can hold on this store; False: another does."""
        with self._database.backend.alone(name) as is_held:
            yield is_held

    def check(self) -> None:
        """Raise StoreUnavailableError if the store could not take a write now and a few after it."""
        self._database.backend.require_room()
        self.marks.put("checked", uuid.uuid4().hex)  # SQLite writes nothing where nothing changes

    def status(self, now: datetime) -> Status:
        """Return the state of the store at a glance."""
        return status(self._database, now)

    def rehearsal(self) -> "Store":
        """Return the same store to rehearse one look on: that look knows what it would learn, nothing is written."""
        database = ReadOnly(self._database.backend)
        rehearsed = Store(database)
        rehearsed.facts = RehearsedFacts(database)
        rehearsed.tickets = RehearsedTickets(database)
        return rehearsed

    def copy_to(self, target: "Store", tell: Tell) -> Mapping[str, Content]:
        """Copy everything to a store that is empty, or nothing (``bridge.store.copy``)."""
        return copy_everything(self._database, target._database, tell)  # noqa: SLF001 - another one of this class

    def close(self) -> None:
        self._database.close()


class NoStoreError(UsageError):
    """Where a store must be there is none."""


def open_store(url: str, *, patience: float = _PATIENCE, must_exist: bool = False) -> Store:
    """Open the store at a SQLAlchemy URL, and make or migrate it; safe when several processes do so at once.

    Raises StoreUnavailableError with the next step, UsageError for a URL that can be no store's, NoStoreError where
    none is though it ``must_exist``.
    """
    with as_unavailable():
        parsed = _parsed(url)
        if must_exist:
            _require_file(parsed)
        database = Database(_backend(parsed, patience=patience))
        try:
            with database.backend.opening() as connection:
                if must_exist:
                    _require_store(connection, url)
                migrate(connection)
        except BaseException:
            database.close()
            raise
    return Store(database)


def shown_url(url: str) -> str:
    """Return a store's URL as it may be shown: no password in it, wherever it stands."""
    return _parsed(url).set(query={}).render_as_string()


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise UsageError("[store] url: not a URL; write sqlite:///PATH or postgresql+psycopg://USER@HOST/DB") from error


def _require_file(url: URL) -> None:
    """Refuse the path of an embedded store where no file is: opening it would make one."""
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise NoStoreError(f"there is no store at {url.database}: name the one that is in use")


def _require_store(connection: Connection, url: str) -> None:
    if revision(connection) is None:
        raise NoStoreError(f"there is no store at {shown_url(url)}: name the one that is in use")


def _backend(url: URL, *, patience: float) -> Backend:
    # Imported here, so that an embedded store does not load PostgreSQL's driver.
    match url.drivername:
        case "sqlite" | "sqlite+pysqlite":
            from bridge.store.embedded import Embedded  # noqa: PLC0415

            return Embedded(url, patience=patience)
        case "postgresql" | "postgresql+psycopg":
            from bridge.store.shared import Shared  # noqa: PLC0415

            return Shared(url.set(drivername="postgresql+psycopg"), patience=patience)
        case other:
            raise UsageError(
                f"[store] url: {other} is no store; write sqlite:///PATH or postgresql+psycopg://USER@HOST/DB"
            )
