"""P12: what a look, the due sweep and the status cost in a store of a million clients, beside one of ten thousand.

One client and its ticket are looked at by the real bridge; what that left in the store is then copied for all others,
in every table, so that a store is as full as it would be, without a million looks.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.config import Settings, load
from bridge.config.sources import fresh_signing_secret
from bridge.core.model import Subject, SubjectKind
from bridge.store import open_store
from tests.bench.receiving import on_disk
from tests.bench.report import Ratio, Reading, Section
from tests.reconcile.bench import Bench, LeaseClock
from tests.reconcile.shop import FakeClock, Shop

SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (100, 300, 1_000)
TICKETS_A_CLIENT = 10  # a tenth of the clients has an open ticket
DUE = 100  # subjects that are due when the sweep begins
REPEATS = 20  # of each act, before the other store has its turn
CLIENT, TICKET = "42", "7"
NAMES = ("subject_id", "id", "client", "ticket")  # columns that say whose a row is
UNCOPIED = ("deliveries", "policies", "activations", "marks", "overrides", "alembic_version")


@dataclass(frozen=True, slots=True)
class Full:
    """A bridge with a full store, and how large it is."""

    clients: int
    bench: Bench
    bytes: int


def measure(*, rounds: int, seconds: float) -> Section:
    sizes = SIZES if seconds > 1 else QUICK_SIZES
    section = Section("growth")
    with tempfile.TemporaryDirectory(dir=on_disk()) as folder, ExitStack() as stack:
        stack.enter_context(mock.patch("bridge.store.embedded.time", LeaseClock()))
        full, memory = [], []
        for size in sizes:
            full.append(stack.enter_context(_full(Path(folder) / str(size), size)))
            _every_act(full[-1])
            memory.append(_resident())
        taken = _taken(full, rounds)
    for act in ACTS:
        few, many = taken[act, sizes[0]], taken[act, sizes[-1]]
        ratios = [more / less for more, less in zip(many, few, strict=True)]
        peer = f"{sizes[0]:,} clients"
        section.ratios.append(Ratio("P12", f"{act}, {sizes[-1]:,} clients", peer, ratios, 1.5, 1.1, is_cost=True))
        section.readings += [Reading(f"{act}, {size:,} clients", "ms", taken[act, size]) for size in sizes]
    for size, one, resident in zip(sizes, full, memory, strict=True):
        section.readings.append(Reading(f"store of {size:,} clients", "MB", [one.bytes / 1e6]))
        section.readings.append(Reading(f"memory after working on it, {size:,} clients", "MB", [resident / 1e6]))
    return section


# The acts, each told in milliseconds --------------------------------------------------------------------------------


def _look(full: Full) -> None:
    """Look at one ticket of many: leased, read, decided, put back."""
    now = full.bench.clock()
    full.bench.store.agenda.touch([Subject(SubjectKind.TICKET, TICKET)], now, now=now)
    assert full.bench.turn() == 1


def _sweep(full: Full) -> None:
    """Take what is due, while all others wait for their day."""
    agenda, now = full.bench.store.agenda, full.bench.clock()
    due = [Subject(SubjectKind.CLIENT, str(1_000_000 + number)) for number in range(min(DUE, full.clients))]
    agenda.touch(due, now, now=now)
    leases = agenda.lease("bench", now, seconds=60, limit=DUE)
    assert len(leases) == len(due)
    for lease in leases:
        agenda.put_back(lease, due=None)


def _status(full: Full) -> None:
    full.bench.store.status(full.bench.clock())


ACTS: Mapping[str, Callable[[Full], None]] = {
    "one look": _look,
    f"the sweep, {DUE} due": _sweep,
    "status": _status,
}


def _every_act(full: Full) -> None:
    for act in ACTS.values():
        act(full)


def _taken(full: list[Full], rounds: int) -> dict[tuple[str, int], list[float]]:
    taken: dict[tuple[str, int], list[float]] = {(act, one.clients): [] for act in ACTS for one in full}
    for _ in range(rounds):
        for name, act in ACTS.items():
            for one in full:
                repeats = 1 if act is _sweep else REPEATS
                begun = time.process_time()
                for _ in range(repeats):
                    act(one)
                taken[name, one.clients].append((time.process_time() - begun) * 1000 / repeats)
    return taken


# The store ----------------------------------------------------------------------------------------------------------


@contextmanager
def _full(folder: Path, clients: int) -> Iterator[Full]:
    folder.mkdir()
    path, settings = folder / "bridge.db", _settings(folder)
    store = open_store(f"sqlite:///{path}")
    try:
        bench = Bench(Shop(FakeClock(), enforces_keys=True), store, settings.policy, settings.texts, LeaseClock())
        bench.opens(TICKET, "My WordPress website stopped working after installing a plugin.", client=CLIENT)
        bench.settle()
        _multiply(path, clients)
        yield Full(clients, bench, sum(each.stat().st_size for each in folder.glob("bridge.db*")))
    finally:
        store.close()


def _settings(folder: Path) -> Settings:
    for name, content in starter().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return load(folder / "config.toml", environment={SECRET_VARIABLE: fresh_signing_secret()})


def _multiply(path: Path, clients: int) -> None:
    """Copy every row that is about the client, or about its ticket, under other ids."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TEMP TABLE series (number INTEGER PRIMARY KEY)")
        connection.execute(
            "WITH RECURSIVE up (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM up WHERE number + 1 < ?)"
            " INSERT INTO series SELECT number FROM up",
            (clients,),
        )
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in UNCOPIED and not table.startswith("sqlite_"):
                _copy(connection, table, CLIENT, clients)
                _copy(connection, table, TICKET, clients // TICKETS_A_CLIENT)
        connection.execute(
            "UPDATE agenda SET due_at = (SELECT max(learned) FROM facts) + (1 + rowid % 2592000) * 1000000"
            " WHERE id NOT IN (?, ?)",
            (CLIENT, TICKET),
        )
        connection.commit()


def _copy(connection: sqlite3.Connection, table: str, name: str, count: int) -> None:
    """Copy the rows of one table that a client or ticket of this name is the subject of."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "seq"]
    subject = next((column for column in NAMES if column in columns), None)
    if subject is None:
        return
    other = {CLIENT: "CAST(1000000 + number AS TEXT)", TICKET: "CAST(5000000 + number AS TEXT)"}
    values = [
        f"CASE {column} WHEN '{CLIENT}' THEN {other[CLIENT]} WHEN '{TICKET}' THEN {other[TICKET]} ELSE {column} END"
        if column in NAMES
        else column
        for column in columns
    ]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}, series"
        f" WHERE {table}.{subject} = ? AND number < ?",
        (name, count),
    )


def _resident() -> int:
    """Return the bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
