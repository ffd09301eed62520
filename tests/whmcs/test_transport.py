"""What certainly did not happen, what may have happened, and that nothing waits for ever (reliability.md)."""

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest
from requests import Response
from requests.adapters import HTTPAdapter

from bridge.billing import Billing, PostReply
from bridge.errors import BillingError, BillingRefusedError, BillingUnavailableError, OutcomeUnknownError
from mappings.whmcs.deadline import Payload
from mappings.whmcs.transport import Envelope, Limits
from tests.whmcs import shops
from tests.whmcs.answers import QUOTE, quotes
from tests.whmcs.wires import (
    Act,
    answering,
    breaking_off,
    closing,
    dripping,
    flooding,
    hanging,
    message,
    resetting,
    server,
    unused_url,
)

REPLY = PostReply("7-guide", "7", "Hello", "Open")
DONE = b'{"result": "success"}'
SHORT = Limits(total=0.5, connect=0.3, size=100_000)
HTML = b"<html><body><h1>Down for Maintenance</h1></body></html>"
LOST: dict[str, Act] = {
    "reset after the request": resetting,
    "closed after the request": closing,
    "answer cut short": breaking_off(DONE),
    "half a document": answering(b'{"result": "succ'),
    "HTML with 200": answering(HTML),
    "nothing with 200": answering(b""),
    "a list": answering(b"[]"),
    "JSON beyond all depth": answering(b"[" * 90_000),
    "neither success nor error": answering(b'{"quoteid": 12}'),
    "HTTP 500": answering(HTML, status="500 Internal Server Error"),
    "HTTP 502": answering(HTML, status="502 Bad Gateway"),
    "a redirect": answering(b"", status="302 Found", headers=("Location: http://127.0.0.1:1/",)),
    "a first call still running": answering(b"{}", status="409 Conflict"),
    "too large": answering(b" " * 200_000),
    "a bomb": answering(gzip.compress(b" " * 50_000_000), headers=("Content-Encoding: gzip",)),
    "no gzip at all": answering(DONE, headers=("Content-Encoding: gzip",)),
    "no HTTP at all": lambda connection: connection.sendall(b"\x15\x03\x01\x00\x02\x02\x16\r\n\r\n"),
    "interim answers without end": flooding(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "header drips": dripping(message(DONE, headers=("X-Long: " + "x" * 500,)), every=0.02),
    "body drips": dripping(message(DONE + b" " * 500), every=0.02),
}
TRANSPORTS = {"addon": shops.addon, "plain": shops.plain}


@pytest.fixture
def released() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Callable[..., Billing]:
    return TRANSPORTS[str(request.param)]


@pytest.mark.parametrize("fault", LOST)
def test_a_write_without_an_answer_may_have_happened_and_is_not_repeated(
    transport: Callable[..., Billing], fault: str
) -> None:
    """W3: at most once."""
    with server(LOST[fault]) as running:
        with pytest.raises(OutcomeUnknownError):
            transport(running.url, limits=SHORT).apply(REPLY)
        assert len(running.requests) == 1


@pytest.mark.parametrize("fault", sorted(set(LOST) - {"neither success nor error"}))
def test_a_reading_without_an_answer_has_told_nothing(fault: str) -> None:
    with server(LOST[fault]) as running:
        with pytest.raises(BillingUnavailableError):
            shops.addon(running.url, limits=SHORT).read_ticket("7")
        assert 1 <= len(running.requests) <= 3


def test_silence_after_the_request_ends_at_the_deadline(transport: Callable[..., Billing], released: Event) -> None:
    with server(hanging(released)) as running:
        begun = time.monotonic()
        with pytest.raises(OutcomeUnknownError):
            transport(running.url, limits=SHORT).apply(REPLY)
        assert 0.4 < time.monotonic() - begun < 1.5


@pytest.mark.parametrize("fault", ["header drips", "body drips"])
def test_a_slow_answer_ends_at_the_deadline_however_it_comes(fault: str) -> None:
    with server(LOST[fault]) as running:
        begun = time.monotonic()
        with pytest.raises(BillingUnavailableError):
            shops.addon(running.url, limits=SHORT).read_ticket("7")
        assert time.monotonic() - begun < 1.5


def test_a_slow_answer_within_the_deadline_is_an_answer() -> None:
    with server(dripping(message(DONE), every=0.005)) as running:
        assert shops.plain(running.url, limits=SHORT).apply(REPLY).quote is None


def test_a_connection_that_came_too_late_is_not_sent_on() -> None:
    payload = Payload(b"x", deadline=time.monotonic() - 0.1)
    with pytest.raises(TimeoutError):
        list(payload)
    assert not payload.has_left


def test_no_time_left_means_that_nothing_was_sent() -> None:
    with server(answering(DONE)) as running:
        with pytest.raises(BillingUnavailableError):
            shops.plain(running.url, limits=Limits(total=0.0)).apply(REPLY)
        assert not running.connections


def test_nobody_listening_means_that_nothing_was_sent(transport: Callable[..., Billing]) -> None:
    with pytest.raises(
        BillingUnavailableError,
        match=r"AddTicketReply: 127\.0\.0\.1:\d+ cannot be reached: .* url right\? \(ConnectionRefusedError",
    ):
        transport(unused_url(), limits=SHORT).apply(REPLY)


def test_an_unknown_host_means_that_nothing_was_sent(transport: Callable[..., Billing]) -> None:
    with pytest.raises(BillingUnavailableError):
        transport("http://no-such-host.invalid/", limits=SHORT).apply(REPLY)


def test_a_handshake_that_fails_means_that_nothing_was_sent(transport: Callable[..., Billing]) -> None:
    """TLS is verified, and there is no switch to turn that off."""
    with server(closing) as running:
        with pytest.raises(BillingUnavailableError):
            transport(running.url.replace("http:", "https:"), limits=SHORT).apply(REPLY)
        assert not running.requests


def test_a_write_is_tried_again_only_after_it_certainly_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = []
    send = HTTPAdapter.send

    def counted(self: HTTPAdapter, *args: Any, **options: Any) -> Response:  # noqa: ANN401 - handed on
        attempts.append(args)
        return send(self, *args, **options)

    monkeypatch.setattr(HTTPAdapter, "send", counted)
    with pytest.raises(BillingUnavailableError):
        shops.plain(unused_url()).apply(REPLY)
    assert len(attempts) == 3


def test_a_reading_is_tried_again() -> None:
    acts = [resetting, LOST["HTTP 502"], answering(json.dumps(quotes(QUOTE)).encode())]

    def next_act(connection: socket.socket) -> None:
        acts.pop(0)(connection)

    with server(next_act) as running:
        assert shops.addon(running.url).read_quote("12")
        assert len(running.requests) == 3


@pytest.mark.parametrize(("status", "body"), [("429 Too Many Requests", HTML), ("200 OK", b'{"result": "error"}')])
def test_a_reading_that_was_turned_away_or_refused_is_not_tried_again_at_once(status: str, body: bytes) -> None:
    with server(answering(body, status=status)) as running:
        with pytest.raises(BillingError):
            shops.addon(running.url).read_ticket("7")
        assert len(running.requests) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", BillingRefusedError),
        ("401 Unauthorized", BillingRefusedError),
        ("403 Forbidden", BillingRefusedError),
        ("404 Not Found", BillingRefusedError),
        ("413 Content Too Large", BillingRefusedError),
        ("408 Request Timeout", BillingUnavailableError),
        ("429 Too Many Requests", BillingUnavailableError),
    ],
)
def test_a_4xx_did_nothing(transport: Callable[..., Billing], status: str, error: type[BillingError]) -> None:
    with server(answering(HTML, status=status)) as running:
        with pytest.raises(error):
            transport(running.url).apply(REPLY)
        assert len(running.requests) == 1


def test_a_redirect_is_not_followed_and_its_remedy_named() -> None:
    with server(LOST["a redirect"]) as running, pytest.raises(BillingUnavailableError, match=r"set \[billing\] url"):
        shops.addon(running.url).read_ticket("7")


def test_readings_share_a_connection_and_plain_writes_have_their_own() -> None:
    """A request on a connection that lay idle can cross its close, and be neither done nor known not to be."""
    with server(answering(json.dumps(quotes(QUOTE)).encode())) as running:
        billing = shops.plain(running.url)
        for _ in range(3):
            billing.read_quote("12")
        assert running.connections == 1
        billing.apply(REPLY)
        assert running.connections == 2


def test_no_cookie_is_kept() -> None:
    with server(answering(json.dumps(quotes()).encode(), headers=("Set-Cookie: WHMCS=1; path=/",))) as running:
        billing = shops.plain(running.url)
        billing.read_quote("12")
        billing.read_quote("12")
        assert not any(b"cookie" in request.lower() for request in running.requests)


def test_the_environment_sends_us_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", unused_url())
    with server(answering(DONE)) as running:
        shops.plain(running.url).apply(REPLY)
        assert len(running.requests) == 1


def test_a_busy_billing_system_is_asked_by_no_more_threads_than_allowed(released: Event) -> None:
    def act(connection: socket.socket) -> None:
        released.wait(10)
        answering(DONE)(connection)

    with server(act) as running:
        billing = shops.plain(running.url)
        threads = [Thread(target=billing.apply, args=(REPLY,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        assert len(running.requests) == 4
        released.set()
        for thread in threads:
            thread.join()
        assert len(running.requests) == 8


def test_a_request_does_not_show_what_signs_it_in() -> None:
    assert "s3cr3t" not in repr(Envelope("includes/api.php", b"secret=s3cr3t", {"webhook-signature": "s3cr3t"}))
