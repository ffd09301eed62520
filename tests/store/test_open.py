"""A store makes and migrates itself, whoever else opens it too, and what it took is on the disk."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bridge.core.model import WriteKind, WriteState
from bridge.errors import StoreUnavailableError, UsageError
from bridge.store import Store, open_store
from bridge.store.migrate import _SCRIPTS, HEAD
from bridge.store.tables import metadata
from bridge.store.write_rows import Intent
from tests.store.fixtures import NOW, delivery, sqlite_url, ticket

_OPEN = """
import sys
from bridge.store import open_store
store = open_store(sys.argv[1])
store.check()
store.close()
"""

_ACCEPT_AND_DIE = """
import os, signal, sys
from bridge.store import open_store
from tests.store.fixtures import delivery, ticket
store = open_store(sys.argv[1])
store.deliveries.accept(delivery("warm-up"))
os.write(1, b"BEGIN")
for number in range(3):
    store.deliveries.accept(delivery(str(number), ticket("7")))
    os.write(1, b"TAKEN")
os.kill(os.getpid(), signal.SIGKILL)
"""


def run(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def setting(store: Store, query: str) -> object:
    with store._database.writing() as connection:
        return connection.execute(text(query)).scalar()


def test_the_migrations_make_exactly_the_tables_that_the_code_speaks_of(url: str) -> None:
    store = open_store(url)
    with store._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


def test_the_migrations_make_every_index_with_its_predicate(tmp_path: Path) -> None:
    """Alembic does not compare predicates, and an index without its own holds everything."""
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    with sqlite_url(tmp_path) as url:
        store = open_store(url)
    with store._database.writing() as connection:
        migrated = connection.execute(query).all()
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert connection.execute(query).all() == migrated
    store.close()


def test_the_newest_migration_is_the_one_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_opening_a_store_again_keeps_what_is_in_it(url: str) -> None:
    for _ in range(2):
        store = open_store(url)
        store.agenda.touch([ticket("7")], NOW)
        assert store.agenda.planned(ticket("7")) == NOW
        store.close()


def test_many_processes_and_threads_may_make_one_store_at_once(url: str) -> None:
    processes = [run(_OPEN, url) for _ in range(2)]
    with ThreadPoolExecutor(3) as pool:
        for store in pool.map(lambda _: open_store(url), range(3)):
            store.check()
            store.close()
    assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 2


def test_a_store_that_a_newer_version_has_migrated_still_serves(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Deploys: the old version works on while the new one starts."""
    store = open_store(url)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    store = open_store(url)
    store.check()
    store.close()
    assert [record.message for record in caplog.records] == ["store.ahead"]


def test_a_folder_with_a_percent_sign_is_a_folder_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "100%s"
    folder.mkdir()
    with sqlite_url(folder) as url:
        open_store(url).close()


def test_every_commit_of_the_embedded_store_is_synced(embedded: Store) -> None:
    assert setting(embedded, "PRAGMA journal_mode") == "wal"
    assert setting(embedded, "PRAGMA synchronous") == 2  # FULL
    assert setting(embedded, "PRAGMA foreign_keys") == 1


@pytest.mark.strace
def test_a_sync_comes_before_each_answer_that_something_was_taken(tmp_path: Path) -> None:
    with sqlite_url(tmp_path) as url:
        calls = tmp_path / "calls"
        trace = ["strace", "-f", "-e", "trace=fdatasync,fsync,write", "-o", str(calls)]
        subprocess.run([*trace, sys.executable, "-c", _ACCEPT_AND_DIE, url], check=False, stdout=subprocess.DEVNULL)
    story = calls.read_text().partition('"BEGIN"')[2].split('"TAKEN"')
    assert len(story) == 4
    assert all("sync(" in before for before in story[:3])


def test_what_was_taken_survives_a_kill(url: str) -> None:
    process = run(_ACCEPT_AND_DIE, url)
    said = process.communicate()[0]
    store = open_store(url)
    assert said.count(b"TAKEN") == len(store.deliveries.waiting(ticket("7"))) == 3
    assert store.agenda.planned(ticket("7")) == NOW
    store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_answers_before_it_syncs_is_told_not_to(url: str) -> None:
    store = open_store(url.replace("options=", "options=-csynchronous_commit%3Doff%20"))
    assert setting(store, "SHOW synchronous_commit") == "on"
    store.close()


