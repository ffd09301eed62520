"""The labelled sets: what is measured may not get worse (sets/README.md says what was tuned on which part)."""

import pytest

from tests.reading import measure


@pytest.mark.parametrize("name", ["topics", "topics_held_out"])
def test_a_wrong_guide_costs_more_than_none(name: str) -> None:
    """S2: nearly every topic named is the right one, and half of those that want one get it."""
    tally = measure.topics(name)
    assert tally.precision >= 0.95, tally.errors
    assert tally.recall >= 0.7, tally.errors


@pytest.mark.parametrize("name", ["solved", "solved_held_out"])
def test_an_unsolved_ticket_is_not_called_solved(name: str) -> None:
    """L4: precision first."""
    tally = measure.solved(name)
    assert tally.precision >= 0.95, tally.errors
    assert tally.recall >= 0.6, tally.errors


@pytest.mark.parametrize("name", ["automatic", "automatic_held_out"])
def test_machines_are_told_from_people(name: str) -> None:
    """W4: a person taken for a machine is ignored, a machine taken for a person is answered."""
    tally = measure.automatic(name)
    assert tally.precision >= 0.95, tally.errors
    assert tally.recall >= 0.8, tally.errors
