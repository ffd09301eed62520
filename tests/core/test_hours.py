"""Opening hours (C3): open or not, and until when, across nights, holidays and changes of clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.hours import LOOK_AHEAD, Stance, stance
from bridge.core.policy import Hours, Opening
from tests.core.lives import LISBON, OFFICE_HOURS, local
from tests.core.strategies import instants

ALL_DAY = Opening(time.min, time.min)
AROUND_THE_CLOCK = Hours(LISBON, ((ALL_DAY,),) * 7, frozenset())
NIGHTS = replace(AROUND_THE_CLOCK, week=((Opening(time.min, time(6)), Opening(time(22), time.min)),) * 7)


@pytest.mark.parametrize(
    ("at", "is_open", "until"),
    [
        ("2026-03-25 08:59:59", False, "2026-03-25 09:00"),
        ("2026-03-25 09:00", True, "2026-03-25 13:00"),
        ("2026-03-25 12:59:59", True, "2026-03-25 13:00"),
        ("2026-03-25 13:00", False, "2026-03-25 14:00"),
        ("2026-03-25 18:00", False, "2026-03-26 09:00"),
        ("2026-03-26 18:00", False, "2026-03-30 09:00"),  # a holiday, then the weekend in which clocks change
        ("2026-03-27 12:00", False, "2026-03-30 09:00"),
    ],
)
def test_c3_hours_are_the_clocks_of_their_zone_and_end_excluded(at: str, is_open: bool, until: str) -> None:
    assert stance(OFFICE_HOURS, local(at)) == Stance(is_open, local(until))


def test_openings_that_touch_at_midnight_are_one() -> None:
    assert stance(NIGHTS, local("2026-03-25 23:00")) == Stance(is_open=True, until=local("2026-03-26 06:00"))
    assert stance(NIGHTS, local("2026-03-25 01:00")) == Stance(is_open=True, until=local("2026-03-25 06:00"))


def test_openings_may_overlap_and_stand_in_any_order() -> None:
    day = (Opening(time(12), time(18)), Opening(time(9), time(13)), Opening(time(10), time(11)))
    hours = replace(OFFICE_HOURS, week=(day,) * 7)
    assert stance(hours, local("2026-03-25 09:30")).until == local("2026-03-25 18:00")


def test_who_never_closes_is_open_for_ever() -> None:
    assert stance(AROUND_THE_CLOCK, local("2026-03-25")) == Stance(is_open=True, until=None)


def test_who_never_opens_is_closed_for_ever() -> None:
    hours = replace(AROUND_THE_CLOCK, week=((),) * 7)
    assert stance(hours, local("2026-03-25")) == Stance(is_open=False, until=None)


def test_who_closes_for_good_is_told_so() -> None:
    last = date(2026, 3, 25)
    holidays = frozenset(last + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD + 2))
    hours = replace(AROUND_THE_CLOCK, holidays=holidays)
    assert stance(hours, local("2026-03-25 12:00")) == Stance(is_open=True, until=local("2026-03-26"))


def test_an_hour_that_the_clocks_skip_opens_when_they_have() -> None:
    hours = replace(AROUND_THE_CLOCK, week=((Opening(time(1), time(3)),),) * 7)
    assert stance(hours, local("2026-03-29 00:30")).until == local("2026-03-29 02:00")


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert stance(OFFICE_HOURS, datetime.max.replace(tzinfo=UTC)).is_open is False


@given(instants(), st.sampled_from([OFFICE_HOURS, NIGHTS]), st.integers(0, 3 * 24 * 60))
def test_until_is_the_first_change(at: datetime, hours: Hours, minutes: int) -> None:
    now = stance(hours, at)
    assert now.until is not None
    between = at + timedelta(minutes=minutes)
    assert (stance(hours, between) == now) is (between < now.until)
    assert _says_open(hours, at) is now.is_open


def _says_open(hours: Hours, at: datetime) -> bool:
    """Look at the clock on the wall and the calendar beside it."""
    wall = at.astimezone(hours.zone)
    return wall.date() not in hours.holidays and any(
        opening.start <= wall.time() and (wall.time() < opening.end or opening.end == time.min)
        for opening in hours.week[wall.weekday()]
    )
