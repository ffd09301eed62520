"""Group commit: several items go through in one transaction, so that they share one sync, and each has its own outcome.

The rule: an item that cannot be stored does not take the others with it, and a store that is out of reach is not tried
once more for each.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bridge.errors import StoreUnavailableError

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def committed(
    commit: Callable[[Sequence[Item]], Sequence[Outcome]], group: Sequence[Item]
) -> Sequence[Outcome | Exception]:
    """Return for each item what committing it gave, or the error it met; ``commit`` takes all or none."""
    try:
        return commit(group)
    except StoreUnavailableError as error:
        return [error] * len(group)
    except Exception as error:  # noqa: BLE001 - it is returned, and raised again where the item came from
        if len(group) == 1:
            return [error]
        return [outcome for item in group for outcome in committed(commit, [item])]
