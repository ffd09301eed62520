"""How fast we may ask: so many requests in any one second, so many at a time; both may be changed while asking.

The rate is kept as a window, not as a spacing: a look that needs four calls makes them at once, and yet no second of
the billing system's ever holds more requests than its admin allowed.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock

from bridge.errors import BillingUnavailableError


class Pace:
    """Gives turns to the threads that share one billing system."""

    def __init__(self, *, per_second: float, at_once: int) -> None:
        self._lock = Lock()
        self._freed = Condition()
        self._under_way = 0
        self._begun: deque[float] = deque()
        self.limit(per_second=per_second, at_once=at_once)

    def limit(self, *, per_second: float, at_once: int) -> None:
        """Change the limits from now on: what was begun still counts in the new window."""
        burst = max(1, int(per_second))
        with self._lock:
            self._window = burst / per_second  # seconds in which ``burst`` requests may begin
            self._begun = deque(self._begun, maxlen=burst)
        with self._freed:
            self._places = at_once
            self._freed.notify_all()

    @contextmanager
    def turn(self, *, deadline: float) -> Iterator[None]:
        """Wait for a place and a moment; raises BillingUnavailableError when neither comes before ``deadline``."""
        self._take_place(deadline)
        try:
            time.sleep(max(0.0, self._book(deadline) - time.monotonic()))
            yield
        finally:
            with self._freed:
                self._under_way -= 1
                self._freed.notify()

    def _take_place(self, deadline: float) -> None:
        with self._freed:
            left = max(0.0, deadline - time.monotonic())
            if not self._freed.wait_for(lambda: self._under_way < self._places, timeout=left):
                raise BillingUnavailableError("no free connection in time: raise [billing] max_concurrency, or wait")
            self._under_way += 1

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
