"""A bridge that the module sends to: it verifies, writes down, and answers what it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Delivery:
    path: str
    headers: dict[str, str]  # in lower case
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        kind: str = json.loads(self.body)["type"]
        return kind


@dataclass
class Receiver:
    """Verifies every delivery; answers the statuses told, 202 when none are left, ``down`` for as long as it is set."""

    secret: str
    answers: list[int] = field(default_factory=list)
    down: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    received: list[Delivery] = field(default_factory=list)
    attempts: list[Delivery] = field(default_factory=list)
    url: str = ""

    def types(self) -> list[str]:
        return [delivery.type for delivery in self.received]


@contextmanager
def receiving(secret: str) -> Iterator[Receiver]:
    receiver = Receiver(secret)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            delivery = Delivery(self.path, headers, body)
            Webhook(receiver.secret).verify(body, headers, json_parse=False)
            receiver.attempts.append(delivery)
            status = receiver.down or (receiver.answers.pop(0) if receiver.answers else 202)
            if 200 <= status < 300:
                receiver.received.append(delivery)
            self.send_response(status)
            for name, value in {**receiver.headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
