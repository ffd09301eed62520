"""Both transports and the dialect against the look-alike, over real HTTP: one story each, read back."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

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
from bridge.core.policy import Plan, QuoteLine
from bridge.secrets import Secret
from mappings.whmcs import whmcs
from mappings.whmcs.hooks import HOOKS
from mappings.whmcs.sandbox import RunningSandbox, serve
from mappings.whmcs.sandbox.actor import Actor
from tests.core.tickets import POLICY
from tests.whmcs.shops import LISBON, connection

TEXT = "Olá & <b>adeus</b> \"quoted\" 'single'\n\nA second &amp; paragraph"
FOUND = "Quote for ticket [ABC-1] & more"


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    running = serve()
    yield running
    running.stop()


def through_addon(sandbox: RunningSandbox) -> Connection:
    return replace(connection(sandbox.url), secret=Secret(sandbox.secret, "env BRIDGE_SECRET"))


def through_plain(sandbox: RunningSandbox) -> Connection:
    signs_in = sandbox.credentials
    api = ApiCredentials(
        Secret(signs_in.identifier, "env A"), Secret(signs_in.secret, "env B"), Secret(signs_in.access_key, "env C")
    )
    return replace(connection(sandbox.url), secret=None, api=api)


@pytest.fixture(params=[through_addon, through_plain], ids=["addon", "plain"])
def billing(request: pytest.FixtureRequest, sandbox: RunningSandbox) -> Billing:
    way: Callable[[RunningSandbox], Connection] = request.param
    return whmcs.connect(way(sandbox))


@pytest.fixture
def actor(sandbox: RunningSandbox) -> Actor:
    return Actor(sandbox.url)


def test_a_client_comes_back_as_it_signed_up_and_bought(billing: Billing, actor: Actor) -> None:
    number = actor.sign_up(first_name="Zoë & co", email="z@example.com", language="german", signed_up="2026-03-01")
    actor.sign_up(first_name="Other", email="z@example.com.au", signed_up="2020-01-01")
    service, addon = actor.buy(number, "product:42"), actor.buy(number, "addon:7")
    actor.set_holding_status(addon, "Suspended")
    client = billing.read_client(str(number))
    assert client is not None
    assert (client.first_name, client.language, client.signed_up) == ("Zoë & co", "de", date(2026, 3, 1))
    assert {(held.name, held.item, held.status) for held in client.holdings} == {
        (service, "product:42", "Active"),
        (addon, "addon:7", "Suspended"),
    }


def test_a_conversation_comes_back_as_it_was_typed(billing: Billing, actor: Actor) -> None:
    client = actor.sign_up(signed_up="2026-03-01")
    ticket = actor.open_ticket(client, "It's <broken> & more", TEXT)
    actor.staff_replies(ticket, "Looking", name="Jane Doe")
    billing.apply(PostReply("r", str(ticket), TEXT, "Open"))
    billing.apply(PostNote("n", str(ticket), TEXT))
    found = billing.read_ticket(str(ticket))
    assert found is not None
    assert (found.client, found.subject, found.status) == (str(client), "It's <broken> & more", "Open")
    assert [(message.author, message.text) for message in found.messages] == [
        (Author.CUSTOMER, TEXT),
        (Author.STAFF, "Looking"),
        (Author.BRIDGE, TEXT),
    ]
    assert [(note.author, note.text) for note in found.notes] == [(Author.BRIDGE, TEXT)]


def test_tags_and_priority_come_back_as_they_were_written(billing: Billing, actor: Actor) -> None:
    ticket = str(actor.open_ticket(actor.sign_up(), "Help", "Help"))
    for number, wanted in enumerate([{"support-a"}, {"support-a", "support-b"}, {"support-b"}]):
        billing.apply(
            ChangeTags(f"t{number}", ticket, frozenset(wanted), frozenset({"support-a"} - wanted), frozenset(wanted))
        )
        read = billing.read_ticket(ticket)
        assert read is not None
        assert read.tags == frozenset(wanted)
    billing.apply(ChangePriority("p", ticket, Priority.HIGH))
    read = billing.read_ticket(ticket)
    assert read is not None
    assert read.priority is Priority.HIGH


def test_a_quote_is_drafted_found_sent_and_led_back_to_its_client(billing: Billing, actor: Actor) -> None:
    client = str(actor.sign_up())
    lines = (QuoteLine("Réparation", 2, "35.00"),)
    made = billing.apply(CreateQuote("q", client, FOUND, lines, date(2026, 12, 5), date(2026, 11, 21))).quote
    assert made is not None
    assert [quote.id for quote in billing.find_quotes(client, FOUND)] == [made]
    billing.apply(SendQuote("s", made))
    quote = billing.read_quote(made)
    assert quote is not None
    assert (quote.stage, quote.valid_until, quote.subject) == (Stage.DELIVERED, date(2026, 12, 5), FOUND)
    assert billing.resolve(Subject(SubjectKind.QUOTE, made)) == Subject(SubjectKind.CLIENT, client)


def test_an_order_leads_to_its_client(billing: Billing, actor: Actor) -> None:
    client = actor.sign_up()
    order = actor.order(client, "addon:7")
    assert billing.resolve(Subject(SubjectKind.ORDER, str(order))) == Subject(SubjectKind.CLIENT, str(client))
    assert billing.resolve(Subject(SubjectKind.ORDER, "999")) is None


def test_what_was_deleted_is_gone(billing: Billing, actor: Actor) -> None:
    """T8."""
    client = actor.sign_up()
    ticket = actor.open_ticket(client, "Help", "Help")
    actor.delete_ticket(ticket)
    actor.delete_client(client)
    assert (billing.read_ticket(str(ticket)), billing.read_client(str(client))) == (None, None)


def test_a_healthy_shop_gives_no_warning(billing: Billing) -> None:
    assert all("reached" in line or "waiting" in line or "kept in a note" in line for line in billing.check())


def test_the_names_of_a_policy_are_looked_up_in_the_shop(billing: Billing) -> None:
    """``check --live``: a product that is not there and a status that no holding has are wrong, an addon is unsure."""
    plan = Plan("p", frozenset({"product:42", "product:99", "addon:7"}), frozenset({"Active", "active"}))
    tier = replace(POLICY.tiers[0], client_status=frozenset({"Closed", "Gone"}))
    findings = billing.check_names(replace(POLICY, plans={"p": plan}, tiers=(tier,)))
    assert [(finding.key, finding.is_wrong) for finding in findings] == [
        ("tiers.former.client_status", True),
        ("plans.p.counts", True),
        ("plans.p.products", True),
        ("plans.p.addons", False),
    ]
    assert "did you mean Active?" in findings[1].text
    assert "no product 99" in findings[2].text


def test_products_that_may_not_be_asked_for_are_no_mistake(billing: Billing, actor: Actor) -> None:
    actor.fault("GetProducts", "forbidden", times=5)
    plan = Plan("p", frozenset({"product:42"}), frozenset({"Active"}))
    findings = billing.check_names(replace(POLICY, plans={"p": plan}))
    assert [finding.is_wrong for finding in findings] == [False]
    assert "could not be asked about" in findings[0].text


def test_every_event_of_a_busy_day_that_can_change_an_answer_leads_to_somebody(actor: Actor) -> None:
    client, other = actor.sign_up(signed_up="2026-03-01"), actor.sign_up()
    service, addon = actor.buy(client, "product:42"), actor.buy(client, "addon:7")
    for held in (service, addon):
        for status in ("Suspended", "Active", "Terminated"):
            actor.set_holding_status(held, status)
    ticket, second = actor.open_ticket(client, "Help", "Help"), actor.open_ticket(client, "More", "More")
    actor.customer_replies(ticket, "Hello?")
    actor.staff_replies(ticket, "Yes", name="Jane")
    actor.merge_tickets(ticket, second)
    actor.set_ticket_status(ticket, "Closed")
    actor.merge_clients(client, other)
    dialect = whmcs.dialect(LISBON)
    hints = [dialect.hint(json.loads(event["body"])) for event in actor.outbox()["events"]]
    assert len(hints) > 15
    assert [hint.kind for hint in hints if hint.kind in HOOKS and hint.subject is None] == []
