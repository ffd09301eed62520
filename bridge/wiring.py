"""The one place that constructs things: settings in, running parts out. Nothing else in the house builds another room.

Opening the store for work also enters the policy: the first start marks answer-from (W7), a changed policy has every
client and open ticket looked at again.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import entry_points
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bridge.billing import Billing, Mapping
from bridge.clock import CLOCK_FILE, Clock, clock_from_environment
from bridge.condition import REJECTED, condition
from bridge.config import MAPPINGS, Basics, Settings, document
from bridge.config.addresses import is_loopback
from bridge.core.model import Subject
from bridge.core.policy import Policy
from bridge.core.tags import vocabulary
from bridge.errors import BridgeError, UsageError
from bridge.explain import Explain
from bridge.housekeeping import Housekeeping
from bridge.instants import show_second
from bridge.listing import Listing
from bridge.measuring import CountedBilling, Numbers
from bridge.overrides import Desk
from bridge.reading import reader
from bridge.reconcile import Looked, Parts, look
from bridge.reconcile.everybody import look_at_everybody
from bridge.services import Receiving, Services
from bridge.store import NoStoreError, Store, open_store
from bridge.store.leases import Lease
from bridge.worker import PAUSE, Stop, Worker

log = logging.getLogger(__name__)

SPREAD = "policy-spread"  # the mark: the digest of the policy that everybody was put on the agenda for; "": not all yet

MOVED_CLOCK_PAUSE = 0.2  # seconds: a test clock is looked at again at least so often
TAKEOVER_SECONDS = 30.0  # a worker told to stop first ends the looks under way
TAKEOVER_STEP = 1.0
SEEK_SECONDS = 2.0  # how long an answer waits for a subject that was never read
SEEK_STEP = 0.05
BILLING_ASKED_EVERY = 30.0  # seconds between questions whether the billing system answers


def clock(settings: Settings) -> Clock:
    return clock_beside(settings.connection.url)


def clock_beside(billing_url: str) -> Clock:
    """Return the policy's clock; raises UsageError for a test clock against anything but a loopback address."""
    host = urlsplit(billing_url).hostname or ""
    if CLOCK_FILE in os.environ and not is_loopback(host):
        raise UsageError(
            f"{CLOCK_FILE} is for tests: refused, because [billing] url is not a loopback address; unset it"
        )
    return clock_from_environment()


def mapping(system: str) -> Mapping:
    """Return the mapping of a billing system, found through its entry point."""
    found: Mapping = entry_points(group=MAPPINGS)[system].load()
    return found


def billing(settings: Settings) -> Billing:
    return mapping(settings.system).connect(settings.connection)


def opened_store(settings: Settings) -> AbstractContextManager[Store]:
    """Open the store and close it again; raises StoreUnavailableError."""
    return found_store(settings.basics)


@contextmanager
def found_store(basics: Basics) -> Iterator[Store]:
    """Open the store that a file names, whatever else is wrong with the file; raises UsageError where none is made."""
    store = open_store(basics.store_url, must_exist=basics.is_refused)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def kept_store(settings: Settings) -> Iterator[Store]:
    """Open the store for who asks what is kept: one made just now would answer falsely. Raises UsageError for none."""
    try:
        store = open_store(settings.store_url, must_exist=True)
    except NoStoreError as error:
        raise UsageError(
            f"{error}, by --config or an absolute [store] url (a relative one is beside {settings.path});"
            " on a new installation `bridge serve` makes it"
        ) from None
    try:
        yield store
    finally:
        store.close()


def parts(settings: Settings, store: Store) -> Parts:
    """Return everything that a look needs."""
    return Parts(
        store=store,
        billing=billing(settings),
        dialect=mapping(settings.system).dialect(settings.connection.zone),
        policy=settings.policy,
        reader=reader(settings.policy),
        texts=settings.texts,
        clock=clock(settings),
        replies_per_hour=settings.replies_per_hour,
    )


def enter_policy(settings: Settings, store: Store, now: datetime) -> None:
    """Put the policy in force, and see to it that everybody is looked at under it."""
    put_in_force(settings.policy, store, now)
    spread(settings.policy, store, now)


def put_in_force(policy: Policy, store: Store, now: datetime) -> None:
    """Enter the policy; from now on it is the one decided under (W7)."""
    current = store.policies.current()
    if current is not None and current.digest != policy.digest:
        store.marks.put(SPREAD, "")
    elif store.marks.get(SPREAD) is None:  # the first start, or a store from before this was noted
        store.marks.put(SPREAD, policy.digest)
    entered = store.policies.enter(policy.digest, document(policy), vocabulary(policy), now)
    if entered.changed:
        log.info("policy.changed", extra={"policy": policy.digest[:12]})


def spread(policy: Policy, store: Store, now: datetime) -> None:
    """Have everybody whom a changed policy may concern looked at again, gently; one that was cut off is made again."""
    if store.marks.get(SPREAD) != policy.digest:
        look_at_everybody(store, now)
        store.marks.put(SPREAD, policy.digest)


def claim(store: Store) -> None:
    """Become the store's worker; wait a little for one that is about to end, as after a restart of the whole."""
    end = time.monotonic() + TAKEOVER_SECONDS
    while True:
        try:
            return store.claim_worker()
        except UsageError:
            if time.monotonic() >= end:
                raise
        log.warning("worker.waits", extra={"reason": "another process still works on this store"})
        time.sleep(TAKEOVER_STEP)


