"""The plain API's transport: what goes out as a form, and how a client and its tags are put together."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
import responses

from bridge.billing import ChangeTags, PostReply
from bridge.errors import BillingRefusedError, BillingUnavailableError
from mappings.whmcs.tags_note import note_text
from tests.whmcs.answers import ADDON, CLIENT, NOTE, PRODUCT, TICKET_ANSWER, Answer
from tests.whmcs.shops import PLAIN_URL, plain

Reply = Answer | Callable[[Answer], Answer]
DETAILS: Answer = {"result": "success", "client": {key: CLIENT[key] for key in CLIENT if key != "datecreated"}}
LISTED: Answer = {"id": 42, "email": "zoe@example.com", "datecreated": "2026-03-01"}


class Api:
    """Answers each action by its name; ``calls`` are those that came, without what signs in."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.answers: dict[str, Reply] = {
            "GetClientsDetails": DETAILS,
            "GetClients": page("clients", "client", [{**LISTED, "id": 7}, LISTED]),
            "GetClientsProducts": page("products", "product", [PRODUCT]),
            "GetClientsAddons": {"result": "success", "serviceid": "", "addons": {"addon": [ADDON]}},
            "GetTicket": {key: value for key, value in TICKET_ANSWER.items() if key != "tags"},
        }
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.forms: list[dict[str, str]] = []
        mock.add_callback(responses.POST, PLAIN_URL, self._answer)

    def _answer(self, request: Any) -> tuple[int, dict[str, str], str]:  # noqa: ANN401 - a PreparedRequest, its body ours
        form = {
            name: values[0] for name, values in parse_qs(b"".join(request.body).decode(), strict_parsing=True).items()
        }
        self.forms.append(form)
        params = {
            name: form[name] for name in form if name not in {"identifier", "secret", "accesskey", "responsetype"}
        }
        action = params.pop("action")
        self.calls.append((action, params))
        answer = self.answers[action]
        return 200, {}, json.dumps(answer(params) if callable(answer) else answer)

    def actions(self) -> list[str]:
        return [action for action, _ in self.calls]


def page(plural: str, singular: str, rows: list[Answer]) -> Callable[[Answer], Answer]:
    """Serve ``rows`` page by page, as ``limitstart`` and ``limitnum`` ask."""

    def answer(params: Answer) -> Answer:
        start, most = int(params["limitstart"]), int(params["limitnum"])
        found = rows[start : start + most]
        count = {"totalresults": str(len(rows)), "startnumber": start, "numreturned": len(found)}
        return {"result": "success", **count, plural: {singular: found} if found else ""}

    return answer


@pytest.fixture
def api() -> Iterator[Api]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield Api(mock)


def test_every_call_signs_in_and_asks_for_json(api: Api) -> None:
    plain().read_ticket("7")
    access = {"identifier": "id-7Hq", "secret": "s3cr3t-9Zx", "accesskey": "k3y!", "responsetype": "json"}
    assert api.forms == [{"action": "GetTicket", "ticketid": "7", **access}]


def test_a_client_is_put_together_from_four_actions(api: Api) -> None:
    client = plain().read_client("42")
    assert client is not None
    assert client.signed_up == date(2026, 3, 1)
    assert [holding.name for holding in client.holdings] == ["product:12", "addon:7701"]
    assert api.actions() == ["GetClientsDetails", "GetClients", "GetClientsProducts", "GetClientsAddons"]


def test_the_sign_up_date_is_not_looked_for_where_it_is_given(api: Api) -> None:
    api.answers["GetClientsDetails"] = {"result": "success", "client": CLIENT}
    client = plain().read_client("42")
    assert client is not None
    assert client.signed_up == date(2026, 3, 1)
    assert "GetClients" not in api.actions()


