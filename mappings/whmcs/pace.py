"""How fast we may ask: so many requests in any one second, so many at a time.

The rate is kept as a window, not as a spacing: a look that needs four calls makes them at once, and yet no second of
the billing system's ever holds more requests than its admin allowed.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore

from bridge.errors import BillingUnavailableError


class Pace:
    """Gives turns to the threads that share one billing system."""

    def __init__(self, *, per_second: float, at_once: int) -> None:
        burst = max(1, int(per_second))
        self._window = burst / per_second  # seconds in which ``burst`` requests may begin
        self._begun: deque[float] = deque(maxlen=burst)
        self._lock = Lock()
        self._places = Semaphore(at_once)

    @contextmanager
    def turn(self, *, deadline: float) -> Iterator[None]:
        """Wait for a place and a moment; raises BillingUnavailableError when neither comes before ``deadline``."""
        if not self._places.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise BillingUnavailableError("no free connection in time: raise [billing] max_concurrency, or wait")
        try:
            time.sleep(max(0.0, self._book(deadline) - time.monotonic()))
            yield
        finally:
            self._places.release()

    def _book(self, deadline: float) -> float:
        """Book the next moment at which a request may begin."""
        with self._lock:
            moment = time.monotonic()
            if len(self._begun) == self._begun.maxlen:
                moment = max(moment, self._begun[0] + self._window)
            if moment > deadline:
                raise BillingUnavailableError("no turn in time: raise [billing] max_requests_per_second, or wait")
            self._begun.append(moment)
            return moment
