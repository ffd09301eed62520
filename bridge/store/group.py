"""Group commit: what many threads hand in at once goes through in one transaction, so that they share one sync.

There is no thread of its own. Who comes while nothing is under way commits at once; who comes meanwhile waits, and the
first of those then commits for all of them.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bridge.errors import StoreUnavailableError

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class _Place(Generic[Item, Outcome]):
    """One thread's place in the group: its item, and later its outcome or error."""

    __slots__ = ("error", "is_leader", "item", "outcome", "turn")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.outcome: Outcome | None = None
        self.error: Exception | None = None
        self.is_leader = False
        self.turn = threading.Lock()
        self.turn.acquire()

    def result(self) -> Outcome:
        if self.error is not None:
            raise self.error
        if self.outcome is None:  # the thread that committed for this one was itself cut short
            raise StoreUnavailableError("the store was interrupted before it could answer: try again")
        return self.outcome


class GroupCommit(Generic[Item, Outcome]):
    """Gathers items for ``commit``, which takes several in one transaction and returns an outcome for each."""

    def __init__(self, commit: Callable[[Sequence[Item]], Sequence[Outcome]]) -> None:
        self._commit = commit
        self._gate = threading.Lock()
        self._waiting: list[_Place[Item, Outcome]] = []
        self._is_under_way = False

    def submit(self, item: Item) -> Outcome:
        """Return the item's outcome once it is committed; raises what committing it raised."""
        place = _Place[Item, Outcome](item)
        with self._gate:
            self._waiting.append(place)
            leads = not self._is_under_way
            self._is_under_way = True
        if not leads:
            place.turn.acquire()
            leads = place.is_leader
        if leads:
            self._lead(place)
        return place.result()

    def _lead(self, leader: _Place[Item, Outcome]) -> None:
        with self._gate:
            group, self._waiting = self._waiting, []
        try:
            self._settle(group)
        finally:
            with self._gate:
                successor = self._waiting[0] if self._waiting else None
                self._is_under_way = successor is not None
            if successor is not None:
                successor.is_leader = True
                successor.turn.release()
            for place in group:
                if place is not leader:
                    place.turn.release()

    def _settle(self, group: Sequence[_Place[Item, Outcome]]) -> None:
        try:
            outcomes = self._commit([place.item for place in group])
        except StoreUnavailableError as error:  # it is not the item's fault: no use in trying one by one
            for place in group:
                place.error = error
        except Exception as error:  # noqa: BLE001 - it is raised again, in the thread whose item it is
            if len(group) == 1:
                group[0].error = error
                return
            for place in group:  # one that cannot be stored must not take the others with it
                self._settle([place])
        else:
            for place, outcome in zip(group, outcomes, strict=True):
                place.outcome = outcome
