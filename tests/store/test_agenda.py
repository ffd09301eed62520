"""One row a subject, taken by one worker at a time; nothing touched is ever forgotten (D1, "level, not edge")."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bridge.core.model import Subject, SubjectKind
from bridge.store import Store
from bridge.store.leases import Lease
from bridge.store.tables import agenda
from bridge.store.touches import BACKFILL, LOSES_REALTIME, NORMAL
from tests.store.fixtures import NOW, client, ticket

LATER = NOW + timedelta(days=30)
SOON = 0.05  # seconds: a lease or a wait that a test sees the end of


def take(store: Store, *, now: datetime = NOW, seconds: float = 60, limit: int = 99) -> list[Lease]:
    return store.agenda.lease("worker", now, seconds=seconds, limit=limit)


def take_one(store: Store, *, now: datetime = NOW, seconds: float = 60) -> Lease:
    (lease,) = take(store, now=now, seconds=seconds)
    return lease


def names(leases: list[Lease]) -> list[str]:
    return [lease.subject.id for lease in leases]


def test_what_is_due_is_taken_and_what_is_not_yet_is_not(store: Store) -> None:
    store.agenda.touch([ticket("now")], NOW)
    store.agenda.touch([ticket("later")], LATER)
    assert names(take(store)) == ["now"]
    assert names(take(store, now=LATER - timedelta(microseconds=1))) == []
    assert names(take(store, now=LATER)) == ["later"]


def test_touches_of_one_subject_fold_into_one_look_at_the_earliest_instant(store: Store) -> None:
    for due in (LATER, NOW, LATER + timedelta(days=1)):
        store.agenda.touch([ticket("7"), ticket("7")], due)
    assert store.agenda.planned(ticket("7")) == NOW
    assert names(take(store)) == ["7"]


def test_losses_of_realtime_come_first_and_backfill_last_then_the_longest_due(store: Store) -> None:
    """D1."""
    early = NOW - timedelta(hours=1)
    store.agenda.touch([ticket("backfill")], early, urgency=BACKFILL)
    store.agenda.touch([ticket("hint")], NOW, urgency=NORMAL)
    store.agenda.touch([ticket("older hint")], early, urgency=NORMAL)
    store.agenda.touch([ticket("day 30")], NOW, urgency=LOSES_REALTIME)
    assert names(take(store, limit=3)) == ["day 30", "older hint", "hint"]
    assert names(take(store)) == ["backfill"]


def test_a_touch_makes_a_look_more_urgent_and_never_less(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW, urgency=NORMAL)
    store.agenda.touch([ticket("7")], NOW, urgency=BACKFILL)
    assert take_one(store).urgency == NORMAL


def test_a_leased_subject_is_taken_by_nobody_else_until_the_lease_runs_out(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    lost = take_one(store, seconds=30)
    assert take(store) == []
    assert store.agenda.extend(lost, SOON)
    time.sleep(SOON)
    assert take_one(store).fence == lost.fence + 1


def test_a_worker_whose_clock_is_ahead_takes_nothing_that_another_holds(store: Store) -> None:
    """Leases run on the store's own clock, whatever time it is on the worker's machine."""
    store.agenda.touch([ticket("7")], NOW)
    held = take_one(store, seconds=30)
    assert store.agenda.lease("ahead", NOW + timedelta(days=1), seconds=30, limit=10) == []
    assert store.agenda.is_held(held)


def test_whoever_lost_a_lease_can_change_nothing_any_more(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    lost = take_one(store, seconds=SOON)
    time.sleep(SOON)
    held = take_one(store)
    assert not store.agenda.put_back(lost, due=None)
    assert not store.agenda.is_held(lost)
    assert store.agenda.extend(lost, 60) is None
    assert store.agenda.refresh(lost) is None
    assert store.agenda.is_held(held)
    assert store.agenda.put_back(held, due=None)


def test_a_subject_put_back_is_due_when_it_says(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    assert store.agenda.put_back(take_one(store), due=LATER, urgency=LOSES_REALTIME, rechecks=1)
    assert take(store) == []
    lease = take_one(store, now=LATER)
    assert (lease.urgency, lease.rechecks, lease.due) == (LOSES_REALTIME, 1, LATER)


def test_a_subject_put_back_without_a_plan_waits_for_a_touch(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW, urgency=LOSES_REALTIME)
    store.agenda.put_back(take_one(store), due=None)
    assert store.agenda.planned(ticket("7")) is None
    assert take(store, now=LATER) == []
    store.agenda.touch([ticket("7")], NOW, urgency=BACKFILL)
    assert take_one(store).urgency == BACKFILL


@pytest.mark.parametrize("due", [None, LATER])
def test_a_touch_during_a_look_is_looked_at_again_at_once(store: Store, due: datetime | None) -> None:
    store.agenda.touch([ticket("7")], NOW)
    lease = take_one(store)
    store.agenda.touch([ticket("7")], NOW, rechecks=2, now=NOW)
    assert store.agenda.put_back(lease, due=due, wait=60)
    assert take_one(store).rechecks == 2


def test_a_touch_before_the_look_reads_anything_needs_no_other_look(store: Store) -> None:
    """P8: what the look goes on to read is newer than the touch."""
    store.agenda.touch([ticket("7")], NOW)
    lease = take_one(store)
    store.agenda.touch([ticket("7")], NOW, now=NOW)
    refreshed = store.agenda.refresh(lease)
    assert refreshed is not None
    store.agenda.put_back(refreshed, due=LATER)
    assert take(store) == []
    assert store.agenda.planned(ticket("7")) == LATER


def test_a_lapsed_lease_leaves_the_subject_due(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    take_one(store, seconds=SOON)
    assert store.agenda.planned(ticket("7")) == NOW


def test_a_try_that_failed_waits_on_the_lease_clock_whatever_the_wall_says(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    store.agenda.put_back(take_one(store), due=NOW, wait=SOON, failed=True)
    assert take(store, now=LATER) == []
    time.sleep(SOON)
    assert take_one(store, now=NOW).failures == 1


def test_why_a_look_failed_is_kept_until_one_does_not(store: Store) -> None:
    store.agenda.touch([ticket("7"), ticket("8")], NOW)
    for lease in take(store):
        store.agenda.put_back(lease, due=NOW, wait=60, failed=True, error=f"{lease.subject} is locked")
    (first, second) = store.agenda.failing(limit=5)
    assert (first.subject, first.failures, first.error) == (ticket("7"), 1, "ticket 7 is locked")
    assert 50 < first.again_in <= 60
    assert [one.subject for one in store.agenda.failing(limit=1)] == [first.subject]
    store.agenda.touch([second.subject], NOW, now=NOW)
    store.agenda.put_back(take_one(store), due=None)
    assert [one.subject for one in store.agenda.failing(limit=5)] == [ticket("7")]
    with store._database.reading() as connection:
        assert connection.execute(select(agenda.c.error).where(agenda.c.id == "8")).scalar() == ""


def test_failures_count_up_until_a_look_succeeds(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    for _ in range(3):
        store.agenda.put_back(take_one(store), due=NOW, failed=True)
    assert store.agenda.counts(NOW).failing == 1
    lease = take_one(store)
    assert lease.failures == 3
    store.agenda.put_back(lease, due=NOW)
    assert take_one(store).failures == 0


def test_a_fresh_hint_ends_the_wait_for_another_try_and_a_plan_does_not(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    store.agenda.put_back(take_one(store), due=NOW, wait=60, failed=True)
    store.agenda.touch([ticket("7")], NOW)
    assert take(store) == []
    store.agenda.touch([ticket("7")], NOW, now=NOW)
    assert names(take(store)) == ["7"]


def test_a_fresh_hint_does_not_end_a_lease(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    lease = take_one(store)
    store.agenda.touch([ticket("7")], NOW, now=NOW)
    assert take(store) == []
    assert store.agenda.is_held(lease, for_seconds=50)


def test_a_lease_is_held_only_for_as_long_as_it_lasts(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    lease = take_one(store, seconds=10)
    assert store.agenda.is_held(lease, for_seconds=9)
    assert not store.agenda.is_held(lease, for_seconds=11)
    extended = store.agenda.extend(lease, 30)
    assert extended is not None
    assert store.agenda.is_held(extended, for_seconds=29)


def test_a_deadline_never_promises_more_than_the_lease(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    lease = take_one(store, seconds=10)
    assert not store.agenda.is_held(lease, for_seconds=lease.deadline - time.monotonic() + 0.5)
    assert store.agenda.is_held(lease, for_seconds=lease.deadline - time.monotonic() - 0.5)


def test_the_pause_lasts_until_something_is_due_waits_no_more_or_is_let_go(store: Store) -> None:
    pause = store.agenda.pause_until_due
    assert pause(NOW, at_most=60) == 60
    store.agenda.touch([ticket("7")], NOW + timedelta(seconds=40), urgency=LOSES_REALTIME)
    assert pause(NOW, at_most=60) == 40
    assert pause(LATER, at_most=60) == 0
    lease = take_one(store, now=LATER, seconds=30)
    assert pause(LATER, at_most=60) == pytest.approx(30, abs=1)
    store.agenda.put_back(lease, due=LATER, wait=20)
    assert pause(LATER, at_most=60) == pytest.approx(20, abs=1)


def test_all_subjects_of_a_kind_can_be_walked_through(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.store.agenda._PAGE", 3)
    store.agenda.touch([client(str(number)) for number in range(7)] + [ticket("9")], NOW)
    assert list(store.agenda.subjects(SubjectKind.CLIENT)) == [client(str(number)) for number in range(7)]
    assert list(store.agenda.subjects(SubjectKind.TICKET)) == [ticket("9")]


def test_the_counts_tell_how_the_agenda_stands(store: Store) -> None:
    assert store.agenda.counts(NOW).next_due is None
    store.agenda.touch([ticket("1"), ticket("2"), ticket("3")], NOW - timedelta(minutes=1))
    store.agenda.touch([ticket("4")], LATER)
    leases = take(store, limit=2)
    store.agenda.put_back(leases[0], due=NOW, wait=60, failed=True)
    counts = store.agenda.counts(NOW)
    assert (counts.due_now, counts.waiting, counts.leased, counts.failing) == (2, 1, 1, 1)
    assert counts.oldest_due == counts.next_due == NOW - timedelta(minutes=1)
    assert store.agenda.counts(NOW - timedelta(days=1)).oldest_due is None


def test_what_waits_on_purpose_is_not_late_until_it_has_waited_long_enough(store: Store) -> None:
    due = NOW - timedelta(hours=1)
    store.agenda.touch([ticket("1")], due)
    store.agenda.put_back(take_one(store), due=due, wait=60)
    store.agenda.touch([ticket("2")], LATER)
    counts = store.agenda.counts(NOW)
    assert (counts.due_now, counts.waiting, counts.oldest_due, counts.next_due) == (0, 1, None, LATER)
    store.agenda.touch([ticket("1")], NOW, now=NOW)
    counts = store.agenda.counts(NOW)
    assert (counts.due_now, counts.waiting, counts.oldest_due) == (1, 0, due)
    store.agenda.put_back(take_one(store), due=due, wait=SOON)
    time.sleep(2 * SOON)
    counts = store.agenda.counts(NOW)
    assert (counts.due_now, counts.waiting, counts.oldest_due, counts.next_due) == (1, 0, due, due)


def test_of_many_workers_never_two_look_at_one_subject_at_once_and_no_touch_is_lost(store: Store) -> None:
    subjects = [ticket(str(number)) for number in range(5)]
    touched = dict.fromkeys(subjects, 0)
    looked_at = dict.fromkeys(subjects, 0)
    guards = {subject: threading.Lock() for subject in subjects}
    is_over = threading.Event()

    def touch(subject: Subject) -> None:
        for _ in range(20):
            touched[subject] += 1
            store.agenda.touch([subject], NOW, now=NOW)

    def work(number: int) -> int:
        overlaps = 0
        while not is_over.is_set() or store.agenda.counts(NOW).due_now:
            for lease in store.agenda.lease(f"w{number}", NOW, seconds=30, limit=2):
                overlaps += not guards[lease.subject].acquire(blocking=False)
                seen = touched[lease.subject]
                time.sleep(0.001)
                looked_at[lease.subject] = seen
                guards[lease.subject].release()
                store.agenda.put_back(lease, due=None)
        return overlaps

    with ThreadPoolExecutor(12) as pool:
        workers = [pool.submit(work, number) for number in range(4)]
        list(pool.map(touch, subjects))
        is_over.set()
        assert [worker.result() for worker in workers] == [0, 0, 0, 0]
    assert looked_at == touched
