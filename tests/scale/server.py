"""A PostgreSQL server of the test's own, that can be crashed, frozen and started again while others use theirs.

It is made by the installed binaries in a folder of its own, on a port of its own; as root it runs as ``postgres``,
for the server refuses to run as root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.kill.ports import reserved

REMEDY = "install PostgreSQL's server (initdb, pg_ctl), and as root a user named postgres"
_USER = "postgres"
_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    "shared_buffers=16MB",
    "autovacuum=off",
    "jit=off",
    "wal_level=minimal",  # with these two nothing but a write writes to the log
    "max_wal_senders=0",
)


def _binaries() -> Path | None:
    """Return the folder of the newest server installed."""
    known = (*Path("/usr/lib/postgresql").glob("*/bin"), Path(shutil.which("initdb") or "/nowhere").parent)
    found = [folder for folder in known if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    return max(found, key=lambda folder: (folder.parent.name.isdigit(), folder.parent.name.zfill(3)), default=None)


def _runs_as() -> int:
    """Return whom the server runs as; raises KeyError where root finds nobody for it."""
    return pwd.getpwnam(_USER).pw_uid if os.geteuid() == 0 else os.geteuid()


def is_here() -> bool:
    with suppress(KeyError):
        return _binaries() is not None and _runs_as() >= 0
    return False


@dataclass(frozen=True)
class Server:
    """A server that is up, until somebody lets it down."""

    binaries: Path
    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"port={self.port}"))
        self._run(
            "pg_ctl", "--pgdata", str(self.data), "--log", str(self.data / "log"), "--wait", "-o", options, "start"
        )

    def crash(self) -> None:
        """Let every process of it end at once, as when its machine dies."""
        self._run("pg_ctl", "--pgdata", str(self.data), "--mode", "immediate", "--wait", "stop")

    def drop_connections(self) -> None:
        """End every connection but ours, as a balancer or an administrator would."""
        with self.asking() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let no process of it answer, though its connections stay open."""
        processes = self._processes()
        try:
            for pid in processes:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in processes:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def _processes(self) -> list[int]:
        parent = int((self.data / "postmaster.pid").read_text().split()[0])
        return [parent, *map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]

    @contextmanager
    def asking(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            yield connection

    def connections(self) -> list[str]:
        """Return what each connection of others' has asked last."""
        of_others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
        with self.asking() as connection:
            rows = connection.execute(f"SELECT query FROM pg_stat_activity WHERE {of_others}".encode())
            return [str(query) for (query,) in rows]

    def listeners(self) -> int:
        """Return how many workers listen for work."""
        return sum(query.startswith("LISTEN") for query in self.connections())

    def written(self) -> int:
        """Return how many bytes its log has grown to: every write that was ever made is in there."""
        with self.asking() as connection:
            counted = connection.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')").fetchone()
        assert counted is not None
        return int(counted[0])

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.binaries / program, *arguments],
            user=_runs_as(),
            cwd=self.data.parent,
            stdout=subprocess.DEVNULL,  # a pipe would be kept open by the server
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )


@contextmanager
def own_server() -> Iterator[Server]:
    """Make a server and start it; it is gone at the end."""
    binaries = _binaries()
    assert binaries is not None, REMEDY
    # Not in pytest's folders: those are closed to the user that the server runs as.
    with tempfile.TemporaryDirectory(prefix="bridge-postgres-") as folder, reserved(1) as (port,):
        os.chown(folder, _runs_as(), -1)
        made = Server(binaries, Path(folder) / "data", port)
        made._run("initdb", "--pgdata", str(made.data), "--auth=trust", f"--username={_USER}", "--encoding=UTF8")
        made.start()
        try:
            yield made
        finally:
            with suppress(subprocess.CalledProcessError):  # it may be down already
                made.crash()
