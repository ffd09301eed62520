"""What moves between tickets and clients, what an auditor sees, and how the sandbox starts."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from bridge.errors import UsageError
from mappings.whmcs import whmcs
from mappings.whmcs.sandbox import RunningSandbox, serve
from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Api


def test_merged_tickets_messages_come_over_in_order_of_time(actor: Actor, client: int) -> None:
    master = actor.open_ticket(client, "A", "first", at="2026-03-01T08:00:00+00:00")
    merged = actor.open_ticket(client, "B", "second", at="2026-03-01T09:00:00+00:00")
    actor.customer_replies(master, "third", at="2026-03-01T10:00:00+00:00")
    actor.staff_tags(merged, add=["vip"])
    actor.merge_tickets(master, merged)
    row = actor.ticket(master)
    assert [message["text"] for message in row["messages"]] == ["first", "second", "third"]
    assert [message["id"] for message in row["messages"]] == [0, 2, 1]
    assert row["tags"] == [], "tags stay with the row they were on"


def test_a_split_off_reply_opens_the_new_ticket(actor: Actor, ticket: int) -> None:
    kept, moved = actor.customer_replies(ticket, "same"), actor.customer_replies(ticket, "other matter")
    fresh = actor.split_ticket(ticket, moved, subject="Other")
    assert [message["id"] for message in actor.ticket(ticket)["messages"]] == [0, kept]
    (opening,) = actor.ticket(fresh)["messages"]
    assert (opening["id"], opening["text"]) == (0, "other matter")


def test_a_merged_clients_things_come_over_but_not_its_sign_up(actor: Actor, api: Api) -> None:
    survivor = actor.sign_up(signed_up="2026-01-01")
    gone = actor.sign_up(signed_up="2026-02-01")
    actor.buy(gone, "addon:7")
    ticket = actor.open_ticket(gone, "A", "x")
    actor.merge_clients(survivor, gone)
    state = actor.state()
    assert [row["id"] for row in state["clients"]] == [survivor]
    assert (state["clients"][0]["signed_up"], state["addons"][0]["client"]) == ("2026-01-01", survivor)
    assert actor.ticket(ticket)["client"] == survivor
    assert api("GetClientsDetails", clientid=gone)["message"] == "Client Not Found"


def test_a_deleted_clients_tickets_are_a_guests(actor: Actor, client: int, ticket: int) -> None:
    actor.buy(client, "product:42")
    actor.delete_client(client)
    assert actor.ticket(ticket)["client"] == 0
    assert actor.state()["services"] == []


def test_a_customers_reply_reopens_a_closed_ticket(actor: Actor, ticket: int) -> None:
    actor.set_ticket_status(ticket, "Closed")
    actor.customer_replies(ticket, "it is back")
    assert actor.ticket(ticket)["status"] == "Customer-Reply"


def test_an_auditor_sees_text_as_it_was_written(actor: Actor, ticket: int) -> None:
    assert actor.ticket(ticket)["messages"][0]["text"] == "First line\nif a < b & c"
    assert actor.state()["now"] == "2026-03-01T12:00:00+00:00"


def test_a_robot_is_a_name_among_staff(actor: Actor, ticket: int) -> None:
    actor.staff_replies(ticket, "Escalated", name="System", status="Open")
    assert actor.ticket(ticket)["messages"][-1]["admin"] == "System"


def test_time_is_the_clock_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-03-30T23:59:59+01:00")
    monkeypatch.setenv("BRIDGE_CLOCK_FILE", str(clock))
    running = whmcs.sandbox("127.0.0.1:0")
    try:
        actor = Actor(running.url)
        assert actor.state()["now"] == "2026-03-30T23:59:59+01:00"
        clock.write_text("2026-03-31T00:00:00+01:00")
        actor.sign_up()
        assert actor.state()["clients"][0]["signed_up"] == "2026-03-31"
    finally:
        running.stop()


@pytest.mark.parametrize("listen", ["0.0.0.0:8200", "example.com:80", "8200", "127.0.0.1:http"])
def test_it_listens_on_loopback_only(listen: str) -> None:
    with pytest.raises(UsageError, match="loopback"):
        serve(listen)


def test_a_port_in_use_is_said_in_one_line(sandbox: RunningSandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="another port"):
        serve(f"127.0.0.1:{taken.getsockname()[1]}")


def test_it_tells_all_that_is_needed_to_use_it(sandbox: RunningSandbox) -> None:
    addresses = sandbox.addresses()
    assert addresses["url"] == f"http://127.0.0.1:{sandbox.port}/"
    assert addresses["secret"].startswith("whsec_")
    assert addresses["api"].endswith("/includes/api.php")


def test_after_it_is_stopped_nobody_answers() -> None:
    running = serve(clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    running.go_down(0.05)
    running.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{running.url}sandbox/state", timeout=1)


def test_an_act_nobody_knows_is_a_404(sandbox: RunningSandbox) -> None:
    assert requests.post(f"{sandbox.url}sandbox/dance", json={}, timeout=5).status_code == 404
    assert requests.post(f"{sandbox.url}sandbox/sign-up", data="[]", timeout=5).status_code == 400
