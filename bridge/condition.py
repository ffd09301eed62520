"""How the bridge stands: everything that ``bridge status`` tells, read from the store in one go.

It costs as much as is under way, waits or is open, never as much as exists. Marks of the store that others set are read
here as they wrote them: what they say is JSON, and its keys are theirs.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bridge.core.model import Override
from bridge.errors import StoreUnavailableError
from bridge.store import Store
from bridge.store.agenda import Failing
from bridge.store.deliveries import DeliveryState
from bridge.store.policies import Activation
from bridge.store.status import Status
from bridge.store.tickets import Progress
from bridge.store.write_rows import WriteRecord

# Marks, each a JSON object.
CONFIG_REFUSED = "config-refused"  # {"at", "mistakes": [...]}: a changed configuration was refused, the old one kept
REJECTED = "webhooks-rejected"  # {"count", "first", "last"}: requests without a valid signature
DRIFT = "drift"  # {"at", "count"}: what `bridge reconcile --check` found last

MOST_LISTED = 5

Mark = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """The bridge at an instant. ``blockage``: why the store takes nothing now, "" where it does."""

    now: datetime
    status: Status
    blockage: str
    has_worker: bool
    pauses: tuple[Override, ...]  # that last now
    waiting: tuple[WriteRecord, ...]  # for a person, the longest first
    failing: tuple[Failing, ...]
    policy: Activation | None  # None: never started
    progress: Progress
    rejected: Mark | None
    config_refused: Mark | None
    drift: Mark | None
    last_set_aside: datetime | None = None  # when the latest webhook came that could not be read

    def has_been_rejected_within(self, span: timedelta) -> bool:
        return self.rejected is not None and datetime.fromisoformat(self.rejected["last"]) > self.now - span


def condition(store: Store, now: datetime) -> Condition:
    """Return how the bridge stands at ``now``; raises StoreUnavailableError where the store cannot even be read."""
    policy = store.policies.current()
    return Condition(
        now=now,
        status=store.status(now),
        blockage=_blockage(store),
        has_worker=store.has_worker(),
        pauses=tuple(pause for pause in store.overrides.pauses() if pause.lasts_at(now)),
        waiting=store.writes.waiting_for_a_person(limit=MOST_LISTED),
        failing=store.agenda.failing(limit=MOST_LISTED),
        policy=policy,
        progress=store.tickets.progress(policy.digest if policy else ""),
        rejected=_mark(store, REJECTED),
        config_refused=_mark(store, CONFIG_REFUSED),
        drift=_mark(store, DRIFT),
        last_set_aside=next((one.received for one in store.deliveries.list(DeliveryState.SET_ASIDE, limit=1)), None),
    )


def _blockage(store: Store) -> str:
    """Say why the store takes nothing now, such as a disk that is almost full: then nothing is sent either."""
    try:
        store.check()
    except StoreUnavailableError as error:
        return str(error)
    return ""


def _mark(store: Store, name: str) -> Mark | None:
    found = store.marks.get(name)
    value: Mark | None = json.loads(found) if found else None
    return value
