"""The guide finder: names what a ticket is about, or abstains (S2).

Evidence is a topic's phrases and patterns in the customer's own words and in the subject. The first thing found counts
fully, each further one less, a phrase that several topics share is parted among them; what the customer says is *not*
the matter counts nothing. Rule: a wrong guide costs more than none, so whatever speaks against a guide (another
intent, another product, a second request) leads to an abstention, and every score says why it is what it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.core.policy import Finder, Topic
from bridge.core.reading import Finding, Score
from bridge.reading.intents import Intents
from bridge.reading.negation import is_denied, negations
from bridge.reading.neighbours import rivals
from bridge.reading.own_words import own_words
from bridge.reading.patterns import Pattern, PatternSet, words
from bridge.reading.words import LIMIT, plain, sentences, split, visible

_FURTHER = (1.0, 0.5, 0.25)  # what the first, the second and every later piece of evidence of a topic adds
_DOUBTED = 0.2  # the share of a score that is left where something speaks against a guide
_SECOND_REQUEST = Pattern(
    words(
        """
        also | additionally | another (question|thing|issue|problem) | one more | second(ly)? | besides | in addition
        tambem | outra (questao|coisa|duvida) | alem disso | por outro lado
        tambien | otra (cosa|pregunta|duda) | ademas | aparte
        ausserdem | zusatzlich | noch (eine frage|etwas) | zweitens
        aussi | autre (question|probleme) | par ailleurs | deuxiemement
        """
    )
)
_SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class _Part:
    """One sentence of the ticket: plain, where it stands, and whether it counts."""

    place: str  # "subject" or "message"
    text: str
    words: tuple[str, ...]
    is_aside: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """One piece of evidence: the topic it speaks for, what it is, how much it weighs, and the sentence it stands in."""

    topic: str
    label: str
    weight: float
    part: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    topic: str
    label: str
    weight: float  # one, parted among the topics that have it


class GuideFinder:
    """Compiled once from the topics; asked from any thread."""

    def __init__(self, topics: Mapping[str, Topic], finder: Finder) -> None:
        self._topics = topics
        self._finder = finder
        self._intents = Intents()
        self._phrases = _indexed(topics)
        self._longest = max(
            (len(split(plain(phrase))) for topic in topics.values() for phrase in topic.phrases), default=0
        )
        self._patterns = PatternSet(pattern for topic in topics.values() for pattern in topic.patterns)
        self._pattern_topics = tuple(name for name, topic in topics.items() for _ in topic.patterns)

    def find(self, subject: str, texts: Sequence[str]) -> Finding:
        """Name the topic that leads by the margin and reaches the threshold, or abstain."""
        own = [own_words(text) for text in texts]
        heading = own_words(subject[:LIMIT])
        parts = self._parts(heading, own)
        hits = [
            *self._phrase_hits(parts),
            *self._pattern_hits([(_SUBJECT, heading), *(("message", text) for text in own)]),
        ]
        against = self._against(parts)
        scores = _ranked(
            self._score(name, hits, (*against.get(name, ()),)) for name in {hit.topic: None for hit in hits}
        )
        return self._verdict(scores, self._asks_twice(scores, hits, parts))

    def _parts(self, heading: str, own: Sequence[str]) -> list[_Part]:
        placed = [(_SUBJECT, heading), *(("message", text) for text in own)]
        return [
            _Part(place, sentence, split(sentence), self._intents.is_aside(sentence))
            for place, text in placed
            for sentence in sentences(plain(text))
        ]

    def _phrase_hits(self, parts: Sequence[_Part]) -> Iterator[_Hit]:
        negated_by = negations([word for part in parts for word in part.words])
        for number, part in enumerate(parts):
            if part.is_aside:
                continue
            for start in range(len(part.words)):
                for end in range(start + 1, min(start + self._longest + 2, len(part.words) + 1)):
                    phrases = self._phrases.get(_key(part.words[start:end]), ())
                    if not phrases or _is_article(part.words, start, end):
                        continue
                    if not is_denied(part.words, start, end, by=negated_by):
                        yield from (_Hit(p.topic, f"{p.label} in the {part.place}", p.weight, number) for p in phrases)

    def _pattern_hits(self, texts: Sequence[tuple[str, str]]) -> Iterator[_Hit]:
        """Patterns see the own words both as written and plain, so that they may be written with accents or without."""
        for place, text in texts:
            for number in self._patterns.matching(f"{visible(text)}\n{plain(text)}"):
                label = f"pattern {self._patterns.patterns[number]!r} in the {place}"
                yield _Hit(self._pattern_topics[number], label, 1.0, -1)

    def _against(self, parts: Sequence[_Part]) -> dict[str, list[str]]:
        """Return what speaks against a guide, by topic; only what climbs the ladder has guides to withhold (S1)."""
        text = "\n".join(part.text for part in parts)
        intents = [f"the customer wants {intent}" for intent in self._intents.of_ticket(text)]
        said = frozenset(word for part in parts for word in part.words)
        return {
            name: [*intents, *(f"the customer names {rival}" for rival in rivals(topic, said))]
            for name, topic in self._topics.items()
            if topic.scope.climbs
        }

    def _score(self, topic: str, hits: Sequence[_Hit], against: Sequence[str]) -> Score:
        weights: dict[str, float] = {}
        for hit in hits:
            if hit.topic == topic:
                weights.setdefault(hit.label, hit.weight)
        seen: dict[str, float] = {}
        for label, weight in weights.items():
            seen.setdefault(label.rsplit(" in the ", 1)[0], weight)  # in subject and message: one piece of evidence
        shares = enumerate(sorted(seen.values(), reverse=True))
        score = sum(weight * _FURTHER[min(place, len(_FURTHER) - 1)] for place, weight in shares)
        return Score(topic, round(score * (_DOUBTED if against else 1.0), 2), (*weights, *against))

    def _asks_twice(self, scores: Sequence[Score], hits: Sequence[_Hit], parts: Sequence[_Part]) -> bool:
        """Tell whether the second topic is a request of its own, in a sentence that begins one more."""
        if len(scores) < 2 or scores[1].score < self._finder.threshold:
            return False
        places = [{hit.part for hit in hits if hit.topic == score.topic and hit.part >= 0} for score in scores[:2]]
        apart = places[0] ^ places[1]
        return any(_SECOND_REQUEST.is_in(parts[place].text) for place in apart)

    def _verdict(self, scores: tuple[Score, ...], asks_twice: bool) -> Finding:
        if not scores:
            return Finding(None, (), "no topic's words were found")
        best, second = scores[0], scores[1].score if len(scores) > 1 else 0.0
        lead = round(best.score - second, 2)
        if best.score < self._finder.threshold:
            return Finding(None, scores, f"the best, {best.topic}, has {best.score:g} of {self._finder.threshold:g}")
        if lead < self._finder.margin:
            return Finding(None, scores, f"{best.topic} leads by {lead:g}, less than {self._finder.margin:g}")
        if asks_twice:
            return Finding(None, scores, f"two requests: {best.topic} and {scores[1].topic}")
        return Finding(best.topic, scores, f"{best.topic} has {best.score:g} and leads by {lead:g}")


def _indexed(topics: Mapping[str, Topic]) -> dict[str, tuple[_Phrase, ...]]:
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for name, topic in topics.items():
        for phrase in topic.phrases:
            owners[_key(split(plain(phrase)))].setdefault(name, phrase)
    owners.pop("", None)  # a phrase without a letter names nothing
    return {
        key: tuple(_Phrase(name, f"phrase {phrase!r}", 1.0 / len(named)) for name, phrase in named.items())
        for key, named in owners.items()
    }


def _key(words_: Sequence[str]) -> str:
    """Return what a phrase is known by: "web server", "web-server" and "webservers" are "webserver"."""
    joined = "".join(words_)
    if joined.endswith(("xes", "shes", "ches", "sses")):
        return joined[:-2]
    return joined[:-1] if len(joined) > 3 and joined.endswith("s") and not joined.endswith("ss") else joined


def _is_article(words_: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the "a" of what reads like "A record" is an article: "a record of my tickets"."""
    return words_[start] == "a" and end < len(words_) and words_[end] in {"of", "that", "about"}


def _ranked(scores: Iterator[Score]) -> tuple[Score, ...]:
    return tuple(sorted((score for score in scores if score.score > 0), key=lambda score: (-score.score, score.topic)))
