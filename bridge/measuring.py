"""What the worker counts, shown to Prometheus at an address of its own: looks, calls, writes, what was withheld.

The rule: an own registry, nothing global, and labels are words of which we know every one (a kind, a rule, an error's
type), never an id. Counters begin at zero with the process, as Prometheus expects; one that stands at zero is shown
too, else the first of its kind would be no increase.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final, TypeVar, get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bridge.billing import Billing, Command, KeepsTime, NameFinding, Receipt
from bridge.core.model import Client, Quote, Subject, SubjectKind, Ticket, WriteKind, WriteState
from bridge.core.policy import Policy
from bridge.errors import (
    BillingRefusedError,
    BillingUnavailableError,
    BridgeError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from bridge.reconcile import Looked

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class Outcome(StrEnum):
    """What came of a look or a call."""

    DONE = "done"
    UNFINISHED = "unfinished"  # a look that left something to the next one
    UNAVAILABLE = "unavailable"  # the billing system was not reached
    REFUSED = "refused"  # it said no
    UNKNOWN = "unknown"  # it was reached and gave no answer that can be read
    STORE_UNAVAILABLE = "store-unavailable"
    FAILED = "failed"
    BROKE = "broke"  # unforeseen: a bug


_BY_TYPE: Final = (
    (BillingUnavailableError, Outcome.UNAVAILABLE),
    (BillingRefusedError, Outcome.REFUSED),
    (OutcomeUnknownError, Outcome.UNKNOWN),
    (StoreUnavailableError, Outcome.STORE_UNAVAILABLE),
    (BridgeError, Outcome.FAILED),
)
_UNANSWERED: Final = frozenset({Outcome.UNAVAILABLE, Outcome.UNKNOWN})
RULES: Final = ("L4", "L6", "W3", "W4", "W5", "W7")  # that withhold: bridge.core.withholding
_READS: Final = ("read_client", "read_ticket", "read_quote", "find_quotes", "resolve", "check", "check_names")
_CALLS: Final = (*_READS, *(command.__name__ for command in get_args(Command)))
_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)  # a command is given up after 20


def outcome_of(error: Exception) -> Outcome:
    return next((outcome for kind, outcome in _BY_TYPE if isinstance(error, kind)), Outcome.BROKE)


class Numbers:
    """The numbers of one worker's process; safe to count in from several threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._looks = self._counter("bridge_looks", "Looks, by what came of them.", "kind", "outcome")
        self._look_seconds = self._histogram("bridge_look_seconds", "How long a look took.", "kind")
        self._calls = self._counter("bridge_billing_calls", "Calls to the billing system.", "call", "outcome")
        self._call_seconds = self._histogram(
            "bridge_billing_call_seconds", "How long such a call took, with the wait for its turn.", "call"
        )
        self._writes = self._counter("bridge_writes", "Writes, by what became of an attempt.", "kind", "outcome")
        self._withheld = self._counter("bridge_withheld", "Replies and quotes that a decision withheld.", "rule")
        self._is_up: bool | None = None
        self._skew: float | None = None
        self._begin_at_zero()
        self.registry.register(_Seen(lambda: {_UP: self._is_up, _SKEW: self._skew}))
        ProcessCollector(registry=self.registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, *labels: str) -> Histogram:
        return Histogram(name, text, labels, buckets=_SECONDS, registry=self.registry)

    def _begin_at_zero(self) -> None:
        for kind, outcome in product(SubjectKind, Outcome):
            self._looks.labels(kind, outcome)
        for call, outcome in product(_CALLS, set(Outcome) - {Outcome.UNFINISHED}):
            self._calls.labels(call, outcome)
        for write, state in product(WriteKind, set(WriteState) - {WriteState.SENDING}):
            self._writes.labels(write, state)
        for rule in RULES:
            self._withheld.labels(rule)

    # What is counted ------------------------------------------------------------------------------------------

    def look(self, kind: SubjectKind, make: Callable[[], Looked]) -> Looked:
        """Make a look, and count it."""
        begun = time.perf_counter()
        try:
            looked = make()
        except Exception as error:
            self._looks.labels(kind, outcome_of(error)).inc()
            raise
        finally:
            self._look_seconds.labels(kind).observe(time.perf_counter() - begun)
        self._looks.labels(kind, Outcome.UNFINISHED if looked.failed else Outcome.DONE).inc()
        return looked

    def call(self, name: str, make: Callable[[], Result]) -> Result:
        """Make a call to the billing system, and count it; one that was refused was answered."""
        begun, outcome = time.perf_counter(), Outcome.DONE
        try:
            return make()
        except Exception as error:
            outcome = outcome_of(error)
            raise
        finally:
            self._call_seconds.labels(name).observe(time.perf_counter() - begun)
            self._calls.labels(name, outcome).inc()
            self._is_up = outcome not in _UNANSWERED

    def wrote(self, kind: WriteKind, state: WriteState) -> None:
        """Count what became of an attempt to write."""
        self._writes.labels(kind, state).inc()

    def withheld(self, rule: str) -> None:
        self._withheld.labels(rule).inc()

    def saw_skew(self, seconds: float | None) -> None:
        """Note how far the billing system's clock was ahead of ours at its last answer."""
        self._skew = seconds

    def listen(self, host: str, port: int) -> Callable[[], None]:
        """Show the numbers at ``/metrics`` from now on, and return what ends that.

        Where that cannot be it is logged, and all else goes on: nobody goes without an answer for want of a number.
        """
        try:
            server, thread = start_http_server(port, host, self.registry)
        except OSError as error:
            log.warning("metrics.not-shown", extra={"host": host, "port": port, "error": str(error)})
            return lambda: None
        log.info("metrics.listens", extra={"host": host, "port": server.server_port})

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return end


