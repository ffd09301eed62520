"""A touch wakes whoever waits, in any process, at once; a ring that is missed costs no more than the wait."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bridge.store import Store, open_store
from bridge.store.bell import Line, LineLostError, Waiter
from tests.store.fixtures import NOW, delivery, ticket

_TOUCH = """
import sys
from bridge.store import open_store
from tests.store.fixtures import NOW, ticket
store = open_store(sys.argv[1])
store.agenda.touch([ticket("7")], NOW)
store.close()
"""


@pytest.fixture
def waiter(store: Store) -> Iterator[Waiter]:
    waiter = store.agenda.listen()
    yield waiter
    waiter.close()


def test_without_a_ring_the_wait_lasts_as_long_as_asked(waiter: Waiter) -> None:
    before = time.monotonic()
    assert not waiter.wait(0.05)
    assert time.monotonic() - before >= 0.05


def test_a_delivery_and_a_touch_ring_once_each_however_many_they_are_about(store: Store, waiter: Waiter) -> None:
    store.deliveries.accept(delivery("a", ticket("7"), ticket("8")))
    assert waiter.wait(5)
    assert not waiter.wait(0)
    store.agenda.touch([ticket("7"), ticket("8")], NOW)
    assert waiter.wait(5)
    assert not waiter.wait(0)


def test_a_ring_during_the_wait_ends_it(store: Store, waiter: Waiter) -> None:
    thread = threading.Timer(0.05, store.agenda.touch, ([ticket("7")], NOW))
    thread.start()
    before = time.monotonic()
    assert waiter.wait(10)
    assert time.monotonic() - before < 5
    thread.join()


def test_a_ring_between_listening_and_waiting_is_not_missed(store: Store, waiter: Waiter) -> None:
    store.agenda.touch([ticket("7")], NOW)
    assert waiter.wait(5)


def test_rings_from_before_one_listens_are_forgotten(store: Store) -> None:
    store.agenda.touch([ticket("7")], NOW)
    waiter = store.agenda.listen()
    assert not waiter.wait(0.02)
    waiter.close()


def test_a_ring_is_heard_from_another_process(url: str, waiter: Waiter) -> None:
    process = subprocess.Popen([sys.executable, "-c", _TOUCH, url])
    assert waiter.wait(20)
    assert process.wait() == 0


def test_a_touch_that_was_not_committed_rings_for_nobody(store: Store, waiter: Waiter) -> None:
    with pytest.raises(ZeroDivisionError), store._database.writing(rings=True):
        raise ZeroDivisionError
    assert not waiter.wait(0.02)


def test_an_interrupted_wait_ends_at_once_and_so_do_all_later_ones(waiter: Waiter) -> None:
    thread = threading.Timer(0.05, waiter.interrupt)
    thread.start()
    before = time.monotonic()
    assert not waiter.wait(10)
    assert not waiter.wait(10)
    assert time.monotonic() - before < 5
    thread.join()


def test_ringing_never_waits_for_anybody_to_listen(embedded: Store) -> None:
    for _ in range(70_000):  # more than a pipe holds
        embedded._database.backend.bell.ring_after()


def test_a_line_that_cannot_be_opened_yet_is_opened_by_the_wait_and_counts_as_a_ring(store: Store) -> None:
    troubles = [LineLostError()]

    def open_line() -> Line:
        if troubles:
            raise troubles.pop()
        return store._database.backend.bell.open_line()

    waiter = Waiter(open_line)
    assert waiter.wait(0)
    assert not waiter.wait(0)
    waiter.close()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_line_that_was_lost_is_opened_again_and_counts_as_a_ring(url: str) -> None:
    store = open_store(url)
    waiter = store.agenda.listen()
    with store._database.writing() as connection:
        listening = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND query LIKE :channel"
        channel = f"%{store._database.backend.bell._channel}%"  # type: ignore[attr-defined] # PostgreSQL's has one
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({listening}) AS ours"), {"channel": channel})
    assert any(waiter.wait(5) for _ in range(3))
    store.agenda.touch([ticket("7")], NOW)
    assert waiter.wait(5)
    waiter.close()
    store.close()


def test_who_is_told_to_stop_after_the_end_is_told_nothing(store: Store) -> None:
    waiter = store.agenda.listen()
    waiter.close()
    waiter.interrupt()
