"""The words of the tags that the bridge writes: one prefix and one word of a closed vocabulary (W1).

``vocabulary`` lists every tag that a policy can write; the bridge adds and removes nothing else. Two tags are the same
when they differ in case only, as billing systems compare them (``bridge.config`` refuses names that would meet).
"""

from enum import StrEnum
from functools import lru_cache

from bridge.core.model import Rung, Scope
from bridge.core.policy import Policy


class Mark(StrEnum):
    """The words that stand for themselves: how a ticket is, rather than where it belongs."""

    REALTIME = "realtime"  # some channel of the tier is realtime, hours not regarded; or a session makes one so
    NEEDS_STAFF = "needs-staff"  # exactly while the ticket waits for staff
    SOLVED = "solved"
    QUOTED = "quoted"
    QUOTE_ACCEPTED = "quote-accepted"
    QUOTE_LOST = "quote-lost"
    HELD = "held"  # while a hold on the ticket or its client lasts


def tier_word(name: str) -> str:
    return name


def rung_word(rung: Rung) -> str:
    return f"rung-{rung}"


def topic_word(name: str) -> str:
    return f"topic-{name}"


def scope_word(scope: Scope) -> str:
    return f"scope-{scope}"


def tag(policy: Policy, word: str) -> str:
    """Return a word of the vocabulary as the tag that is written."""
    return f"{policy.prefix}{word}"


def tier_tag(policy: Policy, name: str) -> str:
    return tag(policy, tier_word(name))


def rung_tag(policy: Policy, rung: Rung) -> str:
    return tag(policy, rung_word(rung))


def topic_tag(policy: Policy, name: str) -> str:
    return tag(policy, topic_word(name))


def scope_tag(policy: Policy, scope: Scope) -> str:
    return tag(policy, scope_word(scope))


def mark_tag(policy: Policy, mark: Mark) -> str:
    return tag(policy, mark)


def vocabulary(policy: Policy) -> frozenset[str]:
    """Return every tag that the bridge can write under this policy (W1)."""
    tiers = tuple(tier.name for tier in (policy.guest, *policy.tiers))
    return _vocabulary(policy.prefix, tiers, tuple(policy.topics))


@lru_cache(maxsize=64)
def _vocabulary(prefix: str, tiers: tuple[str, ...], topics: tuple[str, ...]) -> frozenset[str]:
    words = (*FIXED_WORDS, *map(tier_word, tiers), *map(topic_word, topics))
    return frozenset(prefix + word for word in words)


FIXED_WORDS: tuple[str, ...] = (*Mark, *map(rung_word, Rung), *map(scope_word, Scope))
