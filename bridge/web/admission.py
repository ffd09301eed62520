"""Who may come in to ``/v1``, and by which names: bearer tokens and ids, looked at before anything else.

The rule: tokens are kept as digests and compared in constant time; the token is asked for before the id is looked at.
"""

import hashlib
import hmac
import re
from http import HTTPStatus
from typing import Final

from flask import Response, request

from bridge.errors import UsageError
from bridge.secrets import Secret
from bridge.web.problems import problem

_ID: Final = re.compile(r"[1-9][0-9]{0,17}")
_BEARER: Final = re.compile(r"Bearer +(?P<token>\S+)", re.IGNORECASE)


class Tokens:
    """The tokens that open a room, kept as digests: none can be read out of this process's tables."""

    def __init__(self, secrets: tuple[Secret, ...]) -> None:
        self._digests = tuple(_digest(secret.reveal()) for secret in secrets)

    def admits(self, header: str) -> bool:
        """Compare with every token, so that the time taken tells nothing; no tokens admit nobody."""
        form = _BEARER.fullmatch(header)
        given = _digest(form["token"] if form else "")
        fits = False
        for digest in self._digests:
            fits |= hmac.compare_digest(digest, given)
        return fits and form is not None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def admit(tokens: Tokens) -> Response | None:
    """Turn away whoever has no token, then whatever is no id; None lets the request in."""
    if not tokens.admits(request.headers.get("Authorization", "")):
        return _closed()
    if not all(map(_ID.fullmatch, (request.view_args or {}).values())):
        raise UsageError("not an id: write a whole number from 1")
    return None


def _closed() -> Response:
    answer = problem(HTTPStatus.UNAUTHORIZED, "A bearer token for this is required.")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="bridge"'
    return answer
