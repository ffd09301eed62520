"""The shop's own tickets teach words and thresholds; too few of them teach nothing (S2)."""

import pytest

from bridge.core.model import Scope
from bridge.core.policy import Finder, Topic
from bridge.reading import reader
from bridge.reading.labelled import Row
from bridge.reading.learning import learn
from tests.reading.shop import policy

_SHOP = policy(
    Topic("panel", Scope.TOOLS, phrases=("zebra",)),
    Topic("lights", Scope.TOOLS, phrases=("lamp",)),
)


def tickets(text: str, label: str | None, count: int) -> list[Row]:
    """Return so many tickets that differ in a number alone."""
    return [Row(f"{text}-{number}", "en", "", f"{text} {number}", label) for number in range(count)]


def test_without_history_to_speak_of_the_shipped_values_stay() -> None:
    lesson = learn(tickets("how do I change the zebra", "panel", 4), _SHOP, 0.02)
    assert lesson.finder == Finder()
    assert not lesson.is_proven


def test_a_word_that_tells_a_topic_is_learned_and_used() -> None:
    rows = tickets("how do I open the gazebo", "panel", 60) + tickets("how do I paint the fence", None, 60)
    lesson = learn(rows, _SHOP, 0.05)
    assert "gazebo" in lesson.finder.weights["panel"]
    assert "fence" not in str(lesson.finder.weights)
    taught = reader(policy(*_SHOP.topics.values(), finder=lesson.finder))
    assert taught.find("", ["how do I open the gazebo"]).topic == "panel"
    assert reader(_SHOP).find("", ["how do I open the gazebo"]).topic is None


def test_small_words_and_what_the_admin_wrote_are_not_learned() -> None:
    lesson = learn(tickets("how do I change the zebra", "panel", 80), _SHOP, 0.05)
    assert not {"zebra", "how", "the"} & set(lesson.finder.weights.get("panel", {}))


def test_a_topic_that_is_wrong_too_often_gets_a_threshold_of_its_own() -> None:
    rows = (
        tickets("how do I change the zebra", "panel", 120)
        + tickets("how do I change the lamp", None, 12)
        + tickets("how do I mend the lamp", "lights", 12)
    )
    lesson = learn(rows, _SHOP, 0.02)
    named = {outcome.said for outcome in lesson.outcomes}
    assert "panel" in named
    assert (lesson.wrong.value or 0) <= 0.02


def test_a_threshold_goes_down_only_where_that_is_proven() -> None:
    few, many = (tickets("how do I change the zebra", "panel", count) for count in (20, 700))
    assert learn(few, _SHOP, 0.02).finder.threshold == Finder().threshold
    proven = learn(many, _SHOP, 0.02)
    assert proven.finder.threshold < Finder().threshold
    assert proven.is_proven


def test_where_every_guide_was_wrong_none_is_sent() -> None:
    lesson = learn(tickets("how do I change the zebra", None, 60), _SHOP, 0.02)
    assert lesson.finder.threshold > Finder().threshold
    assert all(outcome.said is None for outcome in lesson.outcomes)


@pytest.mark.parametrize("budget", [0.01, 0.1])
def test_the_same_history_teaches_the_same(budget: float) -> None:
    rows = tickets("how do I open the gazebo", "panel", 40) + tickets("my lamp is broken", "lights", 40)
    assert learn(rows, _SHOP, budget).finder == learn(list(reversed(rows)), _SHOP, budget).finder


def test_a_label_that_is_no_topic_of_the_shop_wants_none() -> None:
    lesson = learn(tickets("how do I change the zebra", "gone", 20), _SHOP, 0.02)
    assert all(outcome.label is None for outcome in lesson.outcomes)
