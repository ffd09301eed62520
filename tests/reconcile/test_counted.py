"""What looks come to is counted as it was: each call, each write, and each thing withheld once."""

from dataclasses import replace

import pytest

from bridge.billing import PostReply
from bridge.core.model import OverrideKind
from bridge.measuring import CountedBilling, Numbers
from tests.reconcile.bench import Bench
from tests.reconcile.maker import Maker
from tests.reconcile.shop import Fate

PROBLEM = "My wordpress shows a white screen, please help"


@pytest.fixture
def numbers() -> Numbers:
    return Numbers()


@pytest.fixture
def bench(benches: Maker, numbers: Numbers) -> Bench:
    """Set up a bridge that counts as the worker does."""
    made = benches(enforces_keys=True)
    made.shop.sign_up()
    made.parts = replace(made.parts, billing=CountedBilling(made.shop, numbers), tally=numbers)
    return made


def counted(numbers: Numbers, name: str) -> dict[tuple[str, ...], float]:
    """Return what is not zero of a counter, by its labels."""
    samples = (sample for family in numbers.registry.collect() for sample in family.samples)
    return {tuple(one.labels.values()): one.value for one in samples if one.name == name and one.value}


def test_a_story_is_counted_call_by_call_and_write_by_write(bench: Bench, numbers: Numbers) -> None:
    bench.opens("7", PROBLEM)
    bench.settle()
    assert len(bench.shop.said("7")) == 1
    calls, writes = counted(numbers, "bridge_billing_calls_total"), counted(numbers, "bridge_writes_total")
    assert calls["PostReply", "done"] == writes["reply", "done"] == 1
    assert calls["ChangeTags", "done"] == writes["tags", "done"] >= 1
    assert {outcome for _, outcome in calls} == {outcome for _, outcome in writes} == {"done"}


def test_no_id_is_a_label(bench: Bench, numbers: Numbers) -> None:
    bench.opens("7", PROBLEM)
    bench.settle()
    samples = [one for family in numbers.registry.collect() for one in family.samples]
    assert not {"7", "42"} & {label for one in samples for label in one.labels.values()}
    assert len(samples) < 600


def test_a_reply_that_met_a_fault_is_counted_as_what_it_came_to(bench: Bench, numbers: Numbers) -> None:
    bench.shop.meet(PostReply, Fate.LOST)
    bench.opens("7", PROBLEM)
    bench.settle()
    assert len(bench.shop.said("7")) == 1
    writes = counted(numbers, "bridge_writes_total")
    assert (writes["reply", "unknown"], writes["reply", "done"]) == (1, 1)
    assert counted(numbers, "bridge_billing_calls_total")["PostReply", "unknown"] == 1


def test_what_is_withheld_is_counted_once_for_each_decision_that_is_news(bench: Bench, numbers: Numbers) -> None:
    """W5: a look that changes nothing adds nothing."""
    bench.override(OverrideKind.PAUSE, None, hours=1)
    ticket = bench.opens("7", PROBLEM)
    for _ in range(3):
        bench.settle()
        bench.hint(ticket)
    assert (bench.shop.said("7"), counted(numbers, "bridge_withheld_total")) == ([], {("W5",): 1})
    bench.pass_time(3600)
    bench.settle()
    assert (len(bench.shop.said("7")), counted(numbers, "bridge_withheld_total")) == (1, {("W5",): 1})
