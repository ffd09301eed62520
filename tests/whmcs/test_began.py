"""What hooks say began, and when (D3)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from mappings.whmcs.hooks import HOOKS, HookDialect
from tests.whmcs.shops import LISBON
from tests.whmcs.test_hooks import JSON

DIALECT = HookDialect(LISBON)
CLIENT, TICKET = SubjectKind.CLIENT, SubjectKind.TICKET
BEGAN = datetime(2026, 3, 1, 18, 40, tzinfo=UTC)
RECEIVED = BEGAN + timedelta(minutes=3)


def facts(kind: str, data: object, timestamp: object = "2026-03-01T18:40:00+00:00") -> list[Learned]:
    return list(DIALECT.facts({"type": kind, "timestamp": timestamp, "data": data}, received=RECEIVED))


def said(kind: str, data: object) -> list[tuple[Subject, About, str, str]]:
    return [(each.subject, each.fact.about, each.fact.name, each.fact.value) for each in facts(kind, data)]


def test_a_fact_has_the_time_it_began_and_the_time_it_was_learned() -> None:
    """D3."""
    assert facts("ClientClose", {"userid": 42}) == [
        Learned(
            Subject(CLIENT, "42"),
            Fact(About.CLIENT_STATUS, "Closed", learned=RECEIVED, source=Source.WEBHOOK, effect=BEGAN),
        )
    ]


@pytest.mark.parametrize(
    ("timestamp", "effect"),
    [
        ("2026-03-01T18:40:00Z", BEGAN),
        ("2026-03-01t19:40:00+01:00", BEGAN),
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),  # D4: the billing system's zone
        ("2026-07-01", datetime(2026, 6, 30, 23, 0, tzinfo=UTC)),  # D4: its 00:00
        (None, RECEIVED),
        ("yesterday", RECEIVED),
        (1772390400, RECEIVED),
        ("0001-01-01T00:00:00Z", RECEIVED),
        ("9999-12-31T23:59:59-12:00", RECEIVED),
    ],
)
def test_the_effect_is_the_timestamp_and_the_receipt_where_that_says_nothing(
    timestamp: object, effect: datetime
) -> None:
    """D3, D4."""
    assert [each.fact.effect for each in facts("ClientClose", {"userid": 42}, timestamp)] == [effect]


@pytest.mark.parametrize(
    ("timestamp", "day"),
    [("2026-03-01T18:40:00Z", "2026-03-01"), ("2026-06-30T23:30:00Z", "2026-07-01")],
)
def test_a_sign_up_is_on_the_local_day(timestamp: str, day: str) -> None:
    """T2: calendar days in the billing system's time zone."""
    (learned,) = facts("ClientAdd", {"client_id": 42, "user_id": 9}, timestamp)
    assert (learned.subject, learned.fact.about, learned.fact.value) == (Subject(CLIENT, "42"), About.SIGNED_UP, day)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("AddonActivated", "Active"),
        ("AddonActivation", "Active"),
        ("AddonUnsuspended", "Active"),
        ("AddonSuspended", "Suspended"),
        ("AddonTerminated", "Terminated"),
        ("AddonCancelled", "Cancelled"),
        ("AddonFraud", "Fraud"),
    ],
)
def test_an_addon_hook_says_which_status_began(kind: str, status: str) -> None:
    expected = [(Subject(CLIENT, "42"), About.HOLDING, "addon:7701", status)]
    assert said(kind, {"id": 7701, "userid": 42, "serviceid": 12, "addonid": 7}) == expected


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("AfterModuleCreate", "Active"),
        ("AfterModuleUnsuspend", "Active"),
        ("AfterModuleSuspend", "Suspended"),
        ("AfterModuleTerminate", "Terminated"),
    ],
)
def test_a_module_hook_says_which_status_began(kind: str, status: str) -> None:
    expected = [(Subject(CLIENT, "42"), About.HOLDING, "product:12", status)]
    assert said(kind, {"params": {"userid": 42, "serviceid": 12, "pid": 3}}) == expected


