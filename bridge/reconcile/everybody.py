"""Whom to look at again when it is not known who is concerned: a new policy, a clock that was set back."""

from collections.abc import Iterator
from datetime import datetime

from bridge.core.model import Subject, SubjectKind
from bridge.store import Store
from bridge.store.deliveries import DeliveryState
from bridge.store.touches import BACKFILL

MOST_WAITING = 10_000  # deliveries: more than wait while a worker runs


def look_at_everybody(store: Store, now: datetime) -> None:
    """Have every open ticket, every client and whatever a delivery waits for looked at, after what is due anyway."""
    store.agenda.touch(_everybody(store), now, urgency=BACKFILL, now=now)


def _everybody(store: Store) -> Iterator[Subject]:
    waiting = store.deliveries.list(DeliveryState.WAITING, limit=MOST_WAITING)
    yield from (delivery.subject for delivery in waiting if delivery.subject is not None)
    yield from (Subject(SubjectKind.TICKET, ticket) for ticket in store.tickets.open_ids())
    yield from store.agenda.subjects(SubjectKind.CLIENT)
