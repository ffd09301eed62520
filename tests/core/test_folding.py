"""A text is known again after a billing system has stored it: entities, markup, line ends, white space, case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.folding import digest, folded

TEXT = "Please try this & that.\nThen write again."


@pytest.mark.parametrize(
    "as_read",
    [
        "Please try this &amp; that.\r\nThen write again.\r\n",
        "<p>Please try this &amp; that.</p><br />Then write again.",
        "  please  TRY this & that.\t\n\n Then\xa0write again.",
        "Please try this & that.\nThen\u200b write again.\x00",
        "Please try this \uff06 that.\nThen write again.",
    ],
    ids=["entities and line ends", "markup", "white space and case", "invisible characters", "compatible forms"],
)
def test_the_same_text_has_the_same_digest(as_read: str) -> None:
    assert digest(as_read) == digest(TEXT)


@pytest.mark.parametrize("other", ["Please try this & that.", TEXT + "!", "", TEXT.replace("write", "wrote")])
def test_another_text_has_another_digest(other: str) -> None:
    assert digest(other) != digest(TEXT)


@given(st.text(st.one_of(st.characters(), st.sampled_from("ab \t\r\n\x0b\x0c\x85\u200b\xa0"))))
def test_nothing_invisible_is_left_and_words_are_one_space_apart(text: str) -> None:
    seen = folded(text)
    assert seen == " ".join(seen.split())
    assert "\u200b" not in seen
