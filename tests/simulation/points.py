"""The points at which a worker may be made to end, or to stall: each named one of the code under test, and each call.

Whoever passes one says so here; a plan says beforehand at which of them, and at which pass, something is to go wrong.
"""

from collections import Counter
from dataclasses import dataclass, replace

from tests.simulation.stage import KilledError, Stage


@dataclass(frozen=True, slots=True)
class Doom:
    """A worker is to end when it passes a point for the ``passes``-th time from 0, and to be back after so long."""

    point: str
    passes: int
    seconds: int


class Points:
    """What awaits each worker, by its number: a doom, or so many seconds of stalling once it is about to send."""

    def __init__(self, stage: Stage, counts: Counter[str]) -> None:
        self.dooms: dict[int, Doom] = {}
        self.stalls: dict[int, int] = {}
        self._stage = stage
        self._counts = counts

    def passed(self, point: str) -> None:
        """Pass a point at which this thread's worker may be doomed, or stall past its lease."""
        self._counts[f"passed {point}"] += 1
        player = self._stage.player
        if player is None:
            return
        number = int(player.name[1:])
        if point == "sending" and number in self.stalls:
            self._counts["stalled while sending"] += 1
            self._stage.wait(self.stalls.pop(number))
        doom = self.dooms.get(number)
        if doom is None or doom.point != point:
            return
        if doom.passes:
            self.dooms[number] = replace(doom, passes=doom.passes - 1)
            return
        self._counts[f"crash at {point}"] += 1
        raise KilledError(point)
