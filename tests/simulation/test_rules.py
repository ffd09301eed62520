"""The words that customers use in the simulation are read as the auditor, who knows them by heart, takes them."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bridge.core.model import Author, Message
from bridge.core.reading import Reader
from bridge.reading import reader
from tests.simulation.house import opened
from tests.simulation.rules import WORDS


@pytest.fixture(scope="module")
def words() -> Iterator[Reader]:
    with opened() as house:
        yield reader(house.settings.policy)


@pytest.mark.parametrize("kind", WORDS)
def test_words_mean_what_the_auditor_takes_them_for(words: Reader, kind: str) -> None:
    text, topic, mood = WORDS[kind]
    message = Message(1, datetime.now(UTC), Author.CUSTOMER, text)
    assert words.find("Help", [text]).topic == topic
    assert words.is_automatic("Help", message) is (mood == "machine")
    assert mood == "machine" or words.mood(text) == mood


@pytest.mark.parametrize("kind", [kind for kind, (_, topic, _) in WORDS.items() if topic])
def test_who_was_unclear_and_then_names_a_topic_is_understood(words: Reader, kind: str) -> None:
    texts = [WORDS["unclear"][0], WORDS["further"][0], WORDS[kind][0]]
    assert words.find("Help", texts).topic == WORDS[kind][1]
