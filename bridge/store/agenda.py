"""The agenda: whom to look at and when, one row a subject, and who is looking at it now.

Everything that makes the bridge look again is a touch of this table; touches of one subject fold into one look. A look
is a lease: nobody else takes the subject until it is put back or the lease has run out. What is due is found through
indexes that hold only what is free and what waits, so that cost follows what is due and not what exists.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, and_, case, func, literal, literal_column, not_, or_, select, tuple_, update

from bridge.core.model import Subject, SubjectKind
from bridge.store.bell import Waiter
from bridge.store.columns import microseconds
from bridge.store.database import Database
from bridge.store.leases import Lease, find_due, is_held, is_still, is_subject, ripen, take
from bridge.store.tables import IS_FAILING, IS_FREE, IS_TAKEN_OR_WAITS, agenda
from bridge.store.touches import BACKFILL, NORMAL, URGENCIES, Touch, touch

_PAGE = 1000
_row = agenda.c


@dataclass(frozen=True, slots=True)
class Counts:
    """How the agenda stands."""

    due_now: int
    waiting: int  # due too, but put off on purpose: an outcome is to be settled, or a failed look tried again
    next_due: datetime | None  # the earliest instant planned, past or to come, of what does not wait
    oldest_due: datetime | None  # None: nothing is due
    leased: int
    failing: int


@dataclass(frozen=True, slots=True)
class Failing:
    """A subject whose last look failed: how often in a row, why, and in how many seconds it is tried again."""

    subject: Subject
    failures: int
    error: str
    again_in: float


class Agenda:
    """The agenda of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def touch(
        self,
        subjects: Iterable[Subject],
        due: datetime,
        *,
        urgency: int = NORMAL,
        rechecks: int = 0,
        now: datetime | None = None,
    ) -> None:
        """Plan a look at each subject by ``due``; one planned earlier stays. A thousand are one transaction.

        ``now`` given and not before ``due``: a fresh hint, which also ends a wait for another try.
        """
        is_fresh = now is not None and due <= now
        touches = (Touch(subject, due, urgency=urgency, rechecks=rechecks, is_fresh=is_fresh) for subject in subjects)
        while page := list(islice(touches, _PAGE)):
            with self._database.writing(rings=True) as connection:
                touch(self._database, connection, page)

    def lease(self, owner: str, now: datetime, *, seconds: float, limit: int) -> list[Lease]:
        """Take up to ``limit`` subjects that are due, the most urgent and longest due first, for ``seconds``."""
        if self.pause_until_due(now, at_most=1) > 0:
            return []  # so that an idle worker writes nothing
        deadline = time.monotonic() + seconds
        found: list[Lease] = []
        with self._database.writing() as connection:
            ripen(self._database, connection)
            for urgency in URGENCIES:
                wanted = limit - len(found)
                found += find_due(
                    connection, owner=owner, now=now, deadline=deadline, urgency=urgency, limit=max(0, wanted)
                )
            take(self._database, connection, found, seconds=seconds)
        return found

    def put_back(  # noqa: PLR0913 - what a look can have come to
        self,
        lease: Lease,
        *,
        due: datetime | None,
        urgency: int = NORMAL,
        wait: float = 0,
        rechecks: int = 0,
        failed: bool = False,
        error: str = "",
    ) -> bool:
        """End a look: the next is due at ``due`` (None: nothing is planned), and not for ``wait`` seconds.

        What was touched during the look stays due. ``error`` is kept until a look does not fail. False: the lease was
        lost, and nothing is changed.
        """
        unplanned = BACKFILL if due is None else urgency
        is_touched = _row.version != lease.version
        is_sooner = _row.due_at.is_not(None) if due is None else _row.due_at < due
        waits = self._database.backend.tick() + microseconds(wait) if wait > 0 else literal_column("0")
        with self._database.writing(rings=True) as connection:
            result = connection.execute(
                update(agenda)
                .where(is_still(lease))
                .values(
                    owner=None,
                    free_tick=case((is_touched, 0), else_=waits),
                    due_at=case((and_(is_touched, is_sooner), _row.due_at), else_=literal(due, _row.due_at.type)),
                    urgency=case((and_(is_touched, _row.urgency < unplanned), _row.urgency), else_=unplanned),
                    rechecks=case((and_(is_touched, _row.rechecks > rechecks), _row.rechecks), else_=rechecks),
                    failures=_row.failures + 1 if failed else 0,
                    error=error if failed else "",
                )
            )
        return result.rowcount == 1

    def is_held(self, lease: Lease, *, for_seconds: float = 0) -> bool:
        """Tell whether the lease will last for so long."""
        with self._database.reading() as connection:
            return is_held(self._database, connection, lease, for_seconds=for_seconds)

    def extend(self, lease: Lease, seconds: float) -> Lease | None:
        """Let the lease run for ``seconds`` from now; None: it was lost."""
        deadline = time.monotonic() + seconds
        until = self._database.backend.tick() + microseconds(seconds)
        with self._database.writing() as connection:
            result = connection.execute(update(agenda).where(is_still(lease)).values(free_tick=until))
        return replace(lease, deadline=deadline) if result.rowcount == 1 else None

    def refresh(self, lease: Lease) -> Lease | None:
        """Take note of what was touched since the lease began; None: it was lost.

        Call it before the look reads anything: touches up to here are then answered by this look, and need no other.
        """
        now = select(_row.version, _row.rechecks).where(is_still(lease))
        with self._database.reading() as connection:
            row = connection.execute(now).first()
        return None if row is None else replace(lease, version=row.version, rechecks=row.rechecks)

    def pause_until_due(self, now: datetime, *, at_most: float) -> float:
        """Return the seconds until something may be taken: it is due, has waited long enough, or its lease runs out."""
        ripens_in = select(func.min(_row.free_tick) - self._database.backend.tick()).where(IS_TAKEN_OR_WAITS)
        with self._database.reading() as connection:
            due = _next_due(connection)
            ticks: int | None = connection.execute(ripens_in).scalar()
        pauses = [at_most]
        if due is not None:
            pauses.append((due - now).total_seconds())
        if ticks is not None:
            pauses.append(ticks / 1_000_000)
        return max(0.0, min(pauses))

    def listen(self) -> Waiter:
        """Begin to hear of touches, those of other processes too; open it before asking how long to pause."""
        return self._database.listen()

    def planned(self, subject: Subject) -> datetime | None:
        """Return when the next look at a subject is due, None: nothing is planned."""
        with self._database.reading() as connection:
            return connection.execute(select(_row.due_at).where(is_subject(subject))).scalar()

    def in_hand(self, subjects: Sequence[Subject], now: datetime) -> dict[Subject, int]:
        """Return those subjects that are due or being looked at, each with how often in a row its looks have failed."""
        is_one = tuple_(_row.kind, _row.id).in_([(subject.kind.value, subject.id) for subject in subjects])
        query = select(_row.kind, _row.id, _row.failures).where(
            is_one, or_(_row.owner.is_not(None), _row.due_at <= now)
        )
        with self._database.reading() as connection:
            return {Subject(SubjectKind(kind), id_): failures for kind, id_, failures in connection.execute(query)}

    def subjects(self, kind: SubjectKind) -> Iterator[Subject]:
        """Yield every subject of a kind that was ever touched, a page at a time."""
        page: list[str] = [""]
        while page:
            after = select(_row.id).where(_row.kind == kind.value, _row.id > page[-1]).order_by(_row.id).limit(_PAGE)
            with self._database.reading() as connection:
                page = list(connection.execute(after).scalars())
            yield from (Subject(kind, id_) for id_ in page)

    def failing(self, *, limit: int) -> tuple[Failing, ...]:
        """Return subjects whose last look failed, those that failed most often first."""
        ticks = _row.free_tick - self._database.backend.tick()
        again_in = case((ticks > 0, ticks), else_=0).label("again_in")
        query = (
            select(_row.kind, _row.id, _row.failures, _row.error, again_in)
            .where(IS_FAILING)
            .order_by(_row.failures.desc(), _row.kind, _row.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(
                Failing(Subject(SubjectKind(kind), id_), failures, error, ticks / 1_000_000)
                for kind, id_, failures, error, ticks in connection.execute(query)
            )

    def counts(self, now: datetime) -> Counts:
        """Return how the agenda stands, at a cost that follows what is due or waits."""
        with self._database.reading() as connection:
            return counts(self._database, connection, now)


def counts(database: Database, connection: Connection, now: datetime) -> Counts:
    """Count within the caller's transaction."""
    is_due = _row.due_at <= now
    is_ahead = _row.free_tick > database.backend.tick()
    waits = and_(is_due, is_ahead, _row.owner.is_(None))  # for a tick, which is no instant: it is not late until then
    free = select(func.count()).where(IS_FREE, _row.urgency.in_(URGENCIES), is_due)
    others = select(
        func.count().filter(and_(is_due, not_(waits))).label("due"),
        func.count().filter(waits).label("waiting"),
        func.count().filter(and_(is_ahead, _row.owner.is_not(None))).label("leased"),
        func.min(_row.due_at).filter(not_(waits)).label("next_due"),
    ).where(IS_TAKEN_OR_WAITS)
    failing = select(func.count()).select_from(agenda).where(IS_FAILING)
    other = connection.execute(others).one()
    next_due = min((due for due in (_next_due(connection), other.next_due) if due is not None), default=None)
    return Counts(
        due_now=connection.execute(free).scalar_one() + other.due,
        waiting=other.waiting,
        next_due=next_due,
        oldest_due=next_due if next_due is not None and next_due <= now else None,
        leased=other.leased,
        failing=connection.execute(failing).scalar_one(),
    )


def _next_due(connection: Connection) -> datetime | None:
    """Return the earliest instant planned for a subject that is free: one look into the index for each urgency."""
    soonest = [select(func.min(_row.due_at)).where(IS_FREE, _row.urgency == urgency) for urgency in URGENCIES]
    dues = connection.execute(select(*(query.scalar_subquery() for query in soonest))).one()
    return min((due for due in dues if due is not None), default=None)
