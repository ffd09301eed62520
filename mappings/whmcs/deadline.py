"""A hard end for an HTTP answer: header and body together, however slowly they drip in.

The usual read timeout starts anew with each byte, so that a server which sends one byte a second holds a worker for
hours. Here the socket's timeout at the moment the request is out is the time left for the whole answer. And a request
body that notes when it is first asked for tells for certain whether anything was sent.
"""

import http.client
import io
import socket
import time
from collections.abc import Iterator, Mapping

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Timeout


class Payload:
    """A request body that knows whether any of it has left, and that does not leave after ``deadline``.

    Until ``has_left`` the other side has headers at the most, and nothing that it could carry out.
    """

    def __init__(self, body: bytes, *, deadline: float) -> None:
        self.has_left = False
        self._body = body
        self._deadline = deadline

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[bytes]:
        if time.monotonic() >= self._deadline:
            raise TimeoutError("connected too late to send")
        self.has_left = True
        yield self._body


class _Draining(io.RawIOBase):
    """Reads a socket until a monotonic instant and no further."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, *, deadline: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # a RawIOBase is given memoryviews
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    """An answer that has to be complete within the socket's timeout at its beginning."""

    def __init__(self, sock: socket.socket, *args: object, **options: object) -> None:
        super().__init__(sock, *args, **options)  # type: ignore[arg-type]  # handed on as they came
        deadline = time.monotonic() + (sock.gettimeout() or 0)
        self.fp = io.BufferedReader(_Draining(self.fp.detach(), sock, deadline=deadline))


class _Connection(HTTPConnection):
    response_class = _Answer


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class DeadlineAdapter(HTTPAdapter):
    """Sends with ``timeout`` as the total of everything, of which connecting may take ``connect`` at the most."""

    def __init__(self, *, connect: float, connections: int) -> None:
        self._connect = connect
        super().__init__(pool_connections=1, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: object) -> None:
        super().init_poolmanager(connections, maxsize, block, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float | None, float | None] | None = None,
        verify: bool | str = True,
        cert: str | bytes | tuple[str | bytes, str | bytes] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        assert isinstance(timeout, int | float)
        total = Timeout(total=timeout, connect=min(timeout, self._connect))
        return super().send(
            request,
            stream=stream,
            timeout=total,  # type: ignore[arg-type]  # requests takes urllib3's own; its stubs do not say so
            verify=verify,
            cert=cert,
            proxies=proxies,
        )
