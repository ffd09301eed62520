"""Stores for tests, on both databases: each test has one of its own, gone when it ends."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from bridge.core.model import Subject, SubjectKind
from bridge.store.deliveries import Delivery
from tests import postgres

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
    url = make_url(postgres.URL)
    schema = f"bridge_test_{uuid.uuid4().hex}"
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        yield url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()
