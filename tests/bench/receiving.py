"""P1 to P5: how fast events are received that are durable before they are answered, beside what the server could do.

The same burst goes to each target in turn, round after round, so that what else happens on the machine meets them all.
"""

import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import load, targets
from tests.bench.load import FASTEST, Load
from tests.bench.report import Ratio, Reading, Section
from tests.bench.targets import Target, started

SURELY = 5  # times as fast as it ever was, no target will be
OURS = ("stored", "unstored", "204", "one-by-one")
AT: Mapping[int, Sequence[str]] = {  # connections -> whom
    1: ("stored", "one-by-one", "unstored"),
    8: ("stored", "express"),
    32: ("stored", "unstored", "204", "express", "django"),
    128: ("stored", "unstored"),
}


@dataclass(slots=True)
class Rounds:
    """What came of the bursts, by target and connections; ``cpu`` in microseconds an event."""

    loads: dict[tuple[str, int], list[Load]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))

    def run(self, target: Target, connections: int, seconds: float) -> None:
        key, before = (target.name, connections), target.cpu_seconds()
        fastest = max((came.rate for came in self.loads[key]), default=FASTEST)
        came = target.burst(connections=connections, seconds=seconds, most=SURELY * fastest)
        if came.failed:
            raise RuntimeError(f"{target.name}: {came.failed} requests failed; its figures would be worth nothing")
        self.loads[key].append(came)
        self.cpu[key].append((target.cpu_seconds() - before) / max(1, came.requests) * 1e6)

    def rates(self, ours: str, theirs: str, connections: int) -> list[float]:
        pairs = zip(self.loads[ours, connections], self.loads[theirs, connections], strict=True)
        return [one.rate / other.rate for one, other in pairs]

    def tails(self, ours: str, theirs: str, connections: int) -> list[float]:
        pairs = zip(self.loads[ours, connections], self.loads[theirs, connections], strict=True)
        return [one.p99_ms / other.p99_ms for one, other in pairs]

    def count(self, name: str) -> int:
        return sum(came.requests for (target, _), loads in self.loads.items() if target == name for came in loads)


def measure(*, rounds: int, seconds: float) -> Section:
    section = Section("receiving")
    if not load.is_here():
        section.missing.append(load.REMEDY)
        return section
    names = [*OURS, *(name for name, is_here in targets.peers().items() if is_here)]
    if len(names) < len(OURS) + len(targets.peers()):
        section.missing.append(targets.REMEDY)
    with tempfile.TemporaryDirectory(dir=on_disk()) as folder, ExitStack() as stack:
        up = {name: stack.enter_context(started(name, Path(folder))) for name in names}
        for target in up.values():
            target.burst(connections=8, seconds=1)  # warm: caches, connections, a log that has been begun
        before = _stored(Path(folder))
        taken = _rounds(up, rounds=rounds, seconds=seconds)
        stored = _stored(Path(folder)) - before
    if stored < taken.count("stored"):
        raise RuntimeError(f"answered {taken.count('stored')}, stored {stored}: events were lost, or sent twice")
    section.ratios += _ratios(taken, names)
    section.readings += _readings(taken)
    return section


def on_disk() -> str | None:
    """Return where a sync is one: the checkout's own disk, for a temporary folder may be memory."""
    targets.PEERS.mkdir(parents=True, exist_ok=True)
    return str(targets.PEERS)


def _rounds(up: Mapping[str, Target], *, rounds: int, seconds: float) -> Rounds:
    taken = Rounds()
    for _ in range(rounds):
        for connections, names in AT.items():
            for name in names:
                if name in up:
                    taken.run(up[name], connections, seconds)
    return taken


def _stored(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "stored/bridge.db")) as connection:
        count: int = connection.execute("SELECT count(*) FROM deliveries").fetchone()[0]
        return count


def _ratios(taken: Rounds, names: Sequence[str]) -> list[Ratio]:
    app, server = "same server and app, not stored", "same server, body read, 204"
    ratios = [
        Ratio("P1", "stored events/s, 32 connections", app, taken.rates("stored", "unstored", 32), 0.5, 0.7),
        Ratio("P1*", "stored events/s, 32 connections", server, taken.rates("stored", "204", 32), 0.5, 0.7),
        Ratio("P4", "p99, 32 connections", app, taken.tails("stored", "unstored", 32), 2, 1.2, is_cost=True),
        Ratio("P4*", "p99, 32 connections", server, taken.tails("stored", "204", 32), 2, 1.2, is_cost=True),
        Ratio("P5", "stored events/s, 1 connection", "commit each", taken.rates("stored", "one-by-one", 1), 0.9, 1.0),
    ]
    if "django" in names:
        ratios.append(
            Ratio("P2", "stored events/s, 32 connections", "Django ORM", taken.rates("stored", "django", 32), 3, 8)
        )
    if "express" in names:
        for connections in (8, 32):
            rates = taken.rates("stored", "express", connections)
            ratios.append(Ratio("P3", f"stored events/s, {connections} connections", "express", rates, 0.4, 1.0))
        tails = taken.tails("stored", "express", 32)
        ratios.append(Ratio("P3", "p99, 32 connections", "express", tails, 1.0, 1.0, is_cost=True))
    return ratios


def _readings(taken: Rounds) -> list[Reading]:
    readings = []
    for (name, connections), loads in taken.loads.items():
        where = f"{name}, {connections} connections"
        readings += [
            Reading(f"{where}: events", "1/s", [came.rate for came in loads]),
            Reading(f"{where}: p50", "ms", [came.p50_ms for came in loads]),
            Reading(f"{where}: p99", "ms", [came.p99_ms for came in loads]),
            Reading(f"{where}: CPU of the server an event", "us", taken.cpu[name, connections]),
        ]
    return readings
