"""Commands in: the bridge's own transport talks to the real PHP, so that each proves the other."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bridge.billing import Billing, ChangePriority, ChangeTags, CreateQuote, PostNote, PostReply, SendQuote
from bridge.core.model import Author, Priority, Stage, Subject, SubjectKind
from bridge.core.policy import QuoteLine
from bridge.errors import BillingRefusedError, OutcomeUnknownError
from bridge.listing import Listing
from bridge.secrets import Secret
from mappings.whmcs.connect import connect
from mappings.whmcs.sandbox.addon import COMMANDS
from mappings.whmcs.transport import Limits
from tests.hooks.whmcs import Whmcs
from tests.whmcs.shops import connection

TEXT = "Olá & <b>adeus</b> \"quoted\" 'single' 💬\n\nA second paragraph"
TITLE = "Quote for ticket [ABC-1] & more"


@pytest.fixture
def billing(whmcs: Whmcs) -> Billing:
    return billing_of(whmcs)


def billing_of(whmcs: Whmcs) -> Billing:
    shop = replace(
        connection(whmcs.url), secret=Secret(whmcs.secret, "env BRIDGE_SECRET"), zone=ZoneInfo("Europe/Lisbon")
    )
    return connect(shop, limits=Limits(total=15.0, connect=5.0))


def test_a_conversation_comes_back_as_it_was_written(whmcs: Whmcs, billing: Billing) -> None:
    ticket = str(whmcs.open_ticket())
    billing.apply(PostReply("r", ticket, TEXT, "Open"))
    billing.apply(PostNote("n", ticket, TEXT))
    read = billing.read_ticket(ticket)
    assert read is not None
    assert (read.client, read.status) == ("42", "Open")
    assert [(message.author, message.text) for message in read.messages] == [
        (Author.CUSTOMER, "It is broken"),
        (Author.BRIDGE, TEXT),
    ]
    assert [(note.author, note.text) for note in read.notes] == [(Author.BRIDGE, TEXT)]


def test_tags_and_priority_come_back_and_those_of_staff_stay(whmcs: Whmcs, billing: Billing) -> None:
    ticket = whmcs.open_ticket()
    other = whmcs.open_ticket()
    for row in ({"ticketid": ticket, "tag": "VIP"}, {"ticketid": other, "tag": "support-a"}):
        whmcs.insert("tbltickettags", **row)
    for number, wanted in enumerate([{"support-a"}, {"support-a", "support-ção"}, {"support-ção"}]):
        gone = frozenset({"support-a"} - wanted)
        receipt = billing.apply(ChangeTags(f"t{number}", str(ticket), frozenset(wanted), gone, frozenset(wanted)))
        assert receipt.tags == frozenset({"VIP"} | wanted)
    billing.apply(ChangePriority("p", str(ticket), Priority.HIGH))
    read = billing.read_ticket(str(ticket))
    assert read is not None
    assert (read.tags, read.priority) == (frozenset({"VIP", "support-ção"}), Priority.HIGH)
    assert whmcs.call("GetTicketTags", ticketid=other)["tags"] == ["support-a"]


def test_the_tags_of_many_tickets_come_in_one_answer_without_those_that_are_gone(
    whmcs: Whmcs, billing: Billing
) -> None:
    tagged, bare = whmcs.open_ticket(), whmcs.open_ticket()
    for tag in ("VIP", "support-ção"):
        whmcs.insert("tbltickettags", ticketid=tagged, tag=tag)
    assert isinstance(billing, Listing)
    listed = billing.list_tags([str(tagged), str(bare), "99999"])
    assert listed == {str(tagged): frozenset({"VIP", "support-ção"}), str(bare): frozenset()}
    assert billing.list_tags(["99999"]) == {}


def test_tags_are_compared_without_case(whmcs: Whmcs) -> None:
    ticket = whmcs.open_ticket()
    whmcs.insert("tbltickettags", ticketid=ticket, tag="Support-ÇÃO")
    assert whmcs.call("SetTicketTags", ticketid=ticket, add=["support-ção", "a", "A"], remove=[])["tags"] == [
        "Support-ÇÃO",
        "a",
    ]
    assert whmcs.call("SetTicketTags", ticketid=ticket, add=[], remove=["SUPPORT-ção"])["tags"] == ["a"]


def test_without_the_tags_table_there_are_no_tags_and_no_failure(fresh: Whmcs) -> None:
    ticket = fresh.open_ticket()
    fresh.sql("DROP TABLE tbltickettags")
    assert fresh.call("BridgeInfo")["tags_supported"] is False
    read = billing_of(fresh).read_ticket(str(ticket))
    assert read is not None
    assert read.tags == frozenset(), "they are kept in a note, and there is none"
    answer = fresh.call("SetTicketTags", ticketid=ticket, add=["a"], remove=[])
    assert answer == {"result": "error", "message": "Tags are not supported by this installation"}


def test_a_quote_is_drafted_found_and_sent(whmcs: Whmcs, billing: Billing) -> None:
    lines = (QuoteLine("Réparation", 2, "35.00"), QuoteLine("More", 1, "1.00"))
    made = billing.apply(CreateQuote("q", "42", TITLE, lines, date(2026, 12, 5), date(2026, 11, 21))).quote
    assert made is not None
    assert [quote.id for quote in billing.find_quotes("42", TITLE)] == [made]
    billing.apply(SendQuote("s", made))
    quote = billing.read_quote(made)
    assert quote is not None
    assert (quote.stage, quote.valid_until) == (Stage.DELIVERED, date(2026, 12, 5))
    assert [row["quantity"] for row in whmcs.rows("tblquoteitems")] == ["2", "1"]


def test_a_client_is_read_whole_and_without_secrets(whmcs: Whmcs, billing: Billing) -> None:
    client = whmcs.insert(
        "tblclients", firstname="Zoë", status="Active", language="german", datecreated="2026-03-01", password="HUSH-1"
    )
    for number in range(130):
        row = {"userid": client, "packageid": 42, "domainstatus": "Active", "regdate": "2026-03-02"}
        whmcs.sql(
            "INSERT INTO tblhosting (id, userid, packageid, domainstatus, regdate, password) VALUES (?, ?, ?, ?, ?, ?)",
            number + 1,
            *row.values(),
            "HUSH-2",
        )
    whmcs.insert("tblhostingaddons", userid=client, addonid=7, status="Suspended", regdate="2026-03-03")
    read = billing.read_client(str(client))
    assert read is not None
    assert (read.first_name, read.language, read.signed_up) == ("Zoë", "de", date(2026, 3, 1))
    assert len(read.holdings) == 131
    assert (read.holdings[-1].item, read.holdings[-1].status) == ("addon:7", "Suspended")
    answer = whmcs.post("ReadClient", clientid=client).text
    assert "HUSH" not in answer
    assert "4242" not in answer
    assert billing.read_client("999") is None


def test_an_order_leads_to_its_client(whmcs: Whmcs, billing: Billing) -> None:
    order = whmcs.insert("tblorders", userid=42, status="Pending")
    assert billing.resolve(Subject(SubjectKind.ORDER, str(order))) == Subject(SubjectKind.CLIENT, "42")


def test_a_refusal_is_whmcss_own(billing: Billing) -> None:
    assert billing.read_ticket("999") is None
    with pytest.raises(BillingRefusedError, match="Ticket ID Not Found"):
        billing.apply(PostReply("r", "999", "Hello", "Open"))


def test_without_an_admin_nothing_is_written_and_nothing_is_settled(whmcs: Whmcs, billing: Billing) -> None:
    ticket = str(whmcs.open_ticket())
    whmcs.configure(admin="nobody")
    with pytest.raises(OutcomeUnknownError, match="HTTP 503"):
        billing.apply(PostReply("r", ticket, "Hello", "Open"))
    whmcs.configure(admin="bridge")
    billing.apply(PostReply("r", ticket, "Hello", "Open"))
    assert len(whmcs.rows("tblticketreplies")) == 1


def test_a_healthy_module_gives_no_warning(whmcs: Whmcs, billing: Billing) -> None:
    assert list(billing.check()) == [
        "addon 0.1.0 on WHMCS 8.13.1: reached, signature accepted",
        "events waiting in its outbox: 0",
    ]
    assert whmcs.call("bridgeinfo")["timezone"] == "Europe/Lisbon"


def test_the_module_allows_what_the_sandbox_allows(whmcs: Whmcs) -> None:
    """The look-alike and the module are two of one kind."""
    code = "return array_filter($with['names'], [WHMCS\\Module\\Addon\\Supportbridge\\Commands::class, 'allowed']);"
    assert sorted(whmcs.php(code, names=sorted(COMMANDS))) == sorted(COMMANDS)
    for command in ("OpenTicket", "GetUsers", "UpdateClient", "DecryptPassword", "SendEmail", "__construct", ""):
        response = whmcs.post(command)
        assert (response.status_code, response.json()["message"]) == (403, "Command not allowed")
