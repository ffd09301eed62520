"""The vendor's shapes: what each read answers, with its quirks (whmcs.md 2.2 and 2.3)."""

from datetime import date

import pytest

from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Addon, Api

ANSWERS = {
    "GetClients": {"totalresults", "startnumber", "numreturned", "clients"},
    "GetClientsProducts": {
        "clientid", "serviceid", "pid", "domain", "totalresults", "startnumber", "numreturned", "products",
    },
    "GetClientsAddons": {"serviceid", "clientid", "totalresults", "addons"},
    "GetTickets": {"totalresults", "startnumber", "numreturned", "tickets"},
    "GetQuotes": {"totalresults", "startnumber", "numreturned", "quotes"},
    "GetOrders": {"totalresults", "startnumber", "numreturned", "orders"},
    "GetProducts": {"totalresults", "products"},
    "GetSupportDepartments": {"totalresults", "departments"},
    "GetSupportStatuses": {"totalresults", "statuses"},
    "GetTicketCounts": {"filteredDepartments", "allActive", "awaitingReply", "flaggedTickets"},
    "GetActivityLog": {"totalresults", "startnumber", "activity"},
    "WhmcsDetails": {"whmcs"},
}  # fmt: skip  # one name a line would hide the table


@pytest.mark.parametrize("action", ANSWERS)
def test_an_answer_has_the_fields_that_the_vendor_documents(api: Api, action: str) -> None:
    assert set(api(action)) == ANSWERS[action] | {"result"}


def test_only_the_list_of_clients_shows_the_day_of_sign_up(api: Api, actor: Actor) -> None:
    client = actor.sign_up(first_name="Ada", email="ada@customers.example", signed_up="2026-02-01")
    listed = api("GetClients", search="ada@")["clients"]["client"]
    assert [(row["id"], row["datecreated"]) for row in listed] == [(client, "2026-02-01")]
    details = api("GetClientsDetails", clientid=client)["client"]
    assert "datecreated" not in details
    assert (details["id"], details["client_id"], details["userid"]) == (client, client, client)
    assert details["owner_user_id"] != client, "a login is numbered apart from its client"


def test_a_client_without_a_day_of_sign_up_has_the_zero_date(api: Api, actor: Actor) -> None:
    actor.sign_up(signed_up="0000-00-00")
    assert api("GetClients")["clients"]["client"][0]["datecreated"] == "0000-00-00"


@pytest.mark.parametrize(("search", "found"), [("ada", 1), ("client", 2), ("love", 1), ("da", 0), ("Ada Love", 1)])
def test_a_search_looks_at_the_start_of_names_and_address(api: Api, actor: Actor, search: str, found: int) -> None:
    actor.sign_up(first_name="Ada", last_name="Lovelace", email="client-a@customers.example")
    actor.sign_up(first_name="Grace", last_name="Hopper", email="client-b@customers.example")
    assert api("GetClients", search=search)["totalresults"] == found


def test_the_counts_can_be_told_by_status(api: Api, ticket: int) -> None:
    counts = api("GetTicketCounts", includeCountsByStatus=1)
    assert (counts["awaitingReply"], counts["status"]["open"]) == (1, {"title": "Open", "count": 1})
    assert api("GetSupportDepartments")["departments"]["department"][0]["awaitingreply"] == "1"


def test_the_activity_log_is_newest_first_and_counts_its_page_nowhere(api: Api, actor: Actor, client: int) -> None:
    actor.open_ticket(client, "A", "x")
    answer = api("GetActivityLog", clientid=client)
    assert "numreturned" not in answer
    assert [row["description"] for row in answer["activity"]["entry"]][-1] == "Created Client"


def test_lists_come_in_pages(api: Api, actor: Actor) -> None:
    clients = [actor.sign_up() for _ in range(5)]
    answer = api("GetClients", limitstart=3, limitnum=3)
    assert (answer["totalresults"], answer["startnumber"], answer["numreturned"]) == (5, 3, 2)
    assert [row["id"] for row in answer["clients"]["client"]] == clients[3:]


@pytest.mark.parametrize(
    ("action", "field"), [("GetClientsProducts", "products"), ("GetClientsAddons", "addons"), ("GetTickets", "tickets")]
)
def test_an_empty_list_is_an_empty_text(api: Api, action: str, field: str) -> None:
    answer = api(action)
    assert answer[field] == ""
    assert answer["totalresults"] == "0", "these count in text"


def test_products_and_addons_spell_their_numbers_as_text(api: Api, actor: Actor, client: int) -> None:
    actor.buy(client, "product:42", registered="2026-01-15")
    actor.buy(client, "addon:7")
    product = api("GetClientsProducts", clientid=client)["products"]["product"][0]
    assert (product["id"], product["pid"], product["status"]) == ("1", "42", "Active")
    assert (product["regdate"], product["nextduedate"]) == ("2026-01-15", "0000-00-00")
    addon = api("GetClientsAddons", clientid=client)["addons"]["addon"][0]
    assert (addon["id"], addon["addonid"], addon["userid"]) == ("1", "7", str(client))


