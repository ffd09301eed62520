"""The shapes that WHMCS gives one and the same thing (whmcs.md, "JSON shape quirks")."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.whmcs.shapes import UnreadableError, day, moment, nested, rows, text

ONE = {"id": "7701", "status": "Active"}
TWO = {"id": "7702", "status": "Pending"}


@pytest.mark.parametrize(
    "answer",
    [{}, {"addons": ""}, {"addons": None}, {"addons": []}, {"addons": {}}, {"addons": {"addon": ""}}, {"addons": [[]]}],
)
def test_every_form_of_nothing_is_an_empty_list(answer: dict[str, object]) -> None:
    assert rows(answer, "addons", "addon") == []


@pytest.mark.parametrize(
    "answer",
    [
        {"addons": {"addon": [ONE, TWO]}},
        {"addons": [ONE, TWO]},
        {"addons": {"addon": {"0": ONE, "1": TWO}}},
        {"addons": {"addon": {"10": TWO, "9": ONE}}},
        {
            "addons[addon][0][id]": "7701",
            "addons[addon][0][status]": "Active",
            "addons[addon][1][id]": "7702",
            "addons[addon][1][status]": "Pending",
        },
    ],
)
def test_every_form_of_a_list_is_the_list(answer: dict[str, object]) -> None:
    assert rows(answer, "addons", "addon") == [ONE, TWO]


@pytest.mark.parametrize("answer", [{"addons": {"addon": ONE}}, {"addons": ONE}, {"addons": {"addon": {"0": ONE}}}])
def test_a_list_of_one_may_be_the_one(answer: dict[str, object]) -> None:
    assert rows(answer, "addons", "addon") == [ONE]


@pytest.mark.parametrize("answer", [{"addons": "broken"}, {"addons": 7}, {"addons": ["x"]}, {"addons": {"addon": [7]}}])
def test_what_is_no_list_is_no_empty_list(answer: dict[str, object]) -> None:
    with pytest.raises(UnreadableError):
        rows(answer, "addons", "addon")


def test_a_key_that_is_both_a_value_and_a_list_is_refused() -> None:
    with pytest.raises(UnreadableError):
        nested({"a": "x", "a[b]": "y"})


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &amp; b &quot;c&quot; &#039;d&#039; &lt;e&gt;", "a & b \"c\" 'd' <e>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),  # once, never twice
        ("?a=1&copy=2", "?a=1&copy=2"),  # no entity without its semicolon
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\x00b\x1b[31mc\ud800d", "ab[31mcd"),
        (None, ""),
        (42, "42"),
        ("", ""),
    ],
)
def test_text_is_what_was_typed(sent: object, typed: str) -> None:
    assert text(sent) == typed


@pytest.mark.parametrize("value", [True, [], {"a": 1}])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError):
        text(value)


@pytest.mark.parametrize("zero", ["0000-00-00", "0000-00-00 00:00:00", "-0001-11-30 00:00:00", "", None])
def test_a_zero_date_is_none(zero: object) -> None:
    assert (moment(zero), day(zero)) == (None, None)


def test_a_date_is_read_with_and_without_its_time() -> None:
    assert moment("2026-03-01 18:40:05") == datetime(2026, 3, 1, 18, 40, 5)  # noqa: DTZ001 - a local time
    assert day("2026-03-01 18:40:05") == day("2026-03-01") == date(2026, 3, 1)


@pytest.mark.parametrize("value", ["01/03/2026", "soon", 20260301, "2026-02-30"])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError):
        day(value)


@given(st.text())
def test_any_text_can_be_stored_and_hashed(sent: str) -> None:
    assert "\x00" not in text(sent).encode().decode()


@given(st.dictionaries(st.text("ab[]01", max_size=8), st.text() | st.integers()))
def test_no_flattened_key_makes_it_fail_otherwise_than_by_saying_so(answer: dict[str, object]) -> None:
    with suppress(UnreadableError):
        assert all(isinstance(row, dict) for row in rows(answer, "a", "b"))
