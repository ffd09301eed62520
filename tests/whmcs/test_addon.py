"""The addon's transport: what goes out, signed, and what the answers mean."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Any

import pytest
import responses

from bridge.billing import ChangeTags, CreateQuote, PostNote, PostReply
from bridge.clock import real_clock
from bridge.core.model import Author, Subject, SubjectKind
from bridge.core.policy import QuoteLine
from bridge.errors import BillingRefusedError, BillingUnavailableError
from tests.whmcs.answers import CLIENT_ANSWER, QUOTE, TICKET_ANSWER, Answer, quotes
from tests.whmcs.shops import ADDON_URL, SHARED, addon

INFO: Answer = {
    "result": "success",
    "version": "1.0.0",
    "whmcs": "8.13.1",
    "timezone": "Europe/Lisbon",
    "tags_supported": True,
    "outbox_waiting": 0,
}


class Addon:
    """Answers each command by its name; ``calls`` are those that came, ``ids`` their webhook-ids."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.answers: dict[str, Answer] = {"BridgeInfo": {**INFO, "time": real_clock().isoformat()}}
        self.calls: list[tuple[str, Answer]] = []
        self.ids: list[str] = []
        mock.add_callback(responses.POST, ADDON_URL, self._answer)

    def _answer(self, request: Any) -> tuple[int, dict[str, str], str]:  # noqa: ANN401 - a PreparedRequest, its body ours
        body = b"".join(request.body)
        _verify(request.headers, body)
        call = json.loads(body)
        self.calls.append((call["command"], call["params"]))
        self.ids.append(request.headers["webhook-id"])
        return 200, {}, json.dumps(self.answers[call["command"]])


def _verify(headers: Any, body: bytes) -> None:  # noqa: ANN401 - requests' own mapping
    """Check a signature as the specification says, without the library that made it."""
    stamp = headers["webhook-timestamp"]
    assert abs(int(stamp) - datetime.now(UTC).timestamp()) < 60
    signed = f"{headers['webhook-id']}.{stamp}.".encode() + body
    expected = digest(b64decode(SHARED.removeprefix("whsec_")), signed, sha256)
    assert headers["webhook-signature"] == f"v1,{b64encode(expected).decode()}"
    assert headers["Content-Type"] == "application/json"


@pytest.fixture
def endpoint() -> Iterator[Addon]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield Addon(mock)


def test_a_client_is_read_in_one_call(endpoint: Addon) -> None:
    endpoint.answers["ReadClient"] = CLIENT_ANSWER
    client = addon().read_client("42")
    assert endpoint.calls == [("ReadClient", {"clientid": 42})]
    assert client is not None
    assert client.signed_up == date(2026, 3, 1)
    assert [holding.item for holding in client.holdings] == ["product:42", "addon:7"]


def test_a_ticket_is_read_in_one_call_with_its_tags(endpoint: Addon) -> None:
    endpoint.answers["ReadTicket"] = TICKET_ANSWER
    ticket = addon().read_ticket("7")
    assert endpoint.calls == [("ReadTicket", {"ticketid": 7})]
    assert ticket is not None
    assert ticket.tags == frozenset({"support-best-effort", "vip"})
    assert [note.author for note in ticket.notes] == [Author.STAFF]


def test_what_is_not_found_is_none(endpoint: Addon) -> None:
    """T8: a deleted client is not found, which is an answer and no failure."""
    endpoint.answers["ReadClient"] = {"result": "error", "message": "Client Not Found"}
    endpoint.answers["ReadTicket"] = {"result": "error", "message": "Ticket ID not found"}
    endpoint.answers["GetQuotes"] = quotes()
    assert (addon().read_client("42"), addon().read_ticket("7"), addon().read_quote("12")) == (None, None, None)


@pytest.mark.parametrize("message", ["Command Not Found", "Action not found", "Not Found"])
def test_a_command_that_is_not_there_is_no_deleted_client(endpoint: Addon, message: str) -> None:
    endpoint.answers["ReadClient"] = {"result": "error", "message": message}
    with pytest.raises(BillingRefusedError, match=f"ReadClient: {message}"):
        addon().read_client("42")


@pytest.mark.parametrize("no_id", ["", "0", "abc", "addon:7", "-1", str(2**63)])
def test_what_cannot_be_an_id_is_not_asked_for(endpoint: Addon, no_id: str) -> None:
    billing = addon()
    assert (billing.read_client(no_id), billing.read_ticket(no_id), billing.read_quote(no_id)) == (None, None, None)
    assert billing.resolve(Subject(SubjectKind.INVOICE, no_id)) is None
    assert not endpoint.calls


def test_half_an_answer_is_no_reading(endpoint: Addon) -> None:
    endpoint.answers["ReadClient"] = {"result": "success", "products": [], "addons": []}
    with pytest.raises(BillingUnavailableError, match="ReadClient: its answer cannot be read: client: missing"):
        addon().read_client("42")


def test_a_writes_key_is_its_webhook_id_and_a_reading_has_a_new_one_each_time(endpoint: Addon) -> None:
    """W3: the addon keeps the key in the same database as the effect."""
    endpoint.answers |= {"AddTicketReply": {"result": "success"}, "ReadTicket": TICKET_ANSWER}
    billing = addon()
    billing.apply(PostReply("7-guide", "7", "Hello", "Open"))
    billing.apply(PostReply("7-guide", "7", "Hello", "Open"))
    billing.read_ticket("7")
    billing.read_ticket("7")
    assert endpoint.ids[:2] == ["7-guide", "7-guide"]
    assert len(set(endpoint.ids[1:])) == 3


