"""Housekeeping: the worker forgets, a little at a time, what is past its retention (``bridge.store.retention``).

It runs between looks, never instead of one, and any worker may do it: there is nobody who must.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bridge.store import Store

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Housekeeping:
    """For how long bodies of webhooks and decisions are kept in a store; a reload changes that between two steps."""

    store: Store
    keep_bodies: timedelta
    keep_decisions: timedelta

    def __call__(self, now: datetime) -> bool:
        """Forget a little; return whether everything was."""
        forgotten = self.store.retention.forget(
            bodies_before=now - self.keep_bodies, decisions_before=now - self.keep_decisions
        )
        counts = asdict(forgotten)
        if any(counts.values()):
            log.info("store.tidied", extra=counts)
        return forgotten.is_all
