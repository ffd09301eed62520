"""A store is copied whole or not at all, and the copy goes on where the original stopped."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table, insert, select, text, update

from bridge.core.model import WriteKind
from bridge.errors import StoreUnavailableError, UsageError
from bridge.store import Store, open_store
from bridge.store.columns import Instant
from bridge.store.copy import TABLES, CopyDiffersError
from bridge.store.tables import agenda, deliveries, writes
from bridge.store.write_rows import Intent
from bridge.store.writes import Begun
from tests.store.fixtures import NOW, delivery, make_quickly, postgres_url, sqlite_url, ticket

ROWS = 3
LEASES = {"free_tick", "owner", "settle_tick"}  # what runs on the lease clock begins anew


def silent(_table: str, _rows: int) -> None:
    """Take no note of how far it is."""


@contextmanager
def made(url: str) -> Iterator[Store]:
    make_quickly(url)
    with closing(open_store(url)) as store:
        yield store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Open an empty embedded store beside the one that ``url`` names."""
    folder = tmp_path / "other"
    folder.mkdir()
    with sqlite_url(folder) as url, made(url) as store:
        yield store


@pytest.fixture
def full(other: Store) -> Store:
    """Return an embedded store with rows in every table, whatever its columns are."""
    with other._database.writing() as connection:
        for table in TABLES:
            rows = [{column.name: sample(column, row) for column in table.columns} for row in range(ROWS)]
            connection.execute(insert(table), rows)
    return other


def sample(column: Column[Any], row: int) -> object:
    """Return a value that only its own column and row has, with what databases are known to trip over."""
    if column.nullable and row == 0:
        return None
    match column.type:
        case Boolean():
            return row % 2 == 1
        case Instant():
            return NOW + timedelta(days=row, microseconds=1)
        case LargeBinary():
            return b"\0\xff" + column.name.encode() + bytes([row])
        case Integer():  # with a gap after it; the urgency of the agenda is at most 2
            return row if column.name == "urgency" else 1 + row * 10
        case _:
            return f"{column.name} \N{SNOWMAN}'\\ {row}"


def rows(store: Store, table: Table) -> list[dict[str, object]]:
    with store._database.reading() as connection:
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(
        ({key: row[key] for key in row.keys() - LEASES} for row in found), key=lambda row: repr(sorted(row.items()))
    )


def contents(store: Store) -> dict[str, list[dict[str, object]]]:
    return {table.name: rows(store, table) for table in TABLES}


def test_every_row_of_every_table_comes_over(full: Store, url: str) -> None:
    with made(url) as target:
        copied = full.copy_to(target, silent)
        assert contents(target) == contents(full)
    assert {name: content.rows for name, content in copied.items()} == {table.name: ROWS for table in TABLES}


@pytest.mark.postgres
def test_the_way_back_gives_the_same_rows_and_the_same_digests(full: Store, tmp_path: Path) -> None:
    with postgres_url() as url, made(url) as shared, sqlite_url(tmp_path) as back, made(back) as target:
        there = full.copy_to(shared, silent)
        again = shared.copy_to(target, silent)
        assert contents(target) == contents(full)
    unticked = there.keys() - {agenda.name, writes.name}
    assert {name: again[name] for name in unticked} == {name: there[name] for name in unticked}


def test_what_comes_in_after_it_is_counted_on(full: Store, url: str) -> None:
    with made(url) as target:
        full.copy_to(target, silent)
        last = max(row["seq"] for row in rows(target, deliveries))  # type: ignore[type-var] # a number in every row
        target.deliveries.accept(delivery("a-new-one", ticket("7")))
        assert max(row["seq"] for row in rows(target, deliveries)) == last + 1  # type: ignore[operator,type-var] # as above


