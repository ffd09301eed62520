"""Touches: how a look gets onto the agenda, within whatever transaction found that it is needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import Boolean, Connection, and_, bindparam, case, or_

from bridge.core.model import Subject
from bridge.store.database import Database, InsertInto, Upsert
from bridge.store.tables import agenda

LOSES_REALTIME: Final = 0  # D1: these first
NORMAL: Final = 1
BACKFILL: Final = 2
URGENCIES: Final = (LOSES_REALTIME, NORMAL, BACKFILL)

_row = agenda.c


@dataclass(frozen=True, slots=True)
class Touch:
    """A look to be planned, or (``due`` None) a subject to be known of; ``is_fresh`` ends a wait for another try."""

    subject: Subject
    due: datetime | None
    urgency: int = NORMAL
    rechecks: int = 0
    is_fresh: bool = False

    def and_also(self, other: "Touch") -> "Touch":
        return Touch(
            self.subject,
            min((due for due in (self.due, other.due) if due is not None), default=None),
            urgency=min(self.urgency, other.urgency),
            rechecks=max(self.rechecks, other.rechecks),
            is_fresh=self.is_fresh or other.is_fresh,
        )


def touch(database: Database, connection: Connection, touches: Iterable[Touch]) -> None:
    """Plan looks within the caller's transaction, which should ring."""
    folded: dict[Subject, Touch] = {}
    for one in touches:
        known = folded.get(one.subject)
        folded[one.subject] = one if known is None else known.and_also(one)
    if not folded:
        return
    in_order = [_new_row(folded[subject]) for subject in sorted(folded)]  # so that no two wait for each other
    connection.execute(_touching(database.backend.insert), in_order)


@cache
def _touching(insert: InsertInto) -> Upsert:
    """Return the statement that adds or folds in touches; making it costs more than running it."""
    statement = insert(agenda)
    new = statement.excluded
    is_fresh = bindparam("is_fresh", type_=Boolean)
    return statement.on_conflict_do_update(
        index_elements=[_row.kind, _row.id],
        set_={
            "due_at": case((or_(_row.due_at.is_(None), new.due_at < _row.due_at), new.due_at), else_=_row.due_at),
            "urgency": case((new.urgency < _row.urgency, new.urgency), else_=_row.urgency),
            "rechecks": case((new.rechecks > _row.rechecks, new.rechecks), else_=_row.rechecks),
            "free_tick": case((and_(is_fresh, _row.owner.is_(None)), 0), else_=_row.free_tick),
            "version": _row.version + 1,
        },
    )


def _new_row(touch: Touch) -> dict[str, object]:
    return {
        "kind": touch.subject.kind.value,
        "id": touch.subject.id,
        "due_at": touch.due,
        "urgency": touch.urgency,
        "free_tick": 0,
        "fence": 0,
        "version": 1,
        "rechecks": touch.rechecks,
        "failures": 0,
        "is_fresh": touch.is_fresh,
    }
