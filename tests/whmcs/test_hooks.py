"""Each hook leads to whom it is about, and to nobody where it does not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.billing import Hint
from bridge.core.model import Subject, SubjectKind
from mappings.whmcs.hooks import HOOKS, HookDialect
from tests.whmcs.shops import LISBON

DIALECT = HookDialect(LISBON)
CLIENT, TICKET, HOLDING = SubjectKind.CLIENT, SubjectKind.TICKET, SubjectKind.HOLDING
ORDER, INVOICE, QUOTE = SubjectKind.ORDER, SubjectKind.INVOICE, SubjectKind.QUOTE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=6,
)


def hint(kind: str, data: object) -> Hint:
    return DIALECT.hint({"type": kind, "timestamp": "2026-03-01T12:00:00Z", "data": data})


@pytest.mark.parametrize(
    ("kind", "data", "subject"),
    [
        # A client's id under its many names; ``user_id`` is a login
        ("ClientAdd", {"client_id": 42, "user_id": 9, "userid": 42}, Subject(CLIENT, "42")),
        ("ClientAdd", {"user_id": 9, "client_id": 42}, Subject(CLIENT, "42")),
        ("ClientAdd", {"user_id": 9}, None),
        ("ClientEdit", {"userid": "42"}, Subject(CLIENT, "42")),
        ("ClientClose", {"userid": 42}, Subject(CLIENT, "42")),
        ("ServiceDelete", {"clientId": 42, "serviceid": 12}, Subject(CLIENT, "42")),
        ("OrderPaid", {"orderId": 3, "userId": 42, "invoiceId": 5}, Subject(CLIENT, "42")),
        ("AddonActivation", {"id": 7, "clientid": 42, "addonid": 1}, Subject(CLIENT, "42")),
        # Module hooks are nested; an addon that flattens them is understood too
        ("AfterModuleCreate", {"params": {"userid": 42, "serviceid": 12, "pid": 3}}, Subject(CLIENT, "42")),
        ("AfterModuleSuspend", {"userid": "42", "serviceid": "12"}, Subject(CLIENT, "42")),
        # Without the client: the next best
        ("AcceptOrder", {"orderid": 3}, Subject(ORDER, "3")),
        ("AcceptOrder", {"orderid": 3, "userid": 42}, Subject(CLIENT, "42")),
        ("InvoicePaid", {"invoiceid": 5}, Subject(INVOICE, "5")),
        ("AddonDeleted", {"id": 7701}, Subject(HOLDING, "addon:7701")),
        ("ServiceRecurringCompleted", {"serviceid": 12}, Subject(HOLDING, "product:12")),
        ("CancellationRequest", {"relid": 12, "reason": "x"}, Subject(HOLDING, "product:12")),
        ("AfterProductUpgrade", {"upgradeid": 4}, None),
        ("AfterProductUpgrade", {"upgradeid": 4, "userid": 42}, Subject(CLIENT, "42")),
        # Tickets and quotes, in the casings of their hooks
        ("TicketOpen", {"ticketid": 7, "userid": 42}, Subject(TICKET, "7")),
        ("TicketAdminReply", {"ticketid": 7, "admin": "Jane"}, Subject(TICKET, "7")),
        ("TicketDelete", {"ticketId": 7, "adminId": 1}, Subject(TICKET, "7")),
        ("QuoteStatusChange", {"quoteid": 12, "status": "Lost"}, Subject(QUOTE, "12")),
        ("AcceptQuote", {"quoteid": 12, "invoiceid": 5}, Subject(QUOTE, "12")),
        # Hooks that change no answer
        ("ContactAdd", {"userid": 42, "contactid": 1}, None),
        ("UserChangePassword", {"userid": 9, "password": "x"}, None),
        ("NoSuchHook", {"userid": 42}, None),
    ],
)
def test_a_hook_names_its_subject(kind: str, data: object, subject: Subject | None) -> None:
    assert hint(kind, data).subject == subject


@pytest.mark.parametrize(
    ("kind", "data", "subject", "also"),
    [
        ("AfterClientMerge", {"toUserID": 1, "fromUserID": 2}, Subject(CLIENT, "1"), [Subject(CLIENT, "2")]),
        (
            "TicketMerge",
            {"masterTicketId": 1, "mergedTicketIds": [2, "3", 2]},
            Subject(TICKET, "1"),
            [Subject(TICKET, "2"), Subject(TICKET, "3")],
        ),
        ("TicketMerge", {"masterTicketId": 1, "mergedTicketIds": "2"}, Subject(TICKET, "1"), [Subject(TICKET, "2")]),
        (
            "TicketMerge",
            {"masterTicketId": 1, "mergedTicketIds": {"0": 2}},
            Subject(TICKET, "1"),
            [Subject(TICKET, "2")],
        ),
        ("TicketMerge", {"mergedTicketIds": [2]}, Subject(TICKET, "2"), []),
        ("TicketSplit", {"originalTicketId": 1, "newTicketID": 9}, Subject(TICKET, "1"), [Subject(TICKET, "9")]),
    ],
)
def test_a_hook_about_several_names_them_all(kind: str, data: object, subject: Subject, also: list[Subject]) -> None:
    found = hint(kind, data)
    assert (found.subject, list(found.also)) == (subject, also)


@pytest.mark.parametrize(
    ("kind", "is_early"),
    [
        ("AcceptOrder", True),
        ("CancelOrder", True),
        ("FraudOrder", True),
        ("PendingOrder", True),
        ("PreDeleteClient", True),
        ("OrderPaid", False),
        ("ClientEdit", False),
        ("AddonSuspended", False),
    ],
)
def test_a_hook_that_fires_before_the_change_says_so(kind: str, is_early: bool) -> None:
    assert hint(kind, {"orderid": 3, "userid": 42, "id": 7}).early is is_early


@pytest.mark.parametrize(
    "worthless",
    [0, -1, "", "0", "abc", "12abc", " 7", "7\n", "\u0667", 7.0, True, None, [], {}, 2**63, "9" * 5000, "1e3"],
)
def test_what_is_no_id_leads_nowhere(worthless: object) -> None:
    assert hint("TicketOpen", {"ticketid": worthless}) == Hint("TicketOpen", None)


def test_an_id_is_one_text_however_it_was_sent() -> None:
    assert {hint("TicketOpen", {"ticketid": each}).subject for each in (7, "7", "007")} == {Subject(TICKET, "7")}


@pytest.mark.parametrize("kind", [None, 7, "", "Ticket Open", "x" * 100, ["TicketOpen"], "TicketOpen\n"])
def test_a_type_that_is_no_name_is_no_kind(kind: object) -> None:
    assert DIALECT.hint({"type": kind, "data": {"ticketid": 7}}) == Hint("", None)


def test_a_merge_of_absurdly_many_tickets_is_cut() -> None:
    assert len(hint("TicketMerge", {"masterTicketId": 1, "mergedTicketIds": list(range(2, 40_000))}).also) == 200


@given(kind=st.sampled_from(sorted(HOOKS)) | st.text(), data=JSON, rest=st.dictionaries(st.text(), JSON))
def test_no_json_makes_it_raise(kind: str, data: object, rest: dict[str, object]) -> None:
    DIALECT.hint({**rest, "type": kind, "data": data})


@given(
    kind=st.sampled_from(sorted(HOOKS)),
    data=st.dictionaries(
        st.sampled_from(["ticketid", "userid", "client_id", "orderId", "id", "mergedTicketIds", "params", "user_id"]),
        JSON,
    ),
)
def test_every_subject_has_an_id_that_the_billing_system_could_have_given(kind: str, data: dict[str, object]) -> None:
    found = hint(kind, data)
    for subject in filter(None, (found.subject, *found.also)):
        number = subject.id.rpartition(":")[2]
        assert number == str(int(number))
        assert 0 < int(number) < 2**63
