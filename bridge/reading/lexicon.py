"""The field's vocabulary, compiled once: which things and actions a plain text names, in any of the five languages.

Rule: the lexicon knows what hosting is about, never which topics a shop has. A topic is described by the things and
actions that its own phrases and guide name, so a customer who says it in other words, or another language, is
understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bridge.reading.lexicon_actions import ACTIONS
from bridge.reading.lexicon_calls import BY_MISTAKE, HOW, NEED, TROUBLE
from bridge.reading.lexicon_objects import NAMED
from bridge.reading.lexicon_shared import SHARED
from bridge.reading.patterns import Pattern, PatternSet, words


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a text names, and where: characters ``start`` to ``end``."""

    thing: str
    start: int
    end: int


class Table:
    """A table of meanings, asked in one pass."""

    __slots__ = ("_each", "_names", "_set")

    def __init__(self, table: Mapping[str, str]) -> None:
        patterns = tuple(words(alternatives) for alternatives in table.values())
        self._names = tuple(table)
        self._set = PatternSet(patterns)
        self._each = tuple(Pattern(pattern) for pattern in patterns)

    def named_in(self, text: str) -> frozenset[str]:
        return frozenset(self._names[place] for place in self._set.matching(text))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return every mention, in the order of the table."""
        return tuple(
            Mention(self._names[place], start, end)
            for place in self._set.matching(text)
            for start, end in self._each[place].spans(text)
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    things: Table  # that name a kind of request
    shared: Table  # that many kinds of request share
    actions: Table
    how: Pattern
    need: Pattern
    trouble: Pattern
    by_mistake: Pattern


@cache
def lexicon() -> Lexicon:
    """Return the one lexicon: it is the same for every policy."""
    return Lexicon(
        Table(NAMED),
        Table(SHARED),
        Table(ACTIONS),
        *(Pattern(words(table)) for table in (HOW, NEED, TROUBLE, BY_MISTAKE)),
    )


def is_generic(phrase: str) -> bool:
    """Tell whether a plain phrase is nothing but a word that many requests share: "vps", "quota", "plugin"."""
    return any((mention.start, mention.end) == (0, len(phrase)) for mention in lexicon().shared.mentions(phrase))
