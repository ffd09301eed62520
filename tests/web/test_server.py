"""The real server on the wire: what no test client shows. One server serves most tests; who stops one starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from bridge.errors import UsageError
from bridge.web.receive import MOST_BODIES
from bridge.web.server import CONNECTIONS, run
from tests.web.fakes import DESK_TOKEN, EVENT, MAX_BODY, TOKEN, signed

HOST = "127.0.0.1"


@dataclass
class Served:
    process: subprocess.Popen[str]
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), timeout=10)

    def ask(self, *requests: bytes) -> bytes:
        """Send bytes over one connection and return all that comes until the other side is silent."""
        with self.connect() as connection:
            for request in requests:
                connection.sendall(request)
            return heard(connection)

    def serving_process(self) -> int:
        children = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True, check=True
        )
        return int(children.stdout)

    def stop(self) -> str:
        """Stop it gently and return all it said."""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=20)
        return said


def heard(connection: socket.socket) -> bytes:
    """Return what comes until the connection is closed or silent; b"<closed>" marks the former."""
    connection.settimeout(5)
    data = b""
    try:
        while piece := connection.recv(65536):
            data += piece
            connection.settimeout(0.2)
    except TimeoutError:
        return data
    return data + b"<closed>"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def eventually(is_so: Callable[[], bool]) -> bool:
    """Wait up to ten seconds for something to be so."""
    deadline = time.monotonic() + 10
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return connection.recv(12) == b"HTTP/1.1 200"
    except OSError:
        return False


@contextmanager
def serving() -> Iterator[Served]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.served", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert eventually(lambda: answers(port))
            yield Served(process, port)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as one:
        yield one


def request(
    headers: dict[str, str], body: bytes = EVENT, *, path: str = "/webhooks/whmcs", length: int | None = -1
) -> bytes:
    """Return a POST as bytes; ``length`` None leaves Content-Length out, -1 tells the truth."""
    announced = {} if length is None else {"Content-Length": str(len(body) if length == -1 else length)}
    lines = [f"POST {path} HTTP/1.1", "Host: bridge"] + [
        f"{name}: {text}" for name, text in (headers | announced).items()
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


ALIVE = b"GET /healthz HTTP/1.1\r\nHost: bridge\r\n\r\n"


def statuses(data: bytes) -> list[int]:
    """Return the status of every answer in a stream, in order."""
    return [int(part[:3]) for part in data.split(b"HTTP/1.1 ")[1:]]


def test_a_signed_event_is_stored(served: Served) -> None:
    answer = served.ask(request(signed(identifier="wire_1")))
    assert statuses(answer) == [202]
    assert b"server: bridge\r\n" in answer.lower()
    assert b"granian" not in answer.lower()
    assert statuses(served.ask(request(signed(identifier="wire_1")))) == [200]


def test_a_chunked_body_is_refused_and_the_connection_stays_in_step(served: Served) -> None:
    """Another server cut an oversized chunked body to the limit and answered 200."""
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(EVENT), EVENT)
    headers = signed(identifier="chunked") | {"Transfer-Encoding": "chunked"}
    assert statuses(served.ask(request(headers, chunks, length=None), ALIVE)) == [411, 200]


def test_a_chunked_body_is_refused_even_beside_a_content_length(served: Served) -> None:
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(EVENT), EVENT)
    headers = signed(identifier="smuggled") | {"Transfer-Encoding": "chunked"}
    assert statuses(served.ask(request(headers, chunks, length=len(EVENT)))) == [411]


def test_an_endless_chunked_body_is_not_read(served: Served) -> None:
    headers = signed() | {"Transfer-Encoding": "chunked"}
    assert statuses(served.ask(request(headers, b"ffffffff\r\n", length=None))) == [411]


def test_a_body_too_large_is_refused_before_it_is_sent(served: Served) -> None:
    assert statuses(served.ask(request(signed(), b"", length=10**9))) == [413]


def test_a_body_too_large_by_little_is_passed_over_and_the_connection_stays_in_step(served: Served) -> None:
    smuggled = request(signed(identifier="inner")).ljust(MAX_BODY + 1)
    assert statuses(served.ask(request(signed(), smuggled), ALIVE)) in ([413, 200], [413])
    assert statuses(served.ask(request(signed(identifier="inner")))) == [202]


@pytest.mark.parametrize("length", ["abc", "-1", "+5", "5, 6", "9" * 30])
def test_a_length_that_is_none_is_refused(served: Served, length: str) -> None:
    head = f"POST /webhooks/whmcs HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
    assert statuses(served.ask(head, b"hello")) == [400]


def test_two_lengths_are_refused(served: Served) -> None:
    head = b"POST /webhooks/whmcs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
    assert statuses(served.ask(head)) == [400]


def test_requests_one_after_another_on_a_connection_are_answered_in_order(served: Served) -> None:
    wire = b"".join(
        [request({}), ALIVE, request(signed(identifier="wire_2")), ALIVE, request({}, path="/webhooks/none"), ALIVE]
    )
    assert statuses(served.ask(wire)) == [401, 200, 202, 200, 404, 200]


def test_a_header_given_twice_is_not_two_chances(served: Served) -> None:
    good = signed(identifier="twice")
    doubled = request(good).replace(b"webhook-id: twice\r\n", b"webhook-id: twice\r\nwebhook-id: twice\r\n")
    assert statuses(served.ask(doubled)) == [400]


def test_who_asks_before_sending_is_told_to_go_on_or_not_to(served: Served) -> None:
    careful = signed(identifier="careful") | {"Expect": "100-continue"}
    with served.connect() as connection:
        connection.sendall(request(careful, b"", length=len(EVENT)))
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(EVENT)
        assert statuses(heard(connection)) == [202]
    assert statuses(served.ask(request(careful, b"", length=10**9))) == [413]


def test_a_body_that_comes_in_drops_is_read_whole(served: Served) -> None:
    whole = request(signed(identifier="drops"))
    with served.connect() as connection:
        for place in range(0, len(whole), 97):
            connection.sendall(whole[place : place + 97])
            time.sleep(0.01)
        assert statuses(heard(connection)) == [202]


def test_the_rooms_behind_the_door_are_given_their_body(served: Served) -> None:
    body = b'{"until": "2099-01-01T00:00:00+00:00", "reason": "on the phone"}'
    key = {"Authorization": f"Bearer {DESK_TOKEN.reveal()}", "Content-Type": "application/json"}
    answer = served.ask(request(key, body, path="/v1/tickets/7/hold"))
    assert statuses(answer) == [200]
    assert b"on the phone" in answer


def test_a_query_of_any_bytes_is_no_error_of_ours(served: Served) -> None:
    key = f"Authorization: Bearer {TOKEN.reveal()}".encode()
    wire = b"GET /v1/tickets/7?x=\xff\xfe HTTP/1.1\r\nHost: x\r\n" + key + b"\r\n\r\n"
    assert statuses(served.ask(wire)) in ([200], [400])


def test_a_body_that_breaks_off_is_not_stored(served: Served) -> None:
    with served.connect() as connection:
        connection.sendall(request(signed(identifier="broken"), EVENT[:-5], length=len(EVENT)))
        connection.shutdown(socket.SHUT_WR)
        assert statuses(heard(connection)) in ([400], [])
    assert statuses(served.ask(request(signed(identifier="broken")))) == [202]


@pytest.mark.parametrize(
    "wire",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /healthz\r\n\r\n",
        b"\0" * 400,
    ],
)
def test_what_is_no_request_is_refused_or_hung_up_on(served: Served, wire: bytes) -> None:
    answer = served.ask(wire)
    assert statuses(answer) in ([], [400])
    assert answer.endswith(b"<closed>")
    assert statuses(served.ask(ALIVE)) == [200]


def test_a_query_that_is_no_ascii_is_read_as_what_it_should_have_been(served: Served) -> None:
    """What no client may send and some do: it went wrong between ASGI and WSGI."""
    head = b"Host: x\r\nAuthorization: Bearer " + TOKEN.reveal().encode() + b"\r\n\r\n"
    line = b"GET /v1/clients/42/entitlement?at=2026-03-01%s HTTP/1.1\r\n"
    assert statuses(served.ask(line % b"" + head, line % b"\xc3\xa9" + head, line % b"\xff" + head)) == [200, 400, 400]


def test_a_head_without_end_is_refused(served: Served) -> None:
    endless = b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 200_000
    with served.connect() as connection:
        try:
            connection.sendall(endless)
            assert statuses(heard(connection)) == [431]
        except ConnectionError:
            pass  # it hung up while we were still sending
    assert statuses(served.ask(ALIVE)) == [200]


def test_senders_that_dawdle_hold_up_neither_health_nor_the_read_api(served: Served) -> None:
    """Every place for a body is held; whoever comes now is sent away at once, and nobody else waits."""
    dawdlers: list[socket.socket] = []

    def dawdle() -> None:
        connection = served.connect()
        connection.sendall(request(signed(), EVENT[:5], length=len(EVENT)))
        dawdlers.append(connection)

    def is_sent_away() -> bool:
        dawdle()  # should the one who asks have held a place that a dawdler was denied
        return statuses(served.ask(request(signed(identifier="late")))) == [503]

    for _ in range(MOST_BODIES):
        dawdle()
    key = f"GET /v1/tickets/7 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN.reveal()}\r\n\r\n".encode()
    assert eventually(is_sent_away)
    assert statuses(served.ask(ALIVE, key)) == [200, 200]
    for connection in dawdlers:
        connection.close()
    assert eventually(lambda: statuses(served.ask(request(signed(identifier="late")))) in ([202], [200]))
    assert MOST_BODIES < CONNECTIONS


def test_connections_that_say_nothing_hold_up_nobody(served: Served) -> None:
    silent = [served.connect() for _ in range(MOST_BODIES * 2)]
    assert statuses(served.ask(ALIVE)) == [200]
    for connection in silent:
        connection.close()


def test_a_taken_address_is_refused(served: Served) -> None:
    with pytest.raises(UsageError, match="--listen"):
        run(lambda: pytest.fail("opened"), HOST, served.port)


def test_a_stop_answers_what_is_under_way_and_closes_after_it() -> None:
    with serving() as one, one.connect() as connection:
        connection.sendall(request(signed(b'{"type": "slow"}'), b'{"type": "slow"}'))
        time.sleep(0.3)
        said: list[str] = []
        stopping = Thread(target=lambda: said.append(one.stop()))
        stopping.start()
        assert statuses(heard(connection)) == [202]
        stopping.join()
    assert said == ["opened\nstored\nclosed\n"]
    assert one.process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_server_stops_at_once_whoever_asks(number: signal.Signals) -> None:
    """A terminal sends SIGINT to both processes at once, so the test does too."""
    with serving() as one, one.connect() as idle:
        idle.sendall(ALIVE)
        assert idle.recv(12) == b"HTTP/1.1 200"
        if number != signal.SIGTERM:
            os.kill(one.serving_process(), number)
        one.process.send_signal(number)
        said, _ = one.process.communicate(timeout=10)
        assert (said, one.process.returncode) == ("opened\nclosed\n", 0)


def test_a_hangup_is_for_the_application_and_the_server_goes_on() -> None:
    with serving() as one, one.connect() as idle:
        one.process.send_signal(signal.SIGHUP)
        idle.sendall(ALIVE)
        assert idle.recv(12) == b"HTTP/1.1 200"
        assert one.stop() == "opened\nclosed\n"


def test_the_serving_process_ends_with_its_parent_even_by_kill() -> None:
    with serving() as one:
        child = one.serving_process()
        one.process.kill()
        one.process.wait()
        assert eventually(lambda: not answers(one.port))
        assert eventually(lambda: not Path(f"/proc/{child}").exists())


def test_a_serving_process_that_is_killed_takes_its_parent_along() -> None:
    """Whoever watches over the service starts it again whole."""
    with serving() as one:
        os.kill(one.serving_process(), signal.SIGKILL)
        assert one.process.wait(timeout=10) == 1


def test_a_house_that_cannot_be_opened_ends_in_one_line() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.web.served", str(free_port()), "refuse"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert "server.not-started the store cannot be opened; look at its disk" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
