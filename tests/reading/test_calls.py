"""What never climbs is named where it is called for, not where its nouns stand (S1, S2)."""

import pytest

from bridge.reading import reader
from tests.reading.shop import policy

_READER = reader(policy())


@pytest.mark.parametrize(
    "text",
    ["Your network is down.", "Todos os meus sites estão em baixo.", "Alle meine Seiten sind nicht erreichbar, Hilfe."],
)
def test_a_fault_of_the_provider_is_named_without_a_word_of_its_topic(text: str) -> None:
    assert any("fault of the provider" in why for score in _READER.find("help", [text]).scores for why in score.why)


def test_a_word_of_the_topic_without_trouble_is_no_outage() -> None:
    assert _READER.find("audit", ["Which hypervisor do you run, and since when?"]).topic is None
