"""The bridge as a real process, and a sender who signs: what the tests of durability and of hostile input stand on.

No billing system answers here; where effects count, ``tests.journey.house`` has a shop. Whatever is started is ended.
"""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.secrets import Secret
from tests.web.fakes import SECRET, TOKEN, signed

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds within which the bridge must be up
STEP = 0.05
EVENT = b'{"type": "TicketUserReply", "timestamp": "2026-03-01T10:00:00+00:00", "data": {"ticketid": 7}}'
TOKEN_VARIABLE = "BRIDGE_API_TOKEN"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def eventually(is_so: Callable[[], bool], *, within: float = PATIENCE) -> bool:
    """Wait until something is so, for so many seconds at most; return whether it came to be."""
    end = time.monotonic() + within
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(STEP)
    return True


@dataclass(frozen=True, slots=True)
class Answered:
    """What the bridge answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    port: int,
    method: str,
    path: str,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    seconds: float = 30,
) -> Answered:
    """Send one request on a connection of its own; raises OSError or HTTPException where no whole answer comes."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=seconds)) as connection:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, names, answer.read())


def deliver(
    port: int, identifier: str, body: bytes = EVENT, *, secret: Secret = SECRET, seconds: float = 30
) -> Answered | None:
    """Send a signed webhook; None where the connection was refused or broken off, or silent for so many seconds."""
    headers = signed(body, identifier=identifier, secret=secret)
    try:
        return ask(port, "POST", "/webhooks/whmcs", body=body, headers=headers, seconds=seconds)
    except (OSError, http.client.HTTPException):
        return None


def status_of(answer: Answered | None) -> int | None:
    return answer.status if answer else None


@dataclass
class Running:
    """One running bridge."""

    process: "subprocess.Popen[bytes]"
    port: int
    folder: Path

    def deliver(self, identifier: str, body: bytes = EVENT, *, seconds: float = 30) -> Answered | None:
        return deliver(self.port, identifier, body, seconds=seconds)

    def is_alive(self) -> bool:
        try:
            return ask(self.port, "GET", "/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def serving(self) -> int:
        """Return the process that accepts connections."""
        return serving_below(self.process.pid)

    def bodies(self) -> dict[str, bytes]:
        """Return what is in the embedded store, by webhook-id."""
        return bodies_in(self.folder / "bridge.db")


def bodies_in(path: Path) -> dict[str, bytes]:
    """Return the bodies in a SQLite store that somebody may have open, by webhook-id."""
    with closing(sqlite3.connect(path, timeout=30)) as store:
        return dict(store.execute("SELECT webhook_id, body FROM deliveries"))


def serving_below(parent: int) -> int:
    """Return the youngest process on the line parent, receiver, server."""
    process = parent
    while children := _children(process):
        process = children[0]  # the receiver is started before the worker
    return process


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def write_config(folder: Path, *, store: str | None = None) -> None:
    """Write what ``bridge init`` writes, with a read token, and a billing system that nobody answers for."""
    for name, content in starter().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_changed(content, store) if path.suffix == ".toml" else content)


def _changed(config: str, store: str | None) -> str:
    config = config.replace("https://billing.example.com/", f"http://{HOST}:{free_port()}/")
    config = re.sub(r"(?m)^# tokens.*$", f'tokens = [{{ env = "{TOKEN_VARIABLE}" }}]', config)
    return re.sub(r'(?m)^url( *)= "sqlite:.*$', f'url\\1= "{store}"', config) if store else config


@contextmanager
def running(
    folder: Path, verb: str = "serve", *, store: str | None = None, within: Sequence[str] = ()
) -> Iterator[Running]:
    """Run ``bridge VERB`` until it answers, ``within`` another command such as strace."""
    write_config(folder, store=store)
    port = free_port()
    command = [*within, sys.executable, "-m", "bridge", verb, "--listen", f"{HOST}:{port}"]
    environment = {**os.environ, SECRET_VARIABLE: SECRET.reveal(), TOKEN_VARIABLE: TOKEN.reveal()}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stderr=log, start_new_session=True)
    made = Running(process, port, folder)
    try:
        assert eventually(lambda: made.is_alive() or process.poll() is not None), made.log()
        assert process.poll() is None, made.log()
        yield made
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
