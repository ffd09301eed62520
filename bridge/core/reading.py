"""How a customer's words are read: the Protocol that the guide finder and the message readers fulfil (S2, L4, W4).

The core decides with what a ``Reader`` says and never looks at text itself; ``bridge.reading`` holds the readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bridge.core.model import Message


class Mood(StrEnum):
    """What a customer's message says about the trouble (L4)."""

    SOLVED = "solved"
    DOUBT = "doubt"  # a solved phrase together with a negation, question, request, hope, condition or contrast
    THANKS = "thanks"  # thanks alone: doubt, unless the ticket is solved already
    OTHER = "other"  # anything else, a plain "it is not solved" included


@dataclass(frozen=True, slots=True)
class Score:
    """One candidate topic; ``why`` lists what was matched, in words for ``explain``."""

    topic: str
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the finder says: ``topic`` None is an abstention; ``scores`` are best first, zero scores left out."""

    topic: str | None
    scores: tuple[Score, ...]
    why: str = ""


class Reader(Protocol):
    """Reads the customer's own words. Pure and deterministic: same text, same answer."""

    def find(self, subject: str, texts: Sequence[str]) -> Finding:
        """Name the topic of a ticket from its subject and customer messages (oldest first), or abstain (S2)."""
        ...

    def mood(self, text: str) -> Mood:
        """Tell whether a customer's message says it is solved (L4)."""
        ...

    def is_automatic(self, subject: str, message: Message) -> bool:
        """Tell whether a machine wrote this (W4)."""
        ...
