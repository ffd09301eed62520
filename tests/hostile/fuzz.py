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
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.rig import EVENT, HOST, Running, running
from tests.hostile.thrower import Thrower, Wire, request
from tests.web.fakes import signed

READ_SECONDS = 0.25  # how long an answer is waited for where the request may have none
QUIET_SECONDS = 0.02  # after which no more answers are expected on a connection
SENDERS = 4
DAWDLERS = 100  # connections that are held open and go on a byte at a time
MOST_GROWTH = 64  # MiB that the server may grow while it is fuzzed, beyond what it has after a warm-up
_STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) ")


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
