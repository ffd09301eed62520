"""Clocks are set forward and back: nothing is stuck, and what was done too early is put right (D1)."""

from datetime import timedelta

import pytest

from bridge.core.model import OverrideKind
from bridge.reconcile.everybody import look_at_everybody
from tests.reconcile.bench import Bench
from tests.reconcile.maker import Maker
from tests.reconcile.stories import BROKEN

STEPS = pytest.mark.parametrize("step", [timedelta(minutes=6), timedelta(days=1)], ids=["6 min", "1 day"])


@pytest.fixture
def bench(benches: Maker) -> Bench:
    return benches()


@STEPS
def test_what_is_read_after_the_clock_was_set_back_counts(bench: Bench, step: timedelta) -> None:
    client = bench.shop.sign_up()
    ticket = bench.opens("7", BROKEN)
    bench.clock.now += step
    bench.hint(ticket)
    bench.settle()
    bench.clock.now -= step
    bench.shop.buy("42")
    bench.hint(client)
    bench.settle()
    assert "professional" in bench.shop.tags("7")
    bench.clock.now -= step
    bench.shop.buy("42", status="Suspended")
    bench.hint(client)
    bench.settle()
    assert "best-effort" in bench.shop.tags("7")


def test_a_window_that_a_wrong_clock_ended_early_is_open_again_when_the_clock_is_right(bench: Bench) -> None:
    bench.shop.sign_up(days_ago=29)
    bench.opens("7", BROKEN)
    bench.settle()
    bench.clock.now += timedelta(days=1)
    bench.settle()
    assert "best-effort" in bench.shop.tags("7")
    bench.clock.now -= timedelta(days=1)
    look_at_everybody(bench.store, bench.clock())
    bench.settle()
    assert {"new-customer", "realtime"} <= bench.shop.tags("7")
    bench.clock.now += timedelta(days=1)
    bench.settle()
    assert "best-effort" in bench.shop.tags("7")
    assert len(bench.shop.said("7")) == 1


@STEPS
def test_what_came_in_under_a_wrong_clock_is_looked_at_when_the_clock_is_right(bench: Bench, step: timedelta) -> None:
    bench.shop.sign_up()
    bench.clock.now += step
    bench.opens("7", BROKEN)
    bench.clock.now -= step
    look_at_everybody(bench.store, bench.clock())
    bench.settle()
    assert len(bench.shop.said("7")) == 1


@STEPS
def test_a_hold_ends_at_its_own_instant_whatever_the_clock_did_meanwhile(bench: Bench, step: timedelta) -> None:
    bench.shop.sign_up()
    ticket = bench.shop.open_ticket("7", BROKEN)
    bench.override(OverrideKind.HOLD, ticket, hours=30)
    bench.hint(ticket)
    bench.settle()
    bench.clock.now -= step
    look_at_everybody(bench.store, bench.clock())
    bench.settle()
    assert bench.shop.said("7") == []
    bench.clock.now += step + timedelta(hours=30)
    bench.settle()
    assert len(bench.shop.said("7")) == 1
