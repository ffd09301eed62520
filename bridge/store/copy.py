"""A whole store put onto another database: every row or none, compared before it counts.

The rule: the source takes no write while it is read, the target is seen by nobody until each table holds the same rows
as its source, by count and by digest. Instants of the policy come over as they are; what was counted on the source's
lease clock means nothing on the target's, and begins anew there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from bridge.errors import BridgeError, UsageError
from bridge.store.database import Database
from bridge.store.leases import is_any_held, restart_lease_clock
from bridge.store.migrate import HEAD, revision
from bridge.store.tables import metadata
from bridge.store.writes import restart_settling

TABLES = metadata.sorted_tables
_PAGE = 1000  # rows that are held in memory at once
_DIGEST_RANGE = 1 << 256

Tell = Callable[[str, int], None]  # a table, and how many of its rows are over


class CopyDiffersError(BridgeError):
    """What arrived is not what was read; the target was left as it was."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and a digest that does not depend on their order."""

    rows: int
    digest: str


class _Tally:
    """Adds up a table's content, page by page."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, page: Iterable[Mapping[str, Any]]) -> None:
        # Both databases give the same Python values; the sum of the rows' digests is the same in any order.
        for row in page:
            self._rows += 1
            self._sum += int.from_bytes(sha256(repr(tuple(row.values())).encode()).digest())

    def content(self) -> Content:
        return Content(self._rows, f"{self._sum % _DIGEST_RANGE:064x}")


def copy_everything(source: Database, target: Database, tell: Tell) -> Mapping[str, Content]:
    """Copy every table in one transaction; return what each holds on both sides now.

    Raises UsageError where the source is in use or the target is not empty, CopyDiffersError, StoreUnavailableError.
    """
    with target.reading() as connection:  # so that a mistake is told before anything waits for a lock
        _require_empty(connection)
    with source.writing() as reading, target.writing() as writing:
        source.backend.shut(reading)
        target.backend.shut(writing)
        _require_this_version(reading, "from")
        _require_this_version(writing, "to")
        _require_idle(source, reading)
        _require_empty(writing)
        copied = {table.name: _copy(table, reading, writing, tell) for table in TABLES}
        for table in TABLES:
            _require_same(table, copied[table.name], writing)
            target.backend.count_on(writing, table)
        restart_lease_clock(writing)
        restart_settling(target, writing)
    return copied


def _copy(table: Table, reading: Connection, writing: Connection, tell: Tell) -> Content:
    tally, count = _Tally(), 0
    for page in _pages(table, reading):
        tally.add(page)
        writing.execute(insert(table), page)
        count += len(page)
        tell(f"rows of {table.name}", count)
    return tally.content()


def _require_same(table: Table, expected: Content, connection: Connection) -> None:
    tally = _Tally()
    for page in _pages(table, connection):
        tally.add(page)
    found = tally.content()
    if found != expected:
        raise CopyDiffersError(
            f"{table.name}: {expected.rows} rows were read and {found.rows} arrived, or not the same ones: nothing was"
            " copied. See what else writes to the target (a trigger, a rule), then say this again"
        )


def _pages(table: Table, connection: Connection) -> Iterator[list[dict[str, Any]]]:
    """Yield a table's rows in the order of its key, a page at a time."""
    rows = select(table).order_by(*table.primary_key).execution_options(yield_per=_PAGE)
    for page in connection.execute(rows).mappings().partitions():
        yield [dict(row) for row in page]


def _require_empty(connection: Connection) -> None:
    for table in TABLES:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise UsageError(
                f"the store to copy to is not empty (it has {table.name}): name a new one; nothing was copied"
            )


def _require_this_version(connection: Connection, side: str) -> None:
    """Refuse a newer program's store: it may hold what this one knows nothing of."""
    found = revision(connection)
    if found != HEAD:
        raise UsageError(
            f"the store to copy {side} is at version {found}, this program at {HEAD}: use the newer bridge"
        )


def _require_idle(source: Database, connection: Connection) -> None:
    if source.backend.has_worker():
        raise UsageError("a bridge works on the store to copy from: stop it on every machine, then say this again")
    # An embedded store's one worker is gone for certain, whatever it left; a machine out of reach may still be sending.
    if not source.backend.is_embedded and is_any_held(source, connection):
        raise UsageError(
            "somebody was looking at subjects of the store to copy from: stop every `bridge work`, wait a minute for"
            " their leases to end, then say this again"
        )