def test_a_ticket_begins_with_its_opening_message_as_reply_0(api: Api, actor: Actor, client: int, ticket: int) -> None:
    actor.staff_replies(ticket, "Try again")
    answer = api("GetTicket", ticketid=ticket)
    opening, reply = answer["replies"]["reply"]
    assert (opening["replyid"], opening["admin"], opening["userid"]) == ("0", "", str(client))
    assert (reply["replyid"], reply["admin"], reply["requestor_type"]) == ("1", "Grace Staff", "Operator")
    assert opening["attachments"] == [[]]
    assert answer["ticketid"] == str(ticket)
    assert "tags" not in answer


def test_text_has_entities_and_carriage_returns(api: Api, ticket: int) -> None:
    answer = api("GetTicket", ticketid=ticket)
    assert answer["subject"] == "It&#039;s broken"
    assert answer["replies"]["reply"][0]["message"] == "First line\r\nif a &lt; b &amp; c"


def test_times_are_the_shops_own_and_carry_no_zone(api: Api, actor: Actor, client: int) -> None:
    actor.open_ticket(client, "Late", "x", at="2026-07-01T23:30:00+00:00")
    assert api("GetTickets")["tickets"]["ticket"][0]["date"] == "2026-07-02 00:30:00", "Lisbon in summer"


def test_a_ticket_is_found_by_its_number_too(api: Api, ticket: int) -> None:
    number = api("GetTicket", ticketid=ticket)["tid"]
    assert api("GetTicket", ticketnum=number)["ticketid"] == str(ticket)


def test_a_ticket_that_is_not_there_is_an_error(api: Api) -> None:
    assert api("GetTicket", ticketid=7) == {"result": "error", "message": "Ticket ID Not Found"}


def test_a_notes_id_is_spelled_two_ways(api: Api, actor: Actor, ticket: int) -> None:
    assert api("GetTicket", ticketid=ticket)["notes"] == ""
    note = actor.staff_notes(ticket, "Called them")
    assert api("GetTicket", ticketid=ticket)["notes"]["note"][0]["noteid"] == str(note)
    assert api("GetTicketNotes", ticketid=ticket)["notes"]["note"][0]["id"] == str(note)


def test_only_the_admins_own_departments_are_listed_unless_all_are_asked_for(
    api: Api, actor: Actor, client: int
) -> None:
    actor.open_ticket(client, "A", "x")
    actor.open_ticket(client, "B", "x", department=2)
    assert api("GetTickets")["totalresults"] == "1"
    assert api("GetTickets", ignore_dept_assignments=1)["totalresults"] == "2"


@pytest.mark.parametrize(
    ("status", "found"),
    [("Awaiting Reply", {"Open", "Customer-Reply"}), ("Closed", {"Closed"}), ("", {"Open", "Customer-Reply", "Closed"}),
     ("All Active Tickets", {"Open", "Customer-Reply"})],
)  # fmt: skip
def test_a_status_filter_may_be_one_of_the_built_in_ones(
    api: Api, actor: Actor, client: int, status: str, found: set[str]
) -> None:
    tickets = [actor.open_ticket(client, subject, "x") for subject in ("A", "B", "C")]
    actor.customer_replies(tickets[1], "y")
    actor.set_ticket_status(tickets[2], "Closed")
    rows = api("GetTickets", status=status)["tickets"]["ticket"]
    assert {row["status"] for row in rows} == found


def test_a_guests_ticket_has_client_0_and_the_guests_address(api: Api, actor: Actor) -> None:
    ticket = actor.open_ticket_as_guest("Guest", "guest@elsewhere.example", "Hello", "Do you sell servers?")
    answer = api("GetTicket", ticketid=ticket)
    assert (answer["userid"], answer["email"], answer["requestor_type"]) == ("0", "guest@elsewhere.example", "Guest")


def test_an_invoice_and_an_order_lead_to_their_client(api: Api, actor: Actor, client: int) -> None:
    order = actor.order(client, "addon:7")
    row = api("GetOrders", id=order)["orders"]["order"][0]
    assert (row["userid"], row["status"]) == (client, "Pending")
    assert row["lineitems"]["lineitem"][0] == {
        "type": "addon", "relid": 1, "producttype": "Other Product/Service", "domain": "", "status": "Pending"
    }  # fmt: skip
    invoice = api("GetInvoice", invoiceid=row["invoiceid"])
    assert (invoice["userid"], invoice["status"], invoice["transactions"]) == (client, "Unpaid", "")
    assert invoice["datepaid"] == "0000-00-00 00:00:00"


def test_the_addon_reads_a_client_with_all_it_holds_in_one_answer(addon: Addon, actor: Actor) -> None:
    client = actor.sign_up(signed_up=date(2026, 2, 1).isoformat())
    empty = addon("ReadClient", clientid=client)
    assert (empty["products"], empty["addons"]) == ([], []), "plain lists"
    actor.buy(client, "addon:7")
    answer = addon("ReadClient", clientid=client)
    assert answer["client"]["datecreated"] == "2026-02-01"
    assert [row["addonid"] for row in answer["addons"]] == ["7"]
    assert addon("ReadClient", clientid=99) == {"result": "error", "message": "Client Not Found"}


def test_the_addon_reads_a_ticket_with_its_tags(addon: Addon, actor: Actor, ticket: int) -> None:
    actor.staff_tags(ticket, add=["vip"])
    answer = addon("ReadTicket", ticketid=ticket)
    assert answer["tags"] == ["vip"]
    assert answer["replies"]["reply"][0]["replyid"] == "0"
