"""Signed, and hostile all the same: kept, set aside or led nowhere, and no look breaks over it, on both stores."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bridge.secrets import Secret
from mappings.whmcs.hooks import HOOKS
from tests.hostile.rig import deliver, status_of
from tests.journey.house import House, house
from tests.store.fixtures import postgres_url

MOST = 256 * 1024  # bytes of a body, as the config that `bridge init` writes has it
BROKEN = "My WordPress website stopped working after installing a plugin."
NOISE = random.Random(20260301)

UNREADABLE: Mapping[str, bytes] = {
    "lists-in-lists": b"[" * 100_000,
    "objects-in-objects": b'{"a":' * 40_000,
    "lists-in-an-object": b'{"type":"TicketOpen","data":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a-number-of-5000-digits": b'{"type":"TicketOpen","data":{"ticketid":' + b"9" * 5000 + b"}}",
    "a-number-beyond-all": b'{"type":"TicketOpen","data":{"ticketid":1e999}}',
    "a-key-twice": b'{"type":"TicketOpen","data":{"ticketid":1,"ticketid":2}}',
    "not-a-number": b'{"type":"TicketOpen","data":{"ticketid":NaN}}',
    "half-a-character": b'{"type":"TicketOpen","data":{"ticketid":1,"subject":"\\ud83d"}}',
    "a-null-character": b'{"type":"TicketOpen","data":{"ticketid":1,"subject":"a\\u0000b"}}',
    "a-byte-order-mark": b'\xef\xbb\xbf{"type":"TicketOpen","data":{"ticketid":1}}',
    "latin-1": '{"type":"TicketOpen","data":{"ticketid":1,"subject":"\xe9"}}'.encode("latin-1"),
    "utf-16": '{"type":"TicketOpen","data":{"ticketid":1}}'.encode("utf-16"),
    "nothing": b"",
    "a-list": b"[]",
    "noise-of-the-largest-size": NOISE.randbytes(MOST),
    "one-letter-of-the-largest-size": b"x" * MOST,
    "keys-without-end": json.dumps({f"k{number}": number for number in range(30_000)}).encode()[: MOST - 1],
}
ODD: tuple[object, ...] = (
    None, True, -1, 0, 7.5, 2**63 - 1, 2**63, 10**30, "", " 7 ", "7e3", "\u0667", "../../7", "7; DROP TABLE x", "7\n8",
    [], {}, [[7]], {"0": [7]}, [7] * 3000, ["x"] * 3000, "7," * 3000, {"ticketid": {"ticketid": 7}}, "\u202e7", "😀",
)  # fmt: skip
TIMES: tuple[object, ...] = (
    "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "now", 0, None, "2026-03-01",
    "2026-02-30T00:00:00Z", "2026-03-29T01:30:00", "x" * 5000,
)  # fmt: skip
NAMES = ("ticketid", "clientid", "userid", "orderid", "invoiceid", "quoteid", "serviceid", "id", "masterticketid")


def readable() -> Iterator[bytes]:
    """Yield JSON that is well formed and means nothing: each hook once, with odd values for ids and times."""
    kinds = (*sorted(HOOKS), "", "NoSuchHook", "x" * 5000, "a\nb", "{$x}")
    for number, kind in enumerate(kinds):
        odd = ODD[number % len(ODD)]
        data = odd if number % 7 == 0 else dict.fromkeys((*NAMES, "mergedticketids", "newticketid", "params", "x"), odd)
        yield json.dumps({"type": kind, "timestamp": TIMES[number % len(TIMES)], "data": data}).encode()
    yield json.dumps({"type": ["TicketOpen"], "timestamp": {}, "data": "x", "origin": 5}).encode()


@contextmanager
def house_on(backend: str, folder: Path) -> Iterator[House]:
    """Run a bridge on SQLite or PostgreSQL."""
    if backend == "sqlite":
        with house(folder) as at:
            yield at
        return
    with postgres_url() as url:
        line = f'url = "{url}"'
        with house(folder, change=lambda config: re.sub(r'(?m)^url = "sqlite:.*$', lambda _: line, config)) as at:
            yield at


@pytest.mark.journey
@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_no_signed_body_breaks_a_look_or_is_turned_away(tmp_path: Path, backend: str) -> None:
    with house_on(backend, tmp_path) as at:
        secret = Secret(at.shop.secret, "the shop's")
        bodies = {**UNREADABLE, **{f"odd-{number}": body for number, body in enumerate(readable())}}
        book = {name: status_of(deliver(at.port, name, body, secret=secret)) for name, body in bodies.items()}
        assert book == dict.fromkeys(bodies, 202)
        assert {status_of(deliver(at.port, name, body, secret=secret)) for name, body in UNREADABLE.items()} == {200}
        assert status_of(deliver(at.port, "too-large", b"x" * (MOST + 1), secret=secret)) == 413
        at.turn_clock(minutes=1)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        ticket = at.actor.open_ticket(owner, "Help", BROKEN)
        at.settle()
        at.eventually(lambda: len(at.said(ticket)) == 1)
        status = at.told("status")
        assert status["deliveries_set_aside"] == len(UNREADABLE)
        assert status["deliveries_waiting"] == 0
        log = (at.folder / "log").read_text()
        assert not re.search(r"look\.broke|look\.failed|Traceback|delivery\.failed|half\.ended", log)
