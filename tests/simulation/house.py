"""What every run of a process shares: the shipped configuration with two clarifications, and one store, kept open.

SQLAlchemy compiles its statements anew for each store that is opened, so runs take turns at one and empty it. A run
sees it through ``Watched``: each transaction is a place where another worker may go on, a crash may come, or the store
be out of reach.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.config import Settings, load
from bridge.config.sources import fresh_signing_secret
from bridge.errors import StoreUnavailableError
from bridge.store import Store, open_store
from bridge.store.database import Database
from bridge.store.tables import metadata
from tests.simulation.stage import Stage

Contents = Mapping[str, Sequence[Mapping[str, Any]]]
SECOND = "Hello,\n\nSECOND ROUND: please send us what you see after each step.\n"
MEMORY = Path("/dev/shm")  # where the machine has it: nothing here must outlive a run


@dataclass(frozen=True, slots=True)
class House:
    """Settings, and an open store."""

    settings: Settings
    store: Store

    def emptied(self) -> Store:
        self.put({})
        return self.store

    def contents(self) -> Contents:
        """Return everything in the store: a backup."""
        with self.store._database.reading() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in metadata.sorted_tables
            }

    def put(self, contents: Contents) -> None:
        """Let the store hold this and nothing else: a backup restored."""
        with self.store._database.writing() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
            for table in metadata.sorted_tables:
                if rows := contents.get(table.name):
                    connection.execute(insert(table), [dict(row) for row in rows])


@contextmanager
def opened() -> Iterator[House]:
    """Open a house of its own for this process, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="simulation-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        settings = _settings(folder)
        store = open_store(f"sqlite:///{folder / 'bridge.db'}")
        try:
            yield House(settings, store)
        finally:
            store.close()
    finally:
        shutil.rmtree(folder)


def _settings(folder: Path) -> Settings:
    for name, content in starter().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            content.replace('["replies/wordpress-1.md"]', '["replies/wordpress-1.md", "replies/second.md"]')
        )
    (folder / "replies" / "second.md").write_text(SECOND)
    return load(folder / "config.toml", environment={SECRET_VARIABLE: fresh_signing_secret()})


class Watched(Database):
    """A database whose every transaction is announced before it begins and after it is durable."""

    def __init__(self, real: Database, *, before: Callable[[], None], after: Callable[[bool], None]) -> None:
        super().__init__(real.backend)
        self._before = before
        self._after = after

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self._before()
        with super().reading() as connection:
            yield connection

    @contextmanager
    def writing(self, *, rings: bool = False) -> Iterator[Connection]:
        self._before()
        with super().writing(rings=rings) as connection:
            yield connection
        self._after(rings)


class Reach:
    """Whether the store can be reached: it may be down, and the answer to a commit may be lost on the way.

    Each transaction of a worker's is a point that it passes, and a place where others may go on.
    """

    def __init__(self, stage: Stage, counts: Counter[str], passed: Callable[[str], None]) -> None:
        self.is_down = False
        self.answer_lost_in: int | None = None  # commits of workers from now, 0: the next one's
        self._stage = stage
        self._counts = counts
        self._passed = passed

    def before(self) -> None:
        """Begin a transaction, where that can be done."""
        if self._stage.player is None:
            if self.is_down:
                raise StoreUnavailableError("the store is down")
            return
        self._stage.wait()
        self._passed("store")
        if self.is_down:
            self._counts["transaction while the store is down"] += 1
            self._stage.wait(0.05)
            raise StoreUnavailableError("the store is down")

    def after(self, rings: bool) -> None:
        """Go on after a commit, which is durable, whether or not it is heard of."""
        if rings:
            self._stage.ring()
        if self._stage.player is None or self.answer_lost_in is None:
            return
        self.answer_lost_in -= 1
        if self.answer_lost_in < 0:
            self.answer_lost_in = None
            self._counts["commit whose answer was lost"] += 1
            raise StoreUnavailableError("the connection was lost")
