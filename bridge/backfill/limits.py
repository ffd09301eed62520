"""How fast a run asks, changeable while it runs: a mark of the store says it, and is looked at with every page."""

import json
import time
from dataclasses import dataclass, field

from bridge.listing import Listing
from bridge.store import Store

MARK = "backfill-limits"
READ_EVERY = 0.5  # seconds


@dataclass
class Limits:
    """The limits of a run, as last read."""

    store: Store
    per_second: float
    at_once: int
    _read_at: float = field(default=float("-inf"))

    def apply(self, listing: Listing) -> None:
        """Take over what was set since."""
        if time.monotonic() - self._read_at < READ_EVERY:
            return
        self._read_at = time.monotonic()
        kept = self.store.marks.get(MARK)
        wanted = json.loads(kept) if kept else {}
        limits = (wanted.get("per_second", self.per_second), wanted.get("at_once", self.at_once))
        if limits != (self.per_second, self.at_once):
            self.per_second, self.at_once = limits
            listing.limit(per_second=self.per_second, at_once=self.at_once)


def set_limits(store: Store, *, per_second: float | None, at_once: int | None) -> None:
    """Change what the run under way, and none after it, keeps to."""
    kept = store.marks.get(MARK)
    wanted = json.loads(kept) if kept else {}
    given = {"per_second": per_second, "at_once": at_once}
    store.marks.put(MARK, json.dumps(wanted | {name: value for name, value in given.items() if value is not None}))


def forget_limits(store: Store) -> None:
    store.marks.put(MARK, "{}")
