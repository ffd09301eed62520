"""Marks: single values that belong to the store as a whole, such as from when on it answers (W7)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.store.database import Database
from bridge.store.tables import marks

_ANSWER_FROM = "answer-from"
_FIRST_START = "first-start"

_row = marks.c


@dataclass(frozen=True, slots=True)
class SetAnswerFrom:
    """An answer-from, and when it was set: of two that cover a ticket, the one set last stands (W7)."""

    answer_from: AnswerFrom
    set_at: datetime


class Marks:
    """The marks of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        with self._database.reading() as connection:
            return get(connection, name)

    def put(self, name: str, value: str) -> None:
        with self._database.writing() as connection:
            put(self._database, connection, name, value)

    def tally(self, name: str, count: int, at: str) -> None:
        """Add to a count that is kept as ``{"count", "first", "last"}``: how many, and the instants of both ends."""
        with self._database.writing() as connection:
            self._database.backend.serialise(connection, f"mark {name}")
            found = get(connection, name)
            before: dict[str, Any] = json.loads(found) if found else {"count": 0, "first": at}
            value = {"count": before["count"] + count, "first": before["first"], "last": at}
            put(self._database, connection, name, json.dumps(value))

    def first_start(self) -> datetime | None:
        """Return when the store was first decided on, None: never yet."""
        found = self.get(_FIRST_START)
        return None if found is None else datetime.fromisoformat(found)

    def answer_from(self) -> SetAnswerFrom | None:
        """Return the answer-from of every ticket that has none set later, None before the first start."""
        with self._database.reading() as connection:
            return store_answer_from(connection)

    def set_answer_from(self, given: SetAnswerFrom) -> None:
        with self._database.writing() as connection:
            put_answer_from(self._database, connection, given)


def start_first(database: Database, connection: Connection, now: datetime) -> None:
    """Mark the first start: nothing older is answered (W7)."""
    put(database, connection, _FIRST_START, now.isoformat())
    put_answer_from(database, connection, SetAnswerFrom(AnswerFrom(now, AnswerFromCause.FIRST_START), now))


def store_answer_from(connection: Connection) -> SetAnswerFrom | None:
    found = get(connection, _ANSWER_FROM)
    if found is None:
        return None
    instant, cause, set_at = json.loads(found)
    return SetAnswerFrom(
        AnswerFrom(datetime.fromisoformat(instant), AnswerFromCause(cause)), datetime.fromisoformat(set_at)
    )


def put_answer_from(database: Database, connection: Connection, given: SetAnswerFrom) -> None:
    answer_from = given.answer_from
    value = [answer_from.instant.isoformat(), answer_from.cause.value, given.set_at.isoformat()]
    put(database, connection, _ANSWER_FROM, json.dumps(value))


def get(connection: Connection, name: str) -> str | None:
    return connection.execute(select(_row.value).where(_row.name == name)).scalar()


def put(database: Database, connection: Connection, name: str, value: str) -> None:
    statement = database.backend.insert(marks).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=[_row.name], set_={"value": value}))
