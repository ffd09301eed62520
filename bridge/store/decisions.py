"""Decisions: what was decided about a subject, on which inputs, under which policy, and why (W6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, func, insert, literal, select, tuple_

from bridge.core.model import Subject, SubjectKind
from bridge.store.database import Database
from bridge.store.tables import decisions

_PAGE = 200
_row = decisions.c

_ROWS = select(
    _row.seq,
    _row.subject_kind,
    _row.subject_id,
    _row.at,
    _row.policy,
    _row.inputs_digest,
    _row.inputs,
    _row.document,
)


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision as kept. ``inputs`` and ``document`` are JSON; the digests tell it from others."""

    subject: Subject
    at: datetime
    policy: str
    inputs_digest: str
    inputs: str = field(repr=False)
    document: str = field(repr=False)


class Decisions:
    """The decisions of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, decision: DecisionRecord) -> bool:
        """Keep a decision; False: the last one of the subject was made on the same inputs under the same policy."""
        kind, id_ = decision.subject.kind.value, decision.subject.id
        last = (
            select(_row.inputs_digest, _row.policy)
            .where(_row.subject_kind == kind, _row.subject_id == id_)
            .order_by(_row.seq.desc())
            .limit(1)
        )
        row = {
            "subject_kind": kind,
            "subject_id": id_,
            "at": decision.at,
            "policy": decision.policy,
            "inputs_digest": decision.inputs_digest,
            "inputs": decision.inputs,
            "document": decision.document,
        }
        with self._database.writing() as connection:
            self._database.backend.serialise(connection, f"decisions on {decision.subject}")
            before = connection.execute(last).first()
            if before is not None and tuple(before) == (decision.inputs_digest, decision.policy):
                return False
            connection.execute(insert(decisions).values(row))
        return True

    def last_seq(self) -> int:
        """Return the place of the latest decision of all, 0: none yet."""
        with self._database.reading() as connection:
            return connection.execute(select(func.max(_row.seq))).scalar() or 0

    def of(self, subject: Subject, *, after: int) -> tuple[DecisionRecord, ...]:
        """Return what was decided about a subject after a place, in the order decided."""
        whose = (_row.subject_kind == subject.kind.value, _row.subject_id == subject.id, _row.seq > after)
        with self._database.reading() as connection:
            return tuple(_decision(row) for row in connection.execute(_ROWS.where(*whose).order_by(_row.seq)))

    def last(self, subject: Subject) -> DecisionRecord | None:
        query = (
            _ROWS.where(_row.subject_kind == subject.kind.value, _row.subject_id == subject.id)
            .order_by(_row.seq.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return _decision(row) if row else None

    def since(self, instant: datetime) -> Iterator[DecisionRecord]:
        """Yield what was decided at ``instant`` or later in the order decided, a page at a time."""
        page = list(self._page(instant, 0))
        while page:
            yield from (_decision(row) for row in page)
            page = list(self._page(page[-1].at, page[-1].seq))

    def _page(self, at: datetime, seq: int) -> list[Row[int, str, str, datetime, str, str, str, str]]:
        """Return the first decisions that stand after (``at``, ``seq``)."""
        last = tuple_(literal(at, _row.at.type), literal(seq, _row.seq.type))
        query = _ROWS.where(tuple_(_row.at, _row.seq) > last).order_by(_row.at, _row.seq).limit(_PAGE)
        with self._database.reading() as connection:
            return list(connection.execute(query))


def _decision(row: Row[int, str, str, datetime, str, str, str, str]) -> DecisionRecord:
    return DecisionRecord(
        subject=Subject(SubjectKind(row.subject_kind), row.subject_id),
        at=row.at,
        policy=row.policy,
        inputs_digest=row.inputs_digest,
        inputs=row.inputs,
        document=row.document,
    )
