"""Raw HTTP, broken on purpose: thousands of requests that no client library would send, from a seed.

``python -m tests.hostile.fuzz --seconds 600 --seed 7`` plays them against a real ``bridge serve``. What must hold:

- the bridge is alive at the end, and answered others all the while;
- no answer is a 5xx but 503, no answer shows a traceback, and the log holds none;
- nothing is stored that was not signed with the secret, and everything answered 202 is;
- its memory does not grow with what is thrown at it.

A failing seed plays the same requests again.
"""

import argparse
import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.rig import EVENT, HOST, Running, running
from tests.web.fakes import FOREIGN, TOKEN, signed

READ_SECONDS = 0.25  # how long an answer is waited for where the request may have none
QUIET_SECONDS = 0.02  # after which no more answers are expected on a connection
SENDERS = 4
DAWDLERS = 100  # connections that are held open and go on a byte at a time
MOST_GROWTH = 64  # MiB that the server may grow while it is fuzzed, beyond what it has after a warm-up
PATHS = ("/webhooks/whmcs", "/v1/tickets/7", "/v1/clients/42/entitlement", "/healthz", "/metrics", "/v1/tickets/7/hold")
METHODS = ("GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "DELETE", "BREW", "get", "P\0ST", "")
_STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) ")

Wire = list[bytes]  # pieces, with a pause between two


@dataclass
class Report:
    """What was thrown, and what came back."""

    seed: int
    sent: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    seconds: float = 0.0
    growth: float = 0.0  # MiB
    slowest: float = 0.0  # seconds that somebody else waited for /healthz meanwhile

    def told(self) -> str:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.sent.items()))
        codes = ", ".join(f"{code or 'none'} {count}" for code, count in sorted(self.answered.items()))
        return "\n".join(
            [
                f"seed {self.seed}: {self.sent.total()} exchanges in {self.seconds:.0f} s",
                f"thrown:   {kinds}",
                f"answered: {codes}",
                f"memory grew by {self.growth:.1f} MiB; the slowest /healthz beside it took {self.slowest:.2f} s",
                *(f"FINDING: {finding}" for finding in self.findings),
            ]
        )


