"""What a shop's own past tickets teach: words that tell its topics, and thresholds for a stated share of wrong guides.

Rule: words are learned on one half of the tickets and thresholds set on the other. A threshold goes down only where
the tickets prove it (the upper bound of the wrong share keeps the budget), and up as soon as they speak for it; with
too few of them the shipped values stay.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.core.policy import Finder, Policy
from bridge.reading import reader
from bridge.reading.evaluation import Outcome, read, right_at
from bridge.reading.intervals import Share
from bridge.reading.labelled import Kind, Row
from bridge.reading.language import SMALL_WORDS
from bridge.reading.own_words import own_words
from bridge.reading.words import plain, split

NEVER = 99.0  # a threshold that no score reaches
_STEPS = tuple(round(0.7 + step / 20, 2) for step in range(37))  # thresholds that are tried, to 2.5
_TICKETS = 6  # that hold a word, at least
_SURE = 0.6  # the lower bound of the share of a word's tickets that are of its topic
_SHORTEST = 4  # letters
_MOST = 40  # words a topic
_WEIGHT = 0.8  # of a word that is always its topic's: less than a phrase, which a person chose
_FEW = 5  # named tickets of a topic from which it may get a threshold of its own


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and what it gives on the tickets it was not learned from."""

    finder: Finder
    outcomes: tuple[Outcome, ...]  # of the half that thresholds were set on
    words_from: int  # tickets
    budget: float

    @property
    def wrong(self) -> Share:
        named = [outcome for outcome in self.outcomes if outcome.said is not None]
        return Share(sum(outcome.said != outcome.label for outcome in named), len(named))

    @property
    def is_proven(self) -> bool:
        return self.wrong.high <= self.budget


def learn(rows: Sequence[Row], policy: Policy, budget: float) -> Lesson:
    """Learn from labelled tickets; labels that are no topic of the policy count as wanting none."""
    known = [row if row.label in policy.topics else replace(row, label=None) for row in rows]
    taught = [row for row in known if _is_first_half(row)]
    tried = [row for row in known if not _is_first_half(row)]
    shipped = Finder(margin=policy.finder.margin)
    candidates = (shipped, replace(shipped, weights=_words(taught, policy)))
    lessons = [_calibrated(tried, policy, finder, budget, len(taught)) for finder in candidates]
    kept = [lesson for lesson in lessons if (lesson.wrong.value or 0.0) <= budget] or lessons[:1]
    return max(kept, key=_right)


def _right(lesson: Lesson) -> int:
    return sum(outcome.said == outcome.label is not None for outcome in lesson.outcomes)


def _is_first_half(row: Row) -> bool:
    """Part the tickets by their text, so that the same ticket is in the same half in every run."""
    return hashlib.sha256(f"{row.subject}\n{row.message}".encode()).digest()[0] % 2 == 0


def _words(rows: Sequence[Row], policy: Policy) -> dict[str, dict[str, float]]:
    """Return the words whose tickets are nearly all of one topic, with their weights."""
    spelled = {word for topic in policy.topics.values() for phrase in topic.phrases for word in split(plain(phrase))}
    counts: dict[str, Counter[str | None]] = defaultdict(Counter)
    for row in rows:
        said = set(split(plain(f"{own_words(row.subject)}\n{own_words(row.message)}")))
        for word in said - SMALL_WORDS - spelled:
            if len(word) >= _SHORTEST and word.isalpha():
                counts[word][None if row.label is None else str(row.label)] += 1
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for word, topics in sorted(counts.items()):
        topic, count = max(topics.items(), key=lambda item: (item[1], str(item[0])))
        share = Share(count, topics.total())
        if topic is not None and count >= _TICKETS and share.low >= _SURE:
            weights[topic][word] = round(_WEIGHT * count / topics.total(), 2)
    return {topic: _first(words, counts) for topic, words in sorted(weights.items())}


def _first(words: Mapping[str, float], counts: Mapping[str, Counter[str | None]]) -> dict[str, float]:
    told = sorted(words, key=lambda word: (-counts[word].total(), word))[:_MOST]
    return {word: words[word] for word in sorted(told)}


def _calibrated(rows: Sequence[Row], policy: Policy, finder: Finder, budget: float, words_from: int) -> Lesson:
    """Set the thresholds of a finder on ``rows``: of all topics, and of those that need one of their own."""
    outcomes = _outcomes(rows, policy, finder)
    trial = replace(policy, finder=finder)
    chosen = replace(finder, threshold=_threshold(outcomes, trial, budget))
    outcomes = _outcomes(rows, policy, chosen)
    own = {
        topic: threshold
        for topic in policy.topics
        if (threshold := _own_threshold(topic, outcomes, chosen.threshold, budget)) is not None
    }
    chosen = replace(chosen, thresholds=own)
    return Lesson(chosen, _outcomes(rows, policy, chosen), words_from, budget)


def _outcomes(rows: Sequence[Row], policy: Policy, finder: Finder) -> tuple[Outcome, ...]:
    reading = reader(replace(policy, finder=finder))
    return tuple(read(reading, Kind.TOPICS, row) for row in rows)


def _threshold(outcomes: Sequence[Outcome], policy: Policy, budget: float) -> float:
    shipped = policy.finder.threshold
    wrong = {step: right_at(outcomes, step, policy)[0] for step in _STEPS}
    proven = [step for step in _STEPS if wrong[step].of and wrong[step].high <= budget]
    if proven and proven[0] < shipped:
        return proven[0]
    kept = [step for step in _STEPS if step >= shipped and (wrong[step].value or 0.0) <= budget]
    return kept[0] if kept else NEVER


def _own_threshold(topic: str, outcomes: Sequence[Outcome], threshold: float, budget: float) -> float | None:
    """Return the higher threshold that a topic needs to keep the budget; None where it needs none."""
    named = [outcome for outcome in outcomes if outcome.said == topic]
    if len(named) < _FEW or _wrong_share(named) <= budget:
        return None
    for step in (step for step in _STEPS if step > threshold):
        left = [outcome for outcome in named if outcome.score >= step]
        if left and _wrong_share(left) <= budget:
            return step
    return NEVER


def _wrong_share(named: Sequence[Outcome]) -> float:
    return sum(outcome.said != outcome.label for outcome in named) / len(named)
