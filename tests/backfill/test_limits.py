"""How fast a run asks can be changed while it runs, and how far it has come is told in lines that a person reads."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bridge.backfill import limits as module
from bridge.backfill.limits import Limits, forget_limits, set_limits
from bridge.backfill.progress import Phase, Progress, TooManyFailedError, What, progress_from
from bridge.backfill.run import RUN
from bridge.cli import run
from bridge.cli.steps import Steps
from mappings.whmcs.lists import Listed
from tests.backfill.house import House

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Paced(Listed):
    """A billing system that only takes note of its limits."""

    told: list[tuple[float, int]] = field(default_factory=list)

    def limit(self, *, per_second: float, at_once: int) -> None:
        self.told.append((per_second, at_once))


def progress() -> Progress:
    return Progress("backfill", What.ALL, writes=True, sends=False, started=NOW, listed_since=NOW)


def test_the_limits_of_a_run_are_those_set_last(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ_EVERY", 0.0)
    with house.store() as store:
        paced, limits = Paced(), Limits(store, per_second=10, at_once=4)
        limits.apply(paced)
        set_limits(store, per_second=2, at_once=None)
        limits.apply(paced)
        set_limits(store, per_second=None, at_once=1)
        limits.apply(paced)
        limits.apply(paced)
        assert paced.told == [(2, 4), (2, 1)]
        forget_limits(store)
        assert store.marks.get(module.MARK) == "{}"


def test_a_pace_is_set_for_a_run_under_way_or_not_at_all(house: House) -> None:
    faster = ["backfill", "limit", "--rate", "2", "--config", str(house.config)]
    assert run(faster) == 2
    assert "there is no store" in house.capsys.readouterr().err
    with house.store():
        assert run(faster) == 2
    assert "no backfill runs on this store" in house.capsys.readouterr().err
    with house.store() as store, store.alone(RUN):
        assert store.marks.get(module.MARK) is None
        assert run(faster) == 0
        assert store.marks.get(module.MARK) is not None


def test_a_run_under_way_obeys_the_command_that_changes_its_pace(house: House) -> None:
    """At a request in five seconds it would take more than a minute."""
    house.actor.fill(clients=600)
    assert run(["backfill", "limit", "--config", str(house.config)]) == 2
    assert "--rate" in house.capsys.readouterr().err

    def hurry() -> None:
        while not house.shop.shop.state.calls:
            time.sleep(0.05)
        with house.store() as store:
            set_limits(store, per_second=1000, at_once=None)

    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        hurried = pool.submit(hurry)
        house.done("backfill", "clients", "--write", "--rate", "0.2")
        hurried.result()
    assert time.monotonic() - began < 55
    with house.store() as store:
        assert store.marks.get(module.MARK) == "{}", "a run's limits end with it"


def test_progress_comes_back_as_it_was_kept() -> None:
    made = progress()
    made.advance(Phase.CLIENTS, 300, total=1000)
    made.count(Phase.CLIENTS, tried=300, failed=2)
    made.digest = 2**255 + 7
    assert progress_from(made.document()) == made
    assert progress_from(None) is None


@pytest.mark.parametrize(("tried", "failed", "stops"), [(19, 19, False), (20, 1, False), (20, 2, True), (100, 6, True)])
def test_a_run_stops_when_more_than_one_in_twenty_failed_of_at_least_twenty(
    tried: int, failed: int, stops: bool
) -> None:
    made = progress()
    made.count(made.phase, tried=tried, failed=failed)
    if not stops:
        made.stop_if_too_many_failed()
        return
    with pytest.raises(TooManyFailedError, match=f"{failed} of {tried}"):
        made.stop_if_too_many_failed()


def test_a_line_tells_how_far_how_fast_and_how_long_still(monkeypatch: pytest.MonkeyPatch) -> None:
    made = progress()
    made.phase = Phase.CLIENTS
    made.totals[Phase.CLIENTS] = 10_000
    steps = Steps(made)
    clock = iter([100.0, 110.0])
    monkeypatch.setattr("bridge.cli.steps.time.monotonic", lambda: next(clock))
    steps.tell(made)
    made.count(Phase.CLIENTS, tried=1000)
    steps.tell(made)
    assert steps.line(110.0) == "clients: 1,000 of 10,000, 100.0/s, 2 min left, 0 failed"


def test_no_pace_is_negative_where_what_was_rehearsed_is_then_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    made = progress()
    made.phase = Phase.LOOKS
    made.totals[Phase.LOOKS] = 8
    steps = Steps(made)
    clock = iter([100.0, 102.0, 104.0])
    monkeypatch.setattr("bridge.cli.steps.time.monotonic", lambda: next(clock))
    for tried in (8, 2, 4):
        made.tried[Phase.LOOKS] = tried
        steps.tell(made)
    assert steps.line(104.0) == "looks: 4 of 8, 1.0/s, 4 s left, 0 failed"
