"""P7 and P8: from a webhook to the tag that is written, and how a burst comes to few looks.

The sandbox billing system answers each call after a fixed latency; how long it took is noted where it is answered, so
that what the bridge adds is everything else.
"""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mappings.whmcs.sandbox.outbox import signature
from tests.bench.report import Ratio, Reading, Section
from tests.journey.house import House, house

LATENCY = 0.02  # seconds that a call takes in the billing system
TICKETS, EVENTS, CONNECTIONS = 100, 1_000, 16
PATIENCE = 600.0  # seconds; others may use the machine too
BROKEN = "My WordPress website stopped working after installing a plugin."
READ, TAG = "ReadTicket", "SetTicketTags"


@dataclass(slots=True)
class Call:
    command: str
    begun: float
    ended: float


@dataclass(slots=True)
class Slow:
    """The sandbox, ``latency`` seconds away, with a note of every call of its API."""

    shop: House
    app: WSGIApplication
    latency: float = LATENCY
    calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith("api.php"):
            return self.app(environ, start_response)
        begun = time.monotonic()
        time.sleep(self.latency)
        known = len(self.shop.shop.shop.state.calls)
        answer = list(self.app(environ, start_response))
        command = self.shop.shop.shop.state.calls[known].command
        with self._lock:
            self.calls.append(Call(command, begun, time.monotonic()))
        return answer

    def count(self, command: str) -> int:
        return sum(call.command == command for call in self.calls)


@contextmanager
def running() -> Iterator[tuple[House, Slow]]:
    """Run the bridge on the real clock beside a slow shop, with nothing slowed down on purpose."""
    with (
        mock.patch("tests.journey.house.PATIENCE", PATIENCE),
        TemporaryDirectory() as folder,
        house(Path(folder)) as at,
    ):
        yield at, slowed(at, LATENCY)


def slowed(at: House, latency: float) -> Slow:
    """Move the shop of a house away."""
    listener = at.shop._listener
    assert listener is not None
    slow = Slow(at, listener.app, latency)
    listener.app = slow
    return slow


def measure(*, rounds: int, seconds: float) -> Section:
    del seconds
    section = Section("end-to-end")
    with running() as (at, slow):
        at.turn_clock(minutes=1)
        pairs = [_webhook_to_tag(at, slow) for _ in range(rounds)]
        section.ratios.append(
            Ratio(
                "P7",
                "webhook to tag written",
                f"sum of its API calls ({LATENCY * 1000:.0f} ms each)",
                [taken / calls for taken, calls in pairs],
                1.5,
                1.1,
                is_cost=True,
            )
        )
        section.readings += [
            Reading("webhook to tag written", "ms", [taken * 1000 for taken, _ in pairs]),
            Reading("of that, in the billing system", "ms", [calls * 1000 for _, calls in pairs]),
        ]
        tickets = _tickets(at)
        bursts = [_burst(at, slow, tickets) for _ in range(max(1, rounds // 3))]
    looks = [count / TICKETS for count, _ in bursts]
    what = f"looks a ticket, {EVENTS} events on {TICKETS} tickets"
    section.ratios.append(Ratio("P8", what, "one look each", looks, 3, 1.2, is_cost=True))
    section.readings.append(Reading("the burst's sending alone", "ms", [taken * 1000 for _, taken in bursts]))
    return section


def _webhook_to_tag(at: House, slow: Slow) -> tuple[float, float]:
    """Return the seconds from a webhook's sending to its ticket's tag, and those spent in the API."""
    owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
    at.settle()
    at.actor.conduct(paused=True)
    ticket = at.actor.open_ticket(owner, "Help", BROKEN)
    slow.calls.clear()
    begun = time.monotonic()
    _send(at, [ticket])
    at.eventually(lambda: slow.count(TAG) > 0)
    last = next(number for number, call in enumerate(slow.calls) if call.command == TAG)
    taken = slow.calls[last].ended - begun
    at.actor.conduct(paused=False)
    at.settle()
    return taken, sum(call.ended - call.begun for call in slow.calls[: last + 1])


def _tickets(at: House) -> list[int]:
    owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
    tickets = [at.actor.open_ticket(owner, f"Help {number}", BROKEN) for number in range(TICKETS)]
    at.settle()
    return tickets


def _burst(at: House, slow: Slow, tickets: list[int]) -> tuple[int, float]:
    """Send the burst; return how often a ticket was read until all was at rest, and the seconds the sending took."""
    slow.calls.clear()
    events = [tickets[number % TICKETS] for number in range(EVENTS)]
    shares = [events[number::CONNECTIONS] for number in range(CONNECTIONS)]
    begun = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda share: _send(at, share), shares))
    sent = time.monotonic() - begun
    at.settle()
    return slow.count(READ), sent


def _send(at: House, tickets: Iterable[int]) -> None:
    """Send one event about each, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=30)
    for ticket in tickets:
        body = json.dumps({"type": "TicketUserReply", "data": {"ticketid": ticket}}).encode()
        signed = signature(at.shop.secret, f"msg_{uuid.uuid4().hex}", body)
        connection.request("POST", "/webhooks/whmcs", body, {"Content-Type": "application/json", **signed})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == HTTPStatus.ACCEPTED
    connection.close()
