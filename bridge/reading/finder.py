"""The guide finder: names what a ticket is about, or abstains (S2).

The first piece of evidence counts fully, each further one less; what is wanted of the thing adds. Rule: a wrong guide
costs more than none, so whatever speaks against a guide (another intent, another product, a second request) leads to
an abstention, and every score says why it is what it is, in the admin's words and never in the customer's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.core.model import Scope
from bridge.core.policy import Finder, Topic
from bridge.core.reading import Finding, Score
from bridge.reading.calls import calls_for
from bridge.reading.evidence import Evidence, Hit, Sentence, read_sentences
from bridge.reading.intents import HARM, Intent, Intents
from bridge.reading.negation import negations
from bridge.reading.neighbours import neighbours, products
from bridge.reading.own_words import own_words
from bridge.reading.patterns import Pattern, words
from bridge.reading.profiles import INCIDENTAL, described, known_things, profiles

_SHARES = (1.0, 0.5, 0.25)  # what the first, the second and every later piece of evidence adds
_WANTED = 0.3  # what an action that the topic is about adds, said of its thing
_HOW_TO = 0.2  # what it adds that the customer asks how to
_DOUBTED = 0.2  # the share of a score that is left where something speaks against a guide
_FOREIGN = 0.8  # ... where a thing is named that no topic of the shop is about
_SECOND = 0.7  # the share of the threshold at which a second topic is a request, too
_CALLS = {Scope.PROVIDER: "a fault of the provider", Scope.BILLING: "a matter of money"}
_CALLED = 0.7  # of a call for a scope: somebody may only tell of one
_SHORT = 10  # words: so short a ticket is a request, whatever it says
_ONE_MORE = Pattern(
    words(
        """
        also | on top of (that|this) | as well as | while you (are )?at it | additionally
        another (question|thing|issue|problem) | one more | second(ly)? | besides | in addition
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
        self._topics = topics
        self._profiles = profiles(topics)
        self._evidence = Evidence(topics, self._profiles, finder.weights)
        self._known = known_things(topics) | INCIDENTAL
        self._intents = Intents()
        self._own_intents = {
            name: frozenset(self._intents.of_ticket(described(topic))) for name, topic in topics.items()
        }
        # Only what climbs the ladder has guides to withhold (S1).
        self._neighbours = {name: neighbours(topic) for name, topic in topics.items() if topic.scope.climbs}
        self._staffed = {
            scope: tuple(name for name, topic in topics.items() if topic.scope is scope) for scope in _CALLS
        }

    def find(self, subject: str, texts: Sequence[str]) -> Finding:
        """Name the topic that leads by the margin and reaches the threshold, or abstain."""
        heading, messages = own_words(subject), [own_words(text) for text in texts]
        read = read_sentences(heading, messages, self._intents)
        hits = (*self._evidence.hits(heading, messages, read), *self._called(read))
        scores = self._scores(hits, read)
        return self._verdict(scores, asks_twice=self._asks_twice(scores, hits, read))

    def _scores(self, hits: Sequence[Hit], read: Sequence[Sentence]) -> tuple[Score, ...]:
        """Return the scores of the topics that have any evidence, best first."""
        intents = self._intents.of_ticket(_text(read))
        foreign = tuple(sorted(frozenset(thing for sentence in read for thing in sentence.things) - self._known))
        named = _products(read)
        scores = []
        for topic in {hit.topic for hit in hits}:
            own = [hit for hit in hits if hit.topic == topic]
            asked = _asked(own, read)
            is_called = any(hit.what in _CALLS.values() for hit in own)
            wanted = self._wanted(topic, asked) if topic in self._neighbours or is_called or _is_spelled(own) else None
            against = (
                *self._against(topic, intents, read, foreign, named),
                *self._asks_nothing(topic, asked, read, is_wanted=wanted is not None, is_called=is_called),
            )
            scores.append(_score(topic, own, wanted or 0.0, against, foreign))
        return tuple(
            sorted((score for score in scores if score.score > 0), key=lambda score: (-score.score, score.topic))
        )

    def _against(
        self,
        topic: str,
        intents: Sequence[Intent],
        read: Sequence[Sentence],
        foreign: Sequence[str],
        named: frozenset[str],
    ) -> tuple[str, ...]:
        climbs = topic in self._neighbours
        is_named = any(sentence.things & self._profiles[topic].things.keys() for sentence in read)
        own = self._own_intents[topic]
        is_own = not climbs and not own.isdisjoint(intents)  # a refund is wanted of billing, whatever else is
        other = (intent for intent in intents if intent not in own and (intent in HARM or not is_own))
        return (
            *(f"the customer wants {intent}" for intent in other),
            *(f"the customer names {product}" for product in (self._neighbours[topic].among(named) if climbs else ())),
            *(
                f"the customer names {thing}"
                for thing in foreign
                if thing.startswith("another") and climbs and not is_named
            ),
        )

    def _called(self, read: Sequence[Sentence]) -> tuple[Hit, ...]:
        """Return what calls for a scope without guides: a fault of the provider's told, money asked back."""
        return tuple(
            Hit(topic, _CALLS[scope], _CALLED / len(topics), sentence.place, number)
            for scope, topics in self._staffed.items()
            for number, sentence in enumerate(read)
            if not sentence.is_aside and calls_for(scope, sentence.text)
            for topic in topics
        )

    def _asks_nothing(
        self, topic: str, asked: "_Asked", read: Sequence[Sentence], *, is_wanted: bool, is_called: bool
    ) -> tuple[str, ...]:
        if self._topics[topic].scope is Scope.PROVIDER and not is_called and not any(one.is_trouble for one in read):
            return ("no trouble is told",)
        is_asked = is_wanted or asked.is_short or (topic not in self._neighbours and _asks(read))
        return () if is_asked else ("the customer asks for nothing",)

    def _wanted(self, topic: str, asked: "_Asked") -> float | None:
        """Return what it adds that the customer asks how to, or has what the topic is about done; None: neither."""
        actions = self._profiles[topic].actions
        is_wanted = bool(asked.actions & actions if actions else asked.actions)
        match asked:
            case _Asked(asks_how=False, is_trouble=False, needs=False):
                return None
            case _Asked(asks_how=False, is_trouble=False) if not is_wanted:
                return None
            case _ if is_wanted:
                return _WANTED
            case _:
                return _HOW_TO if asked.asks_how else 0.0

    def _asks_twice(self, scores: Sequence[Score], hits: Sequence[Hit], read: Sequence[Sentence]) -> bool:
        """Tell whether the second topic is a request of its own: in a sentence of its own, or with one more."""
        if len(scores) < 2 or scores[1].score < _SECOND * self._finder.threshold:
            return False
        if self._topics[scores[0].topic].scope is Scope.PROVIDER and any(
            hit.topic == scores[0].topic and hit.what in _CALLS.values() for hit in hits
        ):
            return False  # who reports a fault of the provider names all that is down
        first, second = (
            {hit.sentence for hit in hits if hit.topic == score.topic and hit.sentence >= 0} for score in scores[:2]
        )
        return any(_ONE_MORE.is_in(read[number].text) for number in first | second) or any(
            read[number].place == "message" and (read[number].asks_how or read[number].is_trouble)
            for number in second - first
        )

    def _verdict(self, scores: tuple[Score, ...], *, asks_twice: bool) -> Finding:
        if not scores:
            return Finding(None, (), "no topic's words were found")
        best, second = scores[0], scores[1].score if len(scores) > 1 else 0.0
        lead = round(best.score - second, 2)
        needed = self._finder.threshold_of(best.topic)
        if best.score < needed:
            return Finding(None, scores, f"the best, {best.topic}, has {best.score:g} of {needed:g}")
        if lead < self._finder.margin:
            return Finding(None, scores, f"{best.topic} leads by {lead:g}, less than {self._finder.margin:g}")
        if asks_twice:
            return Finding(None, scores, f"two requests: {best.topic} and {scores[1].topic}")
        return Finding(best.topic, scores, f"{best.topic} has {best.score:g} and leads by {lead:g}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked where a topic's evidence stands."""

    asks_how: bool
    needs: bool
    is_trouble: bool
    actions: frozenset[str]
    is_short: bool


def _asked(hits: Sequence[Hit], read: Sequence[Sentence]) -> _Asked:
    """Return what is asked in the sentences of the evidence; trouble may be told beside them, too."""
    places = {hit.sentence for hit in hits if hit.sentence >= 0}
    if all(read[number].place == "subject" for number in places):
        places = set(range(len(read)))  # the message says it of what the subject names
    near = {number + step for number in places for step in (-1, 0, 1)} & set(range(len(read)))
    return _Asked(
        asks_how=any(read[number].asks_how for number in near),
        needs=any(read[number].needs or "?" in read[number].text for number in places),
        is_trouble=any(read[number].is_trouble for number in near),
        actions=frozenset(action for number in places for action in read[number].actions),
        is_short=sum(len(sentence.words) for sentence in read) < _SHORT,
    )


def _asks(read: Sequence[Sentence]) -> bool:
    return any("?" in one.text or one.asks_how or one.needs or one.is_trouble for one in read)


def _is_spelled(hits: Sequence[Hit]) -> bool:
    """Tell whether a phrase or pattern of the admin's is among the evidence, or more than one thing."""
    return len({hit.what for hit in hits}) > 1 or any(
        hit.what.startswith(("phrase", "pattern", "learned")) for hit in hits
    )


def _products(read: Sequence[Sentence]) -> frozenset[str]:
    """Return the products that are named and not ruled out."""
    denied_by = negations([word for sentence in read for word in sentence.words])
    return frozenset(product for sentence in read for product in products(sentence.words, denied_by=denied_by))


def _text(read: Sequence[Sentence]) -> str:
    return "\n".join(sentence.text for sentence in read)


def _score(topic: str, hits: Sequence[Hit], wanted: float, against: tuple[str, ...], foreign: tuple[str, ...]) -> Score:
    weights: dict[str, float] = {}
    for hit in hits:
        weights[hit.what] = max(hit.weight, weights.get(hit.what, 0.0))
    shares = enumerate(sorted(weights.values(), reverse=True))
    whole = sum(weight * _SHARES[min(place, len(_SHARES) - 1)] for place, weight in shares) + wanted
    left = (_DOUBTED if against else 1.0) * (_FOREIGN if foreign else 1.0)
    why = (*dict.fromkeys(hit.why for hit in hits), *against, *(f"{thing} is no topic" for thing in foreign))
    return Score(topic, round(whole * left, 2), why)
