"""Clients by the page: what is known of a hundred at once, and what a list taught about them, in one transaction.

What a look keeps of one client is kept here of many: facts, the row that tells when tickets must be looked at, the next
look. The page's progress is committed with it, so that a page is taken in whole or not at all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, insert, select

from bridge.core.model import Fact, Override, Subject, SubjectKind
from bridge.store.clients import ClientRow
from bridge.store.database import Database
from bridge.store.facts import FACTS, fact_of, new_row, take_turn
from bridge.store.listings import Listed, add_listed
from bridge.store.marks import put
from bridge.store.overrides import overrides_of_each
from bridge.store.tables import IS_OPEN, clients, facts, subjects, tickets
from bridge.store.touches import BACKFILL, Touch, touch

CLIENT = SubjectKind.CLIENT.value


@dataclass(frozen=True, slots=True)
class Known:
    """All that the store knows of a client. ``read_at`` None: it was never read; ``tickets`` are its open ones.

    Each ticket comes with the digest of the timeline it was last decided on.
    """

    id: str
    facts: tuple[Fact, ...]
    overrides: tuple[Override, ...]
    row: ClientRow | None
    read_at: datetime | None
    tickets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a list comes to for a client: what is new, how it is decided, when to look again, whose look is due now."""

    new: tuple[Fact, ...]
    row: ClientRow
    due: datetime | None
    urgency: int
    stale: tuple[str, ...]  # tickets


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run commits with a page: who was listed, and its progress."""

    run: str
    listed: Sequence[Listed]
    progress: str


OnTaken = Callable[[Sequence[tuple[Known, Settled]]], Taken]


class ClientPages:
    """The clients of one store, many at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, ids: Sequence[str]) -> list[Known]:
        """Return what is known of these clients, in their order."""
        with self._database.reading() as connection:
            return _known(connection, ids)

    def settle(
        self, ids: Sequence[str], read_at: datetime, settle: Callable[[Known], Settled | None], taken: OnTaken
    ) -> None:
        """Take in what ``settle`` makes of each client, None: nothing; it runs within the transaction: keep it pure.

        One that was read after ``read_at`` is passed over: what the list says of it was so before. ``taken`` is told
        what was taken in, and returns what else to commit with it.
        """
        with self._database.writing(rings=True) as connection:
            for id_ in sorted(ids):
                take_turn(self._database, connection, Subject(SubjectKind.CLIENT, id_))
            fresh = (one for one in _known(connection, ids) if one.read_at is None or one.read_at <= read_at)
            found = [(known, settled) for known in fresh if (settled := settle(known)) is not None]
            self._keep(connection, found, read_at)
            also = taken(found)
            add_listed(self._database, connection, also.run, also.listed)
            put(self._database, connection, also.run, also.progress)

    def _keep(self, connection: Connection, found: Sequence[tuple[Known, Settled]], read_at: datetime) -> None:
        if not found:
            return
        news = [
            new_row(Subject(SubjectKind.CLIENT, known.id), fact) for known, settled in found for fact in settled.new
        ]
        if news:
            connection.execute(insert(facts), news)
        _upsert(
            self._database,
            connection,
            subjects,
            ({"kind": CLIENT, "id": known.id, "read_at": read_at} for known, _ in found),
        )
        _upsert(self._database, connection, clients, (asdict(settled.row) for _, settled in found))
        now = max(settled.row.decided_at for _, settled in found)
        touch(self._database, connection, [one for _, settled in found for one in _touches(settled, now)])


def _touches(settled: Settled, now: datetime) -> Iterable[Touch]:
    """Plan the client's next look, if any, and have tickets looked at that were decided on another timeline (L5)."""
    urgency = BACKFILL if settled.due is None else settled.urgency
    yield Touch(Subject(SubjectKind.CLIENT, settled.row.id), settled.due, urgency=urgency)
    for ticket in settled.stale:
        yield Touch(Subject(SubjectKind.TICKET, ticket), now, is_fresh=True)


def _upsert(database: Database, connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    statement = database.backend.insert(table)
    keys = [column.name for column in table.primary_key]
    renewed = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=renewed), [dict(row) for row in rows])


def _known(connection: Connection, ids: Sequence[str]) -> list[Known]:
    whose = (facts.c.subject_kind == CLIENT, facts.c.subject_id.in_(ids))
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for id_, *fact in connection.execute(
        select(facts.c.subject_id, *FACTS.selected_columns).where(*whose).order_by(facts.c.seq)
    ):
        found[id_].append(fact_of(fact))
    columns = (clients.c.id, clients.c.timeline_digest, clients.c.tier, clients.c.decided_at)
    rows = {row.id: ClientRow(*row) for row in connection.execute(select(*columns).where(clients.c.id.in_(ids)))}
    is_read = (subjects.c.kind == CLIENT, subjects.c.id.in_(ids))
    readings = connection.execute(select(subjects.c.id, subjects.c.read_at).where(*is_read))
    read = {row.id: row.read_at for row in readings}
    given = overrides_of_each(connection, SubjectKind.CLIENT, ids)
    open_of: defaultdict[str, dict[str, str]] = defaultdict(dict)
    of_them = select(tickets.c.client, tickets.c.id, tickets.c.timeline_digest).where(
        IS_OPEN, tickets.c.client.in_(ids)
    )
    for client, ticket, digest in connection.execute(of_them.order_by(tickets.c.id)):
        open_of[str(client)][ticket] = digest
    return [
        Known(id_, tuple(found[id_]), given.get(id_, ()), rows.get(id_), read.get(id_), open_of[id_]) for id_ in ids
    ]
