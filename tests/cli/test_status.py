"""A person at night finds what fails, and its remedy, from the first lines of ``bridge status`` alone."""

import json
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from bridge.cli.troubles import troubles
from bridge.condition import CONFIG_REFUSED, DRIFT, REJECTED, condition
from bridge.config import document
from bridge.core.model import Override, OverrideKind, Subject, SubjectKind, WriteKind, WriteState
from bridge.core.tags import vocabulary
from bridge.store.deliveries import Delivery
from bridge.store.write_rows import Intent
from tests.cli.conftest import NOW, Place

AT = NOW - timedelta(hours=3)
CLIENTS = [Subject(SubjectKind.CLIENT, str(number)) for number in range(1, 5)]
DOWN = "ReadClient: billing.example.com cannot be reached: is it up? (ConnectionRefusedError)"


@pytest.fixture(autouse=True)
def _worker(place: Place) -> None:
    """Let a worker run on the store: this process."""
    place.store.claim_worker()


def keep_write(place: Place, ticket: str, state: WriteState, error: str, at: datetime = AT) -> None:
    place.store.writes.intend(Intent(ticket, None, "guide", WriteKind.REPLY, {}), at)
    place.store.writes.finish(ticket, "guide", state, now=at, error=error)


def told(place: Place) -> list[str]:
    return [str(trouble) for trouble in troubles(condition(place.store, NOW))]


def fail(place: Place, subjects: list[Subject], error: str) -> None:
    place.store.agenda.touch(subjects, NOW)
    for lease in place.store.agenda.lease("w", NOW, seconds=60, limit=99):
        place.store.agenda.put_back(lease, due=NOW, wait=40, failed=True, error=error)


def test_where_nothing_is_wrong_that_is_the_first_line(place: Place) -> None:
    assert place.page("status").splitlines()[0].strip() == "All is well."
    status = place.told("status")
    assert (status["remedies"], status["worker"], status["store"]) == ([], "running", "sqlite")
    assert {"deliveries_waiting", "due_now", "next_due", "writes_open", "writes_parked", "failures"} <= status.keys()


def test_a_billing_system_that_is_down_is_one_trouble_with_its_host_and_when_it_is_tried_again(place: Place) -> None:
    fail(place, CLIENTS, DOWN)
    (line,) = told(place)
    assert line.startswith("! Client 1 and 3 more failed once: ReadClient: billing.example.com cannot be reached")
    assert "tried again in 40 s" in line or "tried again in 39 s" in line
    assert "`bridge check --live`" in line
    assert place.told("status")["failing"][0]["error"] == DOWN


def test_troubles_of_different_causes_are_told_apart(place: Place) -> None:
    fail(place, CLIENTS[:2], DOWN)
    fail(place, [Subject(SubjectKind.TICKET, "7")], "tags: not allowed")
    assert [line[:30] for line in told(place)] == ["! Client 1 and 1 more failed o", "! Ticket 7 failed once: tags: "]


def test_the_write_that_waits_longest_is_named_with_the_commands_that_settle_it(place: Place) -> None:
    keep_write(place, "8", WriteState.PARKED, "not answered", NOW - timedelta(hours=1))
    keep_write(place, "7", WriteState.REFUSED, "Not allowed for this admin")
    first, more = told(place)
    assert "Ticket 7: its guide was refused, 3 h ago: Not allowed for this admin" in first
    assert "`bridge explain ticket 7`" in first
    assert "`bridge writes retry 7 guide --reason WHY`" in first
    assert more.startswith("! 1 more write waits")
    assert "  bridge writes abandon 7 guide --reason WHY" in [
        line.rstrip()[2:] for line in place.page("status").splitlines()
    ]


@pytest.mark.parametrize("ago", [timedelta(minutes=30), timedelta(hours=2)])
def test_rejected_webhooks_are_a_trouble_for_an_hour(place: Place, ago: timedelta) -> None:
    last = (NOW - ago).isoformat()
    place.store.marks.put(REJECTED, json.dumps({"count": 12, "first": last, "last": last}))
    assert [line.startswith("! 12 webhooks without a valid signature") for line in told(place)] == [True] * (
        ago < timedelta(hours=1)
    )
    assert "12 rejected in all" in place.page("status")


def test_every_other_trouble_has_its_line_and_its_remedy(place: Place) -> None:
    place.store.marks.put(CONFIG_REFUSED, json.dumps({"at": "T", "mistakes": ["config.toml: guest: missing", "more"]}))
    place.store.marks.put(DRIFT, json.dumps({"at": "T", "count": 4}))
    place.store.overrides.add(Override(OverrideKind.PAUSE, None, AT, None, "maintenance", AT))
    place.store.deliveries.accept(
        Delivery("m", "whmcs", "", (), early=False, body=b"[", received=AT, is_readable=False)
    )
    place.store.agenda.touch(CLIENTS, AT)
    late, refused, aside, paused, drifted = told(place)
    assert "4 due, the oldest for 3 h" in late
    assert "old one goes on: config.toml: guest: missing (and 1 more)" in refused
    assert "`bridge deliveries list --state set-aside`" in aside
    assert "(maintenance)" in paused
    assert "`bridge resume`" in paused
    assert "4 differences" in drifted


def test_a_look_that_waits_for_an_outcome_to_be_settled_is_no_late_work(place: Place) -> None:
    due = NOW - timedelta(minutes=5)
    place.store.agenda.touch([Subject(SubjectKind.TICKET, "7")], due)
    (lease,) = place.store.agenda.lease("w", NOW, seconds=60, limit=1)
    place.store.agenda.put_back(lease, due=due, wait=600)
    assert told(place) == []
    status = place.told("status")
    assert (status["due_now"], status["looks_waiting"], status["oldest_due"], status["next_due"]) == (0, 1, None, None)
    assert "0 due, 1 waiting" in " ".join(place.page("status").split())


def test_how_far_a_new_policy_has_come_is_told(place: Place) -> None:
    policy = place.settings.policy
    place.store.policies.enter(policy.digest, document(policy), vocabulary(policy), AT)
    for number in range(5):
        decided_under = policy.digest if number < 2 else "another"
        place.store.tickets.upsert(
            str(number), client=None, is_open=number < 4, policy=decided_under, timeline_digest=""
        )
    told_policy = place.told("status")["policy"]
    assert (told_policy["open_tickets"], told_policy["decided_under_it"]) == (4, 2)
    assert "2 of 4 open tickets" in " ".join(place.page("status").split())


def test_a_status_fits_a_terminal_even_when_much_is_wrong(place: Place) -> None:
    fail(place, CLIENTS, DOWN)
    for ticket in ("7", "8", "9"):
        keep_write(place, ticket, WriteState.REFUSED, "Not allowed for this admin role, ask for the permission")
    place.store.overrides.add(Override(OverrideKind.PAUSE, None, AT, None, "maintenance", AT))
    assert place.page("status").count("\n") <= 24


def test_watching_into_a_pipe_prints_one_plain_snapshot(place: Place) -> None:
    command = [sys.executable, "-m", "bridge", "status", "--watch"]
    ended = subprocess.run(command, cwd=place.folder, capture_output=True, text=True, check=False, timeout=30)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("All is well.")
    assert "\x1b" not in ended.stdout
