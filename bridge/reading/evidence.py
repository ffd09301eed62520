"""What speaks for a topic: its phrases and patterns in the customer's own words and in the subject (S2).

Rule: a phrase counts where it stands as whole words that the customer means. Case, accents, hyphens and a plural do
not part it from the admin's spelling; a denial ("we do not use WordPress") or mere thanks take it out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.core.policy import Topic
from bridge.reading.intents import Intents
from bridge.reading.negation import is_denied, negations
from bridge.reading.patterns import PatternSet
from bridge.reading.words import plain, sentences, split

_SUBJECT, _MESSAGE = "subject", "message"
_NO_SENTENCE = -1  # a pattern may match across sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence of a ticket, and where it stands."""

    place: str
    text: str
    words: tuple[str, ...]
    is_aside: bool  # thanks, or what is done already


@dataclass(frozen=True, slots=True)
class Hit:
    """One piece of evidence for ``topic``; the same ``what`` in subject and message is the same piece."""

    topic: str
    what: str
    weight: float
    place: str
    sentence: int

    @property
    def why(self) -> str:
        return f"{self.what} in the {self.place}"


@dataclass(frozen=True, slots=True)
class _Phrase:
    topic: str
    what: str
    weight: float  # one, parted among the topics that have it


class Evidence:
    """The phrases and patterns of all topics, compiled once."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._phrases = _by_key(topics)
        spelled = (split(plain(phrase)) for topic in topics.values() for phrase in topic.phrases)
        self._longest = max(map(len, spelled), default=0) + 1  # "webserver" is found in "web server"
        self._patterns = PatternSet(pattern for topic in topics.values() for pattern in topic.patterns)
        self._owners = tuple(name for name, topic in topics.items() for _ in topic.patterns)

    def hits(self, heading: str, messages: Sequence[str], read: Sequence[Sentence]) -> tuple[Hit, ...]:
        """Return all evidence: phrases in the sentences ``read``, patterns in the own words themselves."""
        denied_by = negations([word for sentence in read for word in sentence.words])
        return (
            *(hit for number, sentence in enumerate(read) for hit in self._said_in(number, sentence, denied_by)),
            *self._matched_in(heading, _SUBJECT),
            *(hit for text in messages for hit in self._matched_in(text, _MESSAGE)),
        )

    def _said_in(self, number: int, sentence: Sentence, denied_by: frozenset[str]) -> Iterator[Hit]:
        if sentence.is_aside:
            return
        for start, end, phrases in self._found(sentence.words):
            if not is_denied(sentence.words, start, end, by=denied_by):
                for phrase in phrases:
                    yield Hit(phrase.topic, phrase.what, phrase.weight, sentence.place, number)

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, int, tuple[_Phrase, ...]]]:
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                phrases = self._phrases.get(_key(words[start:end]))
                if phrases and not _is_article(words, start, end):
                    yield start, end, phrases

    def _matched_in(self, text: str, place: str) -> Iterator[Hit]:
        """Patterns see the words both as written and plain, so that they may be spelled with accents or without."""
        for number in self._patterns.matching(f"{text}\n{plain(text)}"):
            yield Hit(self._owners[number], f"pattern {self._patterns.patterns[number]!r}", 1.0, place, _NO_SENTENCE)


def read_sentences(heading: str, messages: Iterable[str], intents: Intents) -> tuple[Sentence, ...]:
    """Return the sentences of the own words of subject and messages, in order."""
    return tuple(
        Sentence(place, sentence, split(sentence), intents.is_aside(sentence))
        for place, text in ((_SUBJECT, heading), *((_MESSAGE, text) for text in messages))
        for sentence in sentences(plain(text))
    )


def _by_key(topics: Mapping[str, Topic]) -> dict[str, tuple[_Phrase, ...]]:
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for name, topic in topics.items():
        for phrase in topic.phrases:
            spellings[_key(split(plain(phrase)))].setdefault(name, phrase)
    spellings.pop("", None)  # a phrase without a letter names nothing
    return {
        key: tuple(_Phrase(name, f"phrase {phrase!r}", 1.0 / len(named)) for name, phrase in named.items())
        for key, named in spellings.items()
    }


def _key(words: Sequence[str]) -> str:
    """Return what a phrase is known by: "web server", "web-server" and "webservers" are "webserver"."""
    joined = "".join(words)
    if joined.endswith(("xes", "shes", "ches", "sses")):
        return joined[:-2]
    return joined[:-1] if len(joined) > 3 and joined.endswith("s") and not joined.endswith("ss") else joined


def _is_article(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the "a" of what reads like "A record" is an article: "a record of my tickets"."""
    return words[start] == "a" and end < len(words) and words[end] in {"of", "that", "about"}
