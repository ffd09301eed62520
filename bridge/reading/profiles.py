"""What each topic is about, read off its own phrases and guide: things, actions, and how much its own each thing is.

Rule: only the configuration describes a topic. A phrase says most, the guide's title nearly as much, the guide's
text only adds; what many topics of the shop are about says little about any of them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bridge.core.policy import Topic
from bridge.reading.lexicon import lexicon
from bridge.reading.words import plain

# Named beside almost anything: that no topic is about them says nothing.
INCIDENTAL = frozenset({"a subdomain", "PHP", "a redirect", "a blocked login", "disk space"})

_THING = 0.8  # of a phrase: a thing is named in the customer's words, not in the admin's
_SHARED = 0.4
_FROM_TITLE = 0.9
_FROM_TEXT = 0.4


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights of what speaks for a topic. No ``actions``: nothing is known, and any will do."""

    things: Mapping[str, float]
    shared: Mapping[str, float]
    actions: frozenset[str]


def profiles(topics: Mapping[str, Topic]) -> dict[str, Profile]:
    """Return the profile of each topic; a thing that several topics are about is parted between them."""
    about = {name: _things(topic) for name, topic in topics.items()}
    owners = Counter(thing for things in about.values() for thing, share in things.items() if share > _FROM_TEXT)
    return {
        name: Profile(
            {thing: _THING * share / max(1, owners[thing]) for thing, share in about[name].items()},
            dict.fromkeys(lexicon().shared.named_in(described(topic)), _SHARED),
            lexicon().actions.named_in(described(topic)),
        )
        for name, topic in topics.items()
    }


def known_things(topics: Mapping[str, Topic]) -> frozenset[str]:
    """Return what any of the topics is about."""
    return frozenset(thing for topic in topics.values() for thing in _things(topic))


def _things(topic: Topic) -> dict[str, float]:
    """Return what the topic is about, each with the share of the part of the configuration that says so."""
    guide = topic.guide
    parts = (
        (_FROM_TEXT, guide.text if guide else ""),
        (_FROM_TITLE, guide.title if guide else ""),
        (1.0, "\n".join(topic.phrases)),
    )
    return {thing: share for share, text in parts for thing in lexicon().things.named_in(plain(text))}


def described(topic: Topic) -> str:
    """Return the plain phrases and the guide's title of a topic."""
    return plain("\n".join((*topic.phrases, topic.guide.title if topic.guide else "")))