def test_the_files_of_a_store_are_its_owners_alone(embedded: Store, tmp_path: Path) -> None:
    embedded.claim_worker()
    embedded.deliveries.accept(delivery("a", ticket("7")))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 6
    assert set(modes.values()) == {0o600}


def test_an_embedded_store_has_one_worker_process_until_that_closes_it(tmp_path: Path) -> None:
    with sqlite_url(tmp_path) as url:
        first, second = open_store(url), open_store(url)
        first.claim_worker()
        with pytest.raises(UsageError, match="stop it, or set"):
            second.claim_worker()
        first.close()
        second.claim_worker()
        second.close()


def test_whoever_becomes_the_worker_ends_the_leases_and_waits_of_the_one_before(embedded: Store) -> None:
    """The lease clock may have begun anew with the machine."""
    embedded.agenda.touch([ticket("leased"), ticket("waits")], NOW)
    held, waits = embedded.agenda.lease("w", NOW, seconds=1e6, limit=2)
    embedded.agenda.put_back(waits, due=NOW, wait=1e6)
    embedded.claim_worker()
    assert len(embedded.agenda.lease("w", NOW, seconds=60, limit=9)) == 2
    assert not embedded.agenda.is_held(held)


def test_whoever_becomes_the_worker_lets_open_attempts_settle_anew(embedded: Store) -> None:
    intent = Intent("7", None, "guide", WriteKind.REPLY, {})
    embedded.writes.intend(intent, NOW)
    embedded.agenda.touch([ticket("7")], NOW)
    (lease,) = embedded.agenda.lease("w", NOW, seconds=60, limit=1)
    embedded.writes.begin(lease, intent, now=NOW, deadline=1, settle=9)
    with embedded._database.writing() as connection:
        connection.execute(text("UPDATE writes SET settle_tick = 1"))  # as a clock that ran before a restart
    assert embedded.writes.settles_in("7", "guide") == 0
    embedded.claim_worker()
    assert embedded.writes.settles_in("7", "guide") == pytest.approx(10, abs=1)
    embedded.writes.finish("7", "guide", WriteState.DONE, now=NOW)


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_shared_store_has_any_number_of_workers(store: Store, url: str) -> None:
    store.agenda.touch([ticket("7")], NOW)
    (lease,) = store.agenda.lease("w", NOW, seconds=60, limit=1)
    other = open_store(url)
    other.claim_worker()
    store.claim_worker()
    assert store.agenda.is_held(lease)
    other.close()


@pytest.mark.parametrize("bad", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/x", "bridge.db"])
def test_what_can_be_no_store_is_refused_with_what_can(bad: str) -> None:
    with pytest.raises(UsageError, match="sqlite:///"):
        open_store(bad)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match=r"No such file or directory.*nowhere.*make its folder exist"):
        open_store(f"sqlite:///{tmp_path}/nowhere/bridge.db")


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bridge.db"
    path.write_bytes(b"a letter to a friend, not a database" * 100)
    with pytest.raises(StoreUnavailableError, match=r"set \[store\] url to another path"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"a letter")


def test_a_server_that_does_not_answer_is_said_to_be_out_of_reach() -> None:
    with pytest.raises(StoreUnavailableError, match="start PostgreSQL"):
        open_store("postgresql://nobody@127.0.0.1:1/nothing")


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_schema_that_is_not_there_is_asked_for(url: str) -> None:
    with pytest.raises(StoreUnavailableError, match="is not there: create it"):
        open_store(url.replace("bridge_test_", "nowhere_"))


def test_no_files_are_left_open_when_a_store_is_closed(url: str) -> None:
    open_store(url).close()
    before = len(list(Path("/proc/self/fd").iterdir()))
    store = open_store(url)
    waiter = store.agenda.listen()
    store.check()
    waiter.close()
    store.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
