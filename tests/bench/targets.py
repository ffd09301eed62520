"""Whom the load is sent to: the bridge's receiver in its variants and the peers, each a process of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import FASTEST, SECRET, Load, burst
from tests.bench.served import KINDS

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".cache/bench"
SOURCES = Path(__file__).parent / "peers"
PYTHON = PEERS / "python/bin/python"
STARTING_SECONDS = 30.0
REMEDY = (
    "the peers of P2 and P3: install them with make bench-peers (Django and gunicorn; node, express, better-sqlite3)"
)

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is up."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"

    def burst(self, *, connections: int, seconds: float, most: float = FASTEST) -> Load:
        return burst(self.port, connections=connections, seconds=seconds, most=most)

    def cpu_seconds(self) -> float:
        """Return the CPU time that its processes have taken so far."""
        return sum(_ticks(each) for each in _family(self.process.pid)) / _TICK


@contextmanager
def started(name: str, folder: Path) -> Iterator[Target]:
    """Start one of the bridge's KINDS, or a peer, with a store of its own under ``folder``."""
    port, at = free_port(), folder / name
    at.mkdir()
    command, environment = _command(name, port, at)
    with (at / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _await(port, process, at / "log")
        yield Target(name, port, process)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def peers() -> Mapping[str, bool]:
    """Tell which peers are installed."""
    return {
        "django": PYTHON.exists(),
        "express": (PEERS / "node_modules/better-sqlite3").is_dir() and shutil.which("node") is not None,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _command(name: str, port: int, folder: Path) -> tuple[Sequence[str], Mapping[str, str]]:
    if name in KINDS:
        return [sys.executable, "-m", "tests.bench.served", name, str(port), str(folder)], {}
    if name == "express":
        script = str(shutil.copy(SOURCES / "express.js", PEERS))  # node looks for packages beside the script
        return ["node", script, str(port), str(folder), SECRET], {"NODE_ENV": "production"}
    environment = {"FOLDER": str(folder), "SECRET": SECRET, "PYTHONPATH": str(SOURCES)}
    subprocess.run([PYTHON, SOURCES / "django_view.py"], env={**os.environ, **environment}, check=True)
    served = ["-m", "gunicorn", "--threads", "8", "--bind", f"127.0.0.1:{port}", "django_view:application"]
    return [str(PYTHON), *served], environment


def _await(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"it did not start: {log.read_text()[-400:]}")


def _family(pid: int) -> list[int]:
    """Return a process and all that came of it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
