"""W1: the tags of the bridge are one prefix and one word of a closed vocabulary."""

from zoneinfo import ZoneInfo

import pytest

from bridge.core.model import Rung, Scope
from bridge.core.policy import Policy, Tier, Topic
from bridge.core.tags import Mark, mark_tag, rung_tag, scope_tag, tag, tier_tag, topic_tag, vocabulary

POLICY = Policy(
    zone=ZoneInfo("UTC"),
    plans={},
    tiers=(Tier("best-effort", (Rung.GUIDE,), {}),),
    guest=Tier("guest", (Rung.STAFF,), {}),
    topics={"dns": Topic("dns", Scope.TOOLS)},
    digest="",
    prefix="x-",
)


def test_the_vocabulary_is_everything_that_can_be_written() -> None:
    marks = {mark_tag(POLICY, mark) for mark in Mark}
    rungs = {rung_tag(POLICY, rung) for rung in Rung}
    scopes = {scope_tag(POLICY, scope) for scope in Scope}
    tiers = {tier_tag(POLICY, "best-effort"), tier_tag(POLICY, "guest")}
    assert vocabulary(POLICY) == marks | rungs | scopes | tiers | {topic_tag(POLICY, "dns")}


@pytest.mark.parametrize(
    ("written", "word"),
    [
        (tier_tag(POLICY, "best-effort"), "x-best-effort"),
        (rung_tag(POLICY, Rung.GUIDE), "x-rung-guide"),
        (topic_tag(POLICY, "dns"), "x-topic-dns"),
        (scope_tag(POLICY, Scope.TOOLS), "x-scope-tools"),
        (mark_tag(POLICY, Mark.NEEDS_STAFF), "x-needs-staff"),
        (mark_tag(POLICY, Mark.QUOTE_LOST), "x-quote-lost"),
    ],
)
def test_a_tag_is_the_prefix_and_a_word(written: str, word: str) -> None:
    assert written == word


@pytest.mark.parametrize("word", ["vip", "topic-other", "support-solved", ""])
def test_any_other_word_is_not_ours(word: str) -> None:
    assert tag(POLICY, word) not in vocabulary(POLICY)
