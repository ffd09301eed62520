"""``bridge serve`` as a service: it ends gently, replaces a half that died, and says why it cannot start."""

import time
from pathlib import Path

import pytest

from bridge import wiring
from bridge.config import load
from tests.journey.house import house

BROKEN = "My WordPress website stopped working after installing a plugin."


@pytest.mark.journey
def test_a_look_under_way_is_ended_before_the_bridge_ends_with_zero(tmp_path: Path) -> None:
    with house(tmp_path) as at:
        at.turn_clock(minutes=1)
        at.actor.fault("AddTicketReply", "slow", seconds=1.5)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        ticket = at.actor.open_ticket(owner, "Help", BROKEN)
        at.eventually(lambda: not at.actor.faults())
        assert at.stop() == 0
        assert len(at.said(ticket)) == 1
        settings = load(at.folder / "config.toml", environment=at.environment)
        with wiring.opened_store(settings) as store:
            assert [str(write.state) for write in store.writes.of([str(ticket)])] == ["done"]


@pytest.mark.journey
def test_a_bridge_that_cannot_start_ends_with_two_and_one_line_that_says_why(tmp_path: Path) -> None:
    with house(tmp_path) as at:
        ended = at.run("serve", "--listen", f"127.0.0.1:{at.port}")
        assert ended.returncode == 2
        assert "Traceback" not in ended.stderr
        assert "cannot listen" in ended.stderr
        assert at.is_ready()


@pytest.mark.journey
def test_an_idle_bridge_ends_at_once_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    with house(tmp_path) as at:
        begun = time.monotonic()
        assert at.stop() == 0
        assert time.monotonic() - begun < 5
        assert at.is_gone()


@pytest.mark.journey
def test_a_half_that_is_killed_is_started_again_and_nothing_else_is_disturbed(tmp_path: Path) -> None:
    with house(tmp_path) as at:
        at.turn_clock(minutes=1)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        for half in (0, 1):
            at.kill_half(half)
            ticket = at.actor.open_ticket(owner, "Help", BROKEN)
            at.settle()
            at.eventually(lambda ticket=ticket: len(at.said(ticket)) == 1)  # type: ignore[misc]  # mypy cannot infer it
        assert at.stop() == 0
