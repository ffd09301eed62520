"""Whether a customer's message says that the trouble is over (L4).

Rule: precision first. A solved phrase counts alone or among thanks and harmless words; with anything beside it that
could take it back it is a doubt, and a person looks. A plain "it is not solved" is no doubt: the ladder climbs.
"""

from collections.abc import Iterable

from bridge.core.reading import Mood
from bridge.reading.doubts import Doubt, doubts
from bridge.reading.language import SMALL_WORDS, languages
from bridge.reading.mood_words import (
    BESIDE_SOLVED,
    CLOSE,
    FAILING,
    HARMLESS,
    NEGATED,
    NOTHING_MORE,
    PAST_CAUSE,
    POLITE,
    SPOKEN_OF,
    STILL,
    THANKS,
)
from bridge.reading.own_words import own_words
from bridge.reading.patterns import Pattern
from bridge.reading.solved_words import SOLVED, SOLVED_ALONE
from bridge.reading.words import plain, split

_LONG = 80  # words: whoever writes that much has more to say than that it is solved
_NAME = 2  # words that may be left over beside thanks: a name
_BESIDE_A_NEGATION = frozenset({Doubt.QUESTION, Doubt.REQUEST, Doubt.HOPE, Doubt.CONDITION, Doubt.CONTRAST})
_TAKEN_BACK = frozenset({Doubt.HOPE, Doubt.CONTRAST})

_SPOKEN_OF = Pattern(SPOKEN_OF)
_NEGATED = Pattern(NEGATED)
_FAILING = Pattern(FAILING)
_HARMLESS = Pattern(HARMLESS)
_CLOSE = Pattern(CLOSE)
_PAST_CAUSE = Pattern(PAST_CAUSE)
_NOTHING_MORE = Pattern(NOTHING_MORE)
_STILL = Pattern(STILL)
_THANKS = Pattern(THANKS)
_POLITE = Pattern(POLITE)
_HARMLESS_WORDS = SMALL_WORDS | BESIDE_SOLVED
_CLAUSE_END = Pattern(r"[.!?;:,\n]+| (?:and|y|e|und|et) ")
_QUOTED = Pattern(r'"[^"\n]{1,300}"')


class MoodReader:
    """Compiled once from the admin's own ways of saying it; asked from any thread."""

    def __init__(self, phrases: Iterable[str]) -> None:
        spelled = (r"[^\pL\pN]+".join(split(plain(phrase))) for phrase in phrases)
        also = "|".join(phrase for phrase in spelled if phrase)
        own = rf"|(?:^|[^\pL\pN])(?:{also})(?:$|[^\pL\pN])" if also else ""
        self._solved = Pattern(f"{SOLVED_ALONE}|{SOLVED}{own}")

    def read(self, text: str) -> Mood:
        said = plain(own_words(text))
        asks_to_close = _CLOSE.is_in(said)
        told = _HARMLESS.replaced(_CLOSE.replaced(_NOTHING_MORE.replaced(said)))
        rest = _FAILING.replaced(_NEGATED.replaced(told))
        is_negated, is_failing = _NEGATED.is_in(told), _FAILING.is_in(told)
        if not asks_to_close and not self._solved.is_in(rest):
            return _unsolved(said, rest, is_negated=is_negated, is_failing=is_failing)
        is_quoted = any(self._solved.is_in(quoted) for quoted in _QUOTED.found(rest))
        now = _PAST_CAUSE.replaced(rest)
        beside = doubts(self._solved.replaced(now), languages(split(said)), whole=now)
        is_doubtful = is_negated or is_failing or is_quoted or beside or len(split(said)) > _LONG or self._strays(rest)
        return Mood.DOUBT if is_doubtful else Mood.SOLVED

    def _strays(self, text: str) -> bool:
        """Tell whether the clauses that say "solved" hold words that no table knows: they may say anything."""
        clauses = (clause for clause in _CLAUSE_END.split(text) if self._solved.is_in(clause))
        beside = (word for clause in clauses for word in split(_polite_left_out(self._solved.replaced(clause))))
        return not _HARMLESS_WORDS.issuperset(beside)


def _polite_left_out(text: str) -> str:
    return _POLITE.replaced(_THANKS.replaced(text))


def _unsolved(said: str, rest: str, *, is_negated: bool, is_failing: bool) -> Mood:
    """Read a message that does not say solved: "not solved" beside something else is a doubt, thanks alone thanks."""
    told = _STILL.replaced(rest)  # "not fixed, I still see it": the same trouble told again, no request
    beside = _BESIDE_A_NEGATION & doubts(told, languages(split(said)), whole=rest)
    if (is_negated and beside) or (beside & _TAKEN_BACK and _SPOKEN_OF.is_in(rest)):
        return Mood.DOUBT
    if is_negated or is_failing or not _THANKS.is_in(said):
        return Mood.OTHER
    left = split(_polite_left_out(rest))
    return Mood.THANKS if len(left) <= _NAME and "?" not in rest else Mood.OTHER
