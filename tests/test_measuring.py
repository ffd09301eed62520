"""The worker's numbers: what is counted, under which words, and that showing them never stands in the work's way."""

import logging
import socket
from functools import partial
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry

from bridge.core.model import SubjectKind
from bridge.errors import (
    BillingRefusedError,
    BillingUnavailableError,
    BridgeError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from bridge.measuring import Numbers
from bridge.reconcile import Looked


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(name, labels)


def raising(error: Exception) -> Looked:
    raise error


@pytest.mark.parametrize(
    ("error", "outcome", "is_up"),
    [
        (BillingUnavailableError("down"), "unavailable", 0),
        (OutcomeUnknownError("cut short"), "unknown", 0),
        (BillingRefusedError("no"), "refused", 1),
        (StoreUnavailableError("full"), "store-unavailable", 1),
        (BridgeError("other"), "failed", 1),
        (KeyError("bug"), "broke", 1),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else str(one),
)
def test_what_fails_is_counted_by_its_type_and_goes_on_to_whoever_asked(
    error: Exception, outcome: str, is_up: float
) -> None:
    numbers = Numbers()
    with pytest.raises(type(error)):
        numbers.look(SubjectKind.TICKET, lambda: raising(error))
    with pytest.raises(type(error)):
        numbers.call("read_ticket", lambda: raising(error))
    assert value(numbers.registry, "bridge_looks_total", kind="ticket", outcome=outcome) == 1
    assert value(numbers.registry, "bridge_look_seconds_count", kind="ticket") == 1
    assert value(numbers.registry, "bridge_billing_calls_total", call="read_ticket", outcome=outcome) == 1
    assert value(numbers.registry, "bridge_billing_call_seconds_count", call="read_ticket") == 1
    assert value(numbers.registry, "bridge_billing_up") == is_up


def test_a_look_that_left_something_to_the_next_is_not_counted_as_done() -> None:
    numbers = Numbers()
    for failed in (False, True, True):
        numbers.look(SubjectKind.CLIENT, partial(Looked, due=None, failed=failed))
    assert value(numbers.registry, "bridge_looks_total", kind="client", outcome="done") == 1
    assert value(numbers.registry, "bridge_looks_total", kind="client", outcome="unfinished") == 2


def test_nothing_is_said_of_a_billing_system_before_it_was_asked() -> None:
    registry = Numbers().registry
    assert value(registry, "bridge_billing_up") is None
    assert value(registry, "bridge_billing_clock_skew_seconds") is None


def test_a_worker_that_did_nothing_shows_zeros_so_that_the_first_of_a_kind_is_an_increase() -> None:
    registry = Numbers().registry
    assert value(registry, "bridge_writes_total", kind="reply", outcome="parked") == 0
    assert value(registry, "bridge_withheld_total", rule="W4") == 0
    assert value(registry, "bridge_billing_calls_total", call="PostReply", outcome="unknown") == 0


def test_the_numbers_are_shown_at_their_address_until_they_are_not(caplog: pytest.LogCaptureFixture) -> None:
    numbers = Numbers()
    numbers.withheld("W5")
    caplog.set_level(logging.INFO)
    end = numbers.listen("127.0.0.1", 0)
    (record,) = caplog.records
    port: int = vars(record)["port"]
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        assert 'bridge_withheld_total{rule="W5"} 1.0' in answer.read().decode()
    end()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_is_taken_is_told_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        end = Numbers().listen("127.0.0.1", taken.getsockname()[1])
    end()
    (record,) = caplog.records
    assert (record.levelname, record.getMessage()) == ("WARNING", "metrics.not-shown")
    assert "in use" in vars(record)["error"]
