"""A client that asks the whole web without a server: Werkzeug's, over the ASGI application."""

import asyncio
import threading
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from a2wsgi.asgi import build_scope
from werkzeug.test import Client

from bridge.services import Services
from bridge.web.app import create_app


def client_of(services: Services) -> Client:
    return Client(as_wsgi(services))


def as_wsgi(services: Services) -> WSGIApplication:
    """Return the application for a WSGI server or client; it runs in a loop of its own, as it does when served."""
    app = create_app(services)

    def ask(environ: Any, start_response: StartResponse) -> Iterable[bytes]:  # noqa: ANN401 - a2wsgi types it anew
        sent: list[Any] = []

        async def receive() -> Any:  # noqa: ANN401 - any message
            return {"type": "http.request", "body": _body(environ), "more_body": False}

        async def send(message: object) -> None:
            sent.append(message)

        asked = app(build_scope(environ), receive, send)
        asyncio.run_coroutine_threadsafe(_finished(asked), _loop()).result(30)
        start, *bodies = sent
        status = HTTPStatus(start["status"])
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body["body"] for body in bodies]

    return ask


def _body(environ: WSGIEnvironment) -> bytes:
    length: str = environ.get("CONTENT_LENGTH", "")
    body: bytes = environ["wsgi.input"].read(int(length)) if length.isdecimal() else b""
    return body


async def _finished(asked: Any) -> None:  # noqa: ANN401 - an awaitable, and not always a coroutine
    await asked


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop
