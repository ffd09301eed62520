"""GET /metrics: what came in, counted here, and how the bridge stands, asked for at every scrape.

The rule: an own registry, nothing global. Counters begin at zero with the process, as Prometheus expects. What the
worker counts is shown by the worker (bridge.measuring).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bridge.clock import Clock
from bridge.condition import Condition
from bridge.errors import StoreUnavailableError
from bridge.web.receive import Outcome

_Reading = Callable[[Condition], float | None]

GAUGES: Final[tuple[tuple[str, str, _Reading], ...]] = (
    ("bridge_deliveries_waiting", "Deliveries stored and not looked at yet.", lambda c: c.status.deliveries_waiting),
    ("bridge_deliveries_set_aside", "Deliveries that could not be read.", lambda c: c.status.deliveries_set_aside),
    ("bridge_agenda_due", "Subjects that are due now.", lambda c: c.status.due_now),
    ("bridge_agenda_waiting", "Subjects put off on purpose, for a while.", lambda c: c.status.looks_waiting),
    ("bridge_oldest_due_seconds", "For how long the oldest has been due.", lambda c: _age(c.status.oldest_due, c.now)),
    ("bridge_agenda_leased", "Subjects that are being looked at.", lambda c: c.status.leased),
    ("bridge_agenda_failing", "Subjects whose last look failed.", lambda c: c.status.failures),
    ("bridge_writes_open", "Writes under way or of unknown outcome.", lambda c: c.status.writes_open),
    ("bridge_writes_parked", "Writes that wait for a person.", lambda c: c.status.writes_parked),
    ("bridge_replies_last_hour", "Replies begun within the last hour.", lambda c: c.status.replies_last_hour),
    ("bridge_breaker_open", "Whether it has paused itself (1).", lambda c: c.status.breaker_since is not None),
    ("bridge_paused", "Whether replies and quotes are paused, by whomever (1).", lambda c: bool(c.pauses)),
    ("bridge_last_delivery_timestamp_seconds", "When the last came in.", lambda c: _unix(c.status.last_delivery)),
    ("bridge_last_write_timestamp_seconds", "When the last write was done.", lambda c: _unix(c.status.last_write)),
    ("bridge_store_writable", "Whether the store takes what is written (1).", lambda c: not c.blockage),
    ("bridge_worker_running", "Whether some worker works on the store (1).", lambda c: c.has_worker),
    ("bridge_tickets_open", "Open tickets that are known.", lambda c: c.progress.open_tickets),
    ("bridge_tickets_decided", "Those decided under the policy in force.", lambda c: c.progress.decided),
    (
        "bridge_policy_changed_timestamp_seconds",
        "Since when the policy is in force.",
        lambda c: _unix(c.policy.since if c.policy else None),
    ),
    (
        "bridge_config_refused",
        "Whether a changed configuration was refused, and the old one goes on (1).",
        lambda c: c.config_refused is not None,
    ),
    (
        "bridge_drift_differences",
        "Differences from the billing system that `bridge reconcile` found last.",
        lambda c: c.drift["count"] if c.drift else None,
    ),
    (
        "bridge_drift_checked_timestamp_seconds",
        "When it looked for them.",
        lambda c: _unix(datetime.fromisoformat(c.drift["at"])) if c.drift else None,
    ),
)


class Metrics:
    """The numbers of one process and its store."""

    def __init__(self, condition: Callable[[datetime], Condition], clock: Clock) -> None:
        self._registry = CollectorRegistry()
        deliveries = Counter(
            "bridge_deliveries", "Requests to the receiver by outcome.", ["outcome"], registry=self._registry
        )
        self._counters = {outcome: deliveries.labels(outcome.value) for outcome in Outcome}
        self._registry.register(_Store(condition, clock))
        ProcessCollector(registry=self._registry)

    def count(self, outcome: Outcome) -> None:
        self._counters[outcome].inc()

    def text(self) -> bytes:
        """Return the numbers in Prometheus's text format."""
        return generate_latest(self._registry)


class _Store(Collector):
    """Asks the store at every scrape; while it cannot answer only ``bridge_store_up`` is given."""

    def __init__(self, condition: Callable[[datetime], Condition], clock: Clock) -> None:
        self._condition = condition
        self._clock = clock

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Name nothing beforehand, so that registering does not ask the store."""
        return ()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        up = "bridge_store_up", "Whether the store answers."
        now = self._clock()
        try:
            found = self._condition(now)
        except StoreUnavailableError:
            yield GaugeMetricFamily(*up, value=0)
            return
        yield GaugeMetricFamily(*up, value=1)
        for name, text, reading in GAUGES:
            value = reading(found)
            if value is not None:
                yield GaugeMetricFamily(name, text, value=value)


def _age(instant: datetime | None, now: datetime) -> float:
    return 0.0 if instant is None else max(0.0, (now - instant).total_seconds())


def _unix(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()


def install(app: Flask, metrics: Metrics) -> None:
    def show() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", show)
