from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import delete

from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.config import Settings, load
from bridge.config.document import stamped
from bridge.config.sources import fresh_signing_secret
from bridge.core.policy import Policy
from bridge.store import Store, open_store
from bridge.store.tables import metadata
from tests.reconcile.bench import Bench, LeaseClock
from tests.reconcile.maker import Maker
from tests.reconcile.shop import FakeClock, Shop
from tests.reconcile.stories import STORIES


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return what ``bridge init`` sets up."""
    folder = tmp_path_factory.mktemp("starter")
    for name, content in starter().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return load(folder / "config.toml", environment={SECRET_VARIABLE: fresh_signing_secret()})


@pytest.fixture(scope="session")
def kept_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Open one store for all tests here: SQLAlchemy compiles its statements anew for each that is opened."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'bridge.db'}")
    yield store
    store.close()


def emptied(store: Store) -> Store:
    """Return the store without anything in it."""
    with store._database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    return store


@pytest.fixture
def store(kept_store: Store) -> Store:
    return emptied(kept_store)


@pytest.fixture
def lease_clock(monkeypatch: pytest.MonkeyPatch) -> LeaseClock:
    clock = LeaseClock()
    monkeypatch.setattr("bridge.store.embedded.time", clock)
    return clock


@pytest.fixture
def benches(store: Store, settings: Settings, lease_clock: LeaseClock) -> Maker:
    """Return what sets up a bridge; one a test."""

    def make(policy: Policy, enforces_keys: bool) -> Bench:
        return Bench(Shop(FakeClock(), enforces_keys), store, policy, settings.texts, lease_clock)

    return Maker(make, settings.policy)


@pytest.fixture(scope="session")
def promises(kept_store: Store, settings: Settings) -> Mapping[str, object]:
    """Return, for each story, what is seen at its end when nothing goes wrong."""
    seen: dict[str, object] = {}
    for name, story in STORIES.items():
        shop = Shop(FakeClock(), enforces_keys=True)
        policy = stamped(story.policy(settings.policy))
        undisturbed = Bench(shop, emptied(kept_store), policy, settings.texts, LeaseClock())
        story.happen(undisturbed)
        undisturbed.settle()
        assert len(undisturbed.store.writes.of(["7"])) == story.writes
        seen[name] = shop.seen()
    emptied(kept_store)
    return seen


@pytest.fixture(params=[True, False], ids=["keys", "plain"])
def any_bench(request: pytest.FixtureRequest, benches: Maker) -> Bench:
    """Set up a bridge at a shop of each flavour."""
    return benches(enforces_keys=bool(request.param))
