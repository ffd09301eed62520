"""The readers of the customer's words, behind ``bridge.core.reading.Reader``.

    own_words   the customer's own words: no quoted mail, signatures, logs, addresses, markup
    finder      what a ticket is about, or an abstention (S2)
    mood        whether a message says that it is solved (L4)
    automatic   whether a machine wrote a message (W4)

Rule: pure and deterministic, safe in any thread, no text makes it raise, and no more than ``words.LIMIT`` characters
of a message are read, in linear time.
"""

from collections.abc import Sequence
from functools import lru_cache

from bridge.core.model import Message
from bridge.core.policy import Policy
from bridge.core.reading import Finding, Mood, Reader
from bridge.reading.automatic import MachineReader
from bridge.reading.finder import GuideFinder
from bridge.reading.mood import MoodReader

__all__ = ["reader"]


# A look decides two or three times on the same words; so many readings of each kind are remembered.
REMEMBERED = 256


class _PolicyReader:
    """Reads with the phrases and patterns of one policy; the same words again cost nothing."""

    def __init__(self, finder: GuideFinder, moods: MoodReader, machines: MachineReader) -> None:
        self._find = lru_cache(REMEMBERED)(finder.find)
        self._mood = lru_cache(REMEMBERED)(moods.read)
        self._is_automatic = lru_cache(REMEMBERED)(machines.is_automatic)

    def find(self, subject: str, texts: Sequence[str]) -> Finding:
        return self._find(subject, tuple(texts))

    def mood(self, text: str) -> Mood:
        return self._mood(text)

    def is_automatic(self, subject: str, message: Message) -> bool:
        return self._is_automatic(subject, message)


def reader(policy: Policy) -> Reader:
    """Return the reader of a policy, compiled once; ValueError where RE2 refuses one of its patterns."""
    return _PolicyReader(
        GuideFinder(policy.topics, policy.finder),
        MoodReader(policy.replies.solved),
        MachineReader(policy.replies.automatic),
    )
