"""The door: webhooks are taken here, before Flask; everything else is handed on to it.

Why: Flask costs several times what storing a delivery costs. The rule: each outcome has its answer made once, at the
start, from fixed words; a request only picks one.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from bridge.web import problems
from bridge.web.asgi import Application, Message, Receive, Scope, Send, joined_headers, whole_body
from bridge.web.receive import ACCEPTED, REFUSED, Outcome, Receiver, Request

PATH: Final = "/webhooks/"

SECURITY: Final[Mapping[str, str]] = {
    "Server": "bridge",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

_EXTRA: Final[Mapping[Outcome, Mapping[str, str]]] = {
    Outcome.UNAUTHENTICATED: {"WWW-Authenticate": "StandardWebhooks"},
    Outcome.WRONG_METHOD: {"Allow": "POST"},
    Outcome.UNAVAILABLE: {"Retry-After": str(problems.RETRY_AFTER)},
    Outcome.BUSY: {"Retry-After": "1"},
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, made beforehand."""

    start: Message
    body: Message

    async def send(self, method: str, send: Send) -> None:
        await send(self.start)
        await send(_NO_BODY if method == "HEAD" else self.body)


_NO_BODY: Final[Message] = {"type": "http.response.body", "body": b""}


def answer_of(outcome: Outcome) -> Answer:
    """Return what is answered to every request with this outcome."""
    if outcome in ACCEPTED:
        body = json.dumps({"outcome": outcome.value}).encode()
        return _answer(ACCEPTED[outcome], "application/json", body)
    status, detail = REFUSED[outcome]
    return _answer(status, problems.MEDIA_TYPE, problems.problem_body(status, detail), _EXTRA.get(outcome, {}))


def _answer(status: HTTPStatus, media_type: str, body: bytes, extra: Mapping[str, str] | None = None) -> Answer:
    headers = {**SECURITY, "Content-Type": media_type, "Content-Length": str(len(body)), **(extra or {})}
    return Answer(
        {
            "type": "http.response.start",
            "status": status.value,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        },
        {"type": "http.response.body", "body": body},
    )


_ANSWERS: Final = {outcome: answer_of(outcome) for outcome in Outcome}
_FAILED: Final = _answer(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    problems.MEDIA_TYPE,
    problems.problem_body(HTTPStatus.INTERNAL_SERVER_ERROR, "The delivery could not be taken; the log says why."),
)


class Door:
    """An ASGI application in front of another one."""

    def __init__(self, receiver: Receiver, behind: Application) -> None:
        self._receiver = receiver
        self._behind = behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self._behind(scope, receive, send)
            return
        answer = await self._answer(scope["path"].removeprefix(PATH), scope, receive)
        await answer.send(scope["method"], send)

    async def _answer(self, system: str, scope: Scope, receive: Receive) -> Answer:
        try:
            return _ANSWERS[await self._receiver.receive(system, _request(scope, receive))]
        except Exception as exc:  # noqa: BLE001 - the last stop: a bug of ours must not become a traceback on the wire
            log.error("delivery.failed", extra=problems.described(exc))  # noqa: TRY400 - its text may quote the body
            return _FAILED


def _request(scope: Scope, receive: Receive) -> Request:
    return Request(scope["method"], joined_headers(scope), lambda: whole_body(receive))
