"""What the API's writes do to the shop (whmcs.md 2.3)."""

import base64

import phpserialize  # type: ignore[import-untyped]  # the package ships no types
import pytest

from mappings.whmcs.sandbox.actor import Actor, NotPossibleError
from tests.whmcs.sandbox.doors import Addon, Api

LINE = {"desc": "Repair & care", "qty": 1, "up": "35.00", "discount": "10", "taxable": False}


def lines(*rows: dict[str, object]) -> str:
    serialized: bytes = phpserialize.dumps(list(rows))
    return base64.b64encode(serialized).decode()


def test_a_reply_answers_success_and_nothing_else(api: Api, actor: Actor, ticket: int) -> None:
    assert api("AddTicketReply", ticketid=ticket, message="Done") == {"result": "success"}
    assert actor.ticket(ticket)["messages"][-1]["admin"] == "Support Bridge"


def test_a_reply_takes_the_ticket_from_the_queue_unless_told_a_status(api: Api, actor: Actor, ticket: int) -> None:
    api("AddTicketReply", ticketid=ticket, message="Done", status="Open")
    assert actor.ticket(ticket)["status"] == "Open"
    api("AddTicketReply", ticketid=ticket, message="Done again")
    assert actor.ticket(ticket)["status"] == "Answered"


def test_a_reply_may_be_a_clients_or_another_admins(api: Api, actor: Actor, client: int, ticket: int) -> None:
    api("AddTicketReply", ticketid=ticket, message="Me", clientid=client)
    assert actor.ticket(ticket)["status"] == "Customer-Reply"
    api("AddTicketReply", ticketid=ticket, message="Her", adminusername="grace")
    assert [row["admin"] for row in actor.ticket(ticket)["messages"]] == ["", "", "Grace Staff"]


@pytest.mark.parametrize(
    ("action", "params", "message"),
    [
        ("AddTicketReply", {"ticketid": 99, "message": "x"}, "Ticket ID Not Found"),
        ("AddTicketReply", {"ticketid": 1}, "Message is required"),
        ("AddTicketReply", {"ticketid": 1, "message": "x", "status": "Gone"}, "Invalid Ticket Status"),
        ("AddTicketReply", {"ticketid": 1, "message": "x", "clientid": 99}, "Client ID Not Found"),
        ("AddTicketNote", {"ticketid": 1, "message": " "}, "Message is required"),
        ("DeleteTicketNote", {"noteid": 9}, "Note ID Not Found"),
        ("UpdateTicket", {"ticketid": 1, "priority": "Urgent"}, "Invalid Ticket Priority"),
        ("UpdateTicket", {"ticketid": 1, "deptid": 9}, "Department ID not found"),
        ("OpenTicket", {"subject": "x", "message": "y", "deptid": 1}, "Name and email address are required"),
        ("MergeTicket", {"ticketid": 1}, "Merge Ticket IDs Required"),
        ("CreateQuote", {"stage": "Draft", "validuntil": "01/04/2026"}, "Subject is required"),
        ("CreateQuote", {"subject": "x", "stage": "New", "validuntil": "01/04/2026"}, "Invalid Stage"),
        ("CreateQuote", {"subject": "x", "stage": "Draft", "validuntil": "2026-04-01"}, "Valid Until is required"),
        ("SendQuote", {"quoteid": 9}, "Quote ID Not Found"),
        ("GetInvoice", {"invoiceid": 9}, "Invoice ID Not Found"),
        ("AcceptOrder", {"orderid": 9}, "Order ID not found or Status not Pending"),
        ("AddClientNote", {"userid": 9, "notes": "x"}, "Client ID not found"),
    ],
)
def test_a_write_that_cannot_be_is_refused_in_the_vendors_words(
    api: Api, ticket: int, action: str, params: dict[str, object], message: str
) -> None:
    answer = api(action, **params)
    assert answer["result"] == "error"
    assert answer["message"].startswith(message)


def test_a_note_is_private_and_can_be_deleted(api: Api, actor: Actor, ticket: int) -> None:
    assert api("AddTicketNote", ticketid=ticket, message="Psst") == {"result": "success"}
    (note,) = actor.ticket(ticket)["notes"]
    assert len(actor.ticket(ticket)["messages"]) == 1
    api("DeleteTicketNote", noteid=note["id"])
    assert actor.ticket(ticket)["notes"] == []


def test_a_ticket_is_updated_in_what_is_named_only(api: Api, actor: Actor, ticket: int) -> None:
    api("UpdateTicket", ticketid=ticket, priority="High", deptid=2, subject="New", flag=2)
    row = actor.ticket(ticket)
    assert (row["priority"], row["department"], row["subject"], row["flag"]) == ("High", 2, "New", 2)
    assert row["status"] == "Open"
    api("UpdateTicket", ticketid=ticket, removeFlag=1, status="Closed")
    assert (actor.ticket(ticket)["flag"], actor.ticket(ticket)["status"]) == (0, "Closed")


def test_a_ticket_can_be_opened_for_a_client_and_merged(api: Api, actor: Actor, client: int, ticket: int) -> None:
    opened = api("OpenTicket", clientid=client, deptid=1, subject="More", message="And this", priority="Low")
    assert set(opened) == {"result", "id", "tid", "c"}
    assert api("MergeTicket", ticketid=ticket, mergeticketids=opened["id"], newsubject="Both") == {
        "result": "success",
        "ticketid": str(ticket),
    }
    assert [row["text"] for row in actor.ticket(ticket)["messages"]][-1] == "And this"
    assert api("GetTicket", ticketid=opened["id"])["message"] == "Ticket ID Not Found"


