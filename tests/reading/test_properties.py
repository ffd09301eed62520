"""What holds for every text: no error, one answer, linear time, quoted history changes nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.core.model import Message
from bridge.reading import reader
from bridge.reading.own_words import own_words
from bridge.reading.words import LIMIT
from tests.reading import measure
from tests.reading.shop import message, policy

_READER = reader(policy(solved=("fixed it",), automatic=("robot",)))
_ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
_TALK = st.lists(
    st.sampled_from(
        [
            "my wordpress plugin",
            "is broken.",
            "it works now",
            "thanks",
            "but",
            "not",
            "dns",
            "\n",
            "\n\n",
            "Hello,",
            "why?",
        ]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)
_HISTORY = st.sampled_from(
    [
        "On Mon, 2 Mar 2026 at 10:12, Support <help@example.com> wrote:\n> is it solved? it works now\n> dns wordpress",
        "Em seg., 2 de mar. de 2026 às 10:12, Suporte <a@example.pt> escreveu:\n> obrigado, resolvido",
        "-----Original Message-----\nFrom: Support\nSubject: apache nginx\n\nfixed it, thanks",
        "> quoted wordpress\n>> it works now",
    ]
)


def _everything(subject: str, text: str) -> tuple[object, ...]:
    mail: Message = message(text, name=subject)
    return _READER.find(subject, [text, subject]), _READER.mood(text), _READER.is_automatic(subject, mail)


@settings(deadline=None)
@given(subject=_ANY_TEXT, text=_ANY_TEXT)
def test_no_text_raises_and_the_answer_is_always_the_same(subject: str, text: str) -> None:
    assert _everything(subject, text) == _everything(subject, text)


@settings(deadline=None)
@given(talk=_TALK, history=_HISTORY)
def test_quoted_history_changes_nothing(talk: str, history: str) -> None:
    """S2, L4: whatever is quoted below what the customer wrote."""
    answered = f"{talk}\n\n{history}"
    assert own_words(answered) == own_words(talk)
    assert _READER.find("", [answered]) == _READER.find("", [talk])
    assert _READER.mood(answered) == _READER.mood(talk)


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(["wordpress", "dns", "mailbox", "not", "help", "cancel"]), max_size=8))
def test_scores_are_best_first_positive_and_bear_out_the_verdict(words: list[str]) -> None:
    found = _READER.find("", [" ".join(words)])
    scores = [score.score for score in found.scores]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    if found.topic is not None:
        assert found.topic == found.scores[0].topic
        assert scores[0] >= 1.0
        assert len(scores) == 1 or round(scores[0] - scores[1], 2) >= 0.3


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "\n",
        "<",
        "> ",
        "On 1 wrote:\n",
        "wrote @ ",
        "```\n",
        "&lt;",
        "a\u0301\u0323",
        "it works now ",
        "not ",
        "https://",
        "a.",
        "\ud800",
    ],
)
def test_a_hundred_kilobytes_of_anything_take_little_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    _everything("subject", text)
    assert time.process_time() - began < 3  # seconds; a backtracking engine takes minutes


def test_nothing_past_the_limit_is_read() -> None:
    assert _READER.find("", ["x " * LIMIT + "wordpress"]).scores == ()


def test_ten_thousand_tickets_a_minute_can_be_read() -> None:
    """On one core, in its own time (others use the machine, too); each is read for its topic, mood and sender."""
    rows = [*measure.rows("topics"), *measure.rows("topics_held_out")]
    began = time.process_time()
    for row in rows:
        _everything(row["subject"], row["message"])
    assert (time.process_time() - began) / len(rows) < 60 / 10_000
