"""Group commit: what many requests hand in at once is stored in one transaction, so that they share one sync.

Who comes while nothing is under way is stored at once; who comes meanwhile waits and is stored with all the others that
did. The storing is done by a thread of its own, so that the loop goes on reading and answering while the disk syncs.
Nobody waits for ever: a database that says nothing at all holds that thread, and whoever waits is told to come again.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Generic, TypeVar

from bridge.errors import StoreUnavailableError

STORE_SECONDS: Final = 12.0  # more than a store that is alive takes to say that it is too busy

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Gathering(Generic[Item, Outcome]):
    """Gathers items for ``store``, which takes several and returns for each its outcome, or the error it met.

    Belongs to the one event loop that it is used in.
    """

    def __init__(
        self, store: Callable[[Sequence[Item]], Sequence[Outcome | Exception]], *, seconds: float = STORE_SECONDS
    ) -> None:
        self._store = store
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Outcome:
        """Return the item's outcome once it is stored; raises what storing it met.

        Raises StoreUnavailableError where the store says nothing in time; the item may then still come to be stored.
        """
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, outcome))
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_all())
        try:
            async with asyncio.timeout(self._seconds):
                return await outcome
        except TimeoutError as error:
            self._waiting = [one for one in self._waiting if one[1] is not outcome]
            raise StoreUnavailableError("the store says nothing: see that its database runs and answers") from error

    async def _store_all(self) -> None:
        """Store group after group until nobody waits."""
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                _tell(group, await self._outcomes([item for item, _ in group]))
        finally:
            self._storing = None

    async def _outcomes(self, items: Sequence[Item]) -> Sequence[Outcome | Exception]:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._store, items)
        except Exception as error:  # noqa: BLE001 - it is raised again, where each of them waits
            return [error] * len(items)


def _tell(group: Sequence[tuple[Item, asyncio.Future[Outcome]]], outcomes: Sequence[Outcome | Exception]) -> None:
    for (_, waiting), outcome in zip(group, outcomes, strict=True):
        if waiting.done():  # whoever waited was cut off meanwhile
            continue
        if isinstance(outcome, Exception):
            waiting.set_exception(outcome)
        else:
            waiting.set_result(outcome)