def test_leases_and_settling_begin_anew_on_the_clock_of_the_target(other: Store, url: str) -> None:
    """A machine's monotonic ticks mean nothing to a database server: what waits for one might wait for ever."""
    other.agenda.touch([ticket("7")], NOW)
    (lease,) = other.agenda.lease("killed", NOW, seconds=60, limit=1)
    intent = Intent("7", None, "guide", WriteKind.REPLY, {})
    other.writes.intend(intent, NOW)
    assert other.writes.begin(lease, intent, now=NOW, deadline=10, settle=120) is Begun.YES
    with other._database.writing() as connection:  # as on a machine that has been up for ever
        connection.execute(update(agenda).values(free_tick=1 << 62))
        connection.execute(update(writes).values(settle_tick=1 << 62))
    with made(url) as target:
        other.copy_to(target, silent)
        assert [taken.subject for taken in target.agenda.lease("new", NOW, seconds=60, limit=1)] == [lease.subject]
        assert 100 < target.writes.settles_in("7", "guide") <= 130


def test_a_target_that_holds_anything_is_refused_and_left_as_it_is(full: Store, url: str) -> None:
    with made(url) as target:
        target.marks.put("checked", "yes")
        before = contents(target)
        with pytest.raises(UsageError, match="not empty"):
            full.copy_to(target, silent)
        assert contents(target) == before


def test_a_source_that_a_bridge_works_on_is_refused(other: Store, url: str) -> None:
    """What it takes in and sends after the copy, the copy would not know."""
    with made(url) as source:
        source.agenda.touch([ticket("7")], NOW)
        with closing(open_store(url)) as bridge:
            bridge.claim_worker()
            waiter = bridge.agenda.listen()
            with pytest.raises(UsageError, match="a bridge works on"):
                source.copy_to(other, silent)
            waiter.close()
        source.copy_to(other, silent)


@pytest.mark.postgres
def test_a_machine_out_of_reach_that_may_still_be_sending_is_waited_for(other: Store) -> None:
    with postgres_url() as url, made(url) as source:
        source.agenda.touch([ticket("7")], NOW)
        (lease,) = source.agenda.lease("out of reach", NOW, seconds=60, limit=1)
        with pytest.raises(UsageError, match="leases"):
            source.copy_to(other, silent)
        source.agenda.put_back(lease, due=None)
        source.copy_to(other, silent)


def test_nothing_of_a_copy_that_was_cut_off_stays_and_it_can_be_made_again(full: Store, url: str) -> None:
    def interrupted(table: str, _: int) -> None:
        if "writes" in table:
            raise KeyboardInterrupt

    with made(url) as target:
        with pytest.raises(KeyboardInterrupt):
            full.copy_to(target, interrupted)
        assert not any(contents(target).values())
        full.copy_to(target, silent)
        assert contents(target) == contents(full)


def test_a_store_of_a_newer_program_is_not_copied_by_an_older_one(full: Store, url: str) -> None:
    """It may hold tables and columns that this one knows nothing of, and would leave behind."""
    with full._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with made(url) as target:
        with pytest.raises(UsageError, match="version 9999"):
            full.copy_to(target, silent)
        assert not any(contents(target).values())


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM facts WHERE seq = NEW.seq",
        "UPDATE facts SET value = 'other' WHERE seq = NEW.seq",
    ],
)
def test_a_target_that_does_not_keep_what_it_is_given_is_found_out(full: Store, tmp_path: Path, harm: str) -> None:
    with sqlite_url(tmp_path) as url, made(url) as target:
        with target._database.writing() as connection:
            connection.execute(text(f"CREATE TRIGGER harm AFTER INSERT ON facts WHEN NEW.seq > 1 BEGIN {harm}; END"))
        with pytest.raises(CopyDiffersError, match="facts"):
            full.copy_to(target, silent)
        assert not any(contents(target).values())


def test_a_source_takes_nothing_while_it_is_copied(other: Store, url: str) -> None:
    """A webhook that was answered 2xx meanwhile would be on the old store alone; the sender comes again instead."""
    with made(url) as source:
        source.deliveries.accept(delivery("before", ticket("7")))

        def meanwhile(_table: str, _rows: int) -> None:
            with closing(open_store(url, patience=0.1)) as receiver:
                receiver.deliveries.accept(delivery("meanwhile", ticket("7")))

        with pytest.raises(StoreUnavailableError):
            source.copy_to(other, meanwhile)
        assert [row["webhook_id"] for row in rows(source, deliveries)] == ["before"]


def test_where_no_store_is_none_is_made(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no store"):
        open_store(url, must_exist=True)
    assert not list(tmp_path.iterdir())
