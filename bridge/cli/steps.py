"""The steps of a long run, told on stderr: a bar with rate and remaining time on a terminal, plain lines elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from bridge.backfill.progress import Phase, Progress

EVERY = {True: 0.2, False: 5.0}  # seconds between tellings, on a terminal and elsewhere
CLEAR = "\r\x1b[K"
WIDTH = 24
SPAN = 10.0  # seconds over which a rate is taken


class Steps:
    """Tells how far a run has come."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._is_terminal = sys.stderr.isatty()
        self._told_at = float("-inf")
        self._phase: Phase | None = None
        self._since: list[tuple[float, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._is_terminal:
            sys.stderr.write(CLEAR)

    def tell(self, progress: Progress) -> None:
        """Take note of a step, and say so if it is time."""
        now = time.monotonic()
        is_afresh = bool(self._since) and self._tried() < self._since[-1][1]  # rehearsed, and now looked at in earnest
        if progress.phase is not self._phase or is_afresh:
            self._phase, self._since = progress.phase, []
        lately = [one for one in self._since if one[0] >= now - SPAN] or self._since[-1:]
        self._since = [*lately, (now, self._tried())]
        if now - self._told_at >= EVERY[self._is_terminal]:
            self._told_at = now
            self._say(self.line(now))

    def _tried(self) -> int:
        return self._progress.tried.get(self._progress.phase, 0)

    def line(self, now: float) -> str:
        """Return the line for now: phase, how many of how many, rate, remaining time, failures."""
        progress, tried = self._progress, self._tried()
        total = max(progress.totals.get(progress.phase, 0), tried)
        parts = [f"{progress.phase}: {tried:,}" + (f" of {total:,}" if total else "")]
        rate = self._rate(now, tried)
        if rate:
            parts += [f"{rate:,.1f}/s", f"{_span((total - tried) / rate)} left"]
        parts.append(f"{progress.all_failed} failed")
        bar = f"[{'#' * (WIDTH * tried // total):<{WIDTH}}] " if self._is_terminal and total else ""
        return bar + ", ".join(parts)

    def _rate(self, now: float, tried: int) -> float:
        if not self._since or now - self._since[0][0] <= 0:
            return 0.0
        return (tried - self._since[0][1]) / (now - self._since[0][0])

    def _say(self, line: str) -> None:
        if self._is_terminal:
            sys.stderr.write(CLEAR + line)
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _span(seconds: float) -> str:
    """Return a span of time for people: 45 s, 3 min, 2 h 10 min."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
