"""What speaks for a topic in the customer's own words and in the subject: its phrases, its patterns, its things (S2).

Rule: a phrase counts where it stands as whole words that the customer means. Case, accents, hyphens and a plural do
not part it from the admin's spelling; a denial ("we do not use WordPress") or mere thanks take it out. A thing of the
topic's profile counts in whatever words and language it is named, unless a phrase that was found names it already.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.core.policy import Topic
from bridge.reading.intents import Intents
from bridge.reading.lexicon import is_generic, lexicon
from bridge.reading.negation import is_denied, negations
from bridge.reading.patterns import PatternSet
from bridge.reading.profiles import Profile
from bridge.reading.words import plain, sentences, split

Weights = Mapping[str, Mapping[str, float]]  # of phrases, by topic

_SUBJECT, _MESSAGE = "subject", "message"
_GENERIC = 0.7  # of a phrase that says little by itself
_SENTENCES = 300  # of a ticket; what comes after so many is no request
_NO_SENTENCE = -1  # a pattern may match across sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence of a ticket, where it stands, and the things it names and does not deny."""

    place: str
    text: str
    words: tuple[str, ...]
    is_aside: bool  # thanks, or what is done already
    things: frozenset[str]
    shared: frozenset[str]
    actions: frozenset[str]
    asks_how: bool
    needs: bool  # something done
    is_trouble: bool


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
    things: frozenset[str]


class Evidence:
    """The phrases, patterns and profiles of all topics, compiled once."""

    def __init__(self, topics: Mapping[str, Topic], profiles: Mapping[str, Profile], weights: Weights) -> None:
        self._profiles = profiles
        self._phrases = _by_key(topics, weights)
        spelled = (split(plain(phrase)) for phrases in _phrases(topics, weights).values() for phrase in phrases)
        self._longest = max(map(len, spelled), default=0) + 1  # "webserver" is found in "web server"
        self._patterns = PatternSet(pattern for topic in topics.values() for pattern in topic.patterns)
        self._owners = tuple(name for name, topic in topics.items() for _ in topic.patterns)

    def hits(self, heading: str, messages: Sequence[str], read: Sequence[Sentence]) -> tuple[Hit, ...]:
        """Return all evidence: phrases and things in the sentences ``read``, patterns in the own words themselves."""
        denied_by = negations([word for sentence in read for word in sentence.words])
        said = [
            (number, phrase) for number, sentence in enumerate(read) for phrase in self._said_in(sentence, denied_by)
        ]
        spelled = {(phrase.topic, thing) for _, phrase in said for thing in phrase.things}
        own = (
            *(Hit(phrase.topic, phrase.what, phrase.weight, read[number].place, number) for number, phrase in said),
            *(hit for number, sentence in enumerate(read) for hit in self._named_in(number, sentence, spelled)),
            *self._matched_in(heading, _SUBJECT),
            *(hit for text in messages for hit in self._matched_in(text, _MESSAGE)),
        )
        found = {hit.topic for hit in own}
        shared = (hit for number, sentence in enumerate(read) for hit in self._shared_in(number, sentence))
        return (*own, *(hit for hit in shared if hit.topic in found))

    def _said_in(self, sentence: Sentence, denied_by: frozenset[str]) -> Iterator[_Phrase]:
        if sentence.is_aside:
            return
        for start, end, phrases in self._found(sentence.words):
            if not is_denied(sentence.words, start, end, by=denied_by):
                yield from phrases

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, int, tuple[_Phrase, ...]]]:
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                phrases = self._phrases.get(_key(words[start:end]))
                if phrases and not _is_article(words, start, end):
                    yield start, end, phrases

    def _named_in(self, number: int, sentence: Sentence, spelled: set[tuple[str, str]]) -> Iterator[Hit]:
        if sentence.is_aside or not sentence.things:
            return
        for topic, profile in self._profiles.items():
            for thing in sorted(sentence.things & profile.things.keys()):
                if (topic, thing) not in spelled:
                    yield Hit(topic, thing, profile.things[thing], sentence.place, number)

    def _shared_in(self, number: int, sentence: Sentence) -> Iterator[Hit]:
        if sentence.is_aside or not sentence.shared:
            return
        for topic, profile in self._profiles.items():
            for thing in sorted(sentence.shared & profile.shared.keys()):
                yield Hit(topic, thing, profile.shared[thing], sentence.place, number)

    def _matched_in(self, text: str, place: str) -> Iterator[Hit]:
        """Patterns see the words both as written and plain, so that they may be spelled with accents or without."""
        for number in self._patterns.matching(f"{text}\n{plain(text)}"):
            yield Hit(self._owners[number], f"pattern {self._patterns.patterns[number]!r}", 1.0, place, _NO_SENTENCE)


