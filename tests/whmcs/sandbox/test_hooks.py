"""The hooks that each act runs, in the vendor's names and variables (whmcs.md 1)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Addon, Api

Hooks = list[tuple[str, dict[str, Any]]]


@contextmanager
def hooks_of(actor: Actor) -> Iterator[Hooks]:
    """Collect the hooks that run inside the block."""
    before = len(actor.outbox()["events"])
    hooks: Hooks = []
    yield hooks
    events = [json.loads(event["body"]) for event in actor.outbox()["events"][before:]]
    hooks.extend((event["type"], event["data"]) for event in events)


def names(hooks: Hooks) -> list[str]:
    return [name for name, _ in hooks]


def test_what_customers_and_staff_write_on_a_ticket(actor: Actor, client: int) -> None:
    with hooks_of(actor) as hooks:
        ticket = actor.open_ticket(client, "A & B", "text")
        actor.customer_replies(ticket, "more")
        actor.staff_replies(ticket, "answer")
        actor.staff_notes(ticket, "psst")
    described = {"deptid": 1, "deptname": "Support", "subject": "A &amp; B", "priority": "Medium"}
    said = {"ticketid": ticket, **described}
    assert hooks == [
        ("TicketOpen", {**said, "ticketmask": "ABC-100001", "userid": client, "message": "text"}),
        ("TicketUserReply", {**said, "replyid": 1, "userid": client, "message": "more", "status": "Customer-Reply"}),
        (
            "TicketAdminReply",
            {**said, "replyid": 2, "admin": "Grace Staff", "message": "answer", "status": "Answered"},
        ),
        ("TicketAddNote", {"ticketid": ticket, "message": "psst", "adminid": 2, "attachments": ""}),
    ]


def test_staff_may_open_a_ticket(actor: Actor, client: int) -> None:
    with hooks_of(actor) as hooks:
        actor.open_ticket(client, "A", "x", admin="Grace Staff")
    assert names(hooks) == ["TicketOpenAdmin"]


def test_what_staff_do_with_a_ticket(actor: Actor, client: int, ticket: int) -> None:
    other = actor.open_ticket(client, "B", "y")
    reply = actor.customer_replies(ticket, "z")
    with hooks_of(actor) as hooks:
        actor.set_priority(ticket, "High")
        actor.set_department(ticket, 2)
        actor.set_ticket_status(ticket, "Closed")
        actor.set_ticket_status(ticket, "Open")
        fresh = actor.split_ticket(ticket, reply)
        actor.merge_tickets(ticket, other)
        actor.delete_ticket(fresh)
    assert hooks == [
        ("TicketPriorityChange", {"ticketid": ticket, "priority": "High"}),
        ("TicketDepartmentChange", {"ticketid": ticket, "deptid": 2, "deptname": "Sales"}),
        ("TicketStatusChange", {"adminid": 2, "status": "Closed", "ticketid": ticket}),
        ("TicketClose", {"ticketid": ticket}),
        ("TicketStatusChange", {"adminid": 2, "status": "Open", "ticketid": ticket}),
        ("TicketSplit", {"originalTicketId": ticket, "newTicketID": fresh}),
        ("TicketMerge", {"mergedTicketIds": [other], "masterTicketId": ticket}),
        ("TicketDelete", {"ticketId": fresh, "adminId": 2}),
    ]


def test_deleting_a_reply_names_it(actor: Actor, ticket: int) -> None:
    reply = actor.customer_replies(ticket, "oops")
    with hooks_of(actor) as hooks:
        actor.delete_reply(ticket, reply)
    assert hooks == [("TicketDeleteReply", {"ticketId": ticket, "replyId": reply, "adminId": 2})]


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, ticket: actor.staff_tags(ticket, add=["vip"]),
        lambda actor, ticket: actor.set_priority(ticket, "Medium"),
        lambda actor, ticket: actor.set_ticket_status(ticket, "Open"),
        lambda actor, ticket: actor.give_ticket_to(ticket, actor.sign_up(silent=True)),
        lambda actor, ticket: actor.customer_replies(ticket, "psst", silent=True),
    ],
    ids=["tags", "same priority", "same status", "another client", "a silent act"],
)
def test_some_acts_run_no_hook(actor: Actor, ticket: int, act: Callable[[Actor, int], object]) -> None:
    with hooks_of(actor) as hooks:
        act(actor, ticket)
    assert hooks == []


def test_what_becomes_of_clients(actor: Actor, client: int) -> None:
    other = actor.sign_up()
    third = actor.sign_up()
    with hooks_of(actor) as hooks:
        actor.set_client_status(client, "Inactive")
        actor.set_client_status(client, "Closed")
        actor.merge_clients(client, other)
        actor.delete_client(third)
    assert hooks == [
        ("ClientEdit", {"userid": client, "status": "Inactive"}),
        ("ClientClose", {"userid": client}),
        ("AfterClientMerge", {"toUserID": client, "fromUserID": other}),
        ("PreDeleteClient", {"userid": third}),
        ("ClientDelete", {"userid": third}),
    ]


def test_buying_an_addon_announces_its_order_before_anything_is_so(actor: Actor, client: int) -> None:
    with hooks_of(actor) as hooks:
        holding = actor.buy(client, "addon:7")
    assert names(hooks) == [
        "AfterShoppingCartCheckout", "InvoicePaid", "OrderPaid", "AcceptOrder", "AddonActivation", "AddonActivated"
    ]  # fmt: skip
    assert hooks[2][1] == {"orderId": 1, "userId": client, "invoiceId": 1}
    assert hooks[-1][1] == {"id": 1, "userid": client, "serviceid": 0, "addonid": 7}
    assert hooks[-2][1] == {**hooks[-1][1], "clientid": client}
    assert holding == "addon:1"


@pytest.mark.parametrize(
    ("statuses", "hook"),
    [
        (["Suspended"], "AddonSuspended"),
        (["Suspended", "Active"], "AddonUnsuspended"),
        (["Terminated"], "AddonTerminated"),
        (["Cancelled"], "AddonCancelled"),
        (["Fraud"], "AddonFraud"),
        (["Cancelled", "Active"], "AddonActivated"),
        (["Pending"], "AddonEdit"),
    ],
)
def test_an_addons_status_has_a_hook_of_its_own(actor: Actor, client: int, statuses: list[str], hook: str) -> None:
    addon = actor.buy(client, "addon:7")
    with hooks_of(actor) as hooks:
        for status in statuses:
            actor.set_holding_status(addon, status)
    assert names(hooks)[-1] == hook


def test_a_deleted_addon_is_only_an_id(actor: Actor, client: int) -> None:
    addon = actor.buy(client, "addon:7")
    with hooks_of(actor) as hooks:
        actor.delete_holding(addon)
    assert hooks == [("AddonDeleted", {"id": 1})]


def test_a_product_with_a_module_tells_through_it_without_secrets(actor: Actor, client: int) -> None:
    with hooks_of(actor) as hooks:
        product = actor.buy(client, "product:1")
        for status in ("Suspended", "Active", "Terminated", "Active"):
            actor.set_holding_status(product, status)
    assert names(hooks)[4:] == [
        "AfterModuleCreate", "AfterModuleSuspend", "AfterModuleUnsuspend", "AfterModuleTerminate", "AfterModuleCreate"
    ]  # fmt: skip
    assert hooks[4][1] == {
        "params": {
            "serviceid": 1,
            "userid": client,
            "pid": 1,
            "producttype": "other",
            "moduletype": "cpanel",
            "domain": "site1.example",
        }
    }


def test_a_product_without_a_module_shows_as_an_edit_at_most(actor: Actor, client: int) -> None:
    with hooks_of(actor) as hooks:
        product = actor.buy(client, "product:42")
        actor.set_holding_status(product, "Suspended")
        actor.request_cancellation(product, reason="Too dear")
        actor.delete_holding(product)
    assert hooks[4:] == [
        ("AdminServiceEdit", {"userid": client, "serviceid": 1}),
        ("CancellationRequest", {"userid": client, "relid": 1, "reason": "Too dear", "type": "Immediate"}),
        ("ServiceDelete", {"userid": client, "clientId": client, "serviceid": 1}),
    ]


def test_an_unpaid_order_activates_nothing_until_it_is_accepted(actor: Actor, client: int) -> None:
    order = actor.order(client, "addon:7")
    assert actor.state()["addons"][0]["status"] == "Pending"
    actor.accept_order(order)
    assert actor.state()["addons"][0]["status"] == "Active"


def test_what_becomes_of_quotes(actor: Actor, client: int) -> None:
    with hooks_of(actor) as hooks:
        quote = actor.draft_quote(client, "Repair")
        actor.set_quote_stage(quote, "Delivered")
        actor.accept_quote(quote)
        actor.delete_quote(quote)
    assert hooks == [
        ("QuoteCreated", {"quoteid": quote, "status": "Draft"}),
        ("QuoteStatusChange", {"quoteid": quote, "status": "Delivered"}),
        ("AcceptQuote", {"quoteid": quote, "invoiceid": 1}),
        ("QuoteStatusChange", {"quoteid": quote, "status": "Accepted"}),
    ]


def test_writes_through_the_api_run_hooks_too_unless_told_otherwise(
    api: Api, addon: Addon, actor: Actor, ticket: int
) -> None:
    """Whether they do differs per action on the real system: a bridge must stand both (whmcs.md 1.8)."""
    with hooks_of(actor) as hooks:
        api("AddTicketReply", ticketid=ticket, message="a")
        addon("UpdateTicket", ticketid=ticket, priority="High")
    assert names(hooks) == ["TicketAdminReply", "TicketPriorityChange"]
    actor.settings(echoes=False)
    with hooks_of(actor) as silence:
        api("AddTicketReply", ticketid=ticket, message="b")
        addon("AddTicketReply", ticketid=ticket, message="c")
    assert silence == []


def test_no_hook_carries_a_name_an_address_or_a_password(actor: Actor, client: int) -> None:
    actor.buy(client, "product:1")
    actor.set_client_status(client, "Inactive")
    bodies = " ".join(event["body"] for event in actor.outbox()["events"])
    assert "zoe" not in bodies.casefold()
    assert "password" not in bodies
