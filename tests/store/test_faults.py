"""What cannot be stored is said to be unavailable, with the next step, and everything goes on by itself after."""

import os
import socket
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bridge.core.model import WriteKind
from bridge.errors import StoreUnavailableError
from bridge.store import Store, open_store
from bridge.store.deliveries import Acceptance
from bridge.store.faults import unavailable
from bridge.store.write_rows import Intent
from tests.store.fixtures import NOW, delivery, ticket


def pragma(store: Store, statement: str) -> None:
    """Apply a pragma to every connection that the store opens from now on."""
    engine = store._database.backend.engine

    @event.listens_for(engine, "connect")
    def apply(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.cursor().execute(statement)
        connection.commit()

    engine.dispose()


def test_a_full_disk_takes_nothing_and_all_is_well_when_there_is_room_again(embedded: Store) -> None:
    embedded.deliveries.accept(delivery("before", ticket("7")))
    pragma(embedded, "PRAGMA max_page_count = 1")  # SQLite's own word for a disk that is full
    with pytest.raises(StoreUnavailableError, match=r"full.*free some space"):
        embedded.deliveries.accept(delivery("during", ticket("7"), body=b"x" * 100_000))
    pragma(embedded, "PRAGMA max_page_count = 1000000")
    assert embedded.deliveries.accept(delivery("during", ticket("7"), body=b"x" * 100_000)) is Acceptance.NEW
    assert [waiting.id for waiting in embedded.deliveries.waiting(ticket("7"))] == ["before", "during"]


def test_a_store_that_may_not_be_written_takes_nothing_and_still_answers(embedded: Store) -> None:
    embedded.deliveries.accept(delivery("before", ticket("7")))
    pragma(embedded, "PRAGMA query_only = 1")
    with pytest.raises(StoreUnavailableError, match="writable"):
        embedded.deliveries.accept(delivery("during", ticket("7")))
    with pytest.raises(StoreUnavailableError):
        embedded.check()
    assert embedded.agenda.planned(ticket("7")) == NOW


def test_a_store_that_another_process_holds_is_unavailable_for_as_long(embedded: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bridge.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="another process holds it"):
            embedded.deliveries.accept(delivery("a", ticket("7")))
        other.execute("ROLLBACK")
    assert embedded.deliveries.accept(delivery("a", ticket("7"))) is Acceptance.NEW


def test_nothing_is_sent_while_there_is_no_room_to_record_that_it_was(
    embedded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    intent = Intent("7", None, "guide", WriteKind.REPLY, {})
    embedded.writes.intend(intent, NOW)
    embedded.agenda.touch([ticket("7")], NOW)
    (lease,) = embedded.agenda.lease("w", NOW, seconds=60, limit=1)
    monkeypatch.setattr("bridge.store.embedded._ROOM", 1 << 62)
    with pytest.raises(StoreUnavailableError, match="almost full"):
        embedded.writes.begin(lease, intent, now=NOW, deadline=1, settle=1)
    with pytest.raises(StoreUnavailableError, match="almost full"):
        embedded.check()


@pytest.fixture
def shared(url: str) -> Iterator[Store]:
    store = open_store(url, patience=0.3)
    yield store
    store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_connections_that_the_server_ended_are_made_anew(shared: Store) -> None:
    shared.check()
    with shared._database.backend.engine.connect() as connection:
        pids = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%marks%'"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({pids}) AS ours"))
    shared.check()
    assert shared.deliveries.accept(delivery("a", ticket("7"))) is Acceptance.NEW


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_network_that_swallows_everything_is_found_out_in_seconds(shared: Store) -> None:
    with shared._database.reading() as connection:
        line = connection.connection.driver_connection
        assert isinstance(line, psycopg.Connection)
        with socket.socket(fileno=os.dup(line.fileno())) as wire:
            assert wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 10_000
            assert wire.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 10


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_locked_table_is_waited_for_no_longer_than_patience_lasts(shared: Store) -> None:
    with shared._database.backend.engine.begin() as connection:
        connection.execute(text("LOCK TABLE deliveries IN EXCLUSIVE MODE"))
        with pytest.raises(StoreUnavailableError, match="another process holds it"):
            shared.deliveries.accept(delivery("a", ticket("7")))
    assert shared.deliveries.accept(delivery("a", ticket("7"))) is Acceptance.NEW


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_user_without_the_right_to_write_is_told_so(shared: Store) -> None:
    role = f"reader_{uuid.uuid4().hex}"
    engine = shared._database.backend.engine
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role}"))
        connection.execute(
            text(f"DO 'BEGIN EXECUTE ''GRANT USAGE ON SCHEMA '' || current_schema() || '' TO {role}''; END'")
        )
    pragma(shared, f"SET ROLE {role}")
    with pytest.raises(StoreUnavailableError, match="give this user access"):
        shared.check()
    pragma(shared, "RESET ROLE")
    with engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def test_only_the_first_line_of_what_the_database_says_is_told() -> None:
    told = str(unavailable("could not extend file: No space left on device\nDETAIL: what a customer wrote"))
    assert "free some space" in told
    assert "customer" not in told


def test_an_error_never_shows_what_was_to_be_stored(embedded: Store) -> None:
    pragma(embedded, "PRAGMA query_only = 1")
    with pytest.raises(StoreUnavailableError) as caught:
        embedded.deliveries.accept(delivery("a", ticket("7"), body=b"my password is hunter2"))
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in str(caught.value.__cause__)


def test_a_store_whose_file_was_deleted_takes_nothing_more(embedded: Store, tmp_path: Path) -> None:
    """A delivery that nobody would find again is not taken: the sender keeps it."""
    (file,) = tmp_path.glob("*.db")
    file.rename(tmp_path / "gone")
    with pytest.raises(StoreUnavailableError, match="deleted or replaced"):
        embedded.deliveries.accept(delivery("msg_1"))
    with pytest.raises(StoreUnavailableError, match="deleted or replaced"):
        embedded.check()
    (tmp_path / "gone").rename(file)
    embedded.check()


def test_a_check_writes_each_time_and_so_finds_a_disk_that_has_become_read_only(
    embedded: Store, tmp_path: Path
) -> None:
    """What is the same as before, SQLite does not write at all."""
    embedded.check()
    log = tmp_path / "bridge.db-wal"
    before = log.read_bytes()
    embedded.check()
    assert log.read_bytes() != before


def test_it_is_told_whether_a_worker_has_claimed_the_store(embedded: Store) -> None:
    assert embedded.has_worker() is False
    embedded.claim_worker()
    assert embedded.has_worker() is True
