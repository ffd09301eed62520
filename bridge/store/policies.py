"""Policies: every one that was ever decided under, and from when on which was in force."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bridge.store.database import Database
from bridge.store.marks import start_first
from bridge.store.tables import activations, policies

_row = policies.c
_LATEST = select(activations.c.digest, activations.c.at).order_by(activations.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Activation:
    """A policy, and since when it is in force."""

    digest: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """What a start found. ``changed``: another policy, ``previous``, was in force until now."""

    is_first_start: bool
    changed: bool
    previous: str | None


class Policies:
    """The policies of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enter(self, digest: str, document: str, vocabulary: frozenset[str], now: datetime) -> Entered:
        """Put a policy in force, if it is not; the very first one also sets the store's answer-from (W7)."""
        row = {"digest": digest, "document": document, "vocabulary": json.dumps(sorted(vocabulary))}
        with self._database.writing() as connection:
            self._database.backend.serialise(connection, "policies")
            connection.execute(self._database.backend.insert(policies).values(row).on_conflict_do_nothing())
            previous = _latest(connection)
            if previous is None:
                start_first(self._database, connection, now)
            if previous is None or previous.digest != digest:
                connection.execute(insert(activations).values(digest=digest, at=now))
        return Entered(
            is_first_start=previous is None,
            changed=previous is not None and previous.digest != digest,
            previous=None if previous is None else previous.digest,
        )

    def current(self) -> Activation | None:
        """Return the policy in force, None before the first start."""
        with self._database.reading() as connection:
            return _latest(connection)

    def document(self, digest: str) -> str | None:
        with self._database.reading() as connection:
            return connection.execute(select(_row.document).where(_row.digest == digest)).scalar()

    def vocabulary(self) -> frozenset[str]:
        """Return every tag that some policy of this store could write, and no other may be touched (W1)."""
        with self._database.reading() as connection:
            documents = connection.execute(select(_row.vocabulary)).scalars().all()
        return frozenset(tag for document in documents for tag in json.loads(document))


def _latest(connection: Connection) -> Activation | None:
    row = connection.execute(_LATEST).first()
    return Activation(row.digest, row.at) if row else None
