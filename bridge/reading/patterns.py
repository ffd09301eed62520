"""RE2 behind a small typed face: whatever the pattern and whatever the text, the time is linear in the text.

Rule: no other regular expression engine ever sees an admin's pattern or a customer's text. Case never matters.
RE2 knows word boundaries for ASCII only, so the reading room folds accents away first (``bridge.reading.words``).
"""

import re
from collections.abc import Iterable, Sequence

import re2  # type: ignore[import-untyped]  # google-re2 ships no types; this module is their typed face

_GROUP = re.compile(r"(?<!\\)\((?!\?)")  # in our own tables, before RE2 reads them
_MEMORY = 64 << 20  # bytes for one automaton: a set that ran out would silently match nothing


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def one_of(table: str, **parts: str) -> str:
    """Return the pattern of a table: a line, or what stands between ``" | "``, is one alternative; groups only choose.

    ``{name}`` stands for the part of that name; a line that ends in a backslash goes on after one space.
    """
    table = " ".join(part.strip() for part in table.split("\\\n"))
    for name, part in parts.items():
        table = table.replace(f"{{{name}}}", part)
    alternatives = (part.strip() for line in table.splitlines() for part in line.split(" | "))
    return "(?:" + _GROUP.sub("(?:", "|".join(part for part in alternatives if part)) + ")"


def words(table: str, **parts: str) -> str:
    """Return the pattern of a table whose alternatives are whole words."""
    return rf"\b{one_of(table, **parts)}\b"


class Pattern:
    """One pattern; ValueError where RE2 refuses it."""

    __slots__ = ("_compiled",)

    def __init__(self, pattern: str) -> None:
        try:
            self._compiled = re2.compile(pattern, _options())
        except re2.error as error:
            raise ValueError(f"RE2 refuses the pattern {pattern!r}") from error

    def is_in(self, text: str) -> bool:
        return self._compiled.search(text) is not None

    def starts(self, text: str) -> bool:
        return self._compiled.match(text) is not None

    def found(self, text: str) -> tuple[str, ...]:
        """Return what was matched, from left to right."""
        return tuple(match.group() for match in self._compiled.finditer(text))

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where each match begins and ends."""
        return tuple(match.span() for match in self._compiled.finditer(text))

    def split(self, text: str) -> tuple[str, ...]:
        """Return what stands between the matches."""
        return tuple(self._compiled.split(text))

    def replaced(self, text: str, by: str = " ") -> str:
        """Return ``text`` with ``by``, which may name groups, in place of every match."""
        return str(self._compiled.sub(by, text)) if self.is_in(text) else text


class PatternSet:
    """Many patterns asked in one pass; ValueError where RE2 refuses one of them."""

    __slots__ = ("_set", "patterns")

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns: Sequence[str] = tuple(patterns)
        self._set = re2.Set.SearchSet(_options())
        for pattern in self.patterns:
            try:
                self._set.Add(pattern)
            except re2.error as error:
                raise ValueError(f"RE2 refuses the pattern {pattern!r}") from error
        if self.patterns:
            self._set.Compile()

    def matching(self, text: str) -> tuple[int, ...]:
        """Return the places of the patterns that match somewhere in ``text``, in order."""
        return tuple(sorted(self._set.Match(text) or ())) if self.patterns else ()
