"""GET /metrics: what came in, counted here, and how the store stands, asked for at every look.

The rule: an own registry, nothing global. Counters begin at zero with the process, as Prometheus expects.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bridge.clock import Clock
from bridge.errors import StoreUnavailableError
from bridge.store.status import Status
from bridge.web.receive import Outcome

_Reading = Callable[[Status, datetime], float | None]

GAUGES: Final[tuple[tuple[str, str, _Reading], ...]] = (
    ("bridge_deliveries_waiting", "Deliveries stored and not looked at yet.", lambda s, _: s.deliveries_waiting),
    ("bridge_deliveries_set_aside", "Deliveries that could not be read.", lambda s, _: s.deliveries_set_aside),
    ("bridge_agenda_due", "Subjects that are due now.", lambda s, _: s.due_now),
    ("bridge_oldest_due_seconds", "For how long the oldest has been due.", lambda s, now: _age(s.oldest_due, now)),
    ("bridge_agenda_leased", "Subjects that are being looked at.", lambda s, _: s.leased),
    ("bridge_agenda_failing", "Subjects whose last look failed.", lambda s, _: s.failures),
    ("bridge_writes_open", "Writes under way or of unknown outcome.", lambda s, _: s.writes_open),
    ("bridge_writes_parked", "Writes that wait for a person.", lambda s, _: s.writes_parked),
    ("bridge_replies_last_hour", "Replies begun within the last hour.", lambda s, _: s.replies_last_hour),
    (
        "bridge_breaker_open",
        "Whether the bridge has paused itself (1).",
        lambda s, _: float(s.breaker_since is not None),
    ),
    ("bridge_last_delivery_timestamp_seconds", "When the last delivery came in.", lambda s, _: _unix(s.last_delivery)),
    ("bridge_last_write_timestamp_seconds", "When the last write was done.", lambda s, _: _unix(s.last_write)),
)


class Metrics:
    """The numbers of one process and its store."""

    def __init__(self, status: Callable[[datetime], Status], clock: Clock) -> None:
        self._registry = CollectorRegistry()
        deliveries = Counter(
            "bridge_deliveries", "Requests to the receiver by outcome.", ["outcome"], registry=self._registry
        )
        self._counters = {outcome: deliveries.labels(outcome.value) for outcome in Outcome}
        self._registry.register(_Store(status, clock))

    def count(self, outcome: Outcome) -> None:
        self._counters[outcome].inc()

    def text(self) -> bytes:
        """Return the numbers in Prometheus's text format."""
        return generate_latest(self._registry)


class _Store(Collector):
    """Asks the store at every scrape; while it cannot answer only ``bridge_store_up`` is given."""

    def __init__(self, status: Callable[[datetime], Status], clock: Clock) -> None:
        self._status = status
        self._clock = clock

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Name nothing beforehand, so that registering does not ask the store."""
        return ()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        up = "bridge_store_up", "Whether the store answers."
        now = self._clock()
        try:
            status = self._status(now)
        except StoreUnavailableError:
            yield GaugeMetricFamily(*up, value=0)
            return
        yield GaugeMetricFamily(*up, value=1)
        for name, text, reading in GAUGES:
            value = reading(status, now)
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
