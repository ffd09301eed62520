"""Facts: what was learned, with its two times, in the order learned; nothing is ever changed or taken away (D3).

Whatever adds facts about one subject takes turns there: a reading's facts are worked out from those known before, and
two that did so at once would both find the same news.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from bridge.store.database import Database
from bridge.store.tables import IS_HOLDING, facts, subjects

_row = facts.c
_subject = subjects.c

FACTS = select(_row.about, _row.value, _row.learned, _row.source, _row.effect, _row.name, _row.item, _row.seq).order_by(
    _row.seq
)


_COLUMNS = ("subject_kind", "subject_id", "about", "value", "learned", "source", "effect", "name", "item")


class Facts:
    """The facts of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject: Subject, as_known: datetime | None = None) -> tuple[Fact, ...]:
        """Return what is known about a subject in the order learned, or what was known at an instant (T6)."""
        with self._database.reading() as connection:
            return _known(connection, subject, as_known)

    def taught_by(self, webhook_id: str) -> tuple[Learned, ...]:
        """Return what a delivery taught, in its own order."""
        query = (
            select(_row.subject_kind, _row.subject_id, *FACTS.selected_columns)
            .where(_row.delivery == webhook_id)
            .order_by(_row.delivery_index)
        )
        with self._database.reading() as connection:
            return tuple(
                Learned(Subject(SubjectKind(kind), id_), fact_of(fact))
                for kind, id_, *fact in connection.execute(query)
            )

    def learn(
        self, subject: Subject, read_at: datetime, compute: Callable[[tuple[Fact, ...]], Sequence[Fact]]
    ) -> tuple[Fact, ...]:
        """Add what a reading begun at ``read_at`` teaches beside what is known, and return all that is known now.

        ``compute`` gets the known facts and returns the new ones; it runs within the transaction, so keep it pure. A
        reading older than the last one adds nothing: it says what was so before.
        """
        with self._database.writing() as connection:
            take_turn(self._database, connection, subject)
            known = _known(connection, subject)
            if not self._advance(connection, subject, read_at):
                return known
            new = [new_row(subject, fact) for fact in compute(known)]
            if not new:
                return known
            connection.execute(insert(facts), new)
            return _known(connection, subject)

    def _advance(self, connection: Connection, subject: Subject, read_at: datetime) -> bool:
        """Note a reading; False: a later one was noted before."""
        statement = self._database.backend.insert(subjects)
        row = {"kind": subject.kind.value, "id": subject.id, "read_at": read_at}
        advanced = statement.values(row).on_conflict_do_update(
            index_elements=[_subject.kind, _subject.id],
            set_={"read_at": statement.excluded.read_at},
            where=_subject.read_at <= statement.excluded.read_at,
        )
        return connection.execute(advanced.returning(_subject.read_at)).first() is not None

    def read_at(self, subject: Subject) -> datetime | None:
        """Return when the latest reading of a subject began, None: it was never read."""
        query = select(_subject.read_at).where(_subject.kind == subject.kind.value, _subject.id == subject.id)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def last_order(self) -> int:
        """Return the place of the latest fact of all, 0: none yet."""
        with self._database.reading() as connection:
            return connection.execute(select(func.max(_row.seq))).scalar() or 0

    def holder(self, name: str) -> str | None:
        """Return the client that was last seen to have the holding of this name."""
        query = (
            select(_row.subject_id)
            .where(IS_HOLDING, _row.name == name, _row.value != "")
            .order_by(_row.seq.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalar()


def insert_learned(database: Database, connection: Connection, learned: Mapping[str, Sequence[Learned]]) -> None:
    """Add what deliveries taught, each fact once for its delivery, within the caller's transaction.

    A delivery that is learned from again, perhaps by another version, adds what it had not taught before.
    """
    if not any(learned.values()):
        return
    for subject in sorted({one.subject for news in learned.values() for one in news}):
        take_turn(database, connection, subject)
    known = _taught(connection, list(learned))
    rows = [
        row | {"delivery": webhook_id, "delivery_index": index}
        for webhook_id, news in learned.items()
        for index, row in enumerate(
            (row for row in (new_row(one.subject, one.fact) for one in news) if row not in known[webhook_id]),
            start=len(known[webhook_id]),
        )
    ]
    if rows:
        connection.execute(database.backend.insert(facts).on_conflict_do_nothing(), rows)


def _taught(connection: Connection, webhook_ids: Sequence[str]) -> Mapping[str, list[dict[str, object]]]:
    """Return what each of these deliveries has taught so far, as rows."""
    query = select(_row.delivery, *(_row[name] for name in _COLUMNS)).where(_row.delivery.in_(webhook_ids))
    found: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for delivery, *values in connection.execute(query.order_by(_row.delivery_index)):
        found[str(delivery)].append(dict(zip(_COLUMNS, values, strict=True)))
    return found


def take_turn(database: Database, connection: Connection, subject: Subject) -> None:
    database.backend.serialise(connection, f"facts of {subject}")


def _known(connection: Connection, subject: Subject, as_known: datetime | None = None) -> tuple[Fact, ...]:
    query = FACTS.where(_row.subject_kind == subject.kind.value, _row.subject_id == subject.id)
    if as_known is not None:
        query = query.where(_row.learned <= as_known)
    return tuple(fact_of(row) for row in connection.execute(query))


def fact_of(row: Sequence[Any]) -> Fact:
    about, value, learned, source, effect, name, item, seq = row
    return Fact(
        about=About(about),
        value=value,
        learned=learned,
        source=Source(source),
        effect=effect,
        name=name,
        item=item,
        order=seq,
    )


def new_row(subject: Subject, fact: Fact) -> dict[str, object]:
    return {
        "subject_kind": subject.kind.value,
        "subject_id": subject.id,
        "about": fact.about.value,
        "value": fact.value,
        "learned": fact.learned,
        "source": fact.source.value,
        "effect": fact.effect,
        "name": fact.name,
        "item": fact.item,
    }