def test_a_quotes_lines_are_really_decoded(api: Api, client: int) -> None:
    created = api(
        "CreateQuote", userid=client, subject="Q", stage="Draft", validuntil="15/03/2026", lineitems=lines(LINE)
    )
    assert created == {"result": "success", "quoteid": "1"}
    (quote,) = api("GetQuotes", quoteid=1)["quotes"]["quote"]
    assert (quote["validuntil"], quote["stage"], quote["datesent"]) == ("2026-03-15", "Draft", "0000-00-00")
    assert quote["total"] == "31.50"
    assert quote["client"]["id"] == client
    assert quote["items"]["item"] == [
        {"id": 1, "description": "Repair &amp; care", "quantity": "1", "unitprice": "35.00", "discount": "10",
         "taxable": 0}
    ]  # fmt: skip


@pytest.mark.parametrize("lineitems", ["", "not base64!", base64.b64encode(b"i:1;").decode(), '[{"desc": "json"}]'])
def test_lines_in_any_other_form_are_lost(api: Api, client: int, lineitems: str) -> None:
    api("CreateQuote", userid=client, subject="Q", stage="Draft", validuntil="15/03/2026", lineitems=lineitems)
    assert api("GetQuotes")["quotes"]["quote"][0]["items"] == {"item": []}


def test_a_quote_goes_from_draft_to_an_invoice(api: Api, client: int) -> None:
    api("CreateQuote", userid=client, subject="Q", stage="Draft", validuntil="15/03/2026", lineitems=lines(LINE))
    api("UpdateQuote", quoteid=1, subject="Better", validuntil="16/03/2026", lineitems=lines(LINE), stage="On Hold")
    api("SendQuote", quoteid=1)
    (sent,) = api("GetQuotes", subject="Better")["quotes"]["quote"]
    assert (sent["stage"], sent["datesent"], len(sent["items"]["item"])) == ("Delivered", "2026-03-01", 2)
    invoice = api("GetInvoice", invoiceid=api("AcceptQuote", quoteid=1)["invoiceid"])
    assert (invoice["userid"], invoice["total"]) == (client, "63.00")
    api("DeleteQuote", quoteid=1)
    assert api("GetQuotes")["quotes"] == ""


def test_an_order_is_pending_until_it_is_accepted(api: Api, client: int) -> None:
    order = api("AddOrder", clientid=client, paymentmethod="mailin", **{"pid[0]": 42})
    assert order["serviceids"] == "1"
    assert api("GetClientsProducts")["products"]["product"][0]["status"] == "Pending"
    assert api("AcceptOrder", orderid=order["orderid"]) == {"result": "success"}
    assert api("GetClientsProducts")["products"]["product"][0]["status"] == "Active"


def test_clients_are_added_and_changed(api: Api, actor: Actor) -> None:
    added = api("AddClient", firstname="Ada", lastname="L", email="ada@customers.example", language="portuguese-pt")
    client = int(added["clientid"])
    assert api("AddClient", firstname="Ada", email="ada@customers.example")["result"] == "error"
    api("UpdateClient", clientid=client, lastname="Lovelace", status="Inactive")
    api("AddClientNote", userid=client, notes="Likes engines", sticky=1)
    details = api("GetClientsDetails", email="ada@customers.example")["client"]
    assert (details["fullname"], details["language"]) == ("Ada Lovelace", "portuguese-pt")
    assert (details["status"], actor.state()["clients"][0]["notes"]) == ("Inactive", ["Likes engines"])


def test_tags_are_added_and_removed_without_regard_to_case(addon: Addon, actor: Actor, ticket: int) -> None:
    actor.staff_tags(ticket, add=["VIP", "old"])
    answer = addon("SetTicketTags", ticketid=ticket, add=["vip", "support-solved"], remove=["OLD", "never-there"])
    assert answer == {"result": "success", "tags": ["VIP", "support-solved"]}
    assert addon("GetTicketTags", ticketid=ticket)["tags"] == ["VIP", "support-solved"]


def test_an_installation_without_tags_says_so(addon: Addon, actor: Actor, ticket: int) -> None:
    actor.settings(tags_supported=False)
    assert addon("BridgeInfo")["tags_supported"] is False
    assert addon("SetTicketTags", ticketid=ticket, add=["x"], remove=[])["result"] == "error"


def test_an_act_that_cannot_be_says_why(actor: Actor) -> None:
    for act in (
        lambda: actor.buy(99, "addon:7"),
        lambda: actor.buy(99, "plan"),
        lambda: actor.buy(actor.sign_up(), "addon:99"),
        lambda: actor.accept_order(99),
        lambda: actor.set_client_status(99, "Active"),
        lambda: actor.set_client_status(actor.sign_up(), "Happy"),
        lambda: actor.merge_clients(1, 1),
        lambda: actor.set_holding_status(actor.buy(1, "addon:7"), "Happy"),
        lambda: actor.request_cancellation("addon:1"),
        lambda: actor.split_ticket(actor.open_ticket(1, "A", "x"), 99),
        lambda: actor.merge_tickets(1, 1),
        lambda: actor.delete_reply(1, 0),
        lambda: actor.give_ticket_to(1, 99),
        lambda: actor.draft_quote(99, "Q"),
        lambda: actor.fault("*", "hang", seconds="long"),
        lambda: actor.set_holding_status("addon:9", "Active"),
        lambda: actor.fault("*", "earthquake"),
        lambda: actor.ticket(9),
        lambda: actor.send_again("msg_none"),
        lambda: actor.sign_up(signed_up="yesterday"),
        lambda: actor.sign_up(at="2026-03-01T12:00:00"),
    ):
        with pytest.raises(NotPossibleError):
            act()
