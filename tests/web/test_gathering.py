"""What many requests hand in at once is stored together, off the loop, and each still gets its own outcome."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence

import pytest

from bridge.errors import StoreUnavailableError
from bridge.web.gathering import Gathering


class SlowStore:
    """Stores groups one after the other; each waits until the test lets it go."""

    def __init__(self, *errors: Exception) -> None:
        self.groups: list[list[int]] = []
        self.goes_on = threading.Event()
        self._errors = errors

    def __call__(self, group: Sequence[int]) -> Sequence[int | Exception]:
        self.groups.append(list(group))
        assert self.goes_on.wait(10)
        if self._errors and len(group) > 1:
            raise self._errors[0]
        return [ValueError("three") if item == 3 else item * 10 for item in group]


def hand_in(store: SlowStore, *items: int) -> list[int | BaseException]:
    """Hand in the first item, and all the others while it is being stored; return what each was told."""

    async def all_at_once() -> list[int | BaseException]:
        gathering = Gathering(store)
        first = asyncio.create_task(gathering.submit(items[0]))
        await until(lambda: bool(store.groups))
        others = [asyncio.create_task(gathering.submit(item)) for item in items[1:]]
        await until(lambda: len(gathering._waiting) == len(others))
        store.goes_on.set()
        return await asyncio.gather(first, *others, return_exceptions=True)

    return asyncio.run(all_at_once())


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for is told by no event
            await asyncio.sleep(0.001)


def test_those_who_come_meanwhile_share_the_next_group() -> None:
    store = SlowStore()
    assert hand_in(store, 1, 2, 4, 5) == [10, 20, 40, 50]
    assert store.groups == [[1], [2, 4, 5]]


def test_each_is_told_its_own_error() -> None:
    one, two, three, four = hand_in(SlowStore(), 1, 2, 3, 4)
    assert (one, two, four) == (10, 20, 40)
    assert isinstance(three, ValueError)


def test_a_group_that_breaks_is_told_to_all_of_it_and_to_nobody_else() -> None:
    broken = ZeroDivisionError("a bug")
    assert hand_in(SlowStore(broken), 1, 2, 3) == [10, broken, broken]


def test_who_was_cut_off_meanwhile_costs_the_others_nothing() -> None:
    store = SlowStore()

    async def cut_off() -> list[int]:
        gathering = Gathering(store)
        gone = asyncio.create_task(gathering.submit(1))
        await until(lambda: bool(store.groups))
        gone.cancel()
        store.goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await gone
        return [await gathering.submit(item) for item in (2, 4)]

    assert asyncio.run(cut_off()) == [20, 40]


def test_the_loop_goes_on_while_the_store_is_slow() -> None:
    store = SlowStore()

    async def beside(submitted: Awaitable[int]) -> int:
        waiting = asyncio.ensure_future(submitted)
        await until(lambda: bool(store.groups))  # were the loop held up, this would never be asked
        assert not waiting.done()
        store.goes_on.set()
        return await waiting

    async def slow() -> int:
        return await beside(Gathering(store).submit(7))

    assert asyncio.run(slow()) == 70


def test_nobody_waits_for_ever_for_a_store_that_says_nothing_and_nothing_piles_up() -> None:
    """A database that is held up holds the storing thread; who waits is told to come again, and is forgotten."""
    store = SlowStore()

    async def in_vain() -> None:
        gathering = Gathering(store, seconds=0.05)
        told = await asyncio.gather(*(gathering.submit(item) for item in (1, 2, 4)), return_exceptions=True)
        assert [type(one) for one in told] == [StoreUnavailableError] * 3
        assert gathering._waiting == []
        store.goes_on.set()
        await until(lambda: gathering._storing is None)
        assert await gathering.submit(5) == 50

    asyncio.run(in_vain())
