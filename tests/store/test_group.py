"""What is handed in at once is committed together, and each thread still gets its own outcome."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from bridge.errors import StoreUnavailableError
from bridge.store.group import GroupCommit


class SlowStore:
    """Commits groups one after the other; each waits until the test lets it go."""

    def __init__(self, commit: Callable[[Sequence[int]], Sequence[int]]) -> None:
        self.groups: list[list[int]] = []
        self.begun = threading.Semaphore(0)
        self.goes_on = threading.Event()
        self._commit = commit

    def __call__(self, group: Sequence[int]) -> Sequence[int]:
        self.groups.append(list(group))
        self.begun.release()
        assert self.goes_on.wait(10)
        return self._commit(group)


def hand_in(store: SlowStore, *items: int) -> list[Future[int]]:
    """Hand in the first item, and all the others while it is being committed; wait until all are through."""
    group = GroupCommit(store)
    with ThreadPoolExecutor(len(items)) as pool:
        futures = [pool.submit(group.submit, items[0])]
        assert store.begun.acquire(timeout=10)
        futures += [pool.submit(group.submit, item) for item in items[1:]]
        while len(group._waiting) < len(items) - 1:
            pass
        store.goes_on.set()
    return futures


def test_who_comes_while_nothing_is_under_way_commits_at_once_in_its_own_thread() -> None:
    threads = []

    def commit(group: Sequence[int]) -> Sequence[int]:
        threads.append(threading.current_thread())
        return group

    assert GroupCommit(commit).submit(7) == 7
    assert threads == [threading.current_thread()]


def test_those_who_come_meanwhile_share_the_next_commit() -> None:
    store = SlowStore(lambda group: [item * 10 for item in group])
    futures = hand_in(store, 1, 2, 3, 4)
    assert [future.result() for future in futures] == [10, 20, 30, 40]
    assert [sorted(group) for group in store.groups] == [[1], [2, 3, 4]]


def test_an_item_that_cannot_be_committed_fails_alone() -> None:
    def commit(group: Sequence[int]) -> Sequence[int]:
        if 3 in group:
            raise ValueError("three")
        return group

    futures = hand_in(SlowStore(commit), 1, 2, 3, 4)
    assert [future.exception() is None for future in futures] == [True, True, False, True]
    with pytest.raises(ValueError, match="three"):
        futures[2].result()


def test_a_store_that_cannot_be_used_is_not_tried_once_more_for_each() -> None:
    def commit(group: Sequence[int]) -> Sequence[int]:
        if len(group) > 1:
            raise StoreUnavailableError("full")
        return group

    store = SlowStore(commit)
    futures = hand_in(store, 1, 2, 3)
    assert futures[0].result() == 1
    assert [type(future.exception()) for future in futures[1:]] == [StoreUnavailableError] * 2
    assert len(store.groups) == 2


def test_after_a_failure_the_next_is_served_as_ever() -> None:
    outcomes = iter([StoreUnavailableError("full")])

    def commit(group: Sequence[int]) -> Sequence[int]:
        if error := next(outcomes, None):
            raise error
        return group

    group = GroupCommit(commit)
    with pytest.raises(StoreUnavailableError):
        group.submit(1)
    assert group.submit(2) == 2
