"""A process that is held up while sending, as a suspended machine is, says nothing twice when it wakes (W3)."""

from dataclasses import replace

from bridge.core.model import WriteState
from tests.reconcile.bench import Bench
from tests.reconcile.maker import Maker
from tests.reconcile.stories import STORIES, set_up

LONG = 300.0  # seconds: past the lease, and past the time in which an attempt settles


def test_a_sender_that_wakes_after_another_has_sent_says_nothing(benches: Maker) -> None:
    bench = set_up(benches, "reply", enforces_keys=False)
    _stall_at_the_first(bench, "sending")
    STORIES["reply"].happen(bench)
    bench.settle()
    assert len(bench.shop.said("7")) == 1
    assert bench.write("7", "guide").state is WriteState.DONE


def _stall_at_the_first(bench: Bench, point: str) -> None:
    """Let the first to pass a point wait there, while another worker goes on."""
    undisturbed = bench.parts

    def stall(passed: str) -> None:
        if passed == point:
            bench.parts = undisturbed
            bench.pass_time(LONG)
            bench.settle()

    bench.parts = replace(undisturbed, crash=stall)
