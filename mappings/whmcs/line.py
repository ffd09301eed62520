"""Asking and telling: one call, its retries and its errors, over either transport.

Asking (reading) may be repeated, so whatever went wrong is a BillingUnavailableError and is tried again, briefly.
Telling (writing) is repeated only where nothing was sent. Both end at one deadline, retries and waits included.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_random_exponential

from bridge.errors import BillingError, BillingUnavailableError, OutcomeUnknownError
from bridge.secrets import Secret
from mappings.whmcs.answers import ThrottledError, understood
from mappings.whmcs.rows import number
from mappings.whmcs.shapes import Answer, UnreadableError, rows
from mappings.whmcs.transport import Envelope, Wire

_ATTEMPTS = 3
_PAGE = 100  # rows; the vendor names no upper bound, published clients keep under 250


Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """An API action and its parameters; ``key`` is a write's, None makes it a read."""

    action: str
    params: Params = field(default_factory=dict)
    key: str | None = None


# Makes a request of a call: where to, how encoded, signed in how.
Seal = Callable[[Call], Envelope]


class Line:
    """Calls to one billing system."""

    def __init__(self, wire: Wire, seal: Seal, *, secrets: tuple[Secret, ...]) -> None:
        self._wire = wire
        self._seal = seal
        self._secrets = secrets

    @property
    def skew(self) -> float | None:
        """Return by how many seconds the other clock is ahead of ours, None: not told yet."""
        return self._wire.skew

    def limit(self, *, per_second: float, at_once: int) -> None:
        """Change how fast calls may be made, from now on."""
        self._wire.limit(per_second=per_second, at_once=at_once)

    def deadline(self) -> float:
        """Return the monotonic instant at which a call that begins now must be over."""
        return time.monotonic() + self._wire.limits.total

    def ask(self, action: str, params: Params | None = None, *, deadline: float | None = None) -> Answer:
        """Read; raises BillingUnavailableError for every failure but a refusal."""
        call = Call(action, params or {})
        return self._tried(self._asked, call, self.deadline() if deadline is None else deadline)

    def tell(self, call: Call, *, deadline: float) -> Answer:
        """Write, at most once."""
        return self._tried(self._once, call, deadline)

    def listed(self, action: str, plural: str, singular: str, params: Params) -> list[Answer]:
        """Read a list page by page; one that ends early is UnreadableError, not a shorter list."""
        found: list[Answer] = []
        while True:
            answer = self.ask(action, {**params, "limitstart": len(found), "limitnum": _PAGE})
            page = rows(answer, plural, singular)
            found += page
            total = number(answer["totalresults"]) if "totalresults" in answer else None
            if total is None and len(page) < _PAGE:
                return found
            if total is not None and len(found) >= total:
                return found
            if not page:
                raise UnreadableError(f"{plural}: {len(found)} of {total} were listed")

    def _tried(self, attempt: Callable[[Call, float], Answer], call: Call, deadline: float) -> Answer:
        def is_over(state: RetryCallState) -> bool:
            return state.attempt_number >= _ATTEMPTS or time.monotonic() >= deadline

        retrying = Retrying(
            retry=retry_if_exception(_is_worth_another_try),
            stop=is_over,
            wait=wait_random_exponential(multiplier=0.1, max=1),
            reraise=True,
        )
        return retrying(attempt, call, deadline)

    def _asked(self, call: Call, deadline: float) -> Answer:
        try:
            return self._once(call, deadline)
        except OutcomeUnknownError as exc:
            raise BillingUnavailableError(str(exc)) from exc

    def _once(self, call: Call, deadline: float) -> Answer:
        try:
            reply = self._wire.post(self._seal(call), deadline=deadline)
            return understood(reply, is_write=call.key is not None, secrets=self._secrets)
        except BillingError as exc:
            raise type(exc)(f"{call.action}: {exc}") from exc


def _is_worth_another_try(error: BaseException) -> bool:
    return isinstance(error, BillingUnavailableError) and not isinstance(error, ThrottledError)


@contextmanager
def readable(action: str) -> Iterator[None]:
    """Turn an answer that has no shape we know into BillingUnavailableError: it told us nothing."""
    try:
        yield
    except UnreadableError as exc:
        raise BillingUnavailableError(f"{action}: its answer cannot be read: {exc}") from exc
