"""What the readers make of the labelled sets (sets/README.md), with the shop that each was written for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bridge.config import load_policy
from bridge.core.policy import Policy
from bridge.reading import reader
from bridge.reading.evaluation import Outcome, read
from bridge.reading.intervals import Share
from bridge.reading.labelled import Kind, Row, labelled
from tests.reading.shop import policy

SETS = Path(__file__).parent / "sets"
_SHOPS = {  # any other set: shop.py's
    "wide": "wide",
    "wide_held_out": "wide",
    "stress": "wide",
    "other": "other",
    "fresh": "fresh",
    "fresh_solved": "fresh",
    "fresh_automatic": "fresh",
    "fresh2": "fresh2",
    "fresh2_solved": "fresh2",
    "fresh2_automatic": "fresh2",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """A positive is a topic named, a message called solved, a message called automatic."""

    precision: Share
    recall: Share
    mistaken: Share  # of the rows that want none
    errors: tuple[str, ...]


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one set."""
    with (SETS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@cache
def shop(name: str) -> Policy:
    """Return the policy of the shop that a set was written for."""
    return load_policy(SETS / f"{_SHOPS[name]}.toml") if name in _SHOPS else policy()


def tally(kind: Kind, name: str) -> Tally:
    reading = reader(shop(name))
    with (SETS / f"{name}.jsonl").open("rb") as lines:
        outcomes = [read(reading, kind, row) for row in labelled(lines, kind) if isinstance(row, Row)]
    said = [outcome for outcome in outcomes if _is_positive(outcome.said)]
    wanted = [outcome for outcome in outcomes if _is_positive(outcome.label)]
    right = sum(outcome.said == outcome.label for outcome in said)
    mistaken = sum(not _is_positive(outcome.label) for outcome in said)
    return Tally(
        Share(right, len(said)),
        Share(right, len(wanted)),
        Share(mistaken, len(outcomes) - len(wanted)),
        tuple(_told(outcome) for outcome in said if outcome.said != outcome.label),
    )


def _is_positive(label: str | bool | None) -> bool:
    return label is True or (isinstance(label, str) and label != "unsure")


def _told(outcome: Outcome) -> str:
    return f"{outcome.id}: {outcome.said}, not {outcome.label} ({outcome.why})"
