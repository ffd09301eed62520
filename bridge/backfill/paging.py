"""Reading a list that goes on changing: page by page in order, several of them asked for ahead.

Rows move up when others before them go away: where the list has become shorter, what was passed is read again as far
back as rows can have moved, and at least a page. A row seen twice does no harm; one passed over would.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bridge.errors import BillingUnavailableError
from bridge.listing import Page

Row = TypeVar("Row")
Answer = TypeVar("Answer")

PATIENCE = (1.0, 2.0, 4.0, 8.0, 16.0)  # seconds between tries at one page; its line has tried it three times each


@dataclass
class Pages(Generic[Row]):
    """The pages of one list. ``ask`` reads the one that begins at a row; ``ahead`` is how many to ask for at once."""

    ask: Callable[[int], Page[Row]]
    size: int
    pool: ThreadPoolExecutor
    ahead: Callable[[], int]
    _asked: "deque[tuple[int, Future[Page[Row]]]]" = field(default_factory=deque)

    def read(self, start: int) -> Iterator[tuple[Page[Row], int]]:
        """Yield each page from row ``start`` on, and the row at which to go on after it."""
        place, total, before = start, start + 1, 0
        while place < total or self._asked:
            self._ask_from(place, total, self.ahead() if before else 1)
            at, coming = self._asked.popleft()
            page = coming.result()
            place = at + page.taken
            total = page.total if page.total is not None else place + (page.taken == self.size)
            if page.total is not None and total < before:
                self._forget()
                place, before = max(0, at - max(self.size, before - total)), total
                continue
            before = total
            if page.taken < self.size:
                self._forget()  # they were asked for as if this one were full
            yield page, place
            if not page.taken:
                return

    def _ask_from(self, place: int, total: int, ahead: int) -> None:
        """Have pages asked for: the next one, and so many ahead of it as there are."""
        following = self._asked[-1][0] + self.size if self._asked else place
        while len(self._asked) < ahead and (following < total or not self._asked):
            self._asked.append((following, self.pool.submit(patiently, self.ask, following)))
            following += self.size

    def _forget(self) -> None:
        for _, coming in self._asked:
            coming.cancel()
        self._asked.clear()


def patiently(ask: Callable[[int], Answer], what: int) -> Answer:
    """Ask, and again after growing pauses while it is certain that nothing but time is needed."""
    for pause in PATIENCE:
        try:
            return ask(what)
        except BillingUnavailableError:
            time.sleep(pause)
    return ask(what)