def test_tags_are_changed_and_all_of_them_told(endpoint: Addon) -> None:
    endpoint.answers["SetTicketTags"] = {"result": "success", "tags": ["vip", "support-former"]}
    change = ChangeTags("k", "7", frozenset({"support-former"}), frozenset({"support-guest"}), frozenset())
    assert addon().apply(change).tags == frozenset({"vip", "support-former"})
    assert endpoint.calls[-1] == (
        "SetTicketTags",
        {"ticketid": 7, "add": ["support-former"], "remove": ["support-guest"]},
    )


def test_whether_tags_are_supported_is_asked_once(endpoint: Addon) -> None:
    billing = addon()
    assert billing.has_tags
    assert billing.has_tags
    assert len(endpoint.calls) == 1


def test_a_failure_to_ask_about_tags_is_no_answer(endpoint: Addon) -> None:
    endpoint.answers["BridgeInfo"] = {"result": "error", "message": "locked"}
    with pytest.raises(BillingRefusedError):
        _ = addon().has_tags


def test_without_a_tags_table_the_tags_are_in_a_note_or_nowhere(endpoint: Addon) -> None:
    endpoint.answers["BridgeInfo"]["tags_supported"] = False
    endpoint.answers["ReadTicket"] = {**TICKET_ANSWER, "tags": []}
    endpoint.answers["AddTicketNote"] = {"result": "success"}
    change = ChangeTags("k", "7", frozenset({"a"}), frozenset(), frozenset({"a"}))
    kept = addon().read_ticket("7")
    nowhere = addon(tags_in_note=False).read_ticket("7")
    assert kept is not None
    assert nowhere is not None
    assert (kept.tags, nowhere.tags) == (frozenset(), None)
    endpoint.calls.clear()
    assert addon(tags_in_note=False).apply(change).tags is None
    assert [command for command, _ in endpoint.calls] == ["BridgeInfo"]
    assert addon().apply(change).tags == frozenset({"a"})
    assert [command for command, _ in endpoint.calls][-2:] == ["ReadTicket", "AddTicketNote"]


def test_a_quote_is_made_and_found_by_its_exact_subject(endpoint: Addon) -> None:
    """Q4."""
    near = {**QUOTE, "id": 13, "subject": "Repair [ABC-123456] again"}
    encoded = {**QUOTE, "id": 14, "subject": "Repair &amp; more"}
    endpoint.answers |= {"CreateQuote": {"result": "success", "quoteid": 12}, "GetQuotes": quotes(QUOTE, near, encoded)}
    lines = (QuoteLine("Repair", 1, "35.00"),)
    command = CreateQuote("7-quote", "42", "Repair [ABC-123456]", lines, date(2026, 3, 19), date(2026, 3, 5))
    assert addon().apply(command).quote == "12"
    assert [quote.id for quote in addon().find_quotes("42", "Repair [ABC-123456]")] == ["12"]
    assert [quote.id for quote in addon().find_quotes("42", "Repair & more")] == ["14"]


@pytest.mark.parametrize(
    ("kind", "action", "answer", "client"),
    [
        (SubjectKind.ORDER, "GetOrders", {"totalresults": 1, "orders": {"order": [{"id": 5, "userid": 42}]}}, "42"),
        (SubjectKind.ORDER, "GetOrders", {"totalresults": 1, "orders": {"order": [{"id": 6, "userid": 42}]}}, None),
        (SubjectKind.ORDER, "GetOrders", {"totalresults": 0, "orders": ""}, None),
        (SubjectKind.INVOICE, "GetInvoice", {"invoiceid": 5, "userid": "42"}, "42"),
        (SubjectKind.INVOICE, "GetInvoice", {"result": "error", "message": "Invoice ID Not Found"}, None),
        (SubjectKind.QUOTE, "GetQuotes", {"result": "error", "message": "Quote ID Not Found"}, None),
        (SubjectKind.QUOTE, "GetQuotes", quotes({**QUOTE, "id": 5}), "42"),
        (SubjectKind.QUOTE, "GetQuotes", quotes({**QUOTE, "id": 5, "userid": 0}), None),
    ],
)
def test_the_client_behind_an_order_invoice_or_quote(
    endpoint: Addon, kind: SubjectKind, action: str, answer: Answer, client: str | None
) -> None:
    endpoint.answers[action] = {"result": "success", **answer}
    assert addon().resolve(Subject(kind, "5")) == (Subject(SubjectKind.CLIENT, client) if client else None)


def test_a_refusal_keeps_its_words_and_hides_our_secret(endpoint: Addon) -> None:
    endpoint.answers["AddTicketNote"] = {"result": "error", "message": f"Invalid\r\nStatus {SHARED} " + "x" * 999}
    with pytest.raises(BillingRefusedError) as failure:
        addon().apply(PostNote("k", "7", "n"))
    assert str(failure.value).startswith("AddTicketNote: Invalid Status *** xxx")
    assert len(str(failure.value)) < 400


def test_a_healthy_addon_is_two_lines(endpoint: Addon) -> None:
    assert addon().check() == [
        "addon 1.0.0 on WHMCS 8.13.1: reached, signature accepted",
        "events waiting in its outbox: 0",
    ]


def test_each_trouble_is_a_finding(endpoint: Addon) -> None:
    late = (real_clock() - timedelta(minutes=4)).isoformat()
    endpoint.answers["BridgeInfo"] |= {"time": late, "timezone": "Europe/Madrid", "tags_supported": False}
    findings = "\n".join(addon().check())
    assert "time zone: the billing system is in Europe/Madrid, [billing] timezone says Europe/Lisbon" in findings
    assert "clock: the billing system's is -240 s off ours" in findings
    assert "ticket tags: not supported there" in findings
    endpoint.answers["BridgeInfo"]["time"] = "noon"
    assert "clock: the billing system's time could not be read" in addon().check()
