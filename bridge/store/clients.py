"""What the last look at each client found, so that the next one sees whether its open tickets must be looked at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bridge.store.database import Database
from bridge.store.tables import clients

_row = clients.c


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as last decided."""

    id: str
    timeline_digest: str
    tier: str
    decided_at: datetime


class Clients:
    """The clients of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def row(self, client: str) -> ClientRow | None:
        query = select(_row.id, _row.timeline_digest, _row.tier, _row.decided_at).where(_row.id == client)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return ClientRow(*row) if row else None

    def upsert(self, row: ClientRow) -> None:
        found = {"timeline_digest": row.timeline_digest, "tier": row.tier, "decided_at": row.decided_at}
        statement = self._database.backend.insert(clients).values(id=row.id, **found)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=[_row.id], set_=found))