def test_a_client_that_no_list_shows_has_no_window(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """T2; said aloud, but without an address."""
    api.answers["GetClients"] = page("clients", "client", [])
    client = plain().read_client("42")
    assert client is not None
    assert client.signed_up is None
    assert [record.getMessage() for record in caplog.records] == ["client.sign_up_not_listed"]
    assert "zoe@example.com" not in caplog.text


def test_an_old_installation_has_the_details_at_the_top(api: Api) -> None:
    api.answers["GetClientsDetails"] = {"result": "success", **CLIENT}
    client = plain().read_client("42")
    assert client is not None
    assert client.status == "Active"


def test_details_without_a_client_are_no_reading(api: Api) -> None:
    api.answers["GetClientsDetails"] = {"result": "success"}
    with pytest.raises(BillingUnavailableError):
        plain().read_client("42")


def test_a_list_without_a_total_ends_with_its_last_short_page(api: Api) -> None:
    api.answers["GetClientsProducts"] = {"result": "success", "products": {"product": [PRODUCT]}}
    client = plain().read_client("42")
    assert client is not None
    assert len(client.holdings) == 2


def test_a_long_list_is_read_to_its_end(api: Api) -> None:
    held = [{**PRODUCT, "id": number} for number in range(1, 251)]
    api.answers["GetClientsProducts"] = page("products", "product", held)
    client = plain().read_client("42")
    assert client is not None
    assert len(client.holdings) == 251
    assert [params["limitstart"] for action, params in api.calls if action == "GetClientsProducts"] == [
        "0",
        "100",
        "200",
    ]


def test_a_list_that_ends_early_is_no_reading(api: Api) -> None:
    """A plan must not be lost with the page it stood on (T1)."""
    api.answers["GetClientsProducts"] = {"result": "success", "totalresults": 3, "products": ""}
    with pytest.raises(BillingUnavailableError, match="products: 0 of 3 were listed"):
        plain().read_client("42")


def test_notes_are_asked_for_where_the_ticket_comes_without(api: Api) -> None:
    api.answers["GetTicket"] = {key: value for key, value in TICKET_ANSWER.items() if key not in {"tags", "notes"}}
    note = {key: value for key, value in NOTE.items() if key != "noteid"}
    api.answers["GetTicketNotes"] = {"result": "success", "notes": {"note": [{**note, "id": 5}]}}
    ticket = plain().read_ticket("7")
    assert ticket is not None
    assert [note.id for note in ticket.notes] == [5]


def test_what_is_not_found_is_none(api: Api) -> None:
    api.answers["GetTicket"] = {"result": "error", "message": "Ticket ID Not Found"}
    api.answers["GetClientsDetails"] = {"result": "error", "message": "Client Not Found"}
    assert (plain().read_ticket("7"), plain().read_client("42")) == (None, None)


def test_an_error_under_status_is_an_error(api: Api) -> None:
    api.answers["GetTicket"] = {"status": "error", "message": "Access Denied"}
    with pytest.raises(BillingRefusedError, match="GetTicket: Access Denied"):
        plain().read_ticket("7")


def test_a_ticket_whose_status_is_a_word_is_no_error(api: Api) -> None:
    api.answers["GetTicket"] = {key: value for key, value in TICKET_ANSWER.items() if key != "result"}
    assert plain().read_ticket("7") is not None


def test_a_refusal_does_not_repeat_our_credentials(api: Api) -> None:
    api.answers["AddTicketReply"] = {"result": "error", "message": "Invalid id-7Hq with s3cr3t-9Zx and k3y!"}
    with pytest.raises(BillingRefusedError) as failure:
        plain().apply(PostReply("k", "7", "Hello", "Open"))
    assert str(failure.value) == "AddTicketReply: Invalid *** with *** and ***"


def test_a_reply_goes_out_as_it_was_written(api: Api) -> None:
    api.answers["AddTicketReply"] = {"result": "success"}
    plain().apply(PostReply("k", "7", "Olá & <b> \U0001f600\n=+%", "Open"))
    reply = {"ticketid": "7", "message": "Olá & <b> \U0001f600\n=+%", "status": "Open", "markdown": "1"}
    assert api.calls == [("AddTicketReply", reply)]


def test_it_says_that_it_can_be_reached(api: Api) -> None:
    api.answers["WhmcsDetails"] = {"result": "success", "whmcs": {"version": "8.13.1", "canonicalversion": "8.13.1"}}
    assert plain().check() == ["WHMCS 8.13.1: reached, signed in", "no addon: tags are kept in a note"]
    api.answers["WhmcsDetails"] = {"result": "success"}
    assert plain(tags_in_note=False).check()[0] == "WHMCS of unknown version: reached, signed in"


# Tags in a note ------------------------------------------------------------------------------------------------


def tags_note(number: int, *tags: str, text: str | None = None) -> Answer:
    return {**NOTE, "noteid": str(number), "message": (text or note_text(tags)).replace("\n", "\r\n")}


def change(*wanted: str) -> ChangeTags:
    return ChangeTags("7-tags-3", "7", frozenset(wanted), frozenset(), frozenset(wanted))


@pytest.fixture
def noting(api: Api) -> Api:
    api.answers |= {"AddTicketNote": {"result": "success"}, "DeleteTicketNote": {"result": "success"}}
    return api


def with_notes(api: Api, *notes: Answer) -> None:
    api.answers["GetTicket"] = {**TICKET_ANSWER, "notes": {"note": [NOTE, *notes]}}


def test_the_newest_tags_note_is_what_the_tags_are(noting: Api) -> None:
    with_notes(noting, tags_note(8, "a", "b"), tags_note(9, "b", "c"))
    kept, nowhere = plain().read_ticket("7"), plain(tags_in_note=False).read_ticket("7")
    assert kept is not None
    assert nowhere is not None
    assert (kept.tags, nowhere.tags) == (frozenset({"b", "c"}), None)


def test_new_tags_are_a_new_note_and_then_the_old_ones_go(noting: Api) -> None:
    with_notes(noting, tags_note(8, "a"), tags_note(9, "b"))
    assert plain().apply(change("b", "a")).tags == frozenset({"a", "b"})
    assert noting.calls[1:] == [
        ("AddTicketNote", {"ticketid": "7", "message": note_text(["a", "b"])}),
        ("DeleteTicketNote", {"noteid": "8"}),
        ("DeleteTicketNote", {"noteid": "9"}),
    ]


def test_the_same_tags_twice_change_nothing(noting: Api) -> None:
    """W2."""
    with_notes(noting, tags_note(9, "a", "b"))
    plain().apply(change("a", "b"))
    assert noting.actions() == ["GetTicket"]


def test_no_tags_are_no_note(noting: Api) -> None:
    plain().apply(change())
    assert noting.actions() == ["GetTicket"]
    with_notes(noting, tags_note(9, "a"))
    plain().apply(change())
    assert noting.actions()[2:] == ["DeleteTicketNote"]


def test_a_note_that_staff_wrote_or_edited_is_never_touched(noting: Api) -> None:
    with_notes(noting, tags_note(8, text="Support tags: mine"), tags_note(9, text=f"{note_text(['a'])}\nJane: why?"))
    plain().apply(change("a"))
    assert "DeleteTicketNote" not in noting.actions()


def test_an_old_note_that_may_not_be_deleted_stays_and_the_tags_are_written(
    noting: Api, caplog: pytest.LogCaptureFixture
) -> None:
    noting.answers["DeleteTicketNote"] = {"result": "error", "message": "Permission Denied"}
    with_notes(noting, tags_note(9, "a"))
    assert plain().apply(change("b")).tags == frozenset({"b"})
    assert [record.getMessage() for record in caplog.records] == ["tags_note.left"]


def test_tags_that_belong_nowhere_cost_no_call(api: Api) -> None:
    assert plain(tags_in_note=False).apply(change("a")).tags is None
    assert not api.calls