@dataclass
class Looking:
    """Looks, and counts them; with the parts that are current: a reload exchanges them between two looks."""

    parts: Parts
    numbers: Numbers

    def __post_init__(self) -> None:
        self.renew(self.parts)

    def renew(self, made: Parts) -> None:
        self.parts = replace(made, billing=CountedBilling(made.billing, self.numbers), tally=self.numbers)

    def __call__(self, lease: Lease) -> Looked:
        return self.numbers.look(lease.subject.kind, lambda: look(self.parts, lease))


def renew(running: Worker, settings: Settings) -> None:
    """Let a running worker go on under changed settings; looks under way end under the old ones, and are made again.

    In this order: a look under the new policy finds it in force, and one under the old is not the ticket's last.
    """
    looking, housekeeping = running.look, running.tidy
    assert isinstance(looking, Looking)
    assert isinstance(housekeeping, Housekeeping)
    made = parts(settings, running.store)
    put_in_force(settings.policy, running.store, made.clock())
    looking.renew(made)
    housekeeping.keep_bodies, housekeeping.keep_decisions = settings.keep_bodies, settings.keep_decisions
    spread(settings.policy, running.store, made.clock())


def worker(settings: Settings, store: Store, numbers: Numbers) -> Worker:
    """Return a worker for this store, named for this process; raises UsageError where another process works on it.

    The store is claimed first: a worker that may not work must not put its policy in force either.
    """
    claim(store)
    return _worker(settings, parts(settings, store), numbers)


def _worker(settings: Settings, made: Parts, numbers: Numbers) -> Worker:
    store = made.store
    enter_policy(settings, store, made.clock())
    return Worker(
        store=store,
        look=Looking(made, numbers),
        look_at_everybody=partial(look_at_everybody, store),
        clock=made.clock,
        owner=f"{socket.gethostname()}-{os.getpid()}",
        hands=settings.connection.max_concurrency,
        pause=MOVED_CLOCK_PAUSE if CLOCK_FILE in os.environ else PAUSE,
        tidy=Housekeeping(store, settings.keep_bodies, settings.keep_decisions),
    )


@contextmanager
def working(settings: Settings, made: Parts) -> Iterator[Callable[[], bool]]:
    """Have somebody work the agenda: the worker that runs, else one of our own, until the end.

    Yields what tells whether somebody does. Raises UsageError where the worker that runs goes by another policy.
    """
    store = made.store
    try:
        store.claim_worker()
    except UsageError:
        current = store.policies.current()
        if current is not None and current.digest != settings.policy.digest:
            raise UsageError("the worker that runs goes by another configuration: restart `bridge serve`") from None
        yield lambda: store.has_worker() is not False
        return
    stop, ours = Stop(), _worker(settings, made, Numbers())
    thread = threading.Thread(target=ours.run, args=(stop,), name="worker")
    thread.start()
    try:
        yield thread.is_alive
    finally:
        stop.set()
        thread.join()


def listing(made: Parts) -> Listing:
    """Return the billing system as one that can be listed; raises UsageError where it cannot."""
    if not isinstance(made.billing, Listing):
        raise UsageError("this billing system's mapping cannot list what it holds: there is nothing to backfill from")
    return made.billing


def explain(settings: Settings, store: Store, seek: Callable[[Subject], None]) -> Explain:
    return Explain(store, settings.policy, clock(settings), seek)


def desk(zone: ZoneInfo, store: Store, now: datetime) -> Desk:
    """Return where people set and end overrides, at this instant."""
    return Desk(store, zone, now)


def asking_worker(store: Store, now: Clock) -> Callable[[Subject], None]:
    """Return what has a subject read by whatever worker runs, and waits a little for it."""

    def seek(subject: Subject) -> None:
        store.agenda.touch([subject], now(), now=now())
        end = time.monotonic() + SEEK_SECONDS
        while store.facts.read_at(subject) is None and time.monotonic() < end:
            time.sleep(SEEK_STEP)

    return seek


def services(settings: Settings, store: Store, *, asks_billing: bool) -> Services:
    """Return everything behind the web; ``asks_billing`` where a worker runs beside it (``/readyz``)."""
    now = clock(settings)
    receiving = Receiving(
        systems={settings.system: mapping(settings.system).dialect(settings.connection.zone)},
        secrets=settings.secrets,
        tolerance=settings.tolerance,
        max_body=settings.max_body,
        accept_all=store.deliveries.accept_all,
        clock=now,
    )
    return Services(
        receiving=receiving,
        explain=explain(settings, store, asking_worker(store, now)),
        tokens=settings.api_tokens,
        desk=lambda: desk(settings.connection.zone, store, now()),
        desk_tokens=settings.desk_tokens,
        zone=settings.connection.zone,
        readiness=Readiness(store, billing(settings) if asks_billing else None),
        condition=partial(condition, store),
        clock=now,
        keep_rejected=lambda count: store.marks.tally(REJECTED, count, show_second(now(), settings.connection.zone)),
    )


class Readiness:
    """What keeps the bridge from working, one line each; the billing system is asked now and then, not every time."""

    def __init__(self, store: Store, asked: Billing | None) -> None:
        self._store = store
        self._billing = asked
        self._trouble: tuple[str, ...] = ()
        self._asked_at = float("-inf")

    def __call__(self) -> Sequence[str]:
        return (*self._of_store(), *self._of_billing())

    def _of_store(self) -> tuple[str, ...]:
        try:
            self._store.check()
        except BridgeError as error:
            return (f"store: {error}",)
        return ()

    def _of_billing(self) -> tuple[str, ...]:
        if self._billing is not None and time.monotonic() - self._asked_at >= BILLING_ASKED_EVERY:
            self._asked_at = time.monotonic()
            try:
                self._billing.check()
                self._trouble = ()
            except BridgeError as error:
                self._trouble = (f"billing system: {error}",)
        return self._trouble
