"""Words for what is wrong: every refusal says what is allowed, and guesses what was meant."""

import difflib
from collections.abc import Iterable
from typing import NamedTuple


class Complaint(NamedTuple):
    """One thing wrong at one key of the config; ``bridge.config.load`` adds the file."""

    key: str
    reason: str


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return `` (did you mean "x"?)`` for the closest allowed word, or nothing."""
    folded = {candidate.casefold(): candidate for candidate in allowed}
    close = difflib.get_close_matches(word.casefold(), list(folded), n=1)
    return f' (did you mean "{folded[close[0]]}"?)' if close else ""


def listed(words: Iterable[str]) -> str:
    """Return the words as a person would list them; ``none`` when there are none."""
    return ", ".join(words) or "none"
