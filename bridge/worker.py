"""The worker: leases what is due on the agenda, looks at it, puts it back for its next change.

One thread leases; a small pool looks, so that the API's latency of one subject does not hold up another. A look that
fails puts its subject back with a growing wait; a look that dies leaves a lease that runs out. Nothing is kept here
that another worker could need.
"""

import logging
import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.clock import Clock
from bridge.errors import BillingUnavailableError, BridgeError, StoreUnavailableError
from bridge.reconcile import Looked
from bridge.reconcile.parts import LEASE
from bridge.store import Store
from bridge.store.bell import Waiter
from bridge.store.leases import Lease

log = logging.getLogger(__name__)

PAUSE = 5.0  # seconds that it sleeps at most when nothing is due
LONGEST_WAIT = 60.0  # seconds between tries at a subject that keeps failing
STORE_PAUSE = 1.0  # seconds before a store that is out of reach is tried again
STOP_CHECK = 0.5  # seconds between looks at whether to stop, while all hands are busy
TIDY_PAUSE = 60.0  # seconds between looks at whether something is past its retention
TIDY_STEP = 2.0  # seconds between steps while there is
CLOCK_SLACK = timedelta(seconds=2)  # by which a clock that is kept right may go back


class Stop:
    """Tells a worker to stop, and wakes it if it sleeps. ``set`` is safe in a signal handler."""

    def __init__(self) -> None:
        self._is_set = False
        self._waiter: Waiter | None = None

    def set(self) -> None:
        was_set, self._is_set = self._is_set, True
        if self._waiter is not None and not was_set:
            self._waiter.interrupt()

    def is_set(self) -> bool:
        return self._is_set

    @contextmanager
    def waking(self, waiter: Waiter) -> Iterator[None]:
        """Let ``set`` wake this waiter."""
        self._waiter = waiter
        try:
            yield
        finally:
            self._waiter = None


def nothing_to_tidy(_: datetime) -> bool:
    """Keep everything."""
    return True


@dataclass(frozen=True, slots=True)
class Worker:
    """Works the agenda of a store that it has claimed, until it is told to stop.

    ``look`` is the reconciler's; ``look_at_everybody`` has everybody looked at again, for what was done under a clock
    that was then set back. ``pause`` is the longest the worker sleeps when nothing is due, in seconds: a wake-up that
    was missed and a clock that was moved cost at most that. ``tidy`` forgets a little of what is past its retention
    and tells whether that was all.
    """

    store: Store
    look: Callable[[Lease], Looked]
    look_at_everybody: Callable[[datetime], None]
    clock: Clock
    owner: str
    hands: int
    pause: float = PAUSE
    tidy: Callable[[datetime], bool] = nothing_to_tidy

    def run(self, stop: Stop) -> None:
        """Work until ``stop`` is set and the looks under way have ended."""
        free = threading.BoundedSemaphore(self.hands)
        with ThreadPoolExecutor(self.hands, thread_name_prefix="look") as pool:
            waiter = self.store.agenda.listen()
            latest, tidy_at = self.clock(), time.monotonic() + TIDY_PAUSE
            try:
                with stop.waking(waiter):
                    while not stop.is_set():
                        latest = self._minded(latest)
                        self._turn(pool, free, waiter)
                        tidy_at = self._tidied(tidy_at)
            finally:
                waiter.close()

    def _minded(self, latest: datetime) -> datetime:
        """Return the time; where it is before the latest that was seen, have everybody looked at again."""
        now = self.clock()
        if now >= latest - CLOCK_SLACK:
            return max(now, latest)
        log.warning("clock.set-back", extra={"seconds": round((latest - now).total_seconds())})
        try:
            self.look_at_everybody(now)
        except StoreUnavailableError as error:  # asked for again at the next turn
            log.warning("store.unavailable", extra={"error": str(error)})
            return latest
        return now

    def _turn(self, pool: ThreadPoolExecutor, free: threading.BoundedSemaphore, waiter: Waiter) -> None:
        """Hand out what is due to the hands that are free; sleep when there is nothing."""
        if not free.acquire(timeout=STOP_CHECK):
            return
        hands = 1
        while hands < self.hands and free.acquire(blocking=False):
            hands += 1
        try:
            leases = self.store.agenda.lease(self.owner, self.clock(), seconds=LEASE, limit=hands)
        except StoreUnavailableError as error:
            log.warning("store.unavailable", extra={"error": str(error)})
            leases, pause = [], STORE_PAUSE
        else:
            pause = 0.0
        for lease in leases:
            pool.submit(self._work, lease, free)
        for _ in range(hands - len(leases)):
            free.release()
        if not leases:
            waiter.wait(pause or self._until_due())

    def _tidied(self, due: float) -> float:
        """Tidy if that is due on this process's monotonic clock; return when it is due again."""
        if time.monotonic() < due:
            return due
        try:
            is_all = self.tidy(self.clock())
        except StoreUnavailableError as error:
            log.warning("store.unavailable", extra={"error": str(error)})
            is_all = True
        return time.monotonic() + (TIDY_PAUSE if is_all else TIDY_STEP)

    def _until_due(self) -> float:
        try:
            return self.store.agenda.pause_until_due(self.clock(), at_most=self.pause)
        except StoreUnavailableError:
            return STORE_PAUSE

    def _work(self, lease: Lease, free: threading.BoundedSemaphore) -> None:
        try:
            held = self.store.agenda.refresh(lease)  # what was asked for until here, this look answers
            if held is not None:
                self._put_back(held, self._looked(held))
        except StoreUnavailableError as error:  # the lease runs out, and the look is made again
            log.warning("store.unavailable", extra={"subject": str(lease.subject), "error": str(error)})
        finally:
            free.release()

    def _looked(self, lease: Lease) -> Looked:
        """Look, or say why not: one subject's trouble must not stop the others."""
        try:
            return self.look(lease)
        except StoreUnavailableError as error:  # it may have room for putting back, and that is sooner than the lease
            event, level, reason = "store.unavailable", logging.WARNING, str(error)
        except BillingUnavailableError as error:
            event, level, reason = "look.postponed", logging.WARNING, str(error)
        except BridgeError as error:
            event, level, reason = "look.failed", logging.ERROR, str(error)
        except Exception as error:  # noqa: BLE001 - as above
            event, level, reason = "look.broke", logging.CRITICAL, where(error)
        log.log(level, event, extra={"subject": str(lease.subject), "error": reason})
        return Looked(lease.due, lease.urgency, rechecks=lease.rechecks, failed=True, error=reason)

    def _put_back(self, lease: Lease, looked: Looked) -> None:
        self.store.agenda.put_back(
            lease,
            due=looked.due,
            urgency=looked.urgency,
            wait=max(looked.wait, backoff(lease.failures)) if looked.failed else looked.wait,
            rechecks=looked.rechecks,
            failed=looked.failed,
            error=looked.error,
        )


def where(error: Exception) -> str:
    """Return what broke and where, without the message: it could hold what a customer wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-3:]))])


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures: doubling from one, with jitter so that crowds spread."""
    return min(LONGEST_WAIT, 2.0 ** min(failures, 10)) * random.uniform(0.75, 1.0)  # noqa: S311 - jitter, no secret
