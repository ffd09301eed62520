"""Each key's deed is done once, whoever dies when: PHP is killed at the worst moments, and asked again by many."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bridge.core.policy import QuoteLine
from mappings.whmcs.commands import line_items
from tests.hooks.conftest import MARIADB
from tests.hooks.whmcs import Row, Whmcs

SAID = "Olá & <b>so</b>\n\nit is"
LINES = line_items([QuoteLine("A", 1, "1.00"), QuoteLine("B", 2, "2.00")])


def reply(whmcs: Whmcs, ticket: int, key: str = "t7-guide") -> requests.Response:
    return whmcs.post("AddTicketReply", key=key, ticketid=ticket, message=SAID, status="Open")


def quote(whmcs: Whmcs) -> requests.Response:
    until = {"datecreated": "21/11/2026", "validuntil": "05/12/2026"}
    return whmcs.post(
        "CreateQuote", key="q", userid=42, subject="Quote for [ABC-1] & you", stage="Draft", lineitems=LINES, **until
    )


def killed(whmcs: Whmcs, command: str, moment: str) -> None:
    """Let PHP die by SIGKILL inside the next such command."""
    whmcs.fault(command, **{moment: "kill"})


def age(whmcs: Whmcs) -> None:
    """Let the claim be an old one: SQLite has no locks that die with who holds them."""
    if "sqlite" in whmcs.database:
        whmcs.sql("UPDATE mod_supportbridge_keys SET claimed = claimed - 301")


def dies(send: Callable[[], object]) -> None:
    with pytest.raises(requests.ConnectionError):
        send()


def wait_until_at_work(whmcs: Whmcs) -> None:
    """Wait for a slow command to have begun; asking PHP would end up behind it in the same worker."""
    while not (whmcs.root / "slow").exists():
        time.sleep(0.01)


def replies(whmcs: Whmcs) -> list[Row]:
    return whmcs.rows("tblticketreplies")


def test_a_repeated_key_returns_the_first_answer_and_does_nothing(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    first = quote(whmcs)
    again = quote(whmcs)
    assert first.json() == {"result": "success", "quoteid": "1"}
    assert again.content == first.content
    assert len(whmcs.rows("tblquotes")) == 1
    # The key is the deed's name for ever, whatever comes with it
    assert reply(whmcs, ticket, key="q").content == first.content
    assert replies(whmcs) == []


def test_a_refusal_is_a_first_answer_too(whmcs: Whmcs) -> None:
    refused = reply(whmcs, 7)
    assert refused.json() == {"result": "error", "message": "Ticket ID Not Found"}
    whmcs.open_ticket(id=7)
    assert reply(whmcs, 7).content == refused.content
    assert replies(whmcs) == []


def test_keys_that_differ_in_case_are_two(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    reply(whmcs, ticket, key="Guide")
    reply(whmcs, ticket, key="guide")
    assert len(replies(whmcs)) == 2


def test_two_hundred_calls_at_once_with_one_key_have_one_effect(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    with ThreadPoolExecutor(20) as pool:
        responses = list(pool.map(lambda _: reply(whmcs, ticket), range(200)))
    assert len(replies(whmcs)) == 1
    assert {response.status_code for response in responses} <= {200, 409}
    assert {response.content for response in responses if response.status_code == 200} == {b'{"result":"success"}'}
    assert reply(whmcs, ticket).json() == {"result": "success"}


def test_while_the_first_call_is_at_work_the_key_is_taken(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    whmcs.fault("AddTicketReply", before=0.8)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(reply, whmcs, ticket)
        wait_until_at_work(whmcs)
        during = reply(whmcs, ticket)
        assert (during.status_code, during.json()["message"]) == (409, "The first call with this key is still running")
        assert first.result().json() == {"result": "success"}
    assert len(replies(whmcs)) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_reply_whose_call_was_killed_is_settled_by_looking(whmcs: Whmcs, moment: str) -> None:
    ticket = whmcs.open_ticket()
    # The same words, said before by the same admin: not the ones that are looked for
    whmcs.act("api", command="AddTicketReply", params={"ticketid": ticket, "message": SAID})
    killed(whmcs, "AddTicketReply", moment)
    dies(lambda: reply(whmcs, ticket))
    assert len(replies(whmcs)) == (1 if moment == "before" else 2)
    age(whmcs)
    assert reply(whmcs, ticket).json() == {"result": "success"}
    assert reply(whmcs, ticket).json() == {"result": "success"}
    assert len(replies(whmcs)) == 2


def test_our_words_under_another_name_settle_nothing(whmcs: Whmcs) -> None:
    """To a customer, missing is better than twice."""
    ticket = whmcs.open_ticket()
    killed(whmcs, "AddTicketReply", "after")
    dies(lambda: reply(whmcs, ticket))
    whmcs.sql("UPDATE tblticketreplies SET admin = 'S. Bridge'")
    age(whmcs)
    for _ in range(2):
        assert reply(whmcs, ticket).status_code == 409
    assert len(replies(whmcs)) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_note_whose_call_was_killed_is_settled_by_looking(whmcs: Whmcs, moment: str) -> None:
    ticket = whmcs.open_ticket()
    killed(whmcs, "AddTicketNote", moment)
    dies(lambda: whmcs.post("AddTicketNote", key="n", ticketid=ticket, message=SAID))
    age(whmcs)
    for _ in range(2):
        assert whmcs.call("AddTicketNote", key="n", ticketid=ticket, message=SAID) == {"result": "success"}
    assert len(whmcs.rows("tblticketnotes")) == 1
    (note,) = whmcs.rows("tblticketnotes")
    killed(whmcs, "DeleteTicketNote", moment)
    dies(lambda: whmcs.post("DeleteTicketNote", key="d", noteid=note["id"]))
    age(whmcs)
    assert whmcs.call("DeleteTicketNote", key="d", noteid=note["id"]) == {"result": "success"}
    assert whmcs.rows("tblticketnotes") == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_quote_whose_call_was_killed_is_settled_by_looking(whmcs: Whmcs, moment: str) -> None:
    killed(whmcs, "CreateQuote", moment)
    dies(lambda: quote(whmcs))
    age(whmcs)
    assert quote(whmcs).json() == {"result": "success", "quoteid": "1"}
    assert len(whmcs.rows("tblquotes")) == 1
    killed(whmcs, "SendQuote", moment)
    dies(lambda: whmcs.post("SendQuote", key="s", quoteid=1))
    age(whmcs)
    assert whmcs.call("SendQuote", key="s", quoteid=1) == {"result": "success"}
    assert [row["description"] for row in whmcs.rows("tblactivitylog")] == ["Quote 1 mailed"]


def test_half_a_quote_is_neither_done_nor_not(whmcs: Whmcs) -> None:
    killed(whmcs, "CreateQuote", "between")
    dies(lambda: quote(whmcs))
    age(whmcs)
    for _ in range(2):
        answer = quote(whmcs)
        assert answer.status_code == 409
        assert answer.json()["message"].startswith("Unknown: ")
    assert len(whmcs.rows("tblquotes")) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_is_as_well_done_twice_is_done_again(whmcs: Whmcs, moment: str) -> None:
    ticket = whmcs.open_ticket()
    killed(whmcs, "UpdateTicket", moment)
    dies(lambda: whmcs.post("UpdateTicket", key="p", ticketid=ticket, priority="High"))
    age(whmcs)
    assert whmcs.call("UpdateTicket", key="p", ticketid=ticket, priority="High")["result"] == "success"
    assert whmcs.rows("tbltickets")[0]["urgency"] == "High"


def test_a_command_that_throws_leaves_the_key_to_be_settled(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    whmcs.fault("AddTicketReply", after="throw")
    assert reply(whmcs, ticket).status_code == 500
    age(whmcs)
    assert reply(whmcs, ticket).json() == {"result": "success"}
    assert len(replies(whmcs)) == 1


def test_a_caller_that_hangs_up_ends_nothing(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    whmcs.fault("AddTicketReply", before=0.4)
    body = b'{"command": "AddTicketReply", "params": {"ticketid": %d, "message": "Hello"}}' % ticket
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            whmcs.url + "modules/addons/supportbridge/api.php", body, headers=whmcs.signed("k", body), timeout=0.2
        )
    answer = whmcs.send(body, whmcs.signed("k", body))
    while answer.status_code == 409:
        answer = whmcs.send(body, whmcs.signed("k", body))
    assert answer.json() == {"result": "success"}
    assert len(replies(whmcs)) == 1


@pytest.mark.parametrize("whmcs", [MARIADB], indirect=True)
def test_a_slow_call_is_not_taken_for_a_dead_one(whmcs: Whmcs) -> None:
    """However old its claim is: the lock lives as long as the call does."""
    ticket = whmcs.open_ticket()
    whmcs.fault("AddTicketReply", before=0.8)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(reply, whmcs, ticket)
        wait_until_at_work(whmcs)
        whmcs.sql("UPDATE mod_supportbridge_keys SET claimed = claimed - 9999")
        assert reply(whmcs, ticket).status_code == 409
        assert first.result().json() == {"result": "success"}
    assert len(replies(whmcs)) == 1


def test_a_reading_needs_no_key_and_keeps_none(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    whmcs.call("ReadTicket", key="same", ticketid=ticket)
    whmcs.sql("UPDATE tbltickets SET status = 'Closed'")
    assert whmcs.call("ReadTicket", key="same", ticketid=ticket)["status"] == "Closed"
    assert whmcs.rows("mod_supportbridge_keys") == []
