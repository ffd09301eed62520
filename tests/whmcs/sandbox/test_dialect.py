"""The sandbox and the dialect understand each other: both transports, over real HTTP, and every hook it runs."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bridge.billing import (
    ApiCredentials,
    Billing,
    ChangePriority,
    ChangeTags,
    Connection,
    CreateQuote,
    PostNote,
    PostReply,
    SendQuote,
)
from bridge.core.model import Author, Priority, Stage, Subject, SubjectKind
from bridge.core.policy import QuoteLine
from bridge.errors import BillingRefusedError, BillingUnavailableError, OutcomeUnknownError
from bridge.secrets import Secret
from mappings.whmcs import whmcs
from mappings.whmcs.connect import connect
from mappings.whmcs.sandbox import Identity, RunningSandbox
from mappings.whmcs.sandbox.actor import Actor
from mappings.whmcs.transport import Limits
from tests.whmcs.sandbox.doors import running

LINE = QuoteLine(description="Repair & care of “WordPress”", quantity=2, unit_price="17.50")


def connection(sandbox: RunningSandbox, *, has_addon: bool) -> Connection:
    keys = sandbox.credentials
    api = ApiCredentials(Secret(keys.identifier, "test"), Secret(keys.secret, "test"), Secret(keys.access_key, "test"))
    return Connection(
        url=sandbox.url,
        zone=sandbox.shop.state.zone,
        secret=Secret(sandbox.secret, "test") if has_addon else None,
        api=api,
        staff_name="Support Bridge",
        robots=frozenset({"System"}),
        max_requests_per_second=1000,
        max_concurrency=4,
        date_format="DD/MM/YYYY",
        tags_in_note=True,
    )


@pytest.fixture(params=[True, False], ids=["addon", "plain API"])
def billing(request: pytest.FixtureRequest, sandbox: RunningSandbox) -> Billing:
    return connect(connection(sandbox, has_addon=request.param), limits=Limits(total=3.0, connect=0.5, size=1_000_000))


def test_a_client_is_read_with_all_it_holds(billing: Billing, actor: Actor) -> None:
    client = actor.sign_up(first_name="Zoë & Co", language="portuguese-pt", signed_up="2026-02-01")
    actor.buy(client, "product:42", registered="2026-02-03")
    addon = actor.buy(client, "addon:7", registered="0000-00-00")
    actor.set_holding_status(addon, "Suspended")
    read = billing.read_client(str(client))
    assert read is not None
    assert (read.signed_up, read.status, read.first_name, read.language) == (
        date(2026, 2, 1),
        "Active",
        "Zoë & Co",
        "pt",
    )
    held = {row.name: (row.item, row.status, row.registered) for row in read.holdings}
    assert held == {
        "product:1": ("product:42", "Active", date(2026, 2, 3)),
        "addon:1": ("addon:7", "Suspended", None),
    }


def test_who_is_not_there_is_none(billing: Billing) -> None:
    assert billing.read_client("99") is None
    assert billing.read_ticket("99") is None
    assert billing.read_quote("99") is None


def test_a_conversation_is_read_with_its_authors(billing: Billing, actor: Actor, client: int, ticket: int) -> None:
    actor.customer_replies(ticket, "Still")
    actor.staff_replies(ticket, "Looking")
    actor.staff_replies(ticket, "Escalated", name="System")
    actor.staff_replies(ticket, "A guide", name="Support Bridge")
    actor.staff_notes(ticket, "Psst")
    read = billing.read_ticket(str(ticket))
    assert read is not None
    assert (read.client, read.subject, read.is_open, read.priority) == (
        str(client),
        "It's broken",
        True,
        Priority.MEDIUM,
    )
    assert [message.author for message in read.messages] == [
        Author.CUSTOMER, Author.CUSTOMER, Author.STAFF, Author.ROBOT, Author.BRIDGE
    ]  # fmt: skip
    assert [message.id for message in read.messages] == [0, 1, 2, 3, 4]
    assert "if a < b & c" in read.messages[0].text
    assert read.messages[0].at == datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert [note.text for note in read.notes] == ["Psst"]


def test_what_the_bridge_writes_arrives(billing: Billing, actor: Actor, ticket: int) -> None:
    subject = str(ticket)
    billing.apply(PostReply("k1", subject, "Read <this> & that", "Open"))
    billing.apply(PostNote("k2", subject, "For staff"))
    billing.apply(ChangePriority("k3", subject, Priority.HIGH))
    wanted = frozenset({"support-rung-guide"})
    billing.apply(ChangeTags("k4", subject, add=wanted, remove=frozenset(), wanted=wanted))
    row = actor.ticket(ticket)
    assert (row["status"], row["priority"]) == ("Open", "High")
    assert (row["messages"][-1]["admin"], row["messages"][-1]["text"]) == ("Support Bridge", "Read <this> & that")
    read = billing.read_ticket(subject)
    assert read is not None
    assert read.tags == wanted
    assert read.messages[-1].text == "Read <this> & that"
    assert "For staff" in [note.text for note in read.notes]


def test_a_quote_is_drafted_found_and_sent(billing: Billing, actor: Actor, client: int) -> None:
    draft = CreateQuote("q1", str(client), "Help & care [7]", (LINE,), date(2026, 3, 15), date(2026, 3, 1))
    made = billing.apply(draft).quote
    assert made is not None
    (row,) = actor.state()["quotes"]
    assert (row["stage"], row["valid_until"], row["subject"]) == ("Draft", "2026-03-15", "Help & care [7]")
    (item,) = row["items"]
    assert (item["description"], item["quantity"]) == (LINE.description, "2")
    assert Decimal(item["unit_price"]) == Decimal(LINE.unit_price)
    (found,) = billing.find_quotes(str(client), "Help & care [7]")
    assert (found.id, found.stage, found.valid_until) == (made, Stage.DRAFT, date(2026, 3, 15))
    billing.apply(SendQuote("q2", made))
    sent = billing.read_quote(made)
    assert sent is not None
    assert sent.stage is Stage.DELIVERED


def test_orders_invoices_and_quotes_lead_to_their_client(billing: Billing, actor: Actor, client: int) -> None:
    order = actor.order(client, "addon:7")
    quote = actor.draft_quote(client, "Q")
    wanted = Subject(SubjectKind.CLIENT, str(client))
    for kind, number in ((SubjectKind.ORDER, order), (SubjectKind.INVOICE, 1), (SubjectKind.QUOTE, quote)):
        assert billing.resolve(Subject(kind, str(number))) == wanted


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("apply-then-reset", OutcomeUnknownError),
        ("apply-then-500", OutcomeUnknownError),
        ("apply-then-html", OutcomeUnknownError),
        ("half-json", OutcomeUnknownError),
        ("truncated", OutcomeUnknownError),
        ("error", BillingRefusedError),
        ("forbidden", BillingRefusedError),
    ],
)
def test_a_faulty_write_is_known_for_what_it_is(
    billing: Billing, actor: Actor, ticket: int, kind: str, error: type[Exception]
) -> None:
    actor.fault("AddTicketReply", kind, times=5)
    with pytest.raises(error):
        billing.apply(PostReply("k", str(ticket), "Once", "Open"))
    assert len(actor.ticket(ticket)["messages"]) <= 2


def test_a_system_that_is_down_did_certainly_nothing(billing: Billing, actor: Actor, ticket: int) -> None:
    actor.go_down(1.0)
    with pytest.raises(BillingUnavailableError):
        billing.apply(PostReply("k", str(ticket), "Once", "Open"))


def test_the_check_reaches_it_and_a_wrong_secret_does_not(billing: Billing, sandbox: RunningSandbox) -> None:
    assert "reached" in billing.check()[0]
    with running(Identity()) as other, pytest.raises(BillingRefusedError):
        connect(replace(connection(sandbox, has_addon=True), url=other.url)).check()


def test_every_hook_of_a_full_life_leads_somewhere(sandbox: RunningSandbox, actor: Actor, client: int) -> None:
    dialect = whmcs.dialect(sandbox.shop.state.zone)
    holding = actor.buy(client, "addon:7")
    product = actor.buy(client, "product:1")
    for status in ("Suspended", "Active", "Terminated"):
        actor.set_holding_status(holding, status)
        actor.set_holding_status(product, status)
    ticket = actor.open_ticket(client, "A", "x")
    reply = actor.customer_replies(ticket, "y")
    actor.staff_replies(ticket, "z")
    actor.set_priority(ticket, "High")
    actor.set_ticket_status(ticket, "Closed")
    actor.delete_ticket(actor.split_ticket(ticket, reply))
    actor.merge_tickets(ticket, actor.open_ticket(client, "B", "x"))
    quote = actor.draft_quote(client, "Q")
    actor.set_quote_stage(quote, "Delivered")
    actor.accept_quote(quote)
    actor.delete_holding(holding)
    actor.merge_clients(client, actor.sign_up())
    actor.set_client_status(client, "Closed")
    actor.delete_client(client)
    for event in actor.outbox()["events"]:
        hint = dialect.hint(json.loads(event["body"]))
        assert hint.subject is not None, event["type"]
