"""The worker survives whatever a look does, backs off, takes over from the dead, and stops gently."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bridge.core.model import Subject
from bridge.errors import BillingRefusedError, BillingUnavailableError, StoreUnavailableError
from bridge.reconcile import Looked
from bridge.store import Store, open_store
from bridge.store.leases import Lease
from bridge.store.touches import Touch, touch
from bridge.worker import LONGEST_WAIT, Stop, Worker, backoff, nothing_to_tidy
from tests.reconcile.shop import START, FakeClock
from tests.store.fixtures import make_quickly, postgres_url, sqlite_url, ticket

SOON = 10.0  # seconds within which a test's condition must hold


@dataclass
class Looks:
    """What is looked at, and what each look meets: an error to raise, or a wait for an event."""

    seen: list[Subject] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    gate: threading.Event | None = None
    rechecks: list[int] = field(default_factory=list)

    def __call__(self, lease: Lease) -> Looked:
        self.seen.append(lease.subject)
        self.rechecks.append(lease.rechecks)
        if self.gate is not None:
            assert self.gate.wait(SOON)
        if self.errors:
            raise self.errors.pop(0)
        return Looked(due=None)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with sqlite_url(tmp_path) if request.param == "sqlite" else postgres_url() as url:
        make_quickly(url)
        store = open_store(url)
        yield store
        store.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let waits after failures be short."""
    monkeypatch.setattr("bridge.worker.backoff", lambda _failures: 0.05)
    monkeypatch.setattr("bridge.worker.STORE_PAUSE", 0.05)


@contextmanager
def at_work(
    store: Store,
    looks: Callable[[Lease], Looked],
    *,
    clock: FakeClock | None = None,
    again: Callable[[datetime], None] = lambda _: None,
    hands: int = 2,
    pause: float = 0.05,
    tidy: Callable[[datetime], bool] = nothing_to_tidy,
) -> Iterator[Stop]:
    """Let a worker work meanwhile, and stop it gently."""
    worker = Worker(store, looks, again, clock or FakeClock(), owner="w", hands=hands, pause=pause, tidy=tidy)
    stop = Stop()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(SOON)
        assert not thread.is_alive()


def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def at_rest(store: Store) -> bool:
    counts = store.agenda.counts(START)
    return counts.due_now == counts.waiting == 0


