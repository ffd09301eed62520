"""How well the readers read labelled tickets: what they said of each row, and what that comes to.

Rule: a share is told with its size and its interval; what was abstained on is kept with its best candidate, so that
another threshold can be judged without reading again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bridge.core.model import Author, Message
from bridge.core.policy import Policy
from bridge.core.reading import Finding, Mood, Reader
from bridge.reading.intervals import Share
from bridge.reading.labelled import Kind, Label, Row

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # a row has no time, and no reader looks at it
_MOODS: dict[Mood, Label] = {Mood.SOLVED: True, Mood.OTHER: False, Mood.DOUBT: "unsure", Mood.THANKS: "unsure"}
_SWEEP = tuple(round(0.5 + step / 10, 1) for step in range(21))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one row: ``said`` counts, ``candidate`` is what would be said at a lower threshold."""

    id: str
    lang: str
    label: Label
    said: Label
    candidate: Label = None
    score: float = 0.0
    margin: float = 0.0
    why: str = ""

    def prediction(self, kind: Kind) -> dict[str, object]:
        match kind:
            case Kind.TOPICS:
                return {
                    "id": self.id,
                    "topic": self.candidate,
                    "score": self.score,
                    "margin": self.margin,
                    "abstain": self.said is None,
                }
            case Kind.SOLVED:
                return {"id": self.id, "solved": self.said}
            case Kind.AUTOMATIC:
                return {"id": self.id, "automatic": self.said}


def read(reader: Reader, kind: Kind, row: Row) -> Outcome:
    """Read one row."""
    match kind:
        case Kind.TOPICS:
            return _found(row, reader.find(row.subject, [row.message]))
        case Kind.SOLVED:
            return Outcome(row.id, row.lang, row.label, _MOODS[reader.mood(row.message)])
        case Kind.AUTOMATIC:
            mail = Message(0, _LONG_AGO, Author.CUSTOMER, row.message, row.name, row.email, row.headers)
            return Outcome(row.id, row.lang, row.label, reader.is_automatic(row.subject, mail))


def document(kind: Kind, outcomes: Sequence[Outcome], policy: Policy) -> dict[str, object]:
    """Return what the outcomes come to, as data."""
    if kind is Kind.TOPICS:
        return _topics(outcomes, policy)
    return _judged(kind, outcomes)


def wrong_guides(outcomes: Iterable[Outcome], policy: Policy) -> Share:
    """Return the share of the guides sent that are wrong: topics that climb, and have a guide (S1)."""
    with_guide = {name for name, topic in policy.topics.items() if topic.scope.climbs and topic.guide}
    sent = [outcome for outcome in outcomes if outcome.said in with_guide]
    return Share(sum(outcome.said != outcome.label for outcome in sent), len(sent))


def right_at(outcomes: Sequence[Outcome], threshold: float, policy: Policy) -> tuple[Share, Share]:
    """Return the wrong among those named at another threshold, and the coverage that it gives."""
    named = [outcome for outcome in outcomes if _is_named_at(outcome, threshold, policy)]
    right = sum(outcome.candidate == outcome.label for outcome in named)
    return Share(len(named) - right, len(named)), Share(right, sum(outcome.label is not None for outcome in outcomes))


def _found(row: Row, finding: Finding) -> Outcome:
    if not finding.scores:
        return Outcome(row.id, row.lang, row.label, None, why=finding.why)
    best, *others = finding.scores
    lead = round(best.score - (others[0].score if others else 0.0), 2)
    return Outcome(row.id, row.lang, row.label, finding.topic, best.topic, best.score, lead, finding.why)


def _is_named_at(outcome: Outcome, threshold: float, policy: Policy) -> bool:
    """Tell whether it is named at ``threshold``: an abstention for another reason than its score stays one."""
    finder = policy.finder
    if outcome.candidate is None or outcome.score < threshold or outcome.margin < finder.margin:
        return False
    needed = finder.threshold_of(str(outcome.candidate))
    return outcome.said is not None or outcome.score < needed


def _topics(outcomes: Sequence[Outcome], policy: Policy) -> dict[str, object]:
    names = sorted({str(label) for outcome in outcomes for label in (outcome.label, outcome.said) if label})
    return {
        "kind": Kind.TOPICS.value,
        "rows": len(outcomes),
        **_named(outcomes),
        "wrong_guides": wrong_guides(outcomes, policy).document(),
        "by_topic": {
            name: _named([outcome for outcome in outcomes if name in (outcome.label, outcome.said)], name)
            for name in names
        },
        "by_language": _by_language(outcomes, _named),
        "sweep": [_swept(outcomes, threshold, policy) for threshold in _SWEEP],
        "errors": [_error(outcome) for outcome in outcomes if outcome.said not in (None, outcome.label)],
        "missed": [_error(outcome) for outcome in outcomes if outcome.said is None and outcome.label is not None],
    }


def _named(outcomes: Sequence[Outcome], topic: str | None = None) -> dict[str, object]:
    """Return precision and coverage, of one topic or of all, and how often one was named where none is wanted."""
    named = [outcome for outcome in outcomes if outcome.said is not None and topic in (None, outcome.said)]
    wanted = [outcome for outcome in outcomes if outcome.label is not None and topic in (None, outcome.label)]
    none = [outcome for outcome in outcomes if outcome.label is None]
    right = sum(outcome.said == outcome.label for outcome in named)
    counted: dict[str, object] = {
        "precision": Share(right, len(named)).document(),
        "coverage": Share(right, len(wanted)).document(),
    }
    if topic is None:
        counted["named_of_none"] = Share(sum(outcome.said is not None for outcome in none), len(none)).document()
    return counted


def _swept(outcomes: Sequence[Outcome], threshold: float, policy: Policy) -> dict[str, object]:
    wrong, coverage = right_at(outcomes, threshold, policy)
    return {"threshold": threshold, "wrong": wrong.document(), "coverage": coverage.document()}


def _judged(kind: Kind, outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
        "kind": kind.value,
        "rows": len(outcomes),
        **_told(outcomes),
        "by_language": _by_language(outcomes, _told),
        "errors": [_error(outcome) for outcome in outcomes if (outcome.said is True) != (outcome.label is True)],
    }


def _told(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return how right "solved" or "automatic" is where it is said, how much is found, how many are mistaken."""
    said = [outcome for outcome in outcomes if outcome.said is True]
    true = [outcome for outcome in outcomes if outcome.label is True]
    right = sum(outcome.label is True for outcome in said)
    return {
        "precision": Share(right, len(said)).document(),
        "recall": Share(right, len(true)).document(),
        "mistaken": Share(len(said) - right, len(outcomes) - len(true)).document(),
        "as_labelled": Share(sum(outcome.said == outcome.label for outcome in outcomes), len(outcomes)).document(),
    }


def _by_language(
    outcomes: Sequence[Outcome], counted: Callable[[Sequence[Outcome]], dict[str, object]]
) -> dict[str, dict[str, object]]:
    spoken: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        spoken[outcome.lang].append(outcome)
    return {language: counted(spoken[language]) for language in sorted(spoken)}


def _error(outcome: Outcome) -> dict[str, object]:
    told: dict[str, object] = {"id": outcome.id, "lang": outcome.lang, "label": outcome.label, "said": outcome.said}
    if outcome.candidate is not None:
        told |= {"candidate": outcome.candidate, "score": outcome.score, "margin": outcome.margin, "why": outcome.why}
    return told