def read_sentences(heading: str, messages: Iterable[str], intents: Intents) -> tuple[Sentence, ...]:
    """Return the sentences of the own words of subject and messages, in order."""
    told = [
        (place, sentence)
        for place, text in ((_SUBJECT, heading), *((_MESSAGE, text) for text in messages))
        for sentence in sentences(plain(text))
    ][:_SENTENCES]
    denied_by = negations([word for _, sentence in told for word in split(sentence)])
    return tuple(_read(place, sentence, denied_by, intents) for place, sentence in told)


def _read(place: str, sentence: str, denied_by: frozenset[str], intents: Intents) -> Sentence:
    words = split(sentence)
    meant = frozenset(
        mention.thing
        for mention in lexicon().things.mentions(sentence)
        if not is_denied(
            words,
            before := len(split(sentence[: mention.start])),
            before + len(split(sentence[mention.start : mention.end])),
            by=denied_by,
        )
    )
    return Sentence(
        place,
        sentence,
        words,
        intents.is_aside(sentence),
        meant,
        lexicon().shared.named_in(sentence),
        lexicon().actions.named_in(sentence),
        lexicon().how.is_in(sentence),
        lexicon().need.is_in(sentence),
        lexicon().trouble.is_in(lexicon().by_mistake.replaced(sentence)),
    )


def _phrases(topics: Mapping[str, Topic], weights: Weights) -> dict[str, dict[str, str]]:
    """Return, by topic, its phrases and those learned, each with how it is told of."""
    return {
        name: {
            **{phrase: f"learned word {phrase!r}" for phrase in weights.get(name, {})},
            **{phrase: f"phrase {phrase!r}" for phrase in topic.phrases},
        }
        for name, topic in topics.items()
    }


def _by_key(topics: Mapping[str, Topic], weights: Weights) -> dict[str, tuple[_Phrase, ...]]:
    spellings: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for name, phrases in _phrases(topics, weights).items():
        for phrase, told in phrases.items():
            spellings[_key(split(plain(phrase)))].setdefault(name, (phrase, told))
    spellings.pop("", None)  # a phrase without a letter names nothing
    return {
        key: tuple(
            _Phrase(name, told, _weight(phrase, weights.get(name, {})) / len(named), _things(phrase))
            for name, (phrase, told) in named.items()
        )
        for key, named in spellings.items()
    }


def _weight(phrase: str, learned: Mapping[str, float]) -> float:
    return learned.get(phrase, _GENERIC if is_generic(plain(phrase)) else 1.0)


def _things(phrase: str) -> frozenset[str]:
    return lexicon().things.named_in(plain(phrase))


def _key(words: Sequence[str]) -> str:
    """Return what a phrase is known by: "web server", "web-server" and "webservers" are "webserver"."""
    joined = "".join(words)
    if joined.endswith(("xes", "shes", "ches", "sses")):
        return joined[:-2]
    return joined[:-1] if len(joined) > 3 and joined.endswith("s") and not joined.endswith("ss") else joined


def _is_article(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the "a" of what reads like "A record" is an article: "a record of my tickets"."""
    return words[start] == "a" and end < len(words) and words[end] in {"of", "that", "about"}