class Thrower:
    """Makes requests by chance; each kind is a method that returns what goes over one connection."""

    def __init__(self, chance: random.Random, name: str) -> None:
        self.chance = chance
        self._name = name
        self._count = 0
        self.authentic: dict[str, bytes] = {}
        self.kinds: dict[str, Callable[[], Wire]] = {
            "line": self.line,
            "header": self.header,
            "header-bomb": self.header_bomb,
            "length": self.length,
            "chunked": self.chunked,
            "encoding": self.encoding,
            "expect": self.expect,
            "pipeline": self.pipeline,
            "path": self.path,
            "method": self.method,
            "smuggle": self.smuggle,
            "garbage": self.garbage,
            "mutated": self.mutated,
            "forged": self.forged,
            "signed": self.signed,
            "read": self.read,
            "hold": self.hold,
        }

    def identifier(self) -> str:
        self._count += 1
        return self.newest

    @property
    def newest(self) -> str:
        """The webhook-id that was used last."""
        return f"{self._name}-{self._count}"

    def noise(self, most: int) -> bytes:
        return self.chance.randbytes(self.chance.randrange(most))

    def good(self, body: bytes = EVENT) -> bytes:
        """Return a delivery that the secret signs, and remember it: this and nothing else may be stored."""
        identifier = self.identifier()
        self.authentic[identifier] = body
        return request(signed(body, identifier=identifier), body)

    # Kinds ------------------------------------------------------------------------------------------------------

    def line(self) -> Wire:
        version = self.chance.choice(
            ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTP/1.1", "", "HTTP/1.1 HTTP/1.1"]
        )
        gap = self.chance.choice([" ", "  ", "\t", "", "\0"])
        end = self.chance.choice(["\r\n", "\n", "\r", "\r\r\n"])
        return [f"{self._method()}{gap}{self._path()}{gap}{version}{end}Host: x{end}{end}".encode("latin-1", "replace")]

    def header(self) -> Wire:
        names = [
            "webhook-id",
            "webhook-signature",
            "Authorization",
            "Host",
            "Content-Type",
            "X-\0",
            "\xff",
            " lead",
            "",
        ]
        lines = [
            self.chance.choice(names).encode("latin-1")
            + self.chance.choice([b": ", b":", b" : ", b""])
            + self.noise(200)
            for _ in range(self.chance.randrange(1, 6))
        ]
        return [
            b"POST /webhooks/whmcs HTTP/1.1\r\nHost: x\r\n" + b"\r\n".join(lines) + b"\r\nContent-Length: 2\r\n\r\n{}"
        ]

    def header_bomb(self) -> Wire:
        match self.chance.randrange(3):
            case 0:
                lines = b"".join(b"X-%d: y\r\n" % number for number in range(self.chance.choice([90, 101, 3000])))
            case 1:
                lines = b"X: " + b"y" * self.chance.choice([60_000, 70_000, 300_000]) + b"\r\n"
            case _:
                lines = b"Cookie: a=b\r\n" * 5000
        return [b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n"]

    def length(self) -> Wire:
        lengths = [
            "-1",
            "+2",
            "0x2",
            "2, 2",
            "2 2",
            " 2 ",
            "\x002",
            "1e1",
            "٢",
            "9" * 19,
            "9" * 40,
            "",
            "262145",
            "-0",
            "02",
        ]
        lines = [f"Content-Length: {self.chance.choice(lengths)}" for _ in range(self.chance.choice([1, 1, 2]))]
        head = "\r\n".join(["POST /webhooks/whmcs HTTP/1.1", "Host: x", *lines])
        return [head.encode() + b"\r\n\r\n{}"]

    def chunked(self) -> Wire:
        sizes = [b"2", b"ffffffffffffffff", b"-1", b"2;x=y", b"0x2", b"", b"g", b"0", b"fffffffffffffffff", b"2\n"]
        coding = self.chance.choice(
            ["chunked", "Chunked", "gzip, chunked", "identity", "chunked, chunked", "\tchunked"]
        )
        headers = signed(EVENT, identifier=self.identifier()) | {"Transfer-Encoding": coding}
        chunks = b"".join(self.chance.choice(sizes) + b"\r\n{}\r\n" for _ in range(self.chance.randrange(1, 4)))
        return [request(headers, chunks + b"0\r\n\r\n", length=self.chance.choice([None, 2]))]

    def encoding(self) -> Wire:
        coding = self.chance.choice(["gzip", "br", "deflate", "identity", "", "zstd, gzip"])
        return [request(signed(EVENT, identifier=self.identifier()) | {"Content-Encoding": coding})]

    def expect(self) -> Wire:
        headers = signed(EVENT, identifier=self.identifier())
        wanted = self.chance.choice(["100-continue", "200-ok", "100-continue, x", "\0"])
        return [request(headers | {"Expect": wanted}, b""), EVENT[: self.chance.randrange(len(EVENT))]]

    def pipeline(self) -> Wire:
        kinds = [self.path, self.method, self.length, self.forged, self.signed, self.read]
        return [b"".join(piece for _ in range(self.chance.randrange(2, 12)) for piece in self.chance.choice(kinds)())]

    def path(self) -> Wire:
        parts = [
            "..",
            "%2e%2e",
            "%00",
            "%0d%0a",
            "//",
            "%ff",
            "é",
            "7",
            "0",
            "-7",
            "7" * 18,
            "7" * 5000,
            "1e3",
            "%37",
            ";",
            "?",
        ]
        path = "/v1/" + "/".join(self.chance.choice([*parts, "tickets", "clients"]) for _ in range(4))
        start = self.chance.choice(["", "http://evil.example", "*", "//evil.example"])
        query = self.chance.choice(
            ["", "?at=2026", "?at=%00", "?at=9999-12-31T23:59:59Z", "?" + "a=b&" * 3000, "?at=1&at=2"]
        )
        line = f"GET {start}{path}{query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token()}\r\n\r\n"
        return [line.encode("utf-8", "replace")]

    def method(self) -> Wire:
        line = f"{self._method()} {self._path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token()}\r\n"
        return [line.encode() + b"Content-Length: 0\r\n\r\n"]

    def smuggle(self) -> Wire:
        inner = self.good()
        pair = self.chance.choice(
            [
                b"Content-Length: %d\r\nTransfer-Encoding: chunked" % len(inner),
                b"Transfer-Encoding: chunked\r\nContent-Length: 4",
                b"Content-Length: 0\r\nContent-Length: %d" % len(inner),
                b"Transfer-Encoding : chunked\r\nContent-Length: %d" % len(inner),
                b"Content-Length: %d\r\nTransfer-Encoding: xchunked" % len(inner),
                b"Transfer-Encoding:\x0bchunked",
                b"X: y\r\n Content-Length: %d" % len(inner),
            ]
        )
        return [b"POST /webhooks/whmcs HTTP/1.1\r\nHost: x\r\n" + pair + b"\r\n\r\n0\r\n\r\n" + inner]

    def garbage(self) -> Wire:
        return [self.noise(4000)]

    def mutated(self) -> Wire:
        """Flip, cut, double or insert bytes in a good request; its id is its own, so that a stored one is seen."""
        wire = bytearray(self.good())
        for _ in range(self.chance.randrange(1, 6)):
            place = self.chance.randrange(len(wire))
            match self.chance.randrange(4):
                case 0:
                    wire[place] ^= 1 << self.chance.randrange(8)
                case 1:
                    del wire[place : place + self.chance.randrange(40)]
                case 2:
                    wire[place:place] = wire[place : place + 30]
                case _:
                    wire[place:place] = self.noise(8)
            if not wire:
                break
        return [bytes(wire)]

    def forged(self) -> Wire:
        return [request(signed(EVENT, identifier=self.identifier(), secret=FOREIGN))]

    def signed(self) -> Wire:
        """Send what the secret signs, in pieces; the body may be anything."""
        bodies = [
            EVENT,
            b"[" * 100_000,
            b'{"a":' * 20_000,
            b"\xff\xfe",
            b"9" * 5000,
            b'{"a":1,"a":2}',
            self.noise(5000),
        ]
        body = self.chance.choice(bodies)
        wire = self.good(body)
        cut = sorted(self.chance.randrange(len(wire)) for _ in range(self.chance.randrange(3)))
        return [wire[start:end] for start, end in zip([0, *cut], [*cut, len(wire)], strict=True)]

    def read(self) -> Wire:
        line = f"GET {self._path()} HTTP/1.1\r\nHost: x\r\nAuthorization: {self._authorization()}\r\n\r\n"
        return [line.encode("latin-1", "replace")]

    def hold(self) -> Wire:
        body = self.chance.choice([b"{}", b"[", b"\0", b'{"until":"x","reason":"y"}', self.noise(6000)])
        kind = self.chance.choice(["tickets", "clients"])
        headers = {"Authorization": self._authorization(), "Content-Type": "application/json"}
        return [request(headers, body, path=f"/v1/{kind}/{self.chance.randrange(9)}/hold")]

    def _method(self) -> str:
        return self.chance.choice(METHODS)

    def _path(self) -> str:
        return self.chance.choice(
            [*PATHS, "/", "*", "/%", "http://x/healthz", "/webhooks/", "/webhooks/whmcs/..", "/nowhere"]
        )

    def _token(self) -> str:
        return self.chance.choice([TOKEN.reveal(), "wrong"])

    def _authorization(self) -> str:
        return self.chance.choice(
            ["Bearer wrong", "Basic eA==", "Bearer", "Bearer \xff", f"Bearer {TOKEN.reveal()}", "\0"]
        )


def request(
    headers: dict[str, str], body: bytes = EVENT, *, path: str = "/webhooks/whmcs", length: int | None = -1
) -> bytes:
    """Return a POST as bytes; ``length`` None leaves Content-Length out, -1 tells the truth."""
    announced = {} if length is None else {"Content-Length": str(len(body) if length == -1 else length)}
    lines = [f"POST {path} HTTP/1.1", "Host: x", *(f"{name}: {text}" for name, text in (headers | announced).items())]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body


def exchange(port: int, wire: Wire, chance: random.Random) -> bytes | None:
    """Play one connection and return what came back; None where we hung up without listening."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=10) as connection:
        for piece in wire:
            connection.sendall(piece)
            if len(wire) > 1:
                time.sleep(0.01)
        match chance.randrange(12):
            case 0:
                return None
            case 1:
                connection.shutdown(socket.SHUT_WR)
        return _heard(connection)
    return b""


def _heard(connection: socket.socket) -> bytes:
    connection.settimeout(READ_SECONDS)
    data = b""
    with suppress(OSError):
        while piece := connection.recv(65536):
            data += piece
            connection.settimeout(QUIET_SECONDS)
    return data


class Fuzz:
    """One run: senders that throw, and somebody else who asks for /healthz all the while."""

    def __init__(self, at: Running, seed: int) -> None:
        self.report = Report(seed)
        self._at = at
        self._lock = threading.Lock()
        self._throwers = [Thrower(random.Random(f"{seed} {number}"), f"fuzz-{number}") for number in range(SENDERS)]

    def run(self, *, seconds: float, most: int | None = None) -> Report:
        """Throw for so long, ``most`` exchanges a sender at the most, then judge."""
        begun = time.monotonic()
        for _ in range(20):
            self._at.deliver("warm-up")
        before = _resident(self._at.serving())
        end, is_over = begun + seconds, threading.Event()
        senders = [threading.Thread(target=self._throw, args=(one, end, most)) for one in self._throwers]
        beside = [threading.Thread(target=one, args=(is_over,)) for one in (self._watch, self._dawdle)]
        for thread in (*beside, *senders):
            thread.start()
        for thread in senders:
            thread.join()
        is_over.set()
        for thread in beside:
            thread.join()
        self.report.seconds = time.monotonic() - begun
        self._judge(before)
        return self.report

    def _throw(self, thrower: Thrower, end: float, most: int | None) -> None:
        count = 0
        while time.monotonic() < end and (most is None or count < most):
            count += 1
            kind = thrower.chance.choice(list(thrower.kinds))
            wire = thrower.kinds[kind]()
            answer = exchange(self._at.port, wire, thrower.chance)
            with self._lock:
                self._note(kind, thrower, wire, answer)

    def _note(self, kind: str, thrower: Thrower, wire: Wire, answer: bytes | None) -> None:
        self.report.sent[kind] += 1
        if answer is None:
            return
        codes = [int(code) for code in _STATUS.findall(answer)]
        self.report.answered.update(codes or [0])
        if kind == "signed" and codes == [202]:
            self.report.taken.add(thrower.newest)
        if any(code >= 500 and code != 503 for code in codes) or b"Traceback" in answer:
            self.report.findings.append(f"{kind}: {codes} to {b''.join(wire)[:300]!r}")

    def _watch(self, is_over: threading.Event) -> None:
        while not is_over.wait(0.1):
            begun = time.monotonic()
            if not self._at.is_alive():
                self._find("/healthz did not answer 200 while others were hostile")
            self.report.slowest = max(self.report.slowest, time.monotonic() - begun)

    def _dawdle(self, is_over: threading.Event) -> None:
        """Hold connections open, on which heads and bodies come in one byte at a time."""
        beginnings = (b"GET /healthz HTTP/1.1\r\nX: ", request(signed(EVENT, identifier="never"), b"", length=9999))
        while not is_over.is_set():
            with ExitStack() as held, suppress(OSError):
                slow = [held.enter_context(socket.create_connection((HOST, self._at.port))) for _ in range(DAWDLERS)]
                for number, connection in enumerate(slow):
                    connection.sendall(beginnings[number % len(beginnings)])
                for _ in range(20):
                    for connection in slow:
                        connection.sendall(b"x")
                    is_over.wait(0.2)

    def _find(self, finding: str) -> None:
        with self._lock:
            self.report.findings.append(finding)

    def _judge(self, before: float) -> None:
        self.report.growth = _resident(self._at.serving()) - before
        log, authentic = self._at.log(), dict(pair for one in self._throwers for pair in one.authentic.items())
        stored = self._at.bodies()
        strange = {id_ for id_, body in stored.items() if id_ != "warm-up" and authentic.get(id_) != body}
        checks: Mapping[str, bool] = {
            "the bridge does not answer any more": not self._at.is_alive(),
            "a traceback is in the log": "Traceback" in log or "panicked" in log,
            "the log tells of a failure": "delivery.failed" in log or "request.failed" in log,
            f"stored without being signed so: {sorted(strange)}": bool(strange),
            f"answered 202 and not stored: {sorted(self.report.taken - stored.keys())}": not self.report.taken
            <= stored.keys(),
            f"memory grew by {self.report.growth:.0f} MiB": self.report.growth > MOST_GROWTH,
        }
        self.report.findings += [finding for finding, is_so in checks.items() if is_so]


def _resident(process: int) -> float:
    """Return the memory of a process in MiB."""
    found = re.search(r"VmRSS:\s+([0-9]+) kB", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def main() -> int:
    asked = argparse.ArgumentParser(description="Throw broken HTTP at a real bridge serve.")
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as at:
        report = Fuzz(at, options.seed).run(seconds=options.seconds)
    print(report.told())  # noqa: T201 - it is run by hand
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
