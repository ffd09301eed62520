from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.store import Store, open_store
from tests.store.fixtures import make_quickly, postgres_url, sqlite_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a store that does not exist yet, on each of the databases."""
    with sqlite_url(tmp_path) if request.param == "sqlite" else postgres_url() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    make_quickly(url)
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Store]:
    """Open a store on SQLite, for what only SQLite does."""
    with sqlite_url(tmp_path) as url:
        make_quickly(url)
        store = open_store(url, patience=0.2)
        yield store
        store.close()
