"""A running bridge can be watched: the worker's numbers at their own address, and a log that a collector reads."""

import json
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.journey.house import free_port, house

pytestmark = pytest.mark.journey

BROKEN = "My WordPress website stopped working after installing a plugin."


def test_a_story_shows_in_the_workers_numbers_and_each_line_of_the_log_is_an_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIDGE_LOG_FORMAT", "json")
    port = free_port()
    address = f'\nworker_metrics = "127.0.0.1:{port}"\n'
    with house(tmp_path, change=lambda config: config.replace("[server]\n", f"[server]{address}")) as at:
        at.turn_clock(minutes=1)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        ticket = at.actor.open_ticket(owner, "Help", BROKEN)
        at.settle()
        families = text_string_to_metric_families(requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text)
        shown = {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}
        assert len(at.said(ticket)) == 1
    assert shown["bridge_writes_total", "reply", "done"] == 1
    assert shown["bridge_billing_calls_total", "PostReply", "done"] == 1
    assert shown["bridge_looks_total", "ticket", "done"] >= 1
    assert shown["bridge_billing_up",] == 1
    assert abs(shown["bridge_billing_clock_skew_seconds",]) <= 5
    said = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert {"metrics.listens", "ticket.decided", "server.listens"} <= {line["event"] for line in said}
    assert all(line.keys() == {"time", "level", "event", "fields"} for line in said)
