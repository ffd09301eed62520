"""No row of a list that changes while it is read is passed over, and its pages are asked for side by side."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.backfill import paging
from bridge.backfill.paging import Pages
from bridge.errors import BillingRefusedError, BillingUnavailableError
from bridge.listing import Page

SIZE = 3
Change = Callable[[list[int], int], None]


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as made:
        yield made


def pages(rows: list[int], *, change: Change | None = None, tells_total: bool = True) -> Pages[int]:
    """Return the pages of ``rows``; ``change`` is let at them before each page, with the number of that page."""
    asked = 0

    def ask(start: int) -> Page[int]:
        nonlocal asked
        asked += 1
        if change:
            change(rows, asked)
        cut = tuple(rows[start : start + SIZE])
        return Page(cut, len(cut), len(rows) if tells_total else None)

    return Pages(ask, SIZE, ThreadPoolExecutor(1), lambda: 1 if change else 4)


def seen(read: Pages[int], start: int = 0) -> list[int]:
    return [row for page, _ in read.read(start) for row in page.rows]


@given(st.integers(0, 40), st.booleans(), st.integers(0, 12))
def test_every_row_of_a_list_at_rest_is_read_once_in_order(length: int, tells_total: bool, pages_before: int) -> None:
    rows = list(range(length))
    start = min(pages_before * SIZE, length)
    assert seen(pages(rows, tells_total=tells_total), start) == rows[start:]


@given(st.lists(st.tuples(st.integers(2, 14), st.integers(0, 29)), max_size=8), st.integers(0, 5))
def test_no_row_that_stays_is_passed_over_while_others_go_away_and_come(
    gone: list[tuple[int, int]], added: int
) -> None:
    """Rows vanish before any page, some come at the end: whoever was there all the time is seen."""
    rows = list(range(30))

    def change(listed: list[int], asked: int) -> None:
        for at, row in gone:
            if at == asked and row in listed:
                listed.remove(row)
        if asked == 20:
            listed.extend(range(100, 100 + added))

    found = seen(pages(rows, change=change))
    stayed = set(range(30)) - {row for _, row in gone}
    assert stayed <= set(found)


def test_what_comes_while_it_is_read_is_read_too() -> None:
    rows = list(range(5))
    assert seen(pages(rows, change=lambda listed, asked: listed.append(99) if asked == 2 else None)) == [*range(5), 99]


def test_pages_are_asked_for_side_by_side(pool: ThreadPoolExecutor) -> None:
    together = Barrier(3, timeout=5)

    def ask(start: int) -> Page[int]:
        if start:
            together.wait()
        return Page(tuple(range(start, start + SIZE)), SIZE, 4 * SIZE)

    assert seen(Pages(ask, SIZE, pool, lambda: 3)) == list(range(12))


def test_a_page_that_cannot_be_had_now_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, pool: ThreadPoolExecutor
) -> None:
    monkeypatch.setattr(paging, "PATIENCE", (0.0, 0.0))
    troubles: list[Exception] = [BillingUnavailableError("down"), BillingUnavailableError("still down")]

    def ask(start: int) -> Page[int]:
        if troubles:
            raise troubles.pop()
        return Page((start,), 1, 1)

    assert seen(Pages(ask, SIZE, pool, lambda: 1)) == [0]
    troubles[:] = [BillingUnavailableError("down")] * 3
    with pytest.raises(BillingUnavailableError):
        seen(Pages(ask, SIZE, pool, lambda: 1))


def test_a_refusal_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch, pool: ThreadPoolExecutor) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waited"))

    def ask(start: int) -> Page[int]:
        raise BillingRefusedError(f"not allowed: {start}")

    with pytest.raises(BillingRefusedError):
        seen(Pages(ask, SIZE, pool, lambda: 1))
