"""Every refusal, as RFC 9457 says it: fixed words for each status, and nothing of what was sent.

The rule: a problem is made from a status, a detail written in this code and members that we computed.
"""

import logging
import traceback
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, json
from werkzeug.exceptions import HTTPException

from bridge.errors import BridgeError, StoreUnavailableError, UsageError

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER: Final = 5  # seconds, for a sender or reader that met a store out of reach

log = logging.getLogger(__name__)


def problem_body(status: HTTPStatus, detail: str, **members: object) -> bytes:
    """Return the JSON of a problem; the title is the status's own, so its type is ``about:blank``."""
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail} | members
    return json.dumps(document, separators=(",", ":")).encode()


def problem(status: HTTPStatus, detail: str, **members: object) -> Response:
    return Response(problem_body(status, detail, **members), status.value, content_type=MEDIA_TYPE)


def install(app: Flask) -> None:
    """Turn everything that can go wrong in ``app`` into a problem."""
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(StoreUnavailableError, _of_store)
    app.register_error_handler(UsageError, _of_usage)
    app.register_error_handler(BridgeError, _of_bridge)
    app.register_error_handler(Exception, _of_anything)


def _of_http(exc: HTTPException) -> Response:
    """Keep the status and the headers that belong to it (Allow), and none of the words."""
    status = HTTPStatus(exc.code or 500)
    answer = problem(status, status.description or status.phrase)
    answer.headers.extend((name, value) for name, value in exc.get_headers() if name == "Allow")
    return answer


def _of_store(_exc: StoreUnavailableError) -> Response:
    log.warning("request.unavailable")
    answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "The store is out of reach; come again.")
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _of_usage(exc: UsageError) -> Response:
    return problem(HTTPStatus.BAD_REQUEST, str(exc))


def _of_bridge(exc: BridgeError) -> Response:
    log.error("request.failed", extra=described(exc))
    return problem(HTTPStatus(exc.http_status), "The answer could not be made; the log says why.")


def _of_anything(exc: Exception) -> Response:
    log.error("request.failed", extra=described(exc))
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The answer could not be made; the log says why.")


def described(exc: Exception) -> dict[str, str]:
    """Return an exception's type and place for the log; its text may quote what was sent, so it stays out."""
    frames = traceback.extract_tb(exc.__traceback__)
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(exc).__name__, "where": where}
