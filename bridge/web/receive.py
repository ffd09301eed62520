"""POST /webhooks/SYSTEM: check the request, verify its signature, store it durably, answer.

The rule: cheap checks on headers first, then authentication over the raw bytes, and only then any reading of them.
Every outcome is one row of a table below, answered with words fixed beforehand, so nothing that was sent can be echoed.
Which check failed inside 401 is told to nobody. A signed body that cannot be read is kept and set aside: refused, its
sender would repeat it for days.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from bridge.billing import Dialect, Hint
from bridge.errors import MalformedDeliveryError, StoreUnavailableError, UnauthenticatedError
from bridge.services import Receiving
from bridge.store.deliveries import Acceptance, Delivery
from bridge.web.event import read_event
from bridge.web.gathering import Gathering
from bridge.web.signature import Verified, keys_of, verify

MOST_BODIES: Final = 256  # awaited at once: what senders who dawdle can make us keep
BODY_SECONDS: Final = 30.0  # within which a body must have come

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """Everything that can become of a request to the receiver."""

    STORED = "stored"
    SET_ASIDE = "set-aside"
    SEEN = "seen"
    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    UNKNOWN_SYSTEM = "unknown-system"
    WRONG_METHOD = "wrong-method"
    CONFLICT = "conflict"
    NO_LENGTH = "no-length"
    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    UNAVAILABLE = "unavailable"
    BUSY = "busy"


ACCEPTED: Final[Mapping[Outcome, HTTPStatus]] = {
    Outcome.STORED: HTTPStatus.ACCEPTED,
    Outcome.SET_ASIDE: HTTPStatus.ACCEPTED,
    Outcome.SEEN: HTTPStatus.OK,
}

REFUSED: Final[Mapping[Outcome, tuple[HTTPStatus, str]]] = {
    Outcome.MALFORMED: (HTTPStatus.BAD_REQUEST, "A header is missing or not of its form, or the body is cut short."),
    Outcome.UNAUTHENTICATED: (HTTPStatus.UNAUTHORIZED, "No valid signature."),
    Outcome.UNKNOWN_SYSTEM: (HTTPStatus.NOT_FOUND, "No billing system receives here."),
    Outcome.WRONG_METHOD: (HTTPStatus.METHOD_NOT_ALLOWED, "Only POST is received here."),
    Outcome.CONFLICT: (HTTPStatus.CONFLICT, "This webhook-id was used for another body."),
    Outcome.NO_LENGTH: (HTTPStatus.LENGTH_REQUIRED, "A Content-Length is required; chunked bodies are not taken."),
    Outcome.TOO_LARGE: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is larger than is taken."),
    Outcome.WRONG_TYPE: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only application/json without Content-Encoding is taken."),
    Outcome.UNAVAILABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "The store is out of reach; nothing was kept. Come again."),
    Outcome.BUSY: (HTTPStatus.SERVICE_UNAVAILABLE, "Too many bodies are being received. Come again."),
}

LEVELS: Final[Mapping[Outcome, int]] = {  # the others are news
    Outcome.SET_ASIDE: logging.WARNING,
    Outcome.UNAUTHENTICATED: logging.WARNING,
    Outcome.CONFLICT: logging.ERROR,
    Outcome.UNAVAILABLE: logging.ERROR,
    Outcome.BUSY: logging.ERROR,
}

_OF_ACCEPTANCE: Final[Mapping[Acceptance, Outcome]] = {
    Acceptance.NEW: Outcome.STORED,
    Acceptance.SEEN: Outcome.SEEN,
    Acceptance.CONFLICT: Outcome.CONFLICT,
}

_JSON: Final = re.compile(r"(application/json[ \t]*(;.*)?)?", re.IGNORECASE | re.DOTALL)  # or none named
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_UNREADABLE: Final = Hint(kind="", subject=None)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it comes in: its head, and ``body``, which awaits the whole of its body, or what came of it.

    ``headers`` have lower-case names; what one that was given twice holds is joined by commas.
    """

    method: str
    headers: Mapping[str, str]
    body: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of a request; ``delivery`` is the webhook-id, known once its signature has been verified."""

    outcome: Outcome
    delivery: str = ""


class Receiver:
    """Takes webhooks, any number at once, in one event loop."""

    def __init__(
        self, receiving: Receiving, *, count: Callable[[Outcome], None], body_seconds: float = BODY_SECONDS
    ) -> None:
        self._receiving = receiving
        self._keys = keys_of(receiving.secrets)
        self._count = count
        self._body_seconds = body_seconds
        self._bodies_awaited = 0
        self._gathering = Gathering(receiving.accept_all)

    async def receive(self, system: str, request: Request) -> Outcome:
        """Return what became of a request to this system's path; every outcome is logged and counted."""
        taken = await self._take(system, request)
        self._count(taken.outcome)
        log.log(
            LEVELS.get(taken.outcome, logging.INFO),
            "delivery.%s",
            taken.outcome.value,
            extra={"delivery": taken.delivery, "body_bytes": _announced(request)},
        )
        return taken.outcome

    async def _take(self, system: str, request: Request) -> _Taken:
        dialect = self._receiving.systems.get(system)
        if dialect is None:
            return _Taken(Outcome.UNKNOWN_SYSTEM)
        refusal = _refusal(request, self._receiving.max_body)
        if refusal is not None:
            return _Taken(refusal)
        body = await self._body(request)
        if isinstance(body, Outcome):
            return _Taken(body)
        try:
            verified = self._verify(request, body)
        except MalformedDeliveryError:
            return _Taken(Outcome.MALFORMED)
        except UnauthenticatedError:
            return _Taken(Outcome.UNAUTHENTICATED)
        return _Taken(await self._store(system, dialect, verified, body), verified.id)

    async def _body(self, request: Request) -> bytes | Outcome:
        """Await exactly the length that was announced; a sender that dawdles holds a place, and not for ever."""
        if self._bodies_awaited == MOST_BODIES:
            return Outcome.BUSY
        self._bodies_awaited += 1
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await request.body()
        except TimeoutError:
            return Outcome.MALFORMED
        finally:
            self._bodies_awaited -= 1
        return body if len(body) == _announced(request) else Outcome.MALFORMED

    def _verify(self, request: Request, body: bytes) -> Verified:
        now = self._receiving.real_clock()
        return verify(request.headers, body, self._keys, now=now, tolerance=self._receiving.tolerance)

    async def _store(self, system: str, dialect: Dialect, verified: Verified, body: bytes) -> Outcome:
        event = read_event(body)
        hint = _UNREADABLE if event is None else dialect.hint(event)
        delivery = Delivery(
            id=verified.id,
            system=system,
            kind=hint.kind,
            subjects=() if hint.subject is None else (hint.subject, *hint.also),
            early=hint.early,
            body=body,
            received=self._receiving.clock(),
            is_readable=event is not None,
        )
        try:
            outcome = _OF_ACCEPTANCE[await self._gathering.submit(delivery)]
        except StoreUnavailableError:
            return Outcome.UNAVAILABLE
        return Outcome.SET_ASIDE if outcome is Outcome.STORED and event is None else outcome


def _announced(request: Request) -> int | None:
    """Return the length that was announced, or None: none was, or what is none."""
    text = request.headers.get("content-length", "")
    return int(text) if _LENGTH.fullmatch(text) else None


def _refusal(request: Request, max_body: int) -> Outcome | None:
    """Return why the head alone turns a request away, before a byte of its body is read."""
    headers = request.headers
    length = _announced(request)
    checks = (
        (request.method != "POST", Outcome.WRONG_METHOD),
        ("content-encoding" in headers, Outcome.WRONG_TYPE),
        (_JSON.fullmatch(headers.get("content-type", "")) is None, Outcome.WRONG_TYPE),
        ("transfer-encoding" in headers or not headers.get("content-length"), Outcome.NO_LENGTH),
        (length is None, Outcome.MALFORMED),
        (length is not None and length > max_body, Outcome.TOO_LARGE),
    )
    return next((outcome for is_so, outcome in checks if is_so), None)
