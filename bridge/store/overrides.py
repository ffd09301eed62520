"""Overrides: what people have set, and what they have ended; nothing of it is ever taken away (T7, W5, C2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, tuple_, update

from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from bridge.store.database import Database
from bridge.store.tables import overrides

_row = overrides.c
_ROWS = select(
    _row.kind,
    _row.subject_kind,
    _row.subject_id,
    _row.starts,
    _row.ends,
    _row.reason,
    _row.created,
    _row.released,
    _row.tier,
    _row.seq,
).order_by(_row.seq)


class Overrides:
    """The overrides of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, override: Override) -> Override:
        """Keep an override and return it with its place in the order of all."""
        row = {
            "kind": override.kind.value,
            "subject_kind": override.subject.kind.value if override.subject else None,
            "subject_id": override.subject.id if override.subject else None,
            "starts": override.start,
            "ends": override.end,
            "reason": override.reason,
            "created": override.created,
            "released": override.released,
            "tier": override.tier,
        }
        with self._database.writing() as connection:
            order = connection.execute(insert(overrides).values(row).returning(_row.seq)).scalar_one()
        return replace(override, order=order)

    def of(self, subjects: Iterable[Subject], as_known: datetime | None = None) -> tuple[Override, ...]:
        """Return the overrides of these subjects and the global pauses, as known now or at an instant."""
        return self._read(or_(_row.subject_kind.is_(None), _is_about(list(subjects))), as_known)

    def pauses(self, as_known: datetime | None = None) -> tuple[Override, ...]:
        """Return the global pauses, those that are over too."""
        return self._read(_row.subject_kind.is_(None), as_known)

    def release(self, subject: Subject | None, kinds: Iterable[OverrideKind], now: datetime) -> int:
        """End what still lasts of these kinds for a subject (None: everywhere); return how many that was."""
        lasts = and_(_row.released.is_(None), or_(_row.ends.is_(None), _row.ends > now))
        whose = _row.subject_kind.is_(None) if subject is None else _is_about([subject])
        is_kind = _row.kind.in_([kind.value for kind in kinds])
        with self._database.writing() as connection:
            return connection.execute(update(overrides).where(whose, is_kind, lasts).values(released=now)).rowcount

    def _read(self, whose: ColumnElement[bool], as_known: datetime | None) -> tuple[Override, ...]:
        query = _ROWS.where(whose)
        if as_known is not None:
            query = query.where(_row.created <= as_known)
        with self._database.reading() as connection:
            return tuple(_override(row, as_known) for row in connection.execute(query))


def overrides_of_each(
    connection: Connection, kind: SubjectKind, ids: Sequence[str]
) -> Mapping[str, tuple[Override, ...]]:
    """Return the overrides of many subjects of a kind, within the caller's transaction, without the pauses."""
    found: dict[str, tuple[Override, ...]] = {}
    for row in connection.execute(_ROWS.where(_row.subject_kind == kind.value, _row.subject_id.in_(ids))):
        one = _override(row, None)
        assert one.subject is not None
        found[one.subject.id] = (*found.get(one.subject.id, ()), one)
    return found


def _is_about(subjects: Sequence[Subject]) -> ColumnElement[bool]:
    return tuple_(_row.subject_kind, _row.subject_id).in_([(subject.kind.value, subject.id) for subject in subjects])


def _override(
    row: Row[str, str | None, str | None, datetime, datetime | None, str, datetime, datetime | None, str, int],
    as_known: datetime | None,
) -> Override:
    kind, subject_kind, subject_id, starts, ends, reason, created, released, tier, seq = row
    subject = None if subject_kind is None or subject_id is None else Subject(SubjectKind(subject_kind), subject_id)
    is_release_known = released is not None and (as_known is None or released <= as_known)
    return Override(
        kind=OverrideKind(kind),
        subject=subject,
        start=starts,
        end=ends,
        reason=reason,
        created=created,
        released=released if is_release_known else None,
        tier=tier,
        order=seq,
    )