_UP: Final = "bridge_billing_up", "Whether the last call to the billing system was answered (1)."
_SKEW: Final = (
    "bridge_billing_clock_skew_seconds",
    "By how much the clock at [billing] url was ahead of ours at its last answer; to the second.",
)


@dataclass(frozen=True, slots=True)
class _Seen(Collector):
    """Shows what is known, and nothing before it is."""

    values: Callable[[], dict[tuple[str, str], float | None]]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for (name, text), value in self.values().items():
            if value is not None:
                yield GaugeMetricFamily(name, text, value=value)


@dataclass(frozen=True, slots=True)
class CountedBilling:
    """A billing system of which every call is counted; else it is the one within."""

    within: Billing
    numbers: Numbers

    @property
    def enforces_keys(self) -> bool:
        return self.within.enforces_keys

    @property
    def has_tags(self) -> bool:
        return self.within.has_tags

    def read_client(self, client_id: str) -> Client | None:
        return self._call("read_client", lambda: self.within.read_client(client_id))

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        return self._call("read_ticket", lambda: self.within.read_ticket(ticket_id))

    def read_quote(self, quote_id: str) -> Quote | None:
        return self._call("read_quote", lambda: self.within.read_quote(quote_id))

    def find_quotes(self, client_id: str, subject: str) -> Sequence[Quote]:
        return self._call("find_quotes", lambda: self.within.find_quotes(client_id, subject))

    def resolve(self, subject: Subject) -> Subject | None:
        return self._call("resolve", lambda: self.within.resolve(subject))

    def apply(self, command: Command) -> Receipt:
        return self._call(type(command).__name__, lambda: self.within.apply(command))

    def check(self) -> Sequence[str]:
        return self._call("check", self.within.check)

    def check_names(self, policy: Policy) -> Sequence[NameFinding]:
        return self._call("check_names", lambda: self.within.check_names(policy))

    def _call(self, name: str, make: Callable[[], Result]) -> Result:
        try:
            return self.numbers.call(name, make)
        finally:
            if isinstance(self.within, KeepsTime):
                self.numbers.saw_skew(self.within.clock_skew)
