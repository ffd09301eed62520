"""Stores for tests, on both databases: each test has one of its own, gone when it ends."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import Column, MetaData, String, Table, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bridge.core.model import Subject, SubjectKind
from bridge.store.deliveries import Delivery
from bridge.store.migrate import HEAD
from bridge.store.tables import metadata
from tests import postgres as server_of_tests

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def client(id_: str) -> Subject:
    return Subject(SubjectKind.CLIENT, id_)


def ticket(id_: str) -> Subject:
    return Subject(SubjectKind.TICKET, id_)


def delivery(
    id_: str = "msg_1",
    *subjects: Subject,
    body: bytes = b"{}",
    early: bool = False,
    is_readable: bool = True,
    received: datetime = NOW,
) -> Delivery:
    return Delivery(
        id=id_,
        system="whmcs",
        kind="SomethingHappened",
        subjects=subjects,
        early=early,
        body=body,
        received=received,
        is_readable=is_readable,
    )


@contextmanager
def sqlite_url(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bridge.db'}"


@contextmanager
def postgres_url() -> Iterator[str]:
    """Yield the URL of a schema of its own, dropped afterwards; whoever uses it wears ``pytest.mark.postgres``."""
    url = make_url(server_of_tests.URL)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    schema = f"bridge_test_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {schema}".encode())
        yield url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
        server.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def make_quickly(url: str) -> None:
    """Make the tables of a store in one go; its migrations take longer, and ``test_open`` holds the two together."""
    script = _script(make_url(url).get_backend_name())
    if url.startswith("sqlite"):
        path = Path(make_url(url).database or "")
        path.touch(0o600)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(f"BEGIN; {script}; COMMIT")
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as server:
            server.execute(script.encode())


@cache
def _script(backend: str) -> str:
    """Return the DDL of a store on ``sqlite`` or ``postgresql``."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[backend].dialect()
    version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
    tables = [*metadata.sorted_tables, version]
    made = [CreateTable(table) for table in tables] + [
        CreateIndex(index) for table in tables for index in sorted(table.indexes, key=lambda index: index.name or "")
    ]
    ddl = [str(element.compile(dialect=dialect)) for element in made]
    return ";".join([*ddl, f"INSERT INTO alembic_version VALUES ('{HEAD}')"])
