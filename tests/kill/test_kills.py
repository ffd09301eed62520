"""Processes are killed at random moments while customers write: everything is there once (reliability.md).

``make kill`` is the same with 200 kills and 20,000 webhooks; here all kills fall into the first chapter.
"""

from pathlib import Path

import pytest

from tests.kill.run import Plan, run
from tests.kill.town import Kind, Transport

KILLS = 10
EVENTS = 150

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("kind", [Kind.SQLITE, pytest.param(Kind.POSTGRES, marks=pytest.mark.postgres)])
def test_whoever_is_killed_nothing_is_lost_and_nothing_doubled(tmp_path: Path, kind: Kind) -> None:
    outcome = run(tmp_path, Plan(kind, Transport.ADDON, EVENTS, KILLS, seed=20260301, eager=0.5), print)
    found = outcome.findings
    assert found.is_good, found.troubles
    assert sum(outcome.kills.values()) == KILLS
    assert "sandbox" in outcome.kills
    assert (found.parked, found.once) == (0, found.wanted)
    assert found.sent >= EVENTS
