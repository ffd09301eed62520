"""The file in which `bridge guides learn` keeps what it learned: written for people to read, read into the policy.

Rule: what it says is part of the policy, and so of its digest: another file, other decisions (L7, W6).
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bridge.core.policy import Finder

VERSION = 1
_KEYS = {"version", "round", "threshold", "thresholds", "weights", "learned_from", "expect"}


def learned(path: Path, finder: Finder, topics: Collection[str]) -> Finder:
    """Return ``finder`` with what the file at ``path`` says; ValueError says what is wrong with it."""
    try:
        said = json.loads(path.read_bytes())
    except OSError as error:
        raise ValueError(
            f"{path.name}: cannot be read ({error.strerror}); `bridge guides learn` writes it, or remove the key"
        ) from error
    except (ValueError, RecursionError):
        raise ValueError(f"{path.name}: is no JSON; let `bridge guides learn` write it again") from None
    if not isinstance(said, dict) or said.get("version") != VERSION or said.keys() - _KEYS:
        raise ValueError(
            f"{path.name}: is not of version {VERSION} of this file; let `bridge guides learn` write it again"
        )
    thresholds = _numbers(path, "thresholds", said.get("thresholds", {}))
    weights = said.get("weights", {})
    if not isinstance(weights, dict):
        raise ValueError(f"{path.name}: weights: must be words and numbers by topic")  # noqa: TRY004 - a file's mistake
    if gone := sorted({*thresholds, *weights} - set(topics)):
        raise ValueError(f"{path.name}: {gone[0]!r} is no topic any more; let `bridge guides learn` write it again")
    return Finder(
        threshold=_numbers(path, "threshold", {"all": said.get("threshold", finder.threshold)})["all"],
        margin=finder.margin,
        thresholds=thresholds,
        weights={name: _numbers(path, f"weights.{name}", words) for name, words in sorted(weights.items())},
    )


def next_round(path: Path) -> int:
    """Return the number of the next learning: one more than that of the file there."""
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return 1
    last = said.get("round", 0) if isinstance(said, dict) else 0
    return last + 1 if isinstance(last, int) else 1


def written(finder: Finder, *, number: int, learned_from: Mapping[str, object], expect: Mapping[str, object]) -> str:
    """Return the file's text."""
    content = {
        "version": VERSION,
        "round": number,
        "learned_from": learned_from,
        "threshold": finder.threshold,
        "thresholds": finder.thresholds,
        "weights": finder.weights,
        "expect": expect,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _numbers(path: Path, key: str, value: Any) -> dict[str, float]:  # noqa: ANN401 - JSON
    if not isinstance(value, dict) or not all(
        isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < 1_000
        for number in value.values()
    ):
        raise ValueError(f"{path.name}: {key}: must be numbers from 0")
    return {str(name): float(number) for name, number in sorted(value.items())}
