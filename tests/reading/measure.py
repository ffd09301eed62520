"""How well the readers read the labelled sets: ``python -m tests.reading.measure`` prints it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.core.reading import Mood
from bridge.reading import reader
from tests.reading.shop import message, policy

SETS = Path(__file__).parent / "sets"
_MOODS = {True: {Mood.SOLVED}, False: {Mood.OTHER}, "unsure": {Mood.DOUBT, Mood.THANKS}}


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows by outcome: a positive is a topic named, a message called solved, a message called automatic."""

    right: int  # positives that are right
    wrong: int  # positives that are not
    wanted: int  # rows that want one
    errors: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one set."""
    with (SETS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def topics(name: str) -> Tally:
    read = reader(policy())
    named = [(row, row["topic"], read.find(row["subject"], [row["message"]]).topic) for row in rows(name)]
    return _tally(named)


def solved(name: str) -> Tally:
    read = reader(policy())
    said = [
        (row, row["solved"] is True or None, read.mood(row["message"]) is Mood.SOLVED or None) for row in rows(name)
    ]
    return _tally(said)


def moods(name: str) -> tuple[str, ...]:
    """Return the messages whose mood is not of the label's kind."""
    read = reader(policy())
    return tuple(
        f"{row['id']} {row['message']!r} is {mood}, not {row['solved']}"
        for row in rows(name)
        if (mood := read.mood(row["message"])) not in _MOODS[row["solved"]]
    )


def automatic(name: str) -> Tally:
    read = reader(policy())
    told = []
    for row in rows(name):
        headers = tuple((key, value) for key, value in row.get("headers", ()))
        mail = message(row["message"], email=row.get("email", ""), name=row.get("name", ""), headers=headers)
        told.append((row, row["automatic"] or None, read.is_automatic(row["subject"], mail) or None))
    return _tally(told)


def _tally(outcomes: list[tuple[dict[str, Any], Any, Any]]) -> Tally:
    return Tally(
        right=sum(found is not None and found == label for _, label, found in outcomes),
        wrong=sum(found is not None and found != label for _, label, found in outcomes),
        wanted=sum(label is not None for _, label, _ in outcomes),
        errors=tuple(
            f"{row['id']} {row['message']!r}: {found}, not {label}" for row, label, found in outcomes if found != label
        ),
    )


if __name__ == "__main__":
    import sys

    for kind, measure in (("topics", topics), ("solved", solved), ("automatic", automatic)):
        for name in (kind, f"{kind}_held_out"):
            tally = measure(name)
            sys.stdout.write(
                f"{name}: precision {tally.precision:.3f} ({tally.right} of {tally.right + tally.wrong}), "
                f"recall {tally.recall:.3f} ({tally.right} of {tally.wanted})\n"
            )
