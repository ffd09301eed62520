"""The public door: who comes in, and how it says no (whmcs.md 2.1)."""

import pytest
import requests

from mappings.whmcs.sandbox import RunningSandbox
from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Addon, Api

PAIR = {"identifier": "sandbox-identifier", "secret": "sandbox-secret"}


def test_a_business_error_is_an_http_200(api: Api) -> None:
    response = api.post("GetClientsDetails", clientid=99)
    assert response.status_code == 200
    assert response.json() == {"result": "error", "message": "Client Not Found"}


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({}, 403, "Invalid or missing credentials"),
        ({**PAIR, "secret": "wrong", "action": "GetClients"}, 403, "Authentication Failed"),
        ({**PAIR, "identifier": "wrong", "action": "GetClients"}, 403, "Authentication Failed"),
        (PAIR, 400, "Empty action request"),
        ({**PAIR, "action": "FormatDisk"}, 403, 'Invalid Permissions: API action "formatdisk" is not allowed'),
        ({**PAIR, "action": "ReadTicket"}, 403, 'Invalid Permissions: API action "readticket" is not allowed'),
    ],
)
def test_who_may_not_come_in_gets_the_vendors_words(
    api: Api, fields: dict[str, str], status: int, message: str
) -> None:
    response = api.send(fields)
    assert response.status_code == status
    assert response.json()["message"] == message


def test_the_pair_may_come_as_user_name_and_password(api: Api) -> None:
    fields = {"username": PAIR["identifier"], "password": PAIR["secret"], "action": "GetClients"}
    assert api.send({**fields, "responsetype": "json"}).json()["result"] == "success"


def test_an_address_that_is_not_listed_needs_the_access_key(api: Api, actor: Actor) -> None:
    actor.settings(allowed_ips=[])
    response = api.post("GetClients")
    assert (response.status_code, response.json()["message"]) == (403, "Invalid IP 127.0.0.1")
    assert api.post("GetClients", accesskey="wrong").status_code == 403
    assert api.post("GetClients", accesskey="sandbox-access-key").status_code == 200


def test_an_action_that_the_role_does_not_grant_is_refused(api: Api, actor: Actor) -> None:
    actor.settings(denied_actions=["GetTickets"])
    assert api.post("GetTickets").status_code == 403
    assert api.post("GetClients").status_code == 200


@pytest.mark.parametrize("action", ["GetClients", "getclients", "GETCLIENTS"])
def test_actions_are_named_without_regard_to_case(api: Api, action: str) -> None:
    assert api(action)["result"] == "success"


def test_the_action_may_stand_in_the_query(sandbox: RunningSandbox, api: Api) -> None:
    """PHP reads both; a published client library relies on it."""
    asked = {**PAIR, "responsetype": "json"}
    assert api.send(asked).status_code == 400
    url = f"{sandbox.url}includes/api.php?action=GetClients"
    assert requests.post(url, data=asked, timeout=5).json()["result"] == "success"


def test_json_comes_only_where_it_is_asked_for(api: Api) -> None:
    response = api.send({**PAIR, "action": "WhmcsDetails"})
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.text == "result=success;"


def test_every_call_leaves_one_line_without_credentials(api: Api, addon: Addon, actor: Actor, ticket: int) -> None:
    api.send({"action": "GetTicket"})
    api("AddTicketNote", ticketid=ticket, message="n")
    api("GetTicket", ticketid=99)
    addon("BridgeInfo", key="k1")
    calls = actor.state()["calls"]
    assert [(call["door"], call["command"], call["outcome"]) for call in calls] == [
        ("api", "GetTicket", "rejected"),
        ("api", "AddTicketNote", "done"),
        ("api", "GetTicket", "error"),
        ("addon", "BridgeInfo", "done"),
    ]
    assert calls[1]["params"] == {
        "action": "AddTicketNote", "responsetype": "json", "ticketid": str(ticket), "message": "n"
    }  # fmt: skip
    assert calls[3]["key"] == "k1"
