"""The guide finder: names what a ticket is about, or abstains (S2).

The first piece of evidence counts fully, each further one less. Rule: a wrong guide costs more than none, so whatever
speaks against a guide (another intent, another product, a second request) leads to an abstention, and every score says
why it is what it is, in the admin's words and never in the customer's.
"""

from collections.abc import Mapping, Sequence

from bridge.core.policy import Finder, Topic
from bridge.core.reading import Finding, Score
from bridge.reading.evidence import Evidence, Hit, Sentence, read_sentences
from bridge.reading.intents import Intents
from bridge.reading.neighbours import neighbours
from bridge.reading.own_words import own_words
from bridge.reading.patterns import Pattern, words

_SHARES = (1.0, 0.5, 0.25)  # what the first, the second and every later piece of evidence adds
_DOUBTED = 0.2  # the share of a score that is left where something speaks against a guide
_ONE_MORE = Pattern(
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


class GuideFinder:
    """Compiled once from the topics; asked from any thread."""

    def __init__(self, topics: Mapping[str, Topic], finder: Finder) -> None:
        self._finder = finder
        self._evidence = Evidence(topics)
        self._intents = Intents()
        # Only what climbs the ladder has guides to withhold (S1).
        self._neighbours = {name: neighbours(topic) for name, topic in topics.items() if topic.scope.climbs}

    def find(self, subject: str, texts: Sequence[str]) -> Finding:
        """Name the topic that leads by the margin and reaches the threshold, or abstain."""
        heading, messages = own_words(subject), [own_words(text) for text in texts]
        read = read_sentences(heading, messages, self._intents)
        hits = self._evidence.hits(heading, messages, read)
        scores = self._scores(hits, read)
        return self._verdict(scores, asks_twice=self._asks_twice(scores, hits, read))

    def _scores(self, hits: Sequence[Hit], read: Sequence[Sentence]) -> tuple[Score, ...]:
        """Return the scores of the topics that have any evidence, best first."""
        intents = tuple(f"the customer wants {intent}" for intent in self._intents.of_ticket(_text(read)))
        said = frozenset(word for sentence in read for word in sentence.words)
        scores = []
        for topic in {hit.topic for hit in hits}:
            against: tuple[str, ...] = ()
            if topic in self._neighbours:
                others = self._neighbours[topic].named(said)
                against = (*intents, *(f"the customer names {other}" for other in others))
            scores.append(_score(topic, [hit for hit in hits if hit.topic == topic], against))
        return tuple(
            sorted((score for score in scores if score.score > 0), key=lambda score: (-score.score, score.topic))
        )

    def _asks_twice(self, scores: Sequence[Score], hits: Sequence[Hit], read: Sequence[Sentence]) -> bool:
        """Tell whether the second topic is a request of its own: its sentence, or the first's, begins one more."""
        if len(scores) < 2 or scores[1].score < self._finder.threshold:
            return False
        first, second = (
            {hit.sentence for hit in hits if hit.topic == score.topic and hit.sentence >= 0} for score in scores[:2]
        )
        return any(_ONE_MORE.is_in(read[number].text) for number in first ^ second)

    def _verdict(self, scores: tuple[Score, ...], *, asks_twice: bool) -> Finding:
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


def _text(read: Sequence[Sentence]) -> str:
    return "\n".join(sentence.text for sentence in read)


def _score(topic: str, hits: Sequence[Hit], against: tuple[str, ...]) -> Score:
    weights = {hit.what: hit.weight for hit in hits}
    shares = enumerate(sorted(weights.values(), reverse=True))
    whole = sum(weight * _SHARES[min(place, len(_SHARES) - 1)] for place, weight in shares)
    why = (*dict.fromkeys(hit.why for hit in hits), *against)
    return Score(topic, round(whole * (_DOUBTED if against else 1.0), 2), why)
