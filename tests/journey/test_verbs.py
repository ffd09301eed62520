"""The commands beside a running bridge: what people decide holds at once, and is told exactly (T7, C2, W5, D4)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from bridge.cli.init import SECRET_VARIABLE
from bridge.config import load
from tests.journey.house import START, House, house

pytestmark = pytest.mark.journey

BROKEN = "My WordPress website stopped working after installing a plugin."
DNS = "I need help to change a DNS entry on my service."


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as made:
        made.turn_clock(minutes=1)
        yield made


def client(at: House, *, signed_up: str = "2025-01-10") -> int:
    at.turn_clock(minutes=5)
    return at.actor.sign_up(first_name="Ana", signed_up=signed_up)


def ended_with(at: House, *arguments: str) -> str:
    """Run a command that ends well; return what it said."""
    ended = at.run(*arguments)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_hold_keeps_a_reply_back_and_its_release_sends_it(at: House) -> None:
    owner = client(at)
    until = at.now + timedelta(hours=2)
    said = ended_with(at, "hold", "client", str(owner), "--until", until.isoformat(), "--reason", "court case")
    assert "12:" in said
    assert "court case" in " ".join(said.split())  # a line of 80 columns may end between the two
    ticket = at.actor.open_ticket(owner, "Help", BROKEN)
    at.settle()
    assert at.said(ticket) == []
    assert {"held", "needs-staff"} <= at.tags(ticket)
    explained = at.told("explain", "ticket", str(ticket))
    assert [(one["key"], one["rule"], one["until"]) for one in explained["withheld"]] == [
        ("guide", "W5", until.isoformat())
    ]
    assert explained["waiting_for"] == "staff"
    assert "1 ended" in ended_with(at, "release", "client", str(owner))
    at.settle()
    assert len(at.said(ticket)) == 1
    assert not {"held", "needs-staff"} & at.tags(ticket)


def test_a_hold_ends_by_itself_to_the_second(at: House) -> None:
    owner = client(at)
    until = at.now + timedelta(hours=1)
    ticket = at.actor.open_ticket(owner, "Help", DNS)
    at.settle()
    at.actor.customer_replies(ticket, "I cannot find the page that your guide speaks of.")
    at.settle()
    ended_with(at, "hold", "ticket", str(ticket), "--until", until.isoformat(), "--reason", "asked to wait")
    at.settle()
    at.turn_clock(to=until - timedelta(seconds=1))
    at.settle()
    assert "held" in at.tags(ticket)
    at.turn_clock(to=until)
    at.eventually(lambda: "held" not in at.tags(ticket))


def test_a_grant_seats_open_tickets_anew_until_its_end_and_says_nothing(at: House) -> None:
    owner = client(at)
    ticket = at.actor.open_ticket(owner, "Help", BROKEN)
    at.settle()
    until = at.now + timedelta(hours=3)
    ended_with(
        at, "grant", "client", str(owner), "professional", "--until", until.isoformat(), "--reason", "an apology"
    )
    at.settle()
    assert {"professional", "realtime", "rung-execute"} <= at.tags(ticket)
    answer = at.told("explain", "client", str(owner))
    assert (answer["tier"], answer["until"], answer["plans"]) == ("professional", until.isoformat(), [])
    at.turn_clock(to=until)
    at.eventually(lambda: "best-effort" in at.tags(ticket))
    assert len(at.said(ticket)) == 1


def test_a_session_makes_scheduled_channels_realtime_from_its_start_to_its_end(at: House) -> None:
    owner = client(at)
    ticket = at.actor.open_ticket(owner, "Help", BROKEN)
    at.settle()
    begin, end = at.now + timedelta(hours=1), at.now + timedelta(hours=2)
    ended_with(at, "session", "client", str(owner), "--from", begin.isoformat(), "--until", end.isoformat())
    at.settle()
    assert "realtime" not in at.tags(ticket)
    at.turn_clock(to=begin)
    at.eventually(lambda: "realtime" in at.tags(ticket))
    channels = at.told("explain", "client", str(owner))["channels"]
    assert (channels["live_chat"], channels["telegram"]) == ("realtime", "closed")
    at.turn_clock(to=end)
    at.eventually(lambda: "realtime" not in at.tags(ticket))


def test_a_pause_stops_every_reply_and_a_resume_sends_what_is_owed(at: House) -> None:
    ended_with(at, "pause", "--reason", "maintenance")
    ticket = at.actor.open_ticket(client(at), "Help", DNS)
    at.settle()
    assert at.said(ticket) == []
    assert at.told("status")["is_paused"] is True
    assert "paused already" in ended_with(at, "pause")
    ended_with(at, "resume")
    at.settle()
    assert len(at.said(ticket)) == 1
    assert "not paused" in ended_with(at, "resume")


def test_a_reply_that_was_refused_is_named_by_status_and_explained(at: House) -> None:
    at.actor.fault("AddTicketReply", "error", message="Not allowed for this admin")
    ticket = at.actor.open_ticket(client(at), "Help", DNS)
    at.eventually(lambda: "needs-staff" in at.tags(ticket))
    at.settle()
    assert any(f"bridge explain ticket {ticket}" in remedy for remedy in at.told("status")["remedies"])
    explained = at.told("explain", "ticket", str(ticket))
    assert [(write["state"], "Not allowed" in write["error"]) for write in explained["writes"]] == [("refused", True)]
    assert [one["rule"] for one in explained["withheld"]] == ["W3"]


def test_day_thirty_passes_and_nobody_is_written_to(at: House) -> None:
    owner = client(at, signed_up=at.now.date().isoformat())
    ticket = at.actor.open_ticket(owner, "Help", BROKEN)
    at.settle()
    answer = at.told("explain", "client", str(owner))
    assert (answer["tier"], answer["courtesy"]) == ("new-customer", True)
    at.turn_clock(minutes=60 * 24 * 31)
    at.eventually(lambda: "best-effort" in at.tags(ticket))
    assert "realtime" not in at.tags(ticket)
    assert len(at.said(ticket)) == 1


def test_a_client_never_heard_of_is_read_when_asked_for(at: House) -> None:
    owner = at.actor.sign_up(first_name="Nuno", signed_up="2025-01-10", silent=True)
    assert at.told("explain", "client", str(owner))["tier"] == "best-effort"
    token = load(at.folder / "config.toml", environment={SECRET_VARIABLE: at.shop.secret}).api_tokens[0].reveal()
    another = at.actor.sign_up(first_name="Rui", signed_up="2025-01-10", silent=True)
    url = f"{at.url}v1/clients/{another}/entitlement"
    answer = requests.get(url, headers={"authorization": f"Bearer {token}"}, timeout=10)
    assert (answer.status_code, answer.json()["tier"]) == (200, "best-effort")
    assert requests.get(url, timeout=10).status_code == 401


@pytest.mark.parametrize("kind", ["client", "ticket"])
def test_who_does_not_exist_is_said_not_to_be_known(at: House, kind: str) -> None:
    ended = at.run("explain", kind, "987654")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert f"{kind} 987654" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("hold", "ticket", "1", "--until", "2020-01-01", "--reason", "late"),
        ("grant", "client", "1", "emperor", "--until", "2030-01-01", "--reason", "no such tier"),
        ("session", "client", "1", "--from", "2030-01-02", "--until", "2030-01-01"),
        ("explain", "client", "1", "--at", "yesterday"),
    ],
)
def test_what_cannot_be_done_as_asked_is_refused_in_one_line(at: House, arguments: tuple[str, ...]) -> None:
    ended = at.run(*arguments)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1


def test_bad_requests_to_the_running_receiver_lose_nothing(at: House) -> None:
    url = f"{at.url}webhooks/whmcs"
    signed = {"webhook-id": "forged", "webhook-timestamp": "1772359200", "webhook-signature": "v1," + "A" * 44}
    json_type = {"content-type": "application/json"}
    statuses = [
        requests.post(url, b"{}", headers={**json_type, **signed, "webhook-timestamp": "soon"}, timeout=10).status_code,
        requests.post(url, b"{}", headers=json_type, timeout=10).status_code,
        requests.post(url, b"{}", headers={**json_type, **signed}, timeout=10).status_code,
        requests.post(url, b"x" * 300_000, headers={**json_type, **signed}, timeout=10).status_code,
        requests.post(url, b"{}", headers={**json_type, **signed, "content-encoding": "gzip"}, timeout=10).status_code,
        requests.post(url, iter([b"{}"]), headers={**json_type, **signed}, timeout=10).status_code,
        requests.post(f"{at.url}webhooks/nobody", b"{}", headers=json_type, timeout=10).status_code,
        requests.get(url, timeout=10).status_code,
    ]
    assert statuses == [400, 401, 401, 413, 415, 411, 404, 405]
    ticket = at.actor.open_ticket(client(at), "Help", DNS)
    at.settle()
    assert len(at.said(ticket)) == 1


def test_a_test_clock_is_refused_for_a_shop_that_is_not_on_this_machine(at: House, tmp_path: Path) -> None:
    config = (at.folder / "config.toml").read_text().replace(at.shop.url, "https://billing.example.com/")
    elsewhere = at.folder / "elsewhere.toml"
    elsewhere.write_text(config.replace("sqlite:///bridge.db", f"sqlite:///{tmp_path / 'other.db'}"))
    ended = at.run("serve", "--config", str(elsewhere))
    assert ended.returncode == 2
    assert "BRIDGE_CLOCK_FILE" in ended.stderr
    assert at.now > START


def test_a_config_that_is_wrong_or_missing_ends_every_command_with_two(at: House, tmp_path: Path) -> None:
    assert at.run("status", "--config", str(tmp_path / "none.toml")).returncode == 2
    (tmp_path / "bad.toml").write_text("[billing]\nurl = 3\n")
    ended = at.run("serve", "--config", str(tmp_path / "bad.toml"))
    assert ended.returncode == 2
    assert "billing.url" in ended.stderr


def test_a_second_bridge_on_the_same_address_is_refused_and_the_first_goes_on(at: House) -> None:
    ended = at.run("receive", "--listen", f"127.0.0.1:{at.port}")
    assert ended.returncode == 2
    assert at.is_ready()


def test_what_people_set_is_told_as_data_too(at: House) -> None:
    owner = client(at)
    until = at.now + timedelta(hours=2)
    told = json.loads(
        ended_with(at, "hold", "client", str(owner), "--until", until.isoformat(), "--reason", "court case", "--json")
    )
    assert told["subject"] == f"client {owner}"
    assert told["reason"] == "court case"
    assert json.loads(ended_with(at, "release", "client", str(owner), "--json"))["ended"] == 1
    assert json.loads(ended_with(at, "resume", "--json"))["is_paused"] is False
    assert json.loads(ended_with(at, "status", "--json"))["worker"] == "running"


def test_a_client_is_erased_byte_for_byte_beside_the_running_bridge(at: House) -> None:
    at.turn_clock(minutes=5)
    owner = at.actor.sign_up(first_name="Kanarienvogel", signed_up="2025-01-10")
    ticket = at.actor.open_ticket(owner, "Kanarienvogel's site", f"{BROKEN} Kanarienvogel")
    at.settle()
    assert "Kanarienvogel" in at.said(ticket)[0]
    assert _kept(at).count(b"Kanarienvogel") > 3
    assert at.told("erase", "client", str(owner), "--yes")["is_in_billing"] is True
    assert b"Kanarienvogel" not in _kept(at)
    at.actor.customer_replies(ticket, "It is still broken, Kanarienvogel.")
    at.settle()
    assert b"Kanarienvogel" in _kept(at)  # as it said: what is still there is learned again
    at.actor.delete_ticket(ticket)
    at.actor.delete_client(owner)
    at.settle()
    erased = at.told("erase", "client", str(owner), "--yes")
    assert (erased["is_in_billing"], erased["is_clean"], erased["tickets"]) == (False, True, [ticket])
    at.settle()
    assert b"Kanarienvogel" not in _kept(at)
    assert "was erased" in at.run("explain", "client", str(owner)).stderr
    another = at.actor.open_ticket(client(at), "Help", DNS)
    at.settle()
    assert len(at.said(another)) == 1


def _kept(at: House) -> bytes:
    return b"".join(path.read_bytes() for path in at.folder.glob("bridge.db*") if path.is_file())
