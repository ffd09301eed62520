"""The sandbox's journal: what was done to a shop, a line an act, in a file that outlives its process.

Rule: an act's line is written before the act is carried out, under the shop's lock, so that a kill leaves whole acts
only: one that somebody was told of is in the file. The lines say what was asked and when, not what came of it: carried
out again in order they come to the same ids, keys and events. The file outlives the process, not the machine: nothing
is synced. A test's levers (faults, the outbox's conduct) and the log of calls are not kept.
"""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bridge.errors import UsageError

Line = dict[str, object]

_PRIVATE = 0o600  # it holds the shop's secret


@dataclass(slots=True)
class Journal:
    """Where a shop's acts are written down; nowhere, until ``append_to`` names a file."""

    _file: int | None = field(default=None)

    def append_to(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)

    def write(self, **line: object) -> None:
        """Write a line in one piece, safe from many threads."""
        if self._file is not None:
            os.write(self._file, json.dumps(line, separators=(",", ":")).encode() + b"\n")

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A shop as its file has it: what it is known by, and what was done to it."""

    secret: str
    name: str
    lines: tuple[Line, ...]

    def gone(self) -> Iterator[tuple[str, str]]:
        """Yield the events that wait no longer, each with its fate."""
        return ((str(line["gone"]), str(line["fate"])) for line in self.lines if "gone" in line)


def kept(path: Path, *, new_secret: str) -> Kept:
    """Return what a file holds, begun here if it is not there; raises UsageError for one that is no journal."""
    if not path.exists():
        _begin(path, {"secret": new_secret, "shop": secrets.token_hex(8)})
    whole, _, torn = path.read_bytes().rpartition(b"\n")
    try:
        head, *lines = map(json.loads, whole.splitlines())
        found = Kept(str(head["secret"]), str(head["shop"]), tuple(lines))
    except (ValueError, TypeError, KeyError) as exc:
        raise UsageError(f"--state {path}: this is no sandbox's file; name one that is, or a new one") from exc
    if torn:  # a kill in the midst of a line: nobody was told of it
        os.truncate(path, len(whole) + 1)
    return found


def _begin(path: Path, head: Line) -> None:
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    except OSError as exc:
        raise UsageError(f"--state {path}: cannot be made; name a file in a folder that can be written to") from exc
    with os.fdopen(opened, "w") as file:
        file.write(json.dumps(head) + "\n")
