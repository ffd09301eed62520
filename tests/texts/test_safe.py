"""Customer text is harmless wherever it is shown: in Markdown, HTML, merge fields and a terminal."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.folding import folded
from bridge.texts import safe

ANY = st.text(st.characters(codec="utf-8")) | st.text(st.sampled_from("<>&{}[]()*_`~#|\\@!:/. \n\tabc\u202e\u200b\x1b"))


@given(ANY)
def test_nothing_is_left_that_anything_takes_for_structure(text: str) -> None:
    shown = safe.line(text)
    without_references = re.sub(r"&#\d+;", "", shown)
    assert not set("&<>{}[]*_`~#|\\@") & set(without_references)
    assert "://" not in shown
    assert "\n" not in shown


@given(ANY)
def test_nothing_is_left_that_is_not_seen(text: str) -> None:
    categories = {unicodedata.category(character) for character in safe.line(text)}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(ANY)
def test_nothing_is_left_that_takes_more_than_three_bytes(text: str) -> None:
    """MySQL's utf8mb3 cuts a text off there; our reply would not be found again (W3)."""
    assert max(map(ord, safe.line(text)), default=0) < 0x10000


@given(ANY)
def test_what_is_seen_is_what_was_written(text: str) -> None:
    """A reference is shown as its character, so nothing is lost but what was cut."""
    assert html.unescape(safe.line(text)) == safe.cut(safe.plain(text), safe.LONGEST_LINE)


@given(ANY)
def test_a_line_is_short(text: str) -> None:
    assert len(html.unescape(safe.line(text))) <= safe.LONGEST_LINE


@given(ANY)
def test_a_text_read_back_with_its_entities_decoded_is_recognised(text: str) -> None:
    assert folded(html.escape(safe.line(text))) == folded(html.escape(safe.line(text), quote=False))


@pytest.mark.parametrize(
    "text",
    [
        "{$client_password}",
        "{php}system('id'){/php}",
        "[NAME]",
        "{{ 7 * 7 }}",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click here](https://evil.example)",
        "![x](https://evil.example/pixel)",
        "https://evil.example",
        "www.evil.example",
        "# Headline",
        "**bold**",
        "`code`",
        "\u202egnp.exe",
        "\x1b[31mred",
        "a\r\nBcc: everyone@example.com",
    ],
)
def test_tricks_come_out_as_plain_words(text: str) -> None:
    shown = safe.line(text)
    assert not re.search(r"[{}\[\]<>`*#\x1b\u202e\r\n]|://|www\.", re.sub(r"&#\d+;", "", shown))


@pytest.mark.parametrize("text", ["Ana", "José María", "O'Brien", "Jean-Luc", "李小龍", "J.R.", "Anne"])
def test_a_persons_name_stays_as_it_is(text: str) -> None:
    assert safe.name(text) == text


@pytest.mark.parametrize(
    "text", ["visit evil.example", "https://evil.example", "me@evil.example", "a/b", "www.evil.com"]
)
def test_an_address_is_no_name(text: str) -> None:
    assert safe.name(text) == ""


def test_a_name_is_cut() -> None:
    assert safe.name("x" * 1000) == "x" * (safe.LONGEST_NAME - 1) + "…"
