"""SIGHUP: a changed configuration is taken while the bridge runs, one with a mistake is refused and changes nothing."""

import json
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from bridge.cli.init import SECRET_VARIABLE
from bridge.config import load
from tests.journey.house import House, house

pytestmark = pytest.mark.journey

BROKEN = "My WordPress website stopped working after installing a plugin."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as made:
        made.turn_clock(minutes=1)
        yield made


def rewrite(at: House, change: Callable[[str], str]) -> None:
    path = at.folder / "config.toml"
    before = path.read_text()
    after = change(before)
    assert after != before
    path.write_text(after)


def hang_up(at: House) -> None:
    assert at._process is not None
    at._process.send_signal(signal.SIGHUP)


def logged(at: House, event: str) -> int:
    return (at.folder / "log").read_text().count(f" {event}")


def test_a_changed_policy_is_in_force_without_a_restart_and_retags_open_tickets(at: House) -> None:
    owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
    ticket = at.actor.open_ticket(owner, "Help", BROKEN)
    at.settle()
    assert {"best-effort", "rung-guide"} <= at.tags(ticket)
    assert at._process is not None
    halves = Path(f"/proc/{at._process.pid}/task/{at._process.pid}/children").read_text()
    rewrite(at, lambda config: re.sub(r'within = "30 days"', 'within = "900 days"', config))
    hang_up(at)
    at.eventually(lambda: "new-customer" in at.tags(ticket))
    at.settle()
    policy = at.told("status")["policy"]
    assert (policy["open_tickets"], policy["decided_under_it"]) == (1, 1)
    assert len(at.said(ticket)) == 1
    assert Path(f"/proc/{at._process.pid}/task/{at._process.pid}/children").read_text() == halves
    token = load(at.folder / "config.toml", environment={SECRET_VARIABLE: at.shop.secret}).api_tokens[0].reveal()
    url = f"{at.url}v1/clients/{owner}/entitlement"
    at.eventually(
        lambda: (
            requests.get(url, headers={"authorization": f"Bearer {token}"}, timeout=10).json()["tier"] == "new-customer"
        )
    )


def test_a_configuration_with_mistakes_is_refused_and_status_says_so_until_a_good_one_comes(at: House) -> None:
    rewrite(at, lambda config: config.replace('within = "30 days"', 'within = "thirty"'))
    hang_up(at)
    at.eventually(lambda: logged(at, "config.refused") > 0)
    ticket = at.actor.open_ticket(at.actor.sign_up(first_name="Ana", signed_up="2025-01-10"), "Help", BROKEN)
    at.settle()
    assert len(at.said(ticket)) == 1  # it goes on under the old one
    rewrite(at, lambda config: config.replace('within = "thirty"', 'within = "30 days"'))
    told = at.told("status")
    assert "within" in told["config_refused"]["mistakes"][0]
    assert any("configuration was refused" in remedy for remedy in told["remedies"])
    hang_up(at)
    at.eventually(lambda: at.told("status")["config_refused"] is None)


def test_what_cannot_change_while_it_runs_is_named_and_stays(at: House) -> None:
    rewrite(at, lambda config: config.replace("127.0.0.1:8100", "127.0.0.1:8199").replace("bridge.db", "other.db"))
    rewrite(at, lambda config: config.replace("# worker_metrics", "worker_metrics"))
    hang_up(at)
    at.eventually(lambda: logged(at, "config.needs-restart key=store.url") > 0)
    assert logged(at, "config.needs-restart key=server.listen") > 0
    assert logged(at, "config.needs-restart key=server.worker_metrics") > 0
    at.eventually(lambda: logged(at, "config.reloaded") >= 2)
    assert at.is_ready()
    assert not (at.folder / "other.db").exists()


def test_no_request_is_dropped_while_configurations_change(at: House) -> None:
    """Receivers exchange their application between two requests; what is under way ends where it began."""
    lost = 0
    for number in range(60):
        if number % 20 == 10:
            rewrite(at, lambda config, number=number: f"{config}\n# {number}\n")  # type: ignore[misc]
            hang_up(at)
        lost += not requests.get(f"{at.url}healthz", timeout=10).ok
        time.sleep(0.01)
    assert lost == 0
    assert json.loads(at.run("status", "--json").stdout)["worker"] == "running"
