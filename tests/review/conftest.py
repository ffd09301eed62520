from collections.abc import Iterator

import pytest

from bridge.config import Settings
from bridge.store import open_store
from tests.reconcile.bench import Bench, LeaseClock
from tests.reconcile.conftest import benches, kept_store, lease_clock, settings, store
from tests.reconcile.maker import Maker
from tests.reconcile.shop import FakeClock, Shop
from tests.review.months import live_through_months

__all__ = ["benches", "kept_store", "lease_clock", "settings", "store"]


@pytest.fixture
def bench(benches: Maker) -> Bench:
    """Return a bridge that has lived through months, to live on with."""
    made = benches()
    live_through_months(made)
    return made


@pytest.fixture(scope="session")
def lived(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Return one such bridge for all who only ask it."""
    clock = LeaseClock()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bridge.store.embedded.time", clock)
        own = open_store(f"sqlite:///{tmp_path_factory.mktemp('lived') / 'bridge.db'}")
        made = Bench(Shop(FakeClock(), enforces_keys=True), own, settings.policy, settings.texts, clock)
        live_through_months(made)
    yield made
    own.close()
