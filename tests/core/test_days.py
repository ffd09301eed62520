"""Where days begin (D4), and instants that compare as time passes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bridge.core.days import EVER, NEVER, day_of, days_after, midnight, moment, utc
from bridge.core.timeline import timeline
from tests.core.lives import LISBON, POLICY, read_holding, read_sign_up

ZONES = st.sampled_from(["Europe/Lisbon", "Africa/Cairo", "Atlantic/Azores", "America/Havana", "Pacific/Kiritimati"])


@given(st.dates(date(2020, 1, 1), date(2037, 1, 1)), ZONES)
def test_d4_a_day_begins_where_the_calendar_turns_to_it(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    begins = midnight(day, zone)
    assert day_of(begins, zone) == day
    assert day_of(begins - datetime.resolution, zone) == days_after(day, -1)


def test_the_doubled_hour_is_the_first_of_the_two() -> None:
    assert moment(date(2026, 10, 25), time(1, 30), LISBON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_beyond_the_calendar_lies_ever_and_never() -> None:
    assert midnight(date.min, ZoneInfo("Asia/Tokyo")) == EVER
    assert moment(days_after(date.max, 30), time(23), ZoneInfo("America/New_York")) == NEVER
    assert day_of(NEVER, ZoneInfo("Asia/Tokyo")) == date.max


def test_in_the_doubled_hour_instants_of_a_zone_are_told_apart() -> None:
    """Two clocks of one zone compare by what they show: 01:40 the first time seems later than 01:20 the second."""
    first, second = (datetime(2026, 10, 25, 1, minute, fold=fold, tzinfo=LISBON) for minute, fold in ((40, 0), (20, 1)))
    assert first > second
    assert utc(first) < utc(second)
    bought, lost = read_holding("Active", found="2026-10-25"), read_holding("Suspended", found="2026-10-25")
    facts = [read_sign_up("", found="2026-01-01"), replace(bought, learned=first), replace(lost, learned=second)]
    line = timeline(facts, [], POLICY, as_known=None)
    assert [segment.tier for segment in line.segments] == ["best-effort", "professional", "best-effort"]
    as_known = timeline(facts, [], POLICY, as_known=datetime(2026, 10, 25, 1, 50, tzinfo=LISBON))
    assert [segment.tier for segment in as_known.segments] == ["best-effort", "professional"]
