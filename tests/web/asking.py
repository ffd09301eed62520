"""A client that asks the whole web without a server: Werkzeug's, over the ASGI application."""

import asyncio
import threading
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import Client

from bridge.services import Services
from bridge.web.app import create_app
from bridge.web.asgi import Message, Scope


def client_of(services: Services) -> Client:
    return Client(as_wsgi(services))


def as_wsgi(services: Services) -> WSGIApplication:
    """Return the application for a WSGI server or client; it runs in a loop of its own, as it does when served."""
    app = create_app(services)

    def ask(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": _body(environ), "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        async def asked() -> None:
            await app(_scope(environ), receive, send)

        asyncio.run_coroutine_threadsafe(asked(), _loop()).result(30)
        start, *bodies = sent
        status = HTTPStatus(start["status"])
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body["body"] for body in bodies]

    return ask


def _scope(environ: WSGIEnvironment) -> Scope:
    headers = {name.removeprefix("HTTP_"): text for name, text in environ.items() if name.startswith("HTTP_")}
    headers |= {name: environ[name] for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if name in environ}
    return {
        "type": "http",
        "http_version": "1.1",
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"].encode("latin-1").decode(errors="surrogateescape"),
        "query_string": environ["QUERY_STRING"].encode("latin-1"),
        "headers": [
            (name.lower().replace("_", "-").encode(), text.encode("latin-1")) for name, text in headers.items()
        ],
    }


def _body(environ: WSGIEnvironment) -> bytes:
    length: str = environ.get("CONTENT_LENGTH", "")
    body: bytes = environ["wsgi.input"].read(int(length)) if length.isdecimal() else b""
    return body


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop
