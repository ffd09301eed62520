"""No more requests in any second, and at any time, than the admin allowed."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest

from bridge.errors import BillingUnavailableError
from mappings.whmcs.pace import Pace


def begun(pace: Pace, turns: int, *, threads: int) -> list[float]:
    """Take turns from several threads and return when each began."""
    moments: list[float] = []
    lock = Lock()

    def take(_: int) -> None:
        with pace.turn(deadline=time.monotonic() + 10), lock:
            moments.append(time.monotonic())

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(take, range(turns)))
    return sorted(moments)


def test_no_second_holds_more_turns_than_allowed() -> None:
    moments = begun(Pace(per_second=20, at_once=8), 50, threads=8)
    slack = 0.05  # a thread may wake late
    assert all(later - earlier > 1 - slack for earlier, later in zip(moments, moments[20:], strict=False))


def test_turns_within_the_rate_are_given_at_once() -> None:
    """A look needs a few calls, and should not be spaced out."""
    moments = begun(Pace(per_second=10, at_once=4), 10, threads=1)
    assert moments[-1] - moments[0] < 0.2


def test_a_rate_below_one_a_second_is_kept_too() -> None:
    moments = begun(Pace(per_second=0.8, at_once=4), 2, threads=2)
    assert moments[1] - moments[0] > 1.2


def test_a_turn_that_would_come_too_late_is_not_waited_for() -> None:
    pace = Pace(per_second=1, at_once=4)
    with pace.turn(deadline=time.monotonic() + 1):
        pass
    begin = time.monotonic()
    with pytest.raises(BillingUnavailableError), pace.turn(deadline=begin + 0.2):
        pass
    assert time.monotonic() - begin < 0.1


def test_a_place_that_does_not_come_free_in_time_is_not_waited_for() -> None:
    pace = Pace(per_second=100, at_once=1)
    with pace.turn(deadline=time.monotonic() + 1):
        begin = time.monotonic()
        with pytest.raises(BillingUnavailableError), pace.turn(deadline=begin + 0.2):
            pass
        assert 0.1 < time.monotonic() - begin < 0.5


def test_both_limits_can_be_changed_while_turns_are_taken() -> None:
    """A crowd that waits for a slow pace goes on at the new one."""
    pace = Pace(per_second=1, at_once=1)
    begin = time.monotonic()
    with pace.turn(deadline=begin + 1):
        pace.limit(per_second=1000, at_once=8)
        assert len(begun(pace, 20, threads=8)) == 20
    assert time.monotonic() - begin < 0.9
    pace.limit(per_second=1, at_once=8)
    with pytest.raises(BillingUnavailableError), pace.turn(deadline=time.monotonic() + 0.2):
        pass
