"""Faults: what an API call meets in place of a plain answer, for as many calls as a test asks.

Rule: a fault is named for what happens on the wire and for whether the command was carried out before it. Faults wait
in one queue; the first that fits a call is met by it.
"""

import copy
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Response, request

from mappings.whmcs.sandbox.rows import Tables

Act = Callable[[], Response]

HTML = "<html><body><h1>Down for Maintenance</h1></body></html>"
DRIPS = 20  # pieces that a slow answer comes in


class FaultKind(StrEnum):
    REFUSE = "refuse"  # connection reset, nothing done
    ERROR = "error"  # 200, result: error, nothing done
    FORBIDDEN = "forbidden"  # 403, nothing done
    FAIL = "http-500"  # nothing done
    HANG = "hang"  # silence for the seconds, then the connection is closed; nothing done
    HANG_THEN_APPLY = "hang-then-apply"  # done after the seconds, when the caller may have gone
    SLOW = "slow"  # the command itself takes the seconds: a second call with its key meets a running one
    APPLY_THEN_HANG = "apply-then-hang"
    APPLY_THEN_FAIL = "apply-then-500"
    APPLY_THEN_RESET = "apply-then-reset"
    APPLY_THEN_HTML = "apply-then-html"  # 200, and a page of HTML
    TRUNCATED = "truncated"  # done, but the connection ends half way through the answer
    HALF_JSON = "half-json"  # done, a whole answer by its headers, but half a document
    SLOW_DRIP = "slow-drip"  # done, the answer takes the seconds to come
    STALE_READ = "stale-read"  # a read sees the shop as it was when the fault was set


@dataclass(slots=True)
class Fault:
    """``command`` ``*`` fits every call; the first ``skip`` fitting calls pass, the next ``times`` meet the fault."""

    command: str
    kind: FaultKind
    seconds: float = 0.0
    times: int = 1
    skip: int = 0
    message: str = "Injected failure"
    tables: Tables | None = None  # STALE_READ: the shop as it was

    def fits(self, command: str) -> bool:
        return self.command in {"*", command}


@dataclass(slots=True)
class Faults:
    """The queue of faults, and the waiting that some of them are."""

    _queue: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _released: threading.Event = field(default_factory=threading.Event)

    def add(self, fault: Fault, tables: Tables) -> None:
        if fault.kind is FaultKind.STALE_READ:
            fault.tables = copy.deepcopy(tables)
        with self._lock:
            self._queue.append(fault)

    def clear(self) -> None:
        """Forget all faults and end every wait."""
        with self._lock:
            self._queue.clear()
            self._released.set()
            self._released = threading.Event()

    def waiting(self) -> list[Fault]:
        with self._lock:
            return list(self._queue)

    def next_for(self, command: str) -> Fault | None:
        """Take the fault that a call of ``command`` (lower case) meets, if any."""
        with self._lock:
            fault = next((fault for fault in self._queue if fault.fits(command)), None)
            if fault is None:
                return None
            if fault.skip > 0:
                fault.skip -= 1
                return None
            fault.times -= 1
            if fault.times <= 0:
                self._queue.remove(fault)
            return fault

    def wait(self, seconds: float) -> None:
        self._released.wait(seconds)

    def meet(self, fault: Fault | None, act: Act) -> Response:
        """Answer a call under a fault; ``act`` carries the command out."""
        return act() if fault is None else MEETINGS[fault.kind](self, fault, act)


def _refuse(_faults: Faults, _fault: Fault, _act: Act) -> Response:
    return _reset()


def _error(_faults: Faults, fault: Fault, _act: Act) -> Response:
    return Response(json.dumps({"result": "error", "message": fault.message}), content_type="application/json")


def _forbid(_faults: Faults, fault: Fault, _act: Act) -> Response:
    response = _error(_faults, fault, _act)
    response.status_code = 403
    return response


def _fail(_faults: Faults, _fault: Fault, _act: Act) -> Response:
    return Response(HTML, status=500, content_type="text/html")


def _hang(faults: Faults, fault: Fault, _act: Act) -> Response:
    faults.wait(fault.seconds)
    return _cut([])


def _hang_then_apply(faults: Faults, fault: Fault, act: Act) -> Response:
    faults.wait(fault.seconds)
    return act()


def _pass(_faults: Faults, _fault: Fault, act: Act) -> Response:
    return act()  # the doors themselves heed it: a slow command, a stale read


def _apply_then_hang(faults: Faults, fault: Fault, act: Act) -> Response:
    act()
    return _hang(faults, fault, act)


def _apply_then_fail(faults: Faults, fault: Fault, act: Act) -> Response:
    act()
    return _fail(faults, fault, act)


def _apply_then_reset(_faults: Faults, _fault: Fault, act: Act) -> Response:
    act()
    return _reset()


def _apply_then_html(_faults: Faults, _fault: Fault, act: Act) -> Response:
    act()
    return Response(HTML, content_type="text/html")


def _truncate(_faults: Faults, _fault: Fault, act: Act) -> Response:
    whole = act().get_data()
    response = _cut([whole[: len(whole) // 2]])
    response.content_type = "application/json"
    response.content_length = len(whole)
    return response


def _halve(_faults: Faults, _fault: Fault, act: Act) -> Response:
    whole = act().get_data()
    return Response(whole[: len(whole) // 2], content_type="application/json")


def _drip(faults: Faults, fault: Fault, act: Act) -> Response:
    whole = act().get_data()
    size = max(1, len(whole) // DRIPS)

    def drops() -> Iterator[bytes]:
        for start in range(0, len(whole), size):
            faults.wait(fault.seconds / DRIPS)
            yield whole[start : start + size]

    response = Response(drops(), content_type="application/json")
    response.content_length = len(whole)
    return response


def _cut(pieces: list[bytes]) -> Response:
    """Answer with these bytes and then an ended connection; with none, nothing is sent at all."""

    def body() -> Iterator[bytes]:
        yield from pieces
        raise ConnectionAbortedError("the sandbox was told to cut this connection")

    return Response(body())


def _reset() -> Response:
    """End the connection with a TCP reset (the server leaves out the polite goodbye when linger is off)."""
    connection = request.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return _cut([])


MEETINGS: dict[FaultKind, Callable[[Faults, Fault, Act], Response]] = {
    FaultKind.REFUSE: _refuse,
    FaultKind.ERROR: _error,
    FaultKind.FORBIDDEN: _forbid,
    FaultKind.FAIL: _fail,
    FaultKind.HANG: _hang,
    FaultKind.HANG_THEN_APPLY: _hang_then_apply,
    FaultKind.SLOW: _pass,
    FaultKind.APPLY_THEN_HANG: _apply_then_hang,
    FaultKind.APPLY_THEN_FAIL: _apply_then_fail,
    FaultKind.APPLY_THEN_RESET: _apply_then_reset,
    FaultKind.APPLY_THEN_HTML: _apply_then_html,
    FaultKind.TRUNCATED: _truncate,
    FaultKind.HALF_JSON: _halve,
    FaultKind.SLOW_DRIP: _drip,
    FaultKind.STALE_READ: _pass,
}
