"""One look: learn, decide, write; and looks that follow from others (W2, L5, D1)."""

from tests.reconcile.bench import Bench

BROKEN = "My WordPress website stopped working after installing a plugin."


def test_one_look_learns_decides_and_writes(any_bench: Bench) -> None:
    any_bench.shop.sign_up()
    any_bench.opens("7", BROKEN)
    any_bench.settle()
    assert len(any_bench.shop.said("7")) == 1
    assert any_bench.shop.tags("7") == {"best-effort", "rung-guide", "topic-wordpress", "scope-application"}


def test_a_second_look_changes_nothing(any_bench: Bench) -> None:
    any_bench.shop.sign_up()
    ticket = any_bench.opens("7", BROKEN)
    any_bench.settle()
    before = list(any_bench.shop.applied)
    any_bench.hint(ticket)
    any_bench.settle()
    assert any_bench.shop.applied == before
