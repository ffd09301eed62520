"""A backfill beside a bridge that runs: the worker does the looks, the command brings none of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.house import House, house

pytestmark = pytest.mark.journey


@pytest.fixture
def at(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, is_up=False) as made:
        made.actor.fill(clients=40, tickets=6)
        made.turn_clock(minutes=1)
        made.start()
        yield made


def test_beside_a_bridge_that_runs_its_worker_does_the_looks(at: House) -> None:
    told = at.told("backfill", "all", "--write")
    assert (told["tried"]["clients"], told["tried"]["looks"], told["customers_written_to"]) == (40, 6, 0)
    assert all(at.tags(number) for number in range(1, 7))
    at.settle()
    assert all(not at.said(number) for number in range(1, 7))
    assert at.told("reconcile", "--check")["drift"] == 0
    at.actor.staff_tags(1, add=["support-solved"])
    assert at.told("reconcile")["by_kind"] == {"tags": ["ticket 1"]}
    assert "solved" not in at.tags(1)