@pytest.mark.parametrize(
    "error", [BillingUnavailableError("down"), RuntimeError("what a customer wrote")], ids=["foreseen", "not foreseen"]
)
def test_a_look_that_fails_is_made_again_and_stops_nobody_else(
    store: Store, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    looks = Looks(errors=[error])
    store.agenda.touch([ticket("1"), ticket("2")], START)
    with at_work(store, looks, hands=1):
        eventually(lambda: len(looks.seen) == 3 and at_rest(store))
    assert sorted(looks.seen).count(looks.seen[0]) == 2
    assert store.agenda.counts(START).failing == 0
    assert "what a customer wrote" not in str([vars(record) for record in caplog.records])


@pytest.mark.parametrize(
    ("error", "kept"),
    [(BillingRefusedError("ticket 1: not allowed"), "ticket 1: not allowed"), (RuntimeError("secret"), "RuntimeError")],
    ids=["foreseen", "not foreseen"],
)
def test_why_a_look_failed_can_be_asked_for_without_what_customers_wrote(
    store: Store, error: Exception, kept: str
) -> None:
    store.agenda.touch([ticket("1")], START)
    with at_work(store, Looks(errors=[error] * 99), hands=1):
        eventually(lambda: bool(store.agenda.failing(limit=1)))
    (failing,) = store.agenda.failing(limit=1)
    assert failing.error.startswith(kept)
    assert "secret" not in failing.error


def test_a_failed_look_keeps_the_looks_that_were_to_follow_an_early_webhook(store: Store) -> None:
    looks = Looks(errors=[BillingUnavailableError("down")])
    store.agenda.touch([ticket("1")], START, rechecks=2)
    with at_work(store, looks):
        eventually(lambda: len(looks.seen) == 2)
    assert looks.rechecks == [2, 2]


def test_the_wait_after_failures_doubles_up_to_a_minute() -> None:
    waits = [backoff(failures) for failures in range(12)]
    assert 0.75 <= waits[0] <= 1
    assert all(before < after for before, after in zip(waits[:5], waits[2:7], strict=True))
    assert max(waits) <= LONGEST_WAIT


def test_a_worker_that_sleeps_is_woken_by_a_touch(store: Store) -> None:
    looks = Looks()
    with at_work(store, looks, pause=SOON):
        time.sleep(0.1)
        store.agenda.touch([ticket("1")], START)
        eventually(lambda: len(looks.seen) == 1)


def test_what_nobody_rang_for_is_found_all_the_same(store: Store) -> None:
    """A ring can be lost with the connection that carried it: the agenda is what counts."""
    looks = Looks()
    with at_work(store, looks, pause=0.1):
        with store._database.writing(rings=False) as connection:
            touch(store._database, connection, [Touch(ticket("1"), START)])
        eventually(lambda: len(looks.seen) == 1)


def test_a_worker_that_sleeps_stops_at_once(store: Store) -> None:
    with at_work(store, Looks(), pause=SOON) as stop:
        time.sleep(0.1)
        begun = time.monotonic()
        stop.set()
    assert time.monotonic() - begun < 1


def test_a_look_under_way_is_ended_before_the_worker_stops(store: Store) -> None:
    looks = Looks(gate=threading.Event())
    store.agenda.touch([ticket("1")], START)
    with at_work(store, looks) as stop:
        eventually(lambda: len(looks.seen) == 1)
        stop.set()
        assert looks.gate
        looks.gate.set()
    assert at_rest(store)
    assert store.agenda.counts(START).leased == 0


def test_what_a_dead_worker_held_is_taken_over(store: Store) -> None:
    store.agenda.touch([ticket("1")], START)
    (_,) = store.agenda.lease("the dead", START, seconds=0.3, limit=1)
    looks = Looks()
    with at_work(store, looks):
        eventually(lambda: looks.seen == [ticket("1")])


def test_a_store_that_comes_and_goes_loses_no_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks()
    real, troubles = store.agenda.lease, [StoreUnavailableError("gone")] * 3

    def lease(*given: object, **named: object) -> list[Lease]:
        if troubles:
            raise troubles.pop()
        return real(*given, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(store.agenda, "lease", lease)
    store.agenda.touch([ticket("1")], START)
    with at_work(store, looks):
        eventually(lambda: looks.seen == [ticket("1")] and at_rest(store))


def test_a_look_that_the_store_had_no_room_for_is_made_again_soon_and_not_when_its_lease_ends(store: Store) -> None:
    """A disk that is almost full sends nothing, and still takes a subject back (reliability.md: "Full disk")."""
    looks = Looks(errors=[StoreUnavailableError("the store's disk is almost full")])
    store.agenda.touch([ticket("1")], START)
    with at_work(store, looks):
        eventually(lambda: len(looks.seen) == 2 and at_rest(store))


def test_a_look_whose_end_could_not_be_stored_is_made_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.worker.LEASE", 0.3)
    looks, real, troubles = Looks(), store.agenda.put_back, [StoreUnavailableError("full")]

    def put_back(*given: object, **named: object) -> bool:
        if troubles:
            raise troubles.pop()
        return real(*given, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(store.agenda, "put_back", put_back)
    store.agenda.touch([ticket("1")], START)
    with at_work(store, looks):
        eventually(lambda: len(looks.seen) == 2 and at_rest(store))


def test_a_clock_that_was_set_back_has_everybody_looked_at_again_once(store: Store) -> None:
    clock, asked = FakeClock(), list[datetime]()
    with at_work(store, Looks(), clock=clock, again=asked.append):
        clock.now += timedelta(days=1)
        time.sleep(0.2)
        clock.now -= timedelta(days=1)
        eventually(lambda: len(asked) == 1)
        time.sleep(0.2)
    assert asked == [START]


def test_a_clock_that_is_kept_right_disturbs_nobody(store: Store) -> None:
    clock, asked = FakeClock(), list[datetime]()
    with at_work(store, Looks(), clock=clock, again=asked.append):
        for step in (1.0, -1.0, 0.5, -0.5):
            clock.pass_time(step)
            time.sleep(0.1)
    assert asked == []


def worked(store: Store, lease: Lease) -> Looks:
    """Let a worker do what it does with a lease that it has."""
    looks, free = Looks(), threading.BoundedSemaphore(1)
    assert free.acquire(blocking=False)
    Worker(store, looks, lambda _: None, FakeClock(), owner="w", hands=1)._work(lease, free)
    return looks


def test_what_is_asked_for_before_a_look_begins_is_answered_by_it(store: Store) -> None:
    """P8: many events about one ticket come to few looks."""
    store.agenda.touch([ticket("7")], START)
    (lease,) = store.agenda.lease("w", START, seconds=60, limit=1)
    store.agenda.touch([ticket("7")], START, now=START, rechecks=2)
    assert worked(store, lease).rechecks == [2]
    assert store.agenda.counts(START).due_now == 0


def test_a_lease_that_was_lost_before_its_look_began_is_not_looked_at(store: Store) -> None:
    store.agenda.touch([ticket("7")], START)
    (lease,) = store.agenda.lease("w", START, seconds=0, limit=1)
    assert store.agenda.lease("another", START, seconds=60, limit=1)
    assert worked(store, lease).seen == []
