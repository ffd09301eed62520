"""HTTP to the billing system: pooled, paced, with a hard end, and certain of one thing: whether anything was sent.

A failure before the request's body has left is a BillingUnavailableError: nothing can have happened. One after it is an
OutcomeUnknownError, whatever it was: a reset, a timeout, an answer cut short (reliability.md, "Sending once").
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

from requests import RequestException, Response, Session
from urllib3.exceptions import HTTPError

from bridge.clock import real_clock
from bridge.errors import BillingUnavailableError, OutcomeUnknownError
from mappings.whmcs.deadline import DeadlineAdapter, Payload
from mappings.whmcs.pace import Pace

_PIECE = 64 * 1024
_UNREACHED = "cannot be reached: is it up, and is [billing] url right?"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one call may take from the wait for its turn to the answer's last byte, and how large that may be."""

    total: float = 20.0  # seconds
    connect: float = 5.0  # seconds of them, for each address of the host
    size: int = 20 * 2**20  # bytes, unpacked


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request as it goes out; its repr shows no content, for the plain API's forms hold what signs in.

    ``is_fresh``: on a connection of its own, never on one that lay idle.
    """

    path: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came in, whole and unpacked."""

    status: int
    body: bytes


class Wire:
    """One billing system's address, shared by all threads."""

    def __init__(self, url: str, *, pace: Pace, connections: int, limits: Limits) -> None:
        self.limits = limits
        self._url = url
        self._host = urlsplit(url).netloc
        self._pace = pace
        self._pooled = _session(limits, connections)
        self._fresh = _session(limits, connections)
        self._fresh.headers["Connection"] = "close"
        self.skew: float | None = None  # seconds by which its clock was ahead of ours, at the last answer that told

    def limit(self, *, per_second: float, at_once: int) -> None:
        """Change the pace from now on; connections beyond those made at the start are opened for one request each."""
        self._pace.limit(per_second=per_second, at_once=at_once)

    def post(self, envelope: Envelope, *, deadline: float) -> Reply:
        """Send and read the whole answer before ``deadline``, a monotonic instant."""
        payload = Payload(envelope.body, deadline=deadline)
        with self._pace.turn(deadline=deadline):
            try:
                return self._exchange(envelope, payload, seconds=deadline - time.monotonic())
            except (RequestException, HTTPError, OSError) as exc:
                if payload.has_left:
                    raise OutcomeUnknownError(f"sent to {self._host}, but no answer came: {_cause(exc)}") from exc
                raise BillingUnavailableError(f"{self._host} {_UNREACHED} ({_cause(exc)})") from exc

    def _exchange(self, envelope: Envelope, payload: Payload, *, seconds: float) -> Reply:
        if seconds <= 0:
            raise BillingUnavailableError("no time left to ask")
        session = self._fresh if envelope.is_fresh else self._pooled
        with session.post(
            self._url + envelope.path,
            data=payload,
            headers=dict(envelope.headers),
            timeout=seconds,
            stream=True,
            allow_redirects=False,
        ) as response:
            self.skew = skew_of(response.headers.get("Date"), now=real_clock(), before=self.skew)
            return Reply(response.status_code, self._whole(response))

    def _whole(self, response: Response) -> bytes:
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if len(body) > self.limits.size:
                raise OutcomeUnknownError(f"the answer is larger than {self.limits.size} bytes")
        return bytes(body)


def skew_of(date: str | None, *, now: datetime, before: float | None = None) -> float | None:
    """Return by how many seconds an answer's clock is ahead of ours; ``before`` where it does not tell.

    Its second had begun half a second ago, in the mean. Finer than a second it is not told.
    """
    try:
        return round((parsedate_to_datetime(date or "") - now).total_seconds() + 0.5)
    except (ValueError, OverflowError, TypeError):  # no date, one far beyond time, one without a zone
        return before


def _session(limits: Limits, connections: int) -> Session:
    """Return a session that takes nothing from the environment (proxies, .netrc) and keeps no cookies."""
    session = Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = "support-bridge"
    for scheme in ("http://", "https://"):
        session.mount(scheme, DeadlineAdapter(connect=limits.connect, connections=connections))
    return session


def _cause(error: BaseException) -> str:
    """Return what lies at the root of an error of requests', which wraps errors of urllib3's, which wraps others."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    return f"{type(error).__name__}: {error}"[:200]
