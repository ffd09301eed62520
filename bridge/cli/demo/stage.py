"""The demo's stage: a sandbox shop in this process, ``bridge serve`` as a real one beside it, and a clock to turn.

Everything listens on free loopback ports and lives in a temporary folder that goes with it.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import requests

from bridge import wiring
from bridge.billing import Actor, Sandbox
from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.clock import CLOCK_FILE
from bridge.config import load
from bridge.errors import BridgeError
from bridge.secrets import Secret

SYSTEM = "whmcs"
START = "2026-03-01T10:00:00+00:00"
READY_SECONDS = 30.0
QUIET_SECONDS = 30.0  # within which everything that was set off must have come to rest
STEP = 0.03


class StageError(BridgeError):
    """The demo itself could not go on; the bridge's own log is in the text."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the story plays on."""

    sandbox: Sandbox
    actor: Actor
    bridge_url: str
    token: Secret
    folder: Path

    def addresses(self) -> Mapping[str, str]:
        return {
            "bridge": self.bridge_url,
            "read API token": self.token.reveal(),
            "clock file": str(self.folder / "clock"),
            "config": str(self.folder / "config.toml"),
            **{f"shop {name}": value for name, value in self.sandbox.addresses().items()},
        }

    def turn_clock(self, instant: datetime) -> None:
        turned = self.folder / "clock.next"
        turned.write_text(instant.isoformat())
        turned.replace(self.folder / "clock")  # at once: nobody reads half an instant

    def client(self, client: int) -> dict[str, Any]:
        return self._read(f"v1/clients/{client}/entitlement")

    def ticket(self, ticket: int) -> dict[str, Any]:
        return self._read(f"v1/tickets/{ticket}")

    def forge(self) -> int:
        """Send a webhook with a signature of somebody else's; return the HTTP status it met."""
        headers = {
            "webhook-id": "forged",
            "webhook-timestamp": str(int(time.time())),
            "webhook-signature": "v1," + "A" * 44,
        }
        body = json.dumps({"type": "anything", "timestamp": START, "data": {}}).encode()
        url = f"{self.bridge_url}webhooks/{SYSTEM}"
        return requests.post(url, body, headers={**headers, "content-type": "application/json"}, timeout=10).status_code

    def settle(self) -> None:
        """Wait until every webhook is taken and nothing is due, twice in a row; raises StageError."""
        end, quiet = time.monotonic() + QUIET_SECONDS, 0
        while quiet < 2:
            quiet = quiet + 1 if self._is_quiet() else 0
            if time.monotonic() > end:
                raise StageError(f"the bridge did not come to rest. Its log:\n{_log(self.folder)}")
            time.sleep(STEP)

    def _is_quiet(self) -> bool:
        if self.actor.waiting_events():
            return False
        numbers = requests.get(f"{self.bridge_url}metrics", timeout=10).text.splitlines()
        busy = {"bridge_deliveries_waiting", "bridge_agenda_due", "bridge_writes_open"}
        return all(float(line.split()[1]) == 0 for line in numbers if line.split()[0] in busy)

    def _read(self, path: str) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.token.reveal()}"}
        answer = requests.get(self.bridge_url + path, headers=headers, timeout=10)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document


@contextmanager
def stage() -> Iterator[Stage]:
    """Set everything up and take it down again; raises StageError when it cannot be set up."""
    with tempfile.TemporaryDirectory(prefix="bridge-demo-") as name:
        folder = Path(name)
        (folder / "clock").write_text(START)
        os.environ[CLOCK_FILE] = str(folder / "clock")
        port = _free_port()
        shop = wiring.mapping(SYSTEM).sandbox("127.0.0.1:0", webhook_url=f"http://127.0.0.1:{port}/webhooks/{SYSTEM}")
        _configure(folder, shop.url)
        secrets = {SECRET_VARIABLE: shop.secret}
        token = load(folder / "config.toml", environment=secrets).api_tokens[0]
        try:
            with _bridge(folder, port, secrets):
                yield Stage(shop, shop.actor(), f"http://127.0.0.1:{port}/", token, folder)
        finally:
            shop.stop()


def _configure(folder: Path, url: str) -> None:
    """Write what ``bridge init`` writes, with the shop's address in it."""
    for name, content in starter().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("https://billing.example.com/", url))


@contextmanager
def _bridge(folder: Path, port: int, secrets: Mapping[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "bridge", "serve", "--listen", f"127.0.0.1:{port}"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **secrets}, stderr=log)  # noqa: S603 - our own program
        try:
            _wait_until_ready(process, port, folder)
            yield
        finally:
            process.terminate()
            process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > end:
            raise StageError(f"the bridge did not start. Its log:\n{_log(folder)}")
        time.sleep(STEP)


def _is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).ok
    except requests.RequestException:
        return False


def _log(folder: Path) -> str:
    log: IO[str]
    with (folder / "log").open() as log:
        return "".join(log.readlines()[-20:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
