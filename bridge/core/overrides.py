"""When what people decided is in force, on what was known of it.

An override learned later than that is not there yet; one released later lasts until its own end. A grant cannot reach
back before it was given (T7); a session is an appointment and lasts from its start to its end (C2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bridge.core.days import NEVER, utc
from bridge.core.model import Override, OverrideKind


@dataclass(frozen=True, slots=True)
class InForce:
    """An override and the span [start, end) in which it is in force."""

    start: datetime
    end: datetime
    override: Override

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


def in_force(overrides: Iterable[Override], kind: OverrideKind, *, as_known: datetime | None) -> list[InForce]:
    """Return the overrides of one kind that are ever in force, the newest last."""
    as_known = utc(as_known) if as_known else None
    known = [
        override
        for override in overrides
        if override.kind is kind and (as_known is None or override.created <= as_known)
    ]
    known.sort(key=lambda override: (utc(override.created), override.order))
    spans = (InForce(_start(override), _end(override, as_known), override) for override in known)
    return [span for span in spans if span.start < span.end]


def _start(override: Override) -> datetime:
    start = utc(override.start)
    return max(start, utc(override.created)) if override.kind is OverrideKind.GRANT else start


def _end(override: Override, as_known: datetime | None) -> datetime:
    end = utc(override.end) if override.end is not None else NEVER
    released = override.released
    if released is None or (as_known is not None and as_known < released):
        return end
    return min(end, utc(released))
