"""Instants as people write them (D4)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.instants import parse_instant, show_instant

LISBON = ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 23, 0, tzinfo=UTC)),
        ("2026-07-01T12:00", datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),
        ("2026-07-01 12:00:30", datetime(2026, 7, 1, 11, 0, 30, tzinfo=UTC)),
        ("2026-07-01T12:00Z", datetime(2026, 7, 1, 12, 0, tzinfo=UTC)),
        ("2026-07-01t12:00:00z", datetime(2026, 7, 1, 12, 0, tzinfo=UTC)),
        ("2026-07-01T12:00:00+05:30", datetime(2026, 7, 1, 6, 30, tzinfo=UTC)),
        ("2026-07-01T12:00:00.25-01:00", datetime(2026, 7, 1, 13, 0, 0, 250_000, tzinfo=UTC)),
        ("2038-01-20", datetime(2038, 1, 20, tzinfo=UTC)),
        (" 2026-03-01 ", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_d4_a_date_is_its_midnight_and_a_time_without_offset_is_local(text: str, instant: datetime) -> None:
    assert parse_instant(text, LISBON) == instant


def test_d4_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert parse_instant("2026-10-25T01:30", LISBON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_d4_a_day_without_midnight_begins_where_the_clocks_change() -> None:
    azores = ZoneInfo("Atlantic/Azores")  # 2026-03-29: 00:00 becomes 01:00
    assert parse_instant("2026-03-29", azores) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "tomorrow",
        "2026",
        "2026-3-1",
        "20260301",
        "2026-W01-1",
        "2026-02-30",
        "2026-13-01",
        "2026-03-01T",
        "2026-03-01T25:00",
        "2026-03-01T12:00:60",
        "2026-03-01T12:00+25:00",
        "2026-03-01T12:00 01:00",
        "2026-03-01Z",
        "1969-12-31",
        "9999-01-01",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "\N{FULLWIDTH DIGIT TWO}026-03-01",
        "2026-03-01\0",
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(UsageError, match="write it like 2026-03-01"):
        parse_instant(text, LISBON)


def test_a_refusal_does_not_echo_what_was_written() -> None:
    with pytest.raises(UsageError) as refused:
        parse_instant("<script>", LISBON)
    assert "script" not in str(refused.value)


@given(
    st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9998, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds of a strategy are naive
    st.sampled_from([LISBON, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns")]),
)
def test_what_is_shown_is_understood_as_the_same_instant(instant: datetime, zone: ZoneInfo) -> None:
    assert parse_instant(show_instant(instant, zone), zone) == instant


def test_an_instant_is_shown_with_its_offset() -> None:
    assert show_instant(datetime(2026, 7, 1, 11, 0, tzinfo=UTC), LISBON) == "2026-07-01T12:00:00+01:00"
