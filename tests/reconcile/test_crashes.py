"""Whatever point a process ends at, each thing is written once, ever (W3)."""

from collections.abc import Mapping

import pytest

from bridge.config import Settings
from bridge.core.model import Subject, SubjectKind, WriteState
from bridge.store import open_store
from tests.reconcile.bench import CRASH_POINTS, Bench, LeaseClock
from tests.reconcile.maker import Maker
from tests.reconcile.shop import FakeClock, Shop
from tests.reconcile.stories import STORIES, set_up
from tests.store.fixtures import postgres_url

TICKET = Subject(SubjectKind.TICKET, "7")
EVERY_WRITE = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name, story in STORIES.items()
    for number in range(story.writes)
]
FLAVOURS = pytest.mark.parametrize("enforces_keys", [True, False], ids=["keys", "plain"])


@FLAVOURS
@pytest.mark.parametrize("point", CRASH_POINTS)
@pytest.mark.parametrize(("name", "number"), EVERY_WRITE)
def test_after_a_crash_everything_is_there_once(
    benches: Maker, promises: Mapping[str, object], name: str, number: int, point: str, enforces_keys: bool
) -> None:
    bench = set_up(benches, name, enforces_keys=enforces_keys)
    STORIES[name].happen(bench)
    assert bench.settle_through_crash(point, number)
    assert bench.shop.seen() == promises[name]


@pytest.mark.parametrize("name", STORIES)
def test_crashing_at_every_step_of_every_look_only_takes_longer(
    benches: Maker, promises: Mapping[str, object], name: str
) -> None:
    bench = set_up(benches, name, enforces_keys=True)
    STORIES[name].happen(bench)
    for point in CRASH_POINTS:
        for _ in range(2):
            bench.settle_through_crash(point, 0)
    assert bench.shop.seen() == promises[name]


def test_a_reply_that_twice_left_no_trace_waits_for_a_person(benches: Maker) -> None:
    bench = set_up(benches, "reply", enforces_keys=False)
    STORIES["reply"].happen(bench)
    bench.settle_through_crash("sending", 0, and_go_on=False)
    bench.settle_through_crash("sending", 0)
    assert bench.shop.said("7") == []
    assert bench.write("7", "guide").state is WriteState.PARKED
    assert "needs-staff" in bench.shop.tags("7")


def test_a_note_that_twice_left_no_trace_is_written_again(benches: Maker) -> None:
    bench = set_up(benches, "note", enforces_keys=False)
    STORIES["note"].happen(bench)
    bench.settle_through_crash("sending", 0, and_go_on=False)
    bench.settle_through_crash("sending", 0)
    assert len(bench.shop.noted("7")) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("point", CRASH_POINTS)
def test_on_postgresql_too(settings: Settings, promises: Mapping[str, object], point: str) -> None:
    with postgres_url() as url:
        store = open_store(url)
        bench = Bench(Shop(FakeClock(), enforces_keys=True), store, settings.policy, settings.texts, LeaseClock())
        STORIES["reply"].happen(bench)
        assert bench.settle_through_crash(point)
        bench.hint(TICKET)
        bench.settle()
        store.close()
    assert bench.shop.seen() == promises["reply"]
