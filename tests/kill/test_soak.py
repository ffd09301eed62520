"""What a soak calls flat: a line through the second half that does not rise, and no files that are left open."""

import random

import pytest

from tests.kill.soak import Course, Sample


def course(*, growth: float, minutes: int = 60, files: int = 0) -> Course:
    """Return a course that fills up to 90 MiB in its first minutes, then grows by so many MiB an hour, with noise."""
    chance = random.Random(1)
    moments = range(0, minutes * 60, 10)
    return Course(
        [
            Sample(at, min(90.0, 60 + at) + growth * at / 3600 + chance.uniform(-0.5, 0.5), 20 + files * at // 3600, 9)
            for at in moments
        ]
    )


@pytest.mark.parametrize(("growth", "is_flat"), [(0.0, True), (5.0, True), (12.0, False), (100.0, False)])
def test_an_hour_that_grows_is_told_from_one_that_only_warms_up(growth: float, is_flat: bool) -> None:
    measured = course(growth=growth)
    assert measured.is_flat is is_flat
    assert measured.growth == pytest.approx(growth, abs=1)


def test_noise_in_a_short_run_is_no_growth() -> None:
    assert course(growth=12.0, minutes=10).is_flat


def test_files_that_stay_open_are_found() -> None:
    assert not course(growth=0.0, files=40).is_flat
