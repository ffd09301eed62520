"""Standard Webhooks, strictly: bytes, headers, keys and the time in; who sent it out, or an error.

The rule: nothing is decided by a library's leniency. The HMAC is ``standardwebhooks``'s; the forms are fixed here,
because its own ``verify`` accepts padded and fractional timestamps and one-byte secrets, and raises on other input.
Only form is told apart (400): whatever the secret decides is one and the same 401.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from standardwebhooks.webhooks import hmac_data

from bridge.errors import ConfigError, MalformedDeliveryError, Mistake, UnauthenticatedError
from bridge.secrets import Secret

PREFIX = "whsec_"
SHORTEST_KEY, LONGEST_KEY = 24, 64  # bytes, as the specification asks
MOST_SIGNATURES = 8

_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_TIMESTAMP = re.compile(r"[0-9]{10}")
_SIGNATURE = re.compile(r"(?P<version>v[0-9]{1,2}[a-z]?),(?P<digest>[A-Za-z0-9+/]{1,512}={0,2})")
_OURS = "v1"  # symmetric; parts of other versions are for others to read


@dataclass(frozen=True, slots=True)
class Verified:
    """A delivery that somebody with one of our secrets sent, within the tolerance of now."""

    id: str
    timestamp: int  # Unix seconds


def keys_of(secrets: Sequence[Secret]) -> tuple[bytes, ...]:
    """Return the keys in our secrets; raises ConfigError where there is none, or one that is unfit."""
    if not secrets:
        raise ConfigError((Mistake("config", "webhooks.secrets", "holds no secret; nothing could be received"),))
    return tuple(map(key_of, secrets))


def key_of(secret: Secret) -> bytes:
    """Return the key in a ``whsec_...`` secret; raises ConfigError unless it is strict base64 of 24 to 64 bytes."""
    encoded = secret.reveal().removeprefix(PREFIX)
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise _unfit(secret) from exc
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY or not secret.reveal().startswith(PREFIX):
        raise _unfit(secret)
    return key


def verify(
    headers: Mapping[str, str], body: bytes, keys: Sequence[bytes], *, now: datetime, tolerance: timedelta
) -> Verified:
    """Return who signed these raw bytes, or raise MalformedDeliveryError or UnauthenticatedError.

    ``headers`` have lower-case names. ``now`` is the real time, whatever clock the policy runs on.
    """
    signatures = headers.get("webhook-signature", "")
    if not signatures:
        raise UnauthenticatedError("no signature")
    identifier = _formed(_ID, headers, "webhook-id")
    timestamp = _formed(_TIMESTAMP, headers, "webhook-timestamp")
    is_ours = _is_signed(f"{identifier}.{timestamp}.".encode() + body, _candidates(signatures), keys)
    is_fresh = abs(now.timestamp() - int(timestamp)) <= tolerance.total_seconds()
    if not (is_ours and is_fresh):
        raise UnauthenticatedError("no valid signature")
    return Verified(identifier, int(timestamp))


def _formed(form: re.Pattern[str], headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    if form.fullmatch(value) is None:
        raise MalformedDeliveryError(f"{name} is missing or not of its form")
    return value


def _candidates(header: str) -> list[bytes]:
    """Return the digests, still in base64, that claim to be ours; none when any part is not of its form."""
    parts = [_SIGNATURE.fullmatch(part) for part in header.split(" ", MOST_SIGNATURES)]
    if len(parts) > MOST_SIGNATURES or None in parts:
        return []
    return [part["digest"].encode() for part in parts if part is not None and part["version"] == _OURS]


def _is_signed(content: bytes, candidates: Sequence[bytes], keys: Sequence[bytes]) -> bool:
    """Compare every key with every candidate, so that the time taken tells nothing of which one fits."""
    fits = False
    for key in keys:
        expected = base64.b64encode(hmac_data(key, content))
        for candidate in candidates:
            fits |= hmac.compare_digest(expected, candidate)
    return fits


def _unfit(secret: Secret) -> ConfigError:
    reason = f"is not {PREFIX} and base64 of {SHORTEST_KEY} to {LONGEST_KEY} bytes; make one with bridge init"
    return ConfigError((Mistake(secret.origin, "webhook secret", reason),))
