"""Migrations only add: during a deploy the version before works on the store that the new one has migrated.

Expand, deploy, contract: what the old version writes must still fit, and what it reads must still be there. A column or
table may go only when no version that is still deployed knows it, and then this test's founding schema moves up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Boolean,
    Engine,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    create_engine,
    func,
    insert,
    select,
)
from sqlalchemy.types import BigInteger, Integer, TypeEngine

from bridge.store import open_store
from bridge.store.migrate import _SCRIPTS, HEAD

FOUNDING = "0001"  # the oldest version that may still be deployed
ROWS = 200  # of each table, in a store that is in use


@dataclass(frozen=True)
class Old:
    """A store as the old version made and filled it."""

    url: str
    tables: MetaData


@pytest.fixture
def old(url: str) -> Iterator[Old]:
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, FOUNDING)
    tables = MetaData()
    tables.reflect(engine)
    tables.remove(tables.tables["alembic_version"])
    for number in range(ROWS):
        write_everywhere(engine, tables, number)
    yield Old(url, tables)
    engine.dispose()


def write_everywhere(engine: Engine, tables: MetaData, number: int) -> None:
    """Write a row into each table with the columns that the old version knows, every one named."""
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            connection.execute(insert(table).values(row(table, number)))


def row(table: Table, number: int) -> dict[str, object]:
    """Return a row of a table that no other number's row meets."""
    return {
        column.name: 0 if column.name == "urgency" else value(column.type, number)
        for column in table.columns
        if column.autoincrement is not True
    }


def value(kind: TypeEngine[object], number: int) -> object:
    match kind:
        case Boolean():
            return number % 2 == 0
        case SmallInteger() | Integer() | BigInteger() | Numeric():
            return number
        case LargeBinary():
            return str(number).encode()
        case _:
            return str(number)


def test_a_store_in_use_keeps_every_row_and_the_old_version_can_go_on_writing(old: Old) -> None:
    open_store(old.url).close()
    engine = create_engine(old.url)
    write_everywhere(engine, old.tables, ROWS)  # what the old version still says, while the new one is there
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        for table in old.tables.sorted_tables:
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == ROWS + 1, table.name
            first = connection.execute(select(table).order_by(*table.columns)).mappings().first()
            assert first is not None
            assert set(first) == {column.name for column in table.columns}
    engine.dispose()