def test_a_module_that_ran_for_an_addon_says_nothing_of_its_service() -> None:
    assert not said("AfterModuleTerminate", {"params": {"userid": 42, "serviceid": 12, "addonId": 7701}})


def test_an_edit_tells_of_a_status_only_where_it_changed_it() -> None:
    assert said("ClientEdit", {"userid": 42, "status": "Closed", "olddata": {"status": "Active"}}) == [
        (Subject(CLIENT, "42"), About.CLIENT_STATUS, "", "Closed")
    ]
    assert not said("ClientEdit", {"userid": 42, "status": "Active", "olddata": {"status": "Active"}})
    assert not said("ClientEdit", {"userid": 42, "status": "Nonsense"})


def test_a_merge_of_clients_is_told_to_both() -> None:
    """T8."""
    assert said("AfterClientMerge", {"toUserID": 1, "fromUserID": 2}) == [
        (Subject(CLIENT, "1"), About.ABSORBED, "", "2"),
        (Subject(CLIENT, "2"), About.MERGED_INTO, "", "1"),
    ]
    assert not said("AfterClientMerge", {"toUserID": 1, "fromUserID": 1})


@pytest.mark.parametrize(
    ("kind", "data", "is_open"),
    [
        ("TicketOpen", {"ticketid": 7}, "yes"),
        ("TicketOpenAdmin", {"ticketid": 7}, "yes"),
        ("TicketClose", {"ticketid": 7}, "no"),
        ("TicketStatusChange", {"ticketid": 7, "status": "Closed"}, "no"),
        ("TicketStatusChange", {"ticketid": 7, "status": "Waiting for parts"}, "yes"),
        ("TicketUserReply", {"ticketid": 7, "status": "Customer-Reply"}, "yes"),
        ("TicketAdminReply", {"ticketid": 7, "status": "Closed"}, "no"),
    ],
)
def test_every_status_but_closed_is_open(kind: str, data: object, is_open: str) -> None:
    """L2."""
    assert said(kind, data) == [(Subject(TICKET, "7"), About.TICKET_OPEN, "", is_open)]


def test_each_merged_ticket_learns_its_master() -> None:
    """Q4."""
    assert said("TicketMerge", {"masterTicketId": 1, "mergedTicketIds": [2, 3, 1]}) == [
        (Subject(TICKET, "2"), About.MERGED_INTO, "", "1"),
        (Subject(TICKET, "3"), About.MERGED_INTO, "", "1"),
    ]


@pytest.mark.parametrize("kind", ["AddonDeleted", "TicketDelete", "PreDeleteClient", "ServiceEdit", "InvoicePaid"])
def test_that_something_is_gone_or_may_have_changed_is_for_a_reading_to_say(kind: str) -> None:
    """D3: a webhook only says when it began."""
    assert not said(kind, {"id": 7, "ticketId": 7, "userid": 42, "serviceid": 12, "invoiceid": 5})


@given(kind=st.sampled_from(sorted(HOOKS)) | st.text(), timestamp=JSON, data=JSON)
def test_no_json_makes_it_raise(kind: str, timestamp: object, data: object) -> None:
    facts(kind, data, timestamp)


@given(st.lists(st.datetimes(datetime(1991, 1, 1), datetime(2198, 1, 1)), min_size=2, unique=True).map(sorted))  # noqa: DTZ001 - local times
def test_facts_begin_in_the_order_of_their_timestamps(moments: list[datetime]) -> None:
    stamps = [moment.replace(tzinfo=UTC).isoformat() for moment in moments]
    effects = [facts("TicketClose", {"ticketid": 7}, stamp)[0].fact.effect for stamp in stamps]
    assert all(earlier < later for earlier, later in pairwise(filter(None, effects)))
