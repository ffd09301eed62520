"""The facts known about a client make one timeline: segments that tile all time, with one tier each (T6).

It is a pure function of facts, grants and policy: ``bridge.core.chronicle`` weighs the facts, ``bridge.core.sweep``
goes through them once, and here neighbours that are alike are joined. In what order the facts are given, and how often,
makes no difference.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from bridge.core.because import Reason
from bridge.core.chronicle import Gone, chronicle
from bridge.core.model import Fact, Override, OverrideKind
from bridge.core.overrides import in_force
from bridge.core.policy import Policy
from bridge.core.sweep import Part, Sweep


@dataclass(frozen=True, slots=True)
class Segment:
    """One tier over [start, end); None is unbounded. ``because`` is all that it rests on from start to end."""

    start: datetime | None
    end: datetime | None
    tier: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The plans held over [start, end), in the policy's order (T1)."""

    start: datetime | None
    end: datetime | None
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One client's tiers and plans over all time, on the facts as known. Neighbours differ; all instants are UTC."""

    segments: tuple[Segment, ...]
    held: tuple[Held, ...]
    signed_up: date | None
    gone: Gone | None

    def at(self, instant: datetime) -> Segment:
        """Return the segment that holds ``instant``."""
        return self.segments[bisect_right(self.segments, instant, lo=1, key=_start) - 1]

    def plans_at(self, instant: datetime) -> tuple[str, ...]:
        return self.held[bisect_right(self.held, instant, lo=1, key=_start) - 1].plans

    def after(self, instant: datetime) -> datetime | None:
        """Return the next instant at which the tier changes, None: it never does."""
        return self.at(instant).end

    @property
    def digest(self) -> str:
        """Return a short digest, the same for as long as tiers, their instants and the client's end are."""
        tiers = [(segment.start and segment.start.isoformat(), segment.tier) for segment in self.segments]
        return hashlib.sha256(repr((tiers, self.gone)).encode()).hexdigest()[:16]


def timeline(
    facts: Iterable[Fact], overrides: Iterable[Override], policy: Policy, *, as_known: datetime | None
) -> Timeline:
    """Make one client's timeline from its facts and grants, as known at an instant (None: all that is known)."""
    past = chronicle(facts, as_known=as_known)
    given = in_force(overrides, OverrideKind.GRANT, as_known=as_known)
    parts = list(Sweep(past, given, policy).parts())
    return Timeline(_segments(parts), _held(parts), past.signed_up.day if past.signed_up else None, past.gone)


def _segments(parts: Sequence[Part]) -> tuple[Segment, ...]:
    """Join neighbours of one tier; the segment rests on what each of them rests on, told once."""
    runs = [(tier, list(run)) for tier, run in groupby(parts, key=lambda part: part.tier)]
    return tuple(
        Segment(start, end, tier, _told_once(run))
        for (tier, run), (start, end) in zip(runs, _bounds([run for _, run in runs]), strict=True)
    )


def _held(parts: Sequence[Part]) -> tuple[Held, ...]:
    runs = [(plans, list(run)) for plans, run in groupby(parts, key=lambda part: part.plans)]
    return tuple(
        Held(start, end, plans)
        for (plans, _), (start, end) in zip(runs, _bounds([run for _, run in runs]), strict=True)
    )


def _bounds(runs: Sequence[Sequence[Part]]) -> Iterable[tuple[datetime | None, datetime | None]]:
    """Return where each run starts and ends; the first has no start and the last no end."""
    return pairwise([None, *(run[0].start for run in runs[1:]), None])


def _told_once(run: Sequence[Part]) -> tuple[Reason, ...]:
    return tuple({id(because): because for part in run for because in part.because}.values())


def _start(span: Segment | Held) -> datetime:
    """Return the start of any span but the first, which has none and is never asked."""
    assert span.start is not None
    return span.start
