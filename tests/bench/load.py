"""The load: signed events, made beforehand, and wrk that sends them; only ever to this machine.

wrk (a Debian package) costs the two cores that it shares with the server less than any generator in Python would.
"""

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

KEY = b"the bench's own key of 32 bytes!"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
SUBJECTS = 100
FASTEST = 12_000  # events a second that no target here that stores comes near: none is sent twice
WORDS = "The site has shown a critical error since the plugin was updated. " * 21
REMEDY = "wrk: install it (Debian: apt-get install wrk)"

_SCRIPT = Path(__file__).parent / "requests.lua"


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one burst."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    failed: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def is_here() -> bool:
    return shutil.which("wrk") is not None


def events(count: int) -> bytes:
    """Return so many signed requests that nobody has sent before, about SUBJECTS tickets in turn."""
    run, now = uuid.uuid4().hex[:12], int(time.time())
    return b"".join(map(_measured, (_request(f"{run}_{number}", now, number) for number in range(count))))


def _measured(request: bytes) -> bytes:
    return b"%08d" % len(request) + request


def _request(identifier: str, now: int, number: int) -> bytes:
    data = {"ticketid": number % SUBJECTS + 1, "replyid": number, "userid": 42, "deptid": 1, "message": WORDS}
    body = json.dumps({"type": "TicketUserReply", "timestamp": "2026-03-20T12:00:00+00:00", "data": data}).encode()
    digest = hmac.new(KEY, f"{identifier}.{now}.".encode() + body, hashlib.sha256).digest()
    head = (
        "POST /webhooks/whmcs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nwebhook-id: {identifier}\r\nwebhook-timestamp: {now}\r\n"
        f"webhook-signature: v1,{base64.b64encode(digest).decode()}\r\n\r\n"
    )
    return head.encode() + body


def burst(port: int, *, connections: int, seconds: float, most: float = FASTEST) -> Load:
    """Send for so many whole seconds over so many connections, one request at a time on each.

    Up to ``most`` events a second are made beforehand; were a target faster, it would meet some twice.
    """
    with tempfile.NamedTemporaryFile() as requests:
        requests.write(events(round(min(most, FASTEST) * seconds)))
        requests.flush()
        address = f"http://127.0.0.1:{port}/"
        told = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}", "-s", _SCRIPT, address, "--", requests.name],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return Load(**json.loads(told.splitlines()[-1]))
