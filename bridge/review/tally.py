"""Changes counted by kind, with a few examples of each: memory follows the kinds, not the subjects."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What changes, from what to what; "" where there is nothing on one side."""

    what: str
    before: str
    after: str


@dataclass(slots=True)
class Tally:
    """How many subjects were compared, how many of them change, and how."""

    compared: int = 0
    changed: int = 0
    _counts: Counter[Kind] = field(default_factory=Counter)
    _examples: defaultdict[Kind, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, subject: str, kinds: set[Kind]) -> None:
        """Count one subject, and each kind of its changes once."""
        self.compared += 1
        self.changed += bool(kinds)
        for kind in kinds:
            self._counts[kind] += 1
            examples = self._examples[kind]
            if len(examples) < MOST_EXAMPLES and subject not in examples:
                examples.append(subject)

    def kinds(self) -> list[tuple[Kind, int, list[str]]]:
        """Return each kind with its count and examples, the most frequent first."""
        by_count = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return [(kind, count, self._examples[kind]) for kind, count in by_count]

    def document(self) -> dict[str, object]:
        return {
            "compared": self.compared,
            "changed": self.changed,
            "kinds": [
                {"what": kind.what, "from": kind.before, "to": kind.after, "count": count, "examples": examples}
                for kind, count, examples in self.kinds()
            ],
        }
