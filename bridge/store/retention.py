"""Retention: what webhooks said, decisions and the texts that were sent are kept for a while and no longer.

What must stay for good stays: webhook-ids with their digests, so that a repeat is known; keys and digests of what was
sent, so that nothing is sent twice (W3); facts, which are ids, days and statuses, so that ``as_known`` can be answered
(T6). Each step is one short transaction, and none at all while there is nothing to forget.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Select, Update, and_, delete, exists, not_, select, tuple_, update

from bridge.core.model import SubjectKind
from bridge.store.database import Database
from bridge.store.deliveries import DeliveryState
from bridge.store.tables import IS_OPEN, IS_SET_ASIDE, IS_SPENT, IS_SPOKEN, decisions, deliveries, tickets, writes

PAGE = 200  # rows in one transaction: some hundredths of a second
NO_TEXT = "{}"  # a write's payload once its text is forgotten

_delivery, _decision, _write = deliveries.c, decisions.c, writes.c
_later = decisions.alias()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was forgotten in one step."""

    bodies: int
    decisions: int
    texts: int

    @property
    def is_all(self) -> bool:
        """Whether nothing was left to forget."""
        return max(self.bodies, self.decisions, self.texts) < PAGE


class Retention:
    """What is past its time in one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def forget(self, *, bodies_before: datetime, decisions_before: datetime) -> Forgotten:
        """Forget a page of each kind, the oldest first; texts that were sent go with the decisions of their time."""
        return Forgotten(
            bodies=self._forget_bodies(bodies_before) + self._forget_unreadable(bodies_before),
            decisions=self._forget_decisions(decisions_before),
            texts=self._forget_texts(decisions_before),
        )

    def _forget_bodies(self, before: datetime) -> int:
        """Drop what was learned from; what still waits to be is kept, however old."""
        spent = select(_delivery.seq).where(IS_SPENT, _delivery.received < before).order_by(_delivery.received)
        return self._run(spent, update(deliveries).where(_delivery.seq.in_(spent.limit(PAGE))).values(body=None))

    def _forget_unreadable(self, before: datetime) -> int:
        """Drop what could not be read and nobody has seen to: without its body there is nothing left to see to."""
        aside = select(_delivery.seq).where(IS_SET_ASIDE, _delivery.received < before).order_by(_delivery.seq)
        gone = {"body": None, "state": DeliveryState.IGNORED.value}
        return self._run(aside, update(deliveries).where(_delivery.seq.in_(aside.limit(PAGE))).values(gone))

    def _forget_decisions(self, before: datetime) -> int:
        """Drop decisions, but for the last one on an open ticket: it says why the ticket stands as it does (W6)."""
        is_newer = and_(
            _later.c.subject_kind == _decision.subject_kind,
            _later.c.subject_id == _decision.subject_id,
            _later.c.seq > _decision.seq,
        )
        is_of_open = and_(
            _decision.subject_kind == SubjectKind.TICKET.value,
            exists().where(tickets.c.id == _decision.subject_id, IS_OPEN),
        )
        is_standing = and_(is_of_open, not_(exists().where(is_newer)))
        old = (
            select(_decision.seq).where(_decision.at < before, not_(is_standing)).order_by(_decision.at, _decision.seq)
        )
        return self._run(old, delete(decisions).where(_decision.seq.in_(old.limit(PAGE))))

    def _forget_texts(self, before: datetime) -> int:
        """Drop the texts of writes that are at rest; a retry makes its text anew."""
        spoken = select(_write.ticket, _write.key).where(IS_SPOKEN, _write.at < before).order_by(_write.at)
        chosen = tuple_(_write.ticket, _write.key).in_(spoken.limit(PAGE))
        return self._run(spoken, update(writes).where(chosen).values(payload=NO_TEXT))

    def _run(self, finding: Select[*tuple[Any, ...]], forgetting: Update | Delete) -> int:
        """Forget what is found, if there is any; return how many rows. Two workers take turns."""
        with self._database.reading() as connection:
            if connection.execute(finding.limit(1)).first() is None:
                return 0
        with self._database.writing() as connection:
            self._database.backend.serialise(connection, "retention")
            return connection.execute(forgetting).rowcount
