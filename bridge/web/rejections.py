"""Requests without a valid signature, counted in memory and kept now and then: refusing one must stay cheap.

The rule: never a write for each of them. What was counted since is kept once within EVERY seconds, by a thread of its
own that lives only that long; a process that is killed loses at most those.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final

from bridge.errors import StoreUnavailableError

EVERY: Final = 10.0  # seconds

log = logging.getLogger(__name__)


class Rejections:
    """Counts; ``keep`` is handed how many there were since the last time."""

    def __init__(self, keep: Callable[[int], None], *, every: float = EVERY) -> None:
        self._keep = keep
        self._every = every
        self._lock = threading.Lock()
        self._count = 0

    def note(self) -> None:
        """Count one more; safe from any thread, and never waits for the store."""
        with self._lock:
            self._count += 1
            is_first = self._count == 1
        if is_first:
            later = threading.Timer(self._every, self._flush)
            later.daemon = True
            later.start()

    def _flush(self) -> None:
        with self._lock:
            count, self._count = self._count, 0
        try:
            self._keep(count)
        except StoreUnavailableError as error:
            log.warning("store.unavailable", extra={"error": str(error), "rejected": count})
