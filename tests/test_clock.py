"""The test clock: what its file says is the time, and nothing that is caught half written stops it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridge.clock import CLOCK_FILE, clock_from_environment, file_clock, real_clock
from bridge.errors import UsageError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_instant_stands_still_until_the_file_says_another(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2026-03-01T13:00:00+01:00\n")
    clock = file_clock(file)
    assert clock() == clock() == NOON
    file.write_text("2026-03-01T12:00:01Z")
    assert clock() == NOON + timedelta(seconds=1)


def test_seconds_ahead_run_with_the_real_clock(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("+86400")
    ahead = file_clock(file)() - real_clock()
    assert timedelta(hours=23, minutes=59) < ahead <= timedelta(days=1)


@pytest.mark.parametrize("half", ["", "2026-03-", "+", "2026-03-01T12:00:00"])
def test_a_file_caught_half_written_says_what_it_last_said(tmp_path: Path, half: str) -> None:
    file = tmp_path / "clock"
    file.write_text("2026-03-01T12:00:00Z")
    clock = file_clock(file)
    file.write_text(half)
    assert clock() == NOON


@pytest.mark.parametrize("text", ["", "soon", "+soon", "2026-03-01T12:00:00", "+1e99"])
def test_a_file_that_says_no_instant_is_refused_at_the_start(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clock"
    file.write_text(text)
    with pytest.raises(UsageError, match=CLOCK_FILE):
        file_clock(file)


def test_without_the_variable_the_clock_is_the_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CLOCK_FILE, raising=False)
    assert clock_from_environment() is real_clock
