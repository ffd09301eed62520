"""No file handles left, or no database within reach: turned away or 503, never a false 2xx, and well again after."""

import resource
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.hostile.rig import HOST, eventually, running, status_of
from tests.store.fixtures import postgres_url

FEW = 12  # file handles beyond those that are open
MANY = 60  # connections that somebody holds open
SAYS_NO = {None, 503}


def _open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def test_a_server_out_of_file_handles_turns_away_and_takes_again_when_there_are_some(tmp_path: Path) -> None:
    with running(tmp_path) as at:
        assert status_of(at.deliver("before")) == 202
        serving = at.serving()
        most = resource.prlimit(serving, resource.RLIMIT_NOFILE)
        resource.prlimit(serving, resource.RLIMIT_NOFILE, (_open_files(serving) + FEW, most[1]))
        with ExitStack() as held:
            for _ in range(MANY):
                held.enter_context(socket.create_connection((HOST, at.port), timeout=5))
            assert eventually(lambda: _open_files(serving) >= resource.prlimit(serving, resource.RLIMIT_NOFILE)[0])
            during = {f"during-{number}": at.deliver(f"during-{number}", seconds=1) for number in range(3)}
            assert {status_of(answer) for answer in during.values()} <= {*SAYS_NO, 202}
        assert eventually(lambda: status_of(at.deliver("after", seconds=2)) in {200, 202})
        taken = {identifier for identifier, answer in during.items() if status_of(answer) == 202}
        assert {"before", "after", *taken} <= at.bodies().keys()
        assert "Traceback" not in at.log()


@dataclass
class Way:
    """A way to the PostgreSQL server that can be cut (connections broken and refused) or blocked (silence)."""

    host: str
    port: int
    listener: socket.socket
    is_cut: bool = False
    passes: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection((self.host, self.port))
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self.passes.wait()
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
        source.close()

    @contextmanager
    def cut(self) -> Iterator[None]:
        self.is_cut = True
        self.break_off()
        try:
            yield
        finally:
            self.is_cut = False

    @contextmanager
    def blocked(self) -> Iterator[None]:
        self.passes.clear()
        try:
            yield
        finally:
            self.passes.set()

    def break_off(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.clear()


@contextmanager
def way_to(url: str) -> Iterator[tuple[Way, str]]:
    """Yield a way to the server at ``url``, and the URL by which it is gone."""
    asked = make_url(url)
    with socket.create_server((HOST, 0)) as listener:
        way = Way(asked.host or HOST, asked.port or 5432, listener)
        way.passes.set()
        threading.Thread(target=way.serve, daemon=True).start()
        try:
            by_it = asked.set(host=HOST, port=listener.getsockname()[1])
            yield way, by_it.render_as_string(hide_password=False)
        finally:
            way.passes.set()
            listener.shutdown(socket.SHUT_RDWR)
            way.break_off()


@contextmanager
def limited(url: str) -> Iterator[tuple[str, Callable[[int], None]]]:
    """Yield the URL of a role of its own, and what limits how many connections that may have (-1: no limit)."""
    asked, role = make_url(url), f"limited_{uuid.uuid4().hex}"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:

        def limit(connections: int) -> None:
            """Limit them, and end those that there are."""
            server.execute(f"ALTER ROLE {role} CONNECTION LIMIT {connections}".encode())
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role])

        server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{asked.password or ''}'".encode())
        grant = f"DO 'BEGIN EXECUTE ''GRANT ALL ON SCHEMA '' || current_schema() || '' TO {role}''; END'"
        server.execute(grant.encode())
        try:
            yield asked.set(username=role).render_as_string(hide_password=False), limit
        finally:
            limit(0)
            server.execute(f"DROP OWNED BY {role}".encode())
            server.execute(f"DROP ROLE {role}".encode())


def bodies_in(url: str) -> set[str]:
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        return {str(row[0]) for row in server.execute("SELECT webhook_id FROM deliveries")}


@pytest.mark.postgres
def test_a_database_that_is_gone_or_silent_is_a_503_and_is_used_again_when_it_is_back(tmp_path: Path) -> None:
    with postgres_url() as url, way_to(url) as (way, by_it), running(tmp_path, "receive", store=by_it) as at:
        book = {"before": status_of(at.deliver("before"))}
        with way.cut():
            book |= {f"cut-{number}": status_of(at.deliver(f"cut-{number}")) for number in range(3)}
            assert {book[f"cut-{number}"] for number in range(3)} == {503}
            assert at.is_alive()
        assert eventually(lambda: status_of(at.deliver("between")) in {200, 202})
        with way.blocked():
            begun = time.monotonic()
            with ThreadPoolExecutor(8) as pool:
                answers = pool.map(lambda number: at.deliver(f"silent-{number}"), range(8))
                assert {status_of(answer) for answer in answers} == {503}
            assert time.monotonic() - begun < 28  # and not for ever
            assert at.is_alive()
        assert eventually(lambda: status_of(at.deliver("after")) in {200, 202})
        taken = {identifier for identifier, status in book.items() if status == 202}
        assert {"before", "between", "after", *taken} <= bodies_in(url)
        assert "Traceback" not in at.log()


@pytest.mark.postgres
def test_a_database_out_of_connections_is_a_503_until_it_has_some(tmp_path: Path) -> None:
    """A limit on the role's connections, as a server shared with others has one."""
    with postgres_url() as url, limited(url) as (by_role, limit), running(tmp_path, "receive", store=by_role) as at:
        assert status_of(at.deliver("before")) == 202
        limit(0)
        assert status_of(at.deliver("during")) == 503
        assert at.is_alive()
        limit(-1)
        assert status_of(at.deliver("during")) == 202
        assert {"before", "during"} <= bodies_in(url)
