"""The addon's door: signed, allow-listed, and each key once (interface.md)."""

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Addon, eventually

REPLY: dict[str, Any] = {"message": "Once", "status": "Open"}


def replies(actor: Actor, ticket: int) -> int:
    return len(actor.ticket(ticket)["messages"]) - 1


def test_a_repeated_key_gets_the_first_answer_and_does_nothing(addon: Addon, actor: Actor, ticket: int) -> None:
    first = addon.post("AddTicketReply", key="k", ticketid=ticket, **REPLY)
    second = addon.post("AddTicketReply", key="k", ticketid=ticket, **REPLY)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert replies(actor, ticket) == 1
    assert [call["outcome"] for call in actor.state()["calls"]] == ["done", "repeated"]


def test_the_stored_answer_is_that_of_the_first_moment(addon: Addon, actor: Actor, ticket: int) -> None:
    before = addon("ReadTicket", key="r", ticketid=ticket)
    actor.customer_replies(ticket, "More")
    assert addon("ReadTicket", key="r", ticketid=ticket) == before
    assert addon("ReadTicket", ticketid=ticket) != before


def test_two_keys_are_two_replies(addon: Addon, actor: Actor, ticket: int) -> None:
    addon("AddTicketReply", key="a", ticketid=ticket, **REPLY)
    addon("AddTicketReply", key="b", ticketid=ticket, **REPLY)
    assert replies(actor, ticket) == 2


def test_a_key_whose_first_call_is_still_running_is_a_409(addon: Addon, actor: Actor, ticket: int) -> None:
    actor.fault("AddTicketReply", "slow", seconds=20)
    first = threading.Thread(target=addon, args=("AddTicketReply",), kwargs={"key": "k", "ticketid": ticket, **REPLY})
    first.start()
    eventually(lambda: actor.faults() == [])  # the first call has met it
    assert addon.post("AddTicketReply", key="k", ticketid=ticket, **REPLY).status_code == 409
    actor.clear_faults()
    first.join()
    assert addon.post("AddTicketReply", key="k", ticketid=ticket, **REPLY).status_code == 200
    assert replies(actor, ticket) == 1


def test_a_command_that_is_not_allowed_is_a_403(addon: Addon) -> None:
    for command in ("AddClient", "DeleteQuote", "AcceptOrder", "Nonsense"):
        assert addon.post(command).status_code == 403


def test_the_bridge_learns_the_installation(addon: Addon) -> None:
    info = addon("BridgeInfo")
    assert set(info) == {"result", "version", "whmcs", "time", "timezone", "tags_supported", "outbox_waiting"}
    assert (info["time"], info["timezone"]) == ("2026-03-01T12:00:00+00:00", "Europe/Lisbon")


def test_a_reply_through_the_addon_names_its_origin(addon: Addon, actor: Actor, ticket: int) -> None:
    addon("AddTicketReply", ticketid=ticket, **REPLY)
    event = json.loads(actor.outbox()["events"][-1]["body"])
    assert (event["type"], event["origin"]) == ("TicketAdminReply", "bridge")
    assert event["data"]["admin"] == "Support Bridge"


def test_an_unsigned_body_is_not_even_read(addon: Addon) -> None:
    assert addon.send(b"{", {}).status_code == 401


def test_a_signed_body_that_is_no_command_is_a_400(addon: Addon) -> None:
    for body in (b"{", b"[]", b'{"command": 7}', b"[" * 100_000):
        assert addon.send(body, addon.headers("k", body)).status_code == 400


BODY = b'{"command": "BridgeInfo", "params": {}}'


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_stale_signature_is_refused_on_the_real_clock(addon: Addon, minutes: int) -> None:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    assert addon.send(BODY, addon.headers("k", BODY, at=at)).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "other"},
        {"webhook-timestamp": "soon"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": "v1,%%%"},
        {"webhook-signature": ""},
    ],
)
def test_a_forged_or_malformed_signature_is_a_401(addon: Addon, change: dict[str, str]) -> None:
    assert addon.send(BODY, addon.headers("k", BODY) | change).status_code == 401


def test_a_changed_body_is_a_401(addon: Addon) -> None:
    assert addon.send(BODY + b" ", addon.headers("k", BODY)).status_code == 401
    assert addon.send(b"\xff", addon.headers("k", BODY)).status_code == 401
