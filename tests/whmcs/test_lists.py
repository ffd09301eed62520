"""What WHMCS lists, read from the look-alike through both transports, and from odd answers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import responses

from bridge.billing import Billing
from bridge.core.model import Holding
from bridge.errors import BillingUnavailableError
from bridge.listing import ClientHead, HeldBy, Listing
from mappings.whmcs import whmcs
from mappings.whmcs.sandbox import RunningSandbox, serve
from tests.whmcs.shops import PLAIN_URL, plain
from tests.whmcs.test_against_the_sandbox import through_addon, through_plain


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    running = serve()
    running.actor().fill(clients=130, tickets=6)
    yield running
    running.stop()


@pytest.fixture(params=[through_addon, through_plain], ids=["addon", "plain"])
def billing(request: pytest.FixtureRequest, sandbox: RunningSandbox) -> Billing:
    return whmcs.connect(request.param(sandbox))


@pytest.fixture
def lists(billing: Billing) -> Listing:
    return listing(billing)


def listing(billing: Billing) -> Listing:
    """Return the billing system as one that can be listed."""
    assert isinstance(billing, Listing)
    return billing


def test_a_billing_system_can_be_listed_through_both_transports(lists: Listing) -> None:
    first, second = lists.list_clients(0), lists.list_clients(100)
    assert (first.taken, first.total, second.taken) == (100, 130, 30)
    assert [head.id for head in (*first.rows, *second.rows)] == [str(number) for number in range(1, 131)]


def test_a_listed_client_says_what_a_whole_reading_says(lists: Listing, billing: Billing) -> None:
    held = [*lists.list_holdings(0).rows, *lists.list_holdings(100).rows]
    held += lists.list_attached([one.holding.name for one in held]).rows
    for head in lists.list_clients(0).rows[:15]:
        whole = billing.read_client(head.id)
        assert whole is not None
        assert head == ClientHead(whole.id, whole.status, whole.signed_up)
        assert {one.holding for one in held if one.client == head.id} == set(whole.holdings)


def test_open_tickets_are_listed_by_status_the_last_written_on_first(lists: Listing, sandbox: RunningSandbox) -> None:
    assert "Closed" not in lists.open_statuses()
    assert {"Open", "Answered", "On Hold"} <= set(lists.open_statuses())
    page = lists.list_tickets("Open", 0)
    assert [head.id for head in page.rows] == ["1", "2", "3", "4", "5", "6"]
    times = [head.last_message for head in page.rows]
    assert times == sorted(times, key=lambda at: at or datetime.max.replace(tzinfo=UTC), reverse=True)
    assert lists.list_tickets("Answered", 0).rows == ()


def test_tags_are_listed_for_many_tickets_at_once_where_there_are_any(sandbox: RunningSandbox) -> None:
    sandbox.actor().staff_tags(2, add=["support-held", "vip"])
    assert listing(whmcs.connect(through_addon(sandbox))).list_tags(["1", "2", "999"]) == {
        "1": frozenset(),
        "2": frozenset({"support-held", "vip"}),
    }
    assert listing(whmcs.connect(through_plain(sandbox))).list_tags(["1", "2"]) is None


def answers(**answer: object) -> None:
    responses.post(PLAIN_URL, json={"result": "success", **answer})


@responses.activate
def test_a_row_that_makes_no_sense_is_named_and_the_others_are_read() -> None:
    good = {"id": 1, "status": "Active", "datecreated": "2026-03-01"}
    answers(totalresults=3, clients={"client": [good, {"id": 2, "status": ""}, {"id": 3, "status": ["?"]}]})
    page = listing(plain()).list_clients(0)
    assert page.rows == (ClientHead("1", "Active", date(2026, 3, 1)),)
    assert (page.unreadable, page.taken, page.total) == (("2", "3"), 3, 3)


@responses.activate
def test_a_page_with_a_row_that_cannot_even_be_named_tells_nothing() -> None:
    answers(totalresults=1, clients={"client": [{"status": "Active"}]})
    with pytest.raises(BillingUnavailableError, match="GetClients"):
        listing(plain()).list_clients(0)


@responses.activate
def test_addons_are_read_in_the_flattened_form_of_the_vendors_sample_too() -> None:
    answers(
        totalresults="1",
        **{
            "addons[addon][0][id]": "9",
            "addons[addon][0][userid]": "4",
            "addons[addon][0][addonid]": "0",
            "addons[addon][0][status]": "Active",
            "addons[addon][0][regdate]": "0000-00-00",
        },
    )
    page = listing(plain()).list_attached(["product:1"])
    assert page.rows == (HeldBy("4", Holding("addon:9", "addon:0", "Active", None)),)


@responses.activate
def test_without_services_no_addons_are_asked_for() -> None:
    """GetClientsAddons takes no pages: asked for nobody's it would answer with everybody's at once."""
    assert listing(plain()).list_attached([]).rows == ()
    assert not responses.calls
