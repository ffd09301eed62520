"""The door: webhooks are taken here, before Flask; everything else is handed on to it.

Why: Flask costs several times what storing a delivery costs. The rule: each outcome has its answer made once, at the
start, from fixed words; a request only picks one.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from bridge.web import problems
from bridge.web.receive import ACCEPTED, REFUSED, Outcome, Receiver

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

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response(self.status, list(self.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


def answer_of(outcome: Outcome) -> Answer:
    """Return what is answered to every request with this outcome."""
    if outcome in ACCEPTED:
        body = json.dumps({"outcome": outcome.value}).encode()
        return _answer(ACCEPTED[outcome], "application/json", body)
    status, detail = REFUSED[outcome]
    return _answer(status, problems.MEDIA_TYPE, problems.problem_body(status, detail), _EXTRA.get(outcome, {}))


def _answer(status: HTTPStatus, media_type: str, body: bytes, extra: Mapping[str, str] | None = None) -> Answer:
    headers = {**SECURITY, "Content-Type": media_type, "Content-Length": str(len(body)), **(extra or {})}
    return Answer(f"{status.value} {status.phrase}", tuple(headers.items()), body)


_ANSWERS: Final = {outcome: answer_of(outcome) for outcome in Outcome}
_FAILED: Final = _answer(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    problems.MEDIA_TYPE,
    problems.problem_body(HTTPStatus.INTERNAL_SERVER_ERROR, "The delivery could not be taken; the log says why."),
)


class Door:
    """A WSGI application in front of another one."""

    def __init__(self, receiver: Receiver, behind: WSGIApplication) -> None:
        self._receiver = receiver
        self._behind = behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if not path.startswith(PATH):
            return self._behind(environ, start_response)
        return self._answer(path.removeprefix(PATH), environ).send(environ, start_response)

    def _answer(self, system: str, environ: WSGIEnvironment) -> Answer:
        try:
            return _ANSWERS[self._receiver.receive(system, environ)]
        except Exception as exc:  # noqa: BLE001 - the last stop: a bug of ours must not become a traceback on the wire
            log.error("delivery.failed", extra=problems.described(exc))  # noqa: TRY400 - its text may quote the body
            return _FAILED
