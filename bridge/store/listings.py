"""What the billing system listed in a run of backfill or reconcile, and how far that run has come.

Holdings are listed in another order than the clients that hold them, so they wait here until their client's page comes;
nothing of a list is kept in memory. Rule: rows and progress are committed together, so that a run that was killed
goes on where it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select, tuple_, update

from bridge.core.model import Holding, Subject, SubjectKind
from bridge.listing import HeldBy
from bridge.store.database import Database
from bridge.store.marks import put
from bridge.store.tables import IS_OPEN, listed, subjects, tickets

_row = listed.c
_PAGE = 1000


class Need(StrEnum):
    """What a listed subject still needs of its run."""

    NOTHING = ""
    LOOK = "look"  # one of its own
    ASKED = "asked"  # it is on the agenda
    DONE = "done"
    FAILED = "failed"
    DRIFTS = "drifts"  # found to be otherwise than the store believes


UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Listed:
    """A client or ticket that was listed, or is missing; ``why`` it needs what it needs, in the run's own words."""

    subject: Subject
    need: Need = Need.NOTHING
    why: str = ""
    client: str | None = None  # a ticket's


class Listings:
    """The lists of one store; ``run`` is who reads them, ``progress`` its own document, kept as the mark ``run``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: str, progress: str) -> None:
        """Forget what a run before listed; until that is done there is no run to go on with."""
        self._put(run, "")
        self._forget(run)
        self._put(run, progress)

    def end(self, run: str, progress: str) -> None:
        """Forget the lists; what the run came to stays."""
        self._put(run, progress)
        self._forget(run)

    def _put(self, run: str, progress: str) -> None:
        with self._database.writing() as connection:
            put(self._database, connection, run, progress)

    def _forget(self, run: str) -> None:
        """Forget a run's lists a page at a time: in one go they would hold up whoever writes, and fill the memory."""
        place = tuple_(_row.kind, _row.owner, _row.id)
        page = select(_row.kind, _row.owner, _row.id).where(_row.run == run).limit(_PAGE)
        forgotten = _PAGE
        while forgotten == _PAGE:
            with self._database.writing() as connection:
                forgotten = connection.execute(delete(listed).where(_row.run == run, place.in_(page))).rowcount

    def add_holdings(self, run: str, held: Sequence[HeldBy], unreadable: Sequence[str], progress: str) -> None:
        """Keep holdings until their client's page comes; clients with one that made no sense need a look."""
        rows = [
            _new_row(run, SubjectKind.HOLDING, one.holding.name, owner=one.client)
            | {"item": one.holding.item, "status": one.holding.status, "registered": _text(one.holding.registered)}
            for one in held
        ]
        with self._database.writing() as connection:
            _add_rows(self._database, connection, rows)
            odd = [Listed(Subject(SubjectKind.CLIENT, client), Need.LOOK, UNREADABLE) for client in unreadable]
            add_listed(self._database, connection, run, odd)
            put(self._database, connection, run, progress)

    def add(self, run: str, found: Iterable[Listed], progress: str) -> None:
        """Keep that subjects were listed, and what they need."""
        with self._database.writing() as connection:
            add_listed(self._database, connection, run, found)
            put(self._database, connection, run, progress)

    def held_by(self, run: str, clients: Sequence[str]) -> Mapping[str, tuple[Holding, ...]]:
        """Return what each of the clients holds, as listed."""
        query = select(_row.owner, _row.id, _row.item, _row.status, _row.registered).where(
            _row.run == run, _row.kind == SubjectKind.HOLDING.value, _row.owner.in_(clients)
        )
        found: dict[str, tuple[Holding, ...]] = dict.fromkeys(clients, ())
        with self._database.reading() as connection:
            for owner, name, item, status, registered in connection.execute(query.order_by(_row.owner, _row.id)):
                day = date.fromisoformat(registered) if registered else None
                found[owner] = (*found[owner], Holding(name, item, status, day))
        return found

    def in_need(self, run: str, need: Need, *, after: Subject | None = None, limit: int) -> list[Listed]:
        """Return subjects in this need, clients before tickets, by id as text."""
        query = select(_row.kind, _row.id, _row.item, _row.status).where(_row.run == run, _row.need == need.value)
        if after is not None:
            is_later = (_row.kind == after.kind.value) & (_row.id > after.id)
            query = query.where(is_later | (_row.kind > after.kind.value))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(_row.kind, _row.id).limit(limit))
            return [Listed(Subject(SubjectKind(kind), id_), need, why, item or None) for kind, id_, item, why in rows]

    def put_need(self, run: str, found: Mapping[Subject, Need], progress: str) -> None:
        """Record what becomes of subjects."""
        with self._database.writing() as connection:
            for subject, need in found.items():
                is_it = (_row.kind == subject.kind.value, _row.owner == "", _row.id == subject.id)
                connection.execute(update(listed).where(_row.run == run, *is_it).values(need=need.value))
            put(self._database, connection, run, progress)

    def look_again(self, run: str) -> None:
        """Let what was asked for, or failed, need its look again."""
        again = _row.need.in_([Need.ASKED.value, Need.FAILED.value])
        with self._database.writing() as connection:
            connection.execute(update(listed).where(_row.run == run, again).values(need=Need.LOOK.value))

    def count(self, run: str, *needs: Need) -> int:
        query = select(func.count()).where(_row.run == run, _row.need.in_([need.value for need in needs]))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def unlisted(self, run: str, kind: SubjectKind) -> Iterator[Subject]:
        """Yield the clients that were read before, or the tickets known as open, that no page showed."""
        is_client = kind is SubjectKind.CLIENT
        ids = subjects.c.id if is_client else tickets.c.id
        is_known = subjects.c.kind == kind.value if is_client else IS_OPEN
        is_it = (_row.run == run, _row.kind == kind.value, _row.owner == "", _row.id == ids)
        known = select(ids).where(is_known, ~select(_row.id).where(*is_it).exists()).order_by(ids).limit(_PAGE)
        page = [""]
        while page:
            with self._database.reading() as connection:
                page = list(connection.execute(known.where(ids > page[-1])).scalars())
            yield from (Subject(kind, id_) for id_ in page)


def add_listed(database: Database, connection: Connection, run: str, found: Iterable[Listed]) -> None:
    """Keep that subjects were listed within the caller's transaction; a look once needed stays needed."""
    rows = [
        _new_row(run, one.subject.kind, one.subject.id, need=one.need, status=one.why) | {"item": one.client or ""}
        for one in found
    ]
    _add_rows(database, connection, [row for row in rows if row["need"] == Need.NOTHING])
    needs = [row for row in rows if row["need"] != Need.NOTHING]
    _add_rows(database, connection, needs, also=("need",))


def _add_rows(
    database: Database, connection: Connection, rows: Sequence[dict[str, str]], also: Sequence[str] = ()
) -> None:
    """Add rows; seen again, a row is renewed."""
    if not rows:
        return
    statement = database.backend.insert(listed)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[_row.run, _row.kind, _row.owner, _row.id],
            set_={name: new[name] for name in ("item", "status", "registered", *also)},
        ),
        list(rows),
    )


def _new_row(
    run: str, kind: SubjectKind, id_: str, *, owner: str = "", need: Need = Need.NOTHING, status: str = ""
) -> dict[str, str]:
    return {
        "run": run,
        "kind": kind.value,
        "owner": owner,
        "id": id_,
        "item": "",
        "status": status,
        "registered": "",
        "need": need.value,
    }


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
