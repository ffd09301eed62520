"""What came while no worker ran is looked at in its order: the longest due first, each subject's webhooks as taken."""

import pytest

from tests.kill.backlog import LATER, drain, opened
from tests.kill.town import Kind


@pytest.mark.parametrize("kind", [Kind.SQLITE, pytest.param(Kind.POSTGRES, marks=pytest.mark.postgres)])
def test_a_backlog_drains_in_order(kind: Kind) -> None:
    with opened(kind) as store:
        drained = drain(store, kind, webhooks=1_000)
        status = store.status(LATER)
    assert (drained.lost, drained.out_of_order, drained.overlaps) == (0, 0, 0)
    assert drained.is_good, drained
    assert (status.deliveries_waiting, status.due_now, status.leased) == (0, 0, 0)
