"""The rooms behind the door: a WSGI application, asked in threads from the event loop.

The rule: no thread waits for a sender. What the rooms take and give is small, so a body is read whole before a thread
has it, and an answer is whole before it is sent. A body that is too large, of unknown length or does not come in time
is not read; whoever asks for it finds it cut short.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from wsgiref.types import WSGIApplication, WSGIEnvironment

from bridge.web.asgi import Message, Receive, Scope, Send, joined_headers, whole_body

THREADS: Final = 64  # some wait: for a subject to be read, for the billing system to say that it is there
LARGEST_BODY: Final = 64 * 1024  # bytes
BODY_SECONDS: Final = 30.0

_UNPREFIXED: Final = {"content-length": "CONTENT_LENGTH", "content-type": "CONTENT_TYPE"}


class Rooms:
    """An ASGI application that asks a WSGI application."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="room")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        environ = _environ(scope, await _small_body(scope, receive))
        for message in await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, environ):
            await send(message)

    def _ask(self, environ: WSGIEnvironment) -> tuple[Message, Message]:
        start: Message = {"type": "http.response.start"}

        def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
            start["status"] = int(status.split(" ", 1)[0])
            start["headers"] = [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers]
            return lambda _: None

        pieces = self._application(environ, start_response)
        try:
            return start, {"type": "http.response.body", "body": b"".join(pieces)}
        finally:
            _close(pieces)


def _close(pieces: Iterable[bytes]) -> None:
    close: Callable[[], object] = getattr(pieces, "close", lambda: None)
    close()


async def _small_body(scope: Scope, receive: Receive) -> bytes:
    announced = joined_headers(scope).get("content-length", "")
    if not announced.isdecimal() or not 0 < int(announced) <= LARGEST_BODY:
        return b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await whole_body(receive)
    except TimeoutError:
        return b""


def _environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    host, port = scope.get("server") or ("localhost", 0)
    # With an underscore a name would pass for one with a hyphen, which a proxy may have been told to take away.
    headers = {name: text for name, text in joined_headers(scope).items() if "_" not in name}
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    } | {_UNPREFIXED.get(name, f"HTTP_{name.upper().replace('-', '_')}"): text for name, text in headers.items()}
