"""What is handed in at once is committed together, and each item still gets its own outcome."""

from collections.abc import Sequence

from bridge.errors import StoreUnavailableError
from bridge.store.group import committed


class Commits:
    """Notes each group it is given; what is in ``bad`` cannot be committed, and takes its group with it."""

    def __init__(self, *bad: int, error: Exception | None = None) -> None:
        self.groups: list[list[int]] = []
        self._bad = set(bad)
        self._error = error or ValueError("bad")

    def __call__(self, group: Sequence[int]) -> Sequence[int]:
        self.groups.append(list(group))
        if self._bad & set(group):
            raise self._error
        return [item * 10 for item in group]


def test_a_group_is_committed_at_once() -> None:
    commits = Commits()
    assert committed(commits, [1, 2, 3]) == [10, 20, 30]
    assert commits.groups == [[1, 2, 3]]


def test_an_item_that_cannot_be_committed_fails_alone() -> None:
    commits = Commits(3)
    outcomes = committed(commits, [1, 2, 3, 4])
    assert outcomes == [10, 20, commits._error, 40]
    assert commits.groups == [[1, 2, 3, 4], [1], [2], [3], [4]]


def test_a_store_that_cannot_be_used_is_not_tried_once_more_for_each() -> None:
    full = StoreUnavailableError("full")
    commits = Commits(1, error=full)
    assert committed(commits, [1, 2, 3]) == [full, full, full]
    assert len(commits.groups) == 1
