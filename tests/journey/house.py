"""A whole bridge and a whole shop over real HTTP, on a clock that the test turns; and a hand that kills processes.

The sandbox runs here, ``bridge serve`` as a process group of its own. Whatever is started is ended by ``house``.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import requests

from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.clock import CLOCK_FILE, file_clock
from mappings.whmcs.sandbox import RunningSandbox, serve
from mappings.whmcs.sandbox.actor import Actor

START = datetime.fromisoformat("2026-03-01T10:00:00+00:00")
BRIDGE = "Support Bridge"
PATIENCE = 60.0  # seconds within which the bridge must be up, or at rest
STEP = 0.05
TAGS_NOTE = "Support tags: "
API_SECRETS = {
    "BRIDGE_API_ID": "sandbox-identifier",
    "BRIDGE_API_SECRET": "sandbox-secret",
    "BRIDGE_API_KEY": "sandbox-access-key",
}
_BUSY = {"bridge_deliveries_waiting", "bridge_agenda_due", "bridge_writes_open"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """The shop, and the bridge beside it."""

    folder: Path
    shop: RunningSandbox
    port: int
    environment: Mapping[str, str]
    now: datetime = START
    _process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def actor(self) -> Actor:
        return self.shop.actor()

    # The bridge -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the bridge and wait until it is ready; again where it ended, as a service manager does."""
        end = time.monotonic() + PATIENCE
        while True:
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
            if self.is_ready() and self._process.poll() is None:
                return
            assert time.monotonic() < end, self.log()
            time.sleep(STEP)

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "bridge", "serve", "--listen", f"127.0.0.1:{self.port}"]
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                command, cwd=self.folder, env=dict(self.environment), stderr=log, start_new_session=True
            )

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}readyz", timeout=5).ok
        except requests.RequestException:
            return False

    def stop(self) -> int:
        """End the bridge gently; return its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def kill_all(self) -> None:
        """Kill the whole group at once."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def kill_parent(self) -> None:
        """Kill the parent alone, and wait until its halves have ended by themselves."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE)
        self.eventually(self.is_gone)

    def is_gone(self) -> bool:
        """Tell whether no process of the bridge is left."""
        assert self._process is not None
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def kill_half(self, number: int) -> None:
        """Kill the receiver (0) or the worker (1); the parent starts it again."""
        assert self._process is not None
        halves = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        if number < len(halves):
            with suppress(ProcessLookupError):
                os.kill(int(halves[number]), signal.SIGKILL)

    def log(self) -> str:
        return "".join((self.folder / "log").read_text().splitlines(keepends=True)[-30:])

    # Its commands and its answers -------------------------------------------------------------------------------

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the bridge to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bridge", *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def told(self, *arguments: str) -> dict[str, Any]:
        """Run a command that ends well, and return its JSON document."""
        ended = self.run(*arguments, "--json")
        assert ended.returncode == 0, ended.stderr
        document: dict[str, Any] = json.loads(ended.stdout)
        return document

    # Time -------------------------------------------------------------------------------------------------------

    def turn_clock(self, *, to: datetime | None = None, minutes: int = 0) -> None:
        self.now = to or self.now + timedelta(minutes=minutes)
        turned = self.folder / "clock.next"
        turned.write_text(self.now.isoformat())
        turned.replace(self.folder / "clock")

    def settle(self) -> None:
        """Wait until every webhook is taken and nothing is due, three times in a row."""
        quiet, end = 0, time.monotonic() + PATIENCE
        while quiet < 3:
            quiet = quiet + 1 if self._is_quiet() else 0
            assert time.monotonic() < end, f"never at rest: {self.log()}"
            time.sleep(STEP)

    def _is_quiet(self) -> bool:
        if self.actor.waiting_events():
            return False
        with suppress(requests.RequestException):
            lines = requests.get(f"{self.url}metrics", timeout=10).text.splitlines()
            numbers = {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}
            return all(numbers[name] == 0 for name in _BUSY)
        return False

    def eventually(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, self.log()
            time.sleep(STEP)

    # What there is to see ---------------------------------------------------------------------------------------

    def said(self, ticket: int) -> list[str]:
        """Return what the bridge has told the customer."""
        return [message["text"] for message in self.actor.ticket(ticket)["messages"] if message["admin"] == BRIDGE]

    def tags(self, ticket: int) -> set[str]:
        return {tag.removeprefix("support-") for tag in self.actor.ticket(ticket)["tags"]}


@contextmanager
def house(folder: Path, *, change: Callable[[str], str] = lambda config: config, is_up: bool = True) -> Iterator[House]:
    """Set up a shop and, if ``is_up``, start the bridge; ``change`` edits the config that ``bridge init`` writes."""
    (folder / "clock").write_text(START.isoformat())
    port = free_port()
    shop = serve(webhook_url=f"http://127.0.0.1:{port}/webhooks/whmcs", clock=file_clock(folder / "clock"))
    write_config(folder, shop.url, change)
    environment = {**os.environ, SECRET_VARIABLE: shop.secret, CLOCK_FILE: str(folder / "clock")}
    made = House(folder, shop, port, environment)
    try:
        if is_up:
            made.start()
        yield made
    finally:
        if made._process is not None and made._process.returncode is None:
            made.kill_all()
        shop.stop()


def write_config(
    folder: Path,
    url: str,
    change: Callable[[str], str] = lambda config: config,
    files: Mapping[PurePosixPath, str] | None = None,
) -> None:
    """Write what ``bridge init`` writes (or ``files``), for the shop at ``url``; ``change`` edits the config."""
    for name, content in (files or starter()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change(_at(content, url)) if path.suffix == ".toml" else content)


def without_addon(config: str) -> str:
    """Sign in with API credentials; the secret only verifies webhooks."""
    api = ", ".join(
        f'{name} = {{ env = "{variable}" }}'
        for name, variable in zip(("identifier", "secret", "access_key"), API_SECRETS, strict=True)
    )
    config = re.sub(r"^secret +=.*$", f"api = {{ {api} }}", config, count=1, flags=re.MULTILINE)
    return config.replace("[webhooks]\n", f'[webhooks]\nsecrets = [{{ env = "{SECRET_VARIABLE}" }}]\n')


def tags_in_notes(ticket: Mapping[str, Any]) -> list[set[str]]:
    """Return the tags that each note which keeps tags lists, on a ticket as the sandbox tells it."""
    kept = (note["text"].splitlines()[0] for note in ticket["notes"] if note["text"].startswith(TAGS_NOTE))
    return [{tag.strip() for tag in first.removeprefix(TAGS_NOTE).split(",")} for first in kept]


def _at(config: str, url: str) -> str:
    """Point a config at the shop, and let nothing be slowed down on purpose."""
    quick = re.sub(r"max_requests_per_second = \d+", "max_requests_per_second = 1000", config)
    return quick.replace("https://billing.example.com/", url)
