"""The hands that the sandbox's tests share: callers of both API doors, and a bridge that only writes down."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import requests
from standardwebhooks import Webhook

from mappings.whmcs.sandbox import Identity, RunningSandbox, serve

Answer = dict[str, Any]

TIMEOUT = 5.0  # seconds, for what should take none


@dataclass(frozen=True)
class Api:
    """A caller of ``includes/api.php``, signed in."""

    sandbox: RunningSandbox

    def post(self, action: str, *, timeout: float = TIMEOUT, **params: object) -> requests.Response:
        keys = self.sandbox.credentials
        signed_in = {"identifier": keys.identifier, "secret": keys.secret, "responsetype": "json"}
        return self.send({"action": action} | signed_in | params, timeout=timeout)

    def send(self, fields: Answer, *, timeout: float = TIMEOUT) -> requests.Response:
        return requests.post(f"{self.sandbox.url}includes/api.php", data=fields, timeout=timeout)

    def __call__(self, action: str, **params: object) -> Answer:
        answer: Answer = self.post(action, timeout=TIMEOUT, **params).json()
        return answer


@dataclass(frozen=True)
class Addon:
    """A caller of the addon's endpoint, who knows the secret."""

    sandbox: RunningSandbox

    def post(self, command: str, *, key: str = "", timeout: float = TIMEOUT, **params: object) -> requests.Response:
        body = json.dumps({"command": command, "params": params}).encode()
        return self.send(body, self.headers(key or uuid4().hex, body), timeout=timeout)

    def headers(self, key: str, body: bytes, *, at: datetime | None = None) -> dict[str, str]:
        at = at or datetime.now(UTC)
        signed = Webhook(self.sandbox.secret).sign(key, at, body.decode())
        return {"webhook-id": key, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed}

    def send(self, body: bytes, headers: dict[str, str], *, timeout: float = TIMEOUT) -> requests.Response:
        return requests.post(self.sandbox.addresses()["addon"], data=body, headers=headers, timeout=timeout)

    def __call__(self, command: str, *, key: str = "", **params: object) -> Answer:
        answer: Answer = self.post(command, key=key, timeout=TIMEOUT, **params).json()
        return answer


@dataclass(frozen=True)
class Delivery:
    id: str
    timestamp: int
    signature: str
    body: bytes

    @property
    def event(self) -> Answer:
        event: Answer = json.loads(self.body)
        return event


@dataclass
class Receiver:
    """Takes webhooks; answers the statuses told, 202 when none are left."""

    answers: list[int] = field(default_factory=list)
    received: list[Delivery] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def start(self) -> str:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                names = ("webhook-id", "webhook-timestamp", "webhook-signature")
                key, timestamp, signature = (self.headers[name] for name in names)
                receiver.received.append(Delivery(key, int(timestamp), signature, body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/webhooks/whmcs"

    def stop(self) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def types(self) -> list[str]:
        return [delivery.event["type"] for delivery in self.received]


@contextmanager
def running(identity: Identity) -> Iterator[RunningSandbox]:
    """Run one more sandbox."""
    sandbox = serve(identity=identity)
    try:
        yield sandbox
    finally:
        sandbox.stop()


def eventually(holds: Callable[[], bool], *, within: float = TIMEOUT) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.01)
