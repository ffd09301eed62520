"""Acknowledged is durable: strace shows that a sync of the store comes before each 2xx, and after what it answers."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from bridge.store import open_store
from tests.hostile.rig import running, status_of
from tests.hostile.traced import Call, story, traced
from tests.store.fixtures import postgres_url

CALLS = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync"
READS = {"read", "readv", "recvfrom", "recvmsg"}
WRITES = {"write", "writev", "sendto", "sendmsg"}
SYNCS = {"fsync", "fdatasync"}
ALONE, TOGETHER = 5, 40


def exchanges(calls: list[Call], port: int) -> list[tuple[Call, Call]]:
    """Return, for each webhook that was answered 202, the call that read the end of it and the one that answered."""
    pairs, heard = [], dict[str, Call]()
    for call in calls:
        if f":{port}->" not in call.file:
            continue
        if call.name in READS and not call.text.endswith("= 0"):
            heard[call.file] = call
        elif call.name in WRITES and "HTTP/1.1 202" in call.text:
            pairs.append((heard[call.file], call))
    return pairs


def is_between(first: Call, call: Call, last: Call) -> bool:
    """Whether a call began after the first had ended, and ended before the last began."""
    return first.ended < call.begun and call.ended < last.begun


@pytest.mark.strace
def test_each_202_comes_after_a_sync_of_the_log_that_holds_what_it_answers(tmp_path: Path) -> None:
    """One after another, and eight at once: in a group commit the sync is shared, and still comes between."""
    with running(tmp_path) as at:
        with traced(at.serving(), tmp_path / "trace", calls=CALLS):
            statuses = [status_of(at.deliver(f"alone-{number}")) for number in range(ALONE)]
            with ThreadPoolExecutor(8) as pool:
                together = pool.map(at.deliver, (f"together-{number}" for number in range(TOGETHER)))
                statuses += [status_of(answer) for answer in together]
        assert statuses == [202] * (ALONE + TOGETHER)
        calls = story((tmp_path / "trace").read_text())
    answered = exchanges(calls, at.port)
    assert len(answered) == ALONE + TOGETHER
    log = [call for call in calls if call.file.endswith("bridge.db-wal")]
    written = [call for call in log if call.name == "pwrite64"]
    synced = [call for call in log if call.name in SYNCS]
    for heard, said in answered:
        assert any(
            is_between(heard, sync, said) and is_between(heard, write, sync) for sync in synced for write in written
        )
    assert len(synced) < len(answered) + ALONE  # a group shares one


@pytest.mark.strace
@pytest.mark.postgres
def test_each_202_comes_after_postgresql_has_answered_the_commit(tmp_path: Path) -> None:
    """The server syncs before it answers a COMMIT, as the next test makes sure."""
    with postgres_url() as url, running(tmp_path, "receive", store=url) as at:
        with traced(at.serving(), tmp_path / "trace", calls=CALLS), ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(at.deliver, (f"together-{number}" for number in range(TOGETHER))))
        assert {status_of(answer) for answer in answers} == {202}
        calls = story((tmp_path / "trace").read_text())
        answered = exchanges(calls, at.port)
    committed = [call for call in calls if call.name in READS and r"COMMIT\0Z\0\0\0\5I" in call.text]
    assert len(answered) == TOGETHER
    for heard, said in answered:
        assert any(is_between(heard, commit, said) for commit in committed)


@pytest.fixture
def hasty_url() -> Iterator[str]:
    """Yield the URL of a schema for a role whose sessions answer before they sync, unless they say otherwise."""
    role = f"hasty_{uuid.uuid4().hex}"
    with postgres_url() as url, psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        asked = make_url(url)
        for statement in (
            f"CREATE ROLE {role} LOGIN PASSWORD '{asked.password or ''}'",
            f"ALTER ROLE {role} SET synchronous_commit = off",
            f"DO 'BEGIN EXECUTE ''GRANT ALL ON SCHEMA '' || current_schema() || '' TO {role}''; END'",
        ):
            server.execute(statement.encode())
        yield asked.set(username=role).render_as_string(hide_password=False)
        server.execute(f"DROP OWNED BY {role}".encode())
        server.execute(f"DROP ROLE {role}".encode())


@pytest.mark.postgres
def test_a_role_that_answers_before_it_syncs_is_told_not_to(hasty_url: str) -> None:
    """Whatever the server, the database or the role default to, each of our sessions syncs first."""
    setting = "SHOW synchronous_commit"
    with psycopg.connect(hasty_url.replace("+psycopg", "")) as plain:
        assert plain.execute(setting).fetchone() == ("off",)
    store = open_store(hasty_url)
    store.check()
    with store._database.writing() as first, store._database.writing() as second:
        assert [connection.execute(text(setting)).scalar() for connection in (first, second)] == ["on", "on"]
    store.close()
