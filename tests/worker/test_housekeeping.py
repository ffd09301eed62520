"""Retention beside the work: what is past its time is forgotten between looks, and never instead of one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bridge.errors import StoreUnavailableError
from bridge.housekeeping import Housekeeping
from bridge.store import Store, open_store
from bridge.store.retention import PAGE
from tests.reconcile.shop import START, FakeClock
from tests.store.fixtures import NOW, delivery, make_quickly, ticket
from tests.worker.test_worker import Looks, at_work, eventually


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'bridge.db'}"
    make_quickly(url)
    store = open_store(url)
    yield store
    store.close()


def test_what_is_past_its_retention_is_forgotten_step_by_step_beside_the_looks(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While there is more, soon again; a look that is due meanwhile is made."""
    monkeypatch.setattr("bridge.worker.TIDY_PAUSE", 0.0)
    monkeypatch.setattr("bridge.worker.TIDY_STEP", 0.0)
    for number in range(3 * PAGE):
        store.deliveries.accept(delivery(str(number)))
    clock, looks = FakeClock(), Looks()
    housekeeping = Housekeeping(store, keep_bodies=timedelta(days=90), keep_decisions=timedelta(days=400))
    store.agenda.touch([ticket("1")], START)
    with at_work(store, looks, clock=clock, tidy=housekeeping):
        eventually(lambda: looks.seen == [ticket("1")])
        assert all(record.body for record in store.deliveries.list(limit=9999))
        clock.now = NOW + timedelta(days=90, seconds=1)
        eventually(lambda: not any(record.body for record in store.deliveries.list(limit=9999)))


def test_a_store_that_is_away_while_tidying_stops_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.worker.TIDY_PAUSE", 0.0)
    asked = list[datetime]()

    def tidy(now: datetime) -> bool:
        asked.append(now)
        raise StoreUnavailableError("full")

    looks = Looks()
    with at_work(store, looks, tidy=tidy):
        eventually(lambda: len(asked) > 1)
        store.agenda.touch([ticket("1")], START)
        eventually(lambda: looks.seen == [ticket("1")])
