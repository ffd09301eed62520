"""Faults: each does on the wire, and to the shop, what its name says."""

import time

import pytest
import requests

from mappings.whmcs.sandbox.actor import Actor
from mappings.whmcs.sandbox.faults import MEETINGS, FaultKind
from tests.whmcs.sandbox.doors import Addon, Api, eventually

LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


def notes(actor: Actor, ticket: int) -> int:
    return len(actor.ticket(ticket)["notes"])


def write(api: Api, ticket: int, *, timeout: float = 5.0) -> requests.Response:
    return api.post("AddTicketNote", ticketid=ticket, message="n", timeout=timeout)


def outcomes(actor: Actor) -> list[tuple[str, str]]:
    return [(call["outcome"], call["fault"]) for call in actor.state()["calls"]]


def test_every_fault_has_its_behaviour() -> None:
    assert set(MEETINGS) == set(FaultKind)


@pytest.mark.parametrize(
    ("kind", "is_done"),
    [("refuse", False), ("hang", False), ("apply-then-hang", True), ("apply-then-reset", True), ("truncated", True)],
)
def test_a_connection_that_ends_without_an_answer(
    api: Api, actor: Actor, ticket: int, kind: str, is_done: bool
) -> None:
    actor.fault("AddTicketNote", kind, seconds=0.05)
    with pytest.raises(LOST):
        write(api, ticket)
    assert notes(actor, ticket) == int(is_done)
    assert outcomes(actor) == [("done" if is_done else "not-applied", kind)]


@pytest.mark.parametrize(
    ("kind", "status", "is_done"),
    [
        ("error", 200, False),
        ("forbidden", 403, False),
        ("http-500", 500, False),
        ("apply-then-500", 500, True),
        ("apply-then-html", 200, True),
        ("half-json", 200, True),
        ("slow-drip", 200, True),
        ("hang-then-apply", 200, True),
        ("slow", 200, True),
    ],
)
def test_an_answer_that_is_not_the_plain_one(
    api: Api, actor: Actor, ticket: int, kind: str, status: int, is_done: bool
) -> None:
    actor.fault("AddTicketNote", kind, seconds=0.05)
    assert write(api, ticket).status_code == status
    assert notes(actor, ticket) == int(is_done)


@pytest.mark.parametrize("kind", ["apply-then-html", "half-json", "http-500"])
def test_some_answers_cannot_be_parsed(api: Api, actor: Actor, ticket: int, kind: str) -> None:
    actor.fault("AddTicketNote", kind)
    with pytest.raises(requests.exceptions.JSONDecodeError):
        write(api, ticket).json()


def test_an_error_says_what_it_was_told_to(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("AddTicketNote", "error", message="Out of paper")
    assert write(api, ticket).json() == {"result": "error", "message": "Out of paper"}


@pytest.mark.parametrize("kind", ["refuse", "apply-then-reset"])
def test_a_reset_is_a_reset_and_no_polite_end(api: Api, actor: Actor, ticket: int, kind: str) -> None:
    actor.fault("AddTicketNote", kind)
    with pytest.raises(requests.ConnectionError, match="reset"):
        write(api, ticket)


@pytest.mark.parametrize(("kind", "is_done"), [("hang", False), ("apply-then-hang", True), ("hang-then-apply", False)])
def test_a_hanging_call_outlasts_the_callers_patience(
    api: Api, actor: Actor, ticket: int, kind: str, is_done: bool
) -> None:
    actor.fault("AddTicketNote", kind, seconds=20)
    with pytest.raises(requests.ReadTimeout):
        write(api, ticket, timeout=0.15)
    assert notes(actor, ticket) == int(is_done)


def test_a_call_given_up_may_still_be_carried_out_later(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("AddTicketNote", "hang-then-apply", seconds=0.3)
    with pytest.raises(requests.ReadTimeout):
        write(api, ticket, timeout=0.1)
    assert notes(actor, ticket) == 0
    eventually(lambda: notes(actor, ticket) == 1)


def test_a_slow_answer_drips(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("GetTicket", "slow-drip", seconds=0.4)
    begun = time.monotonic()
    assert api("GetTicket", ticketid=ticket)["result"] == "success"
    assert time.monotonic() - begun >= 0.3


def test_a_stale_read_sees_the_shop_as_it_was_when_the_fault_was_set(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("GetTicket", "stale-read")
    actor.customer_replies(ticket, "New")
    assert len(api("GetTicket", ticketid=ticket)["replies"]["reply"]) == 1
    assert len(api("GetTicket", ticketid=ticket)["replies"]["reply"]) == 2


def test_a_write_is_never_lost_in_a_stale_copy(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("*", "stale-read")
    write(api, ticket)
    assert notes(actor, ticket) == 1


def test_a_fault_meets_its_command_only_and_as_often_as_told(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("addticketnote", "error", times=2, skip=1)
    results = [write(api, ticket).json()["result"] for _ in range(4)]
    assert results == ["success", "error", "error", "success"]
    assert api("GetTicket", ticketid=ticket)["result"] == "success"


def test_faults_wait_in_a_queue(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("*", "forbidden")
    actor.fault("AddTicketNote", "http-500")
    assert [write(api, ticket).status_code for _ in range(3)] == [403, 500, 200]


def test_clearing_faults_ends_a_hang(api: Api, actor: Actor, ticket: int) -> None:
    actor.fault("AddTicketNote", "hang", seconds=30)
    actor.fault("AddTicketNote", "error")
    actor.clear_faults()
    assert write(api, ticket).json()["result"] == "success"


def test_the_addons_door_meets_them_too_and_its_key_settles_it(addon: Addon, actor: Actor, ticket: int) -> None:
    actor.fault("AddTicketReply", "apply-then-reset")
    with pytest.raises(requests.ConnectionError):
        addon.post("AddTicketReply", key="k", ticketid=ticket, message="Once")
    assert addon("AddTicketReply", key="k", ticketid=ticket, message="Once") == {"result": "success"}
    assert len(actor.ticket(ticket)["messages"]) == 2


def test_a_key_that_met_a_fault_before_anything_was_done_is_still_fresh(
    addon: Addon, actor: Actor, ticket: int
) -> None:
    actor.fault("AddTicketReply", "http-500")
    assert addon.post("AddTicketReply", key="k", ticketid=ticket, message="Once").status_code == 500
    assert addon("AddTicketReply", key="k", ticketid=ticket, message="Once") == {"result": "success"}
    assert len(actor.ticket(ticket)["messages"]) == 2


def test_a_system_that_is_down_refuses_connections_and_comes_back(api: Api, actor: Actor) -> None:
    actor.go_down(0.3)
    with pytest.raises(requests.ConnectionError, match="refused"):
        api("WhmcsDetails")

    def is_back() -> bool:
        try:
            return api.post("WhmcsDetails").ok
        except requests.ConnectionError:
            return False

    eventually(is_back)
