"""The worker: leases what is due on the agenda, looks at it, puts it back for its next change.

One thread leases; a small pool looks, so that the API's latency of one subject does not hold up another. A look that
fails puts its subject back with a growing wait; a look that dies leaves a lease that runs out. Nothing is kept here
that another worker could need.
"""

import logging
import random
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bridge.clock import Clock
from bridge.errors import BillingError, BillingUnavailableError, BridgeError, StoreUnavailableError
from bridge.reconcile import Looked
from bridge.reconcile.parts import LEASE
from bridge.store import Store
from bridge.store.bell import Waiter
from bridge.store.leases import Lease

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # seconds between tries at a subject that keeps failing
STORE_PAUSE = 1.0  # seconds before a store that is out of reach is tried again
STOP_CHECK = 0.5  # seconds between looks at whether to stop, while all hands are busy


@dataclass(frozen=True, slots=True)
class Worker:
    """Works the agenda until it is told to stop.

    ``look`` is the reconciler's; ``pause`` is the longest the worker sleeps when nothing is due, in seconds: a wake-up
    that was missed and a clock that was moved cost at most that.
    """

    store: Store
    look: Callable[[Lease], Looked]
    clock: Clock
    owner: str
    hands: int
    pause: float = 5.0

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set and the looks under way have ended."""
        self.store.claim_worker()
        free = threading.BoundedSemaphore(self.hands)
        with ThreadPoolExecutor(self.hands, thread_name_prefix="look") as pool:
            waiter = self.store.agenda.listen()
            try:
                while not stop.is_set():
                    self._turn(pool, free, waiter)
            finally:
                waiter.close()

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

    def _until_due(self) -> float:
        try:
            return self.store.agenda.pause_until_due(self.clock(), at_most=self.pause)
        except StoreUnavailableError:
            return STORE_PAUSE

    def _work(self, lease: Lease, free: threading.BoundedSemaphore) -> None:
        try:
            self._put_back(lease, self._looked(lease))
        except StoreUnavailableError as error:  # the lease runs out, and the look is made again
            log.warning("store.unavailable", extra={"subject": str(lease.subject), "error": str(error)})
        finally:
            free.release()

    def _looked(self, lease: Lease) -> Looked | None:
        try:
            return self.look(lease)
        except StoreUnavailableError:
            raise
        except BillingUnavailableError as error:
            log.warning("look.postponed", extra={"subject": str(lease.subject), "error": str(error)})
        except (BillingError, BridgeError) as error:
            log.error("look.failed", extra={"subject": str(lease.subject), "error": str(error)})  # noqa: TRY400 - foreseen
        except Exception as error:  # noqa: BLE001 - one subject's trouble must not stop the others
            log.critical("look.broke", extra={"subject": str(lease.subject), "error": where(error)})
        return None

    def _put_back(self, lease: Lease, looked: Looked | None) -> None:
        if looked is None:
            looked = Looked(due=lease.due, urgency=lease.urgency, wait=backoff(lease.failures), failed=True)
        self.store.agenda.put_back(
            lease,
            due=looked.due,
            urgency=looked.urgency,
            wait=looked.wait,
            rechecks=looked.rechecks,
            failed=looked.failed,
        )


def where(error: Exception) -> str:
    """Return what broke and where, without the message: it could hold what a customer wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-3:]))])


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures: doubling from one, with jitter so that crowds spread."""
    return min(LONGEST_WAIT, 2.0 ** min(failures, 10)) * random.uniform(0.75, 1.0)  # noqa: S311 - jitter, no secret
