"""A real server on a real socket that misbehaves on purpose: what no mock of an HTTP library can show."""

import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

Act = Callable[[socket.socket], None]


@dataclass
class Server:
    """Answers each request by ``act``; ``requests`` are those that came in whole."""

    url: str
    act: Act
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0


@contextmanager
def server(act: Act) -> Iterator[Server]:
    listener = socket.create_server(("127.0.0.1", 0))
    running = Server(f"http://127.0.0.1:{listener.getsockname()[1]}/", act)
    thread = Thread(target=_accept, args=(listener, running), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _accept(listener: socket.socket, running: Server) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        running.connections += 1
        Thread(target=_serve, args=(connection, running), daemon=True).start()


def _serve(connection: socket.socket, running: Server) -> None:
    with connection:
        try:
            while request := _request(connection):
                running.requests.append(request)
                running.act(connection)
        except OSError:
            return


def _request(connection: socket.socket) -> bytes:
    """Read one whole request; b"" when the other side is done, or breaks off."""
    received = b""
    while b"\r\n\r\n" not in received:
        if not (piece := connection.recv(65536)):
            return b""
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        if not (piece := connection.recv(65536)):
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


def message(body: bytes, *, status: str = "200 OK", headers: tuple[str, ...] = (), length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answering(body: bytes, **options: object) -> Act:
    whole = message(body, **options)  # type: ignore[arg-type]  # handed on as they came
    return lambda connection: connection.sendall(whole)


def breaking_off(body: bytes) -> Act:
    """Promise more than is sent, then close."""

    def act(connection: socket.socket) -> None:
        connection.sendall(message(body, length=len(body) + 500))
        connection.shutdown(socket.SHUT_RDWR)

    return act


def resetting(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def closing(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def hanging(released: Event) -> Act:
    return lambda _: void(released.wait(10))


def dripping(whole: bytes, *, every: float) -> Act:
    """Send one byte at a time."""

    def act(connection: socket.socket) -> None:
        for each in whole:
            connection.sendall(bytes([each]))
            time.sleep(every)

    return act


def flooding(piece: bytes) -> Act:
    """Send the same for ever."""

    def act(connection: socket.socket) -> None:
        while True:
            connection.sendall(piece * 100)

    return act


def void(_: object) -> None:
    """Drop a value that nobody asked for."""


def unused_url() -> str:
    """Return an address on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"
