"""What an answer means: done, refused, turned away, or not to be told (reliability.md, "Sending once" 4).

WHMCS says no with HTTP 200 and ``"result": "error"``, sometimes under ``status``; what stands before it (a firewall, a
proxy, PHP itself) says it with HTML. So the HTTP status decides first, the JSON second, and a body that is not JSON
tells nothing.
"""

import json
import re
from collections.abc import Iterable

from bridge.errors import BillingRefusedError, BillingUnavailableError, OutcomeUnknownError
from bridge.secrets import Secret
from mappings.whmcs.shapes import Answer
from mappings.whmcs.transport import Reply

_NOT_FOUND = re.compile(r"\b(?:client|ticket|quote|order|invoice)(?: id)? not found\b", re.IGNORECASE)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_LONGEST = 300  # characters of a message

_STILL_RUNNING = 409  # our addon, of a key whose first call has not ended
_TURNED_AWAY = {408, 425, 429}


class NotFoundError(BillingRefusedError):
    """The row that was asked for is not there (any more)."""


class ThrottledError(BillingUnavailableError):
    """Turned away before anything was done, and better not asked again at once."""


def understood(reply: Reply, *, is_write: bool, secrets: Iterable[Secret]) -> Answer:
    """Return a successful answer; raises by what any other one means for a write."""
    match reply.status:
        case status if status == _STILL_RUNNING:
            raise OutcomeUnknownError("a first call with this key is still running")
        case status if status in _TURNED_AWAY:
            raise ThrottledError(f"asks us to come later: HTTP {status}")
        case status if 400 <= status < 500:
            raise _refusal(_json(reply.body) or {}, secrets, otherwise=f"HTTP {status}")
        case status if not 200 <= status < 300:
            raise OutcomeUnknownError(f"answered HTTP {status}" + _remedy(status))
    answer = _json(reply.body)
    if answer is None:
        raise OutcomeUnknownError(f"answered {len(reply.body)} bytes that are no JSON object")
    verdict = str(answer.get("result", answer.get("status"))).casefold()
    if verdict == "error":
        raise _refusal(answer, secrets, otherwise="no reason given")
    if is_write and verdict != "success":
        raise OutcomeUnknownError("answered neither success nor error")
    return answer


def _remedy(status: int) -> str:
    return ", a redirect: set [billing] url to the address it leads to" if 300 <= status < 400 else ""


def _json(body: bytes) -> Answer | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _refusal(answer: Answer, secrets: Iterable[Secret], *, otherwise: str) -> BillingRefusedError:
    message = answer.get("message") or answer.get("error")
    said = _without(secrets, message) if isinstance(message, str) else otherwise
    return NotFoundError(said) if _NOT_FOUND.search(said) else BillingRefusedError(said)


def _without(secrets: Iterable[Secret], message: str) -> str:
    """Return a message on one line, short, with our secrets cut out should it repeat them."""
    for secret in secrets:
        message = message.replace(secret.reveal(), "***")
    return _SPACE.sub(" ", message).strip()[:_LONGEST]
