"""``bridge erase`` says what goes and what stays, asks, and does exactly that."""

import io
import sys
from datetime import UTC, datetime

import pytest

from bridge import wiring
from bridge.billing import Billing
from bridge.cli import run
from bridge.config import Settings
from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from bridge.errors import BillingUnavailableError
from bridge.store.deliveries import Delivery
from tests.cli.conftest import Place
from tests.reconcile.shop import FakeClock, Shop

NOW = datetime.now(UTC)
CLIENT = Subject(SubjectKind.CLIENT, "42")
KEPT = {"bodies": 1, "facts": 2, "decisions": 0, "texts": 0, "reasons": 0}


class Terminal(io.StringIO):
    """A keyboard with a person at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop(FakeClock(), enforces_keys=True)

    def billing(_: Settings) -> Billing:
        return shop

    monkeypatch.setattr(wiring, "billing", billing)
    return shop


@pytest.fixture(autouse=True)
def known(place: Place, shop: Shop) -> None:
    """Let the store know a client, of which the billing system has nothing any more."""
    facts = [Fact(About.SIGNED_UP, "2020-01-01", NOW, Source.READING), Fact(About.GONE, "yes", NOW, Source.READING)]
    facts.append(Fact(About.CLIENT_STATUS, "Active", NOW, Source.READING))
    place.store.facts.learn(CLIENT, NOW, lambda _: facts)
    place.store.deliveries.accept(Delivery("w1", "whmcs", "ClientEdit", (CLIENT,), False, b"{}", NOW))
    place.store.deliveries.learned({"w1": []})


def facts(place: Place) -> set[About]:
    return {fact.about for fact in place.store.facts.of(CLIENT)}


def test_it_erases_what_it_says_and_twice_changes_nothing(place: Place) -> None:
    assert place.told("erase", "client", "42", "--yes") == {
        "client": 42,
        "clients": [42],
        "tickets": [],
        "erased": KEPT,
        "is_in_billing": False,
        "is_clean": True,
    }
    assert facts(place) == {About.GONE}
    assert set(place.told("erase", "client", "42", "--yes")["erased"].values()) == {0}
    assert "nothing is kept" in place.page("erase", "client", "42", "--yes")


def test_it_asks_first_and_a_no_erases_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert run(["erase", "client", "42"]) == 1
    told = capsys.readouterr()
    assert "2 things learned of it" in told.err
    assert "What stays" in told.err
    assert "Nothing was erased" in told.err
    assert About.SIGNED_UP in facts(place)
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert run(["erase", "client", "42"]) == 0
    assert facts(place) == {About.GONE}


def test_where_nobody_can_be_asked_it_wants_to_be_told(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert run(["erase", "client", "42"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert About.SIGNED_UP in facts(place)


def test_a_client_that_the_billing_system_still_has_is_told_of(place: Place, shop: Shop) -> None:
    shop.sign_up("42")
    assert "still in the billing system" in place.page("erase", "client", "42", "--yes")


def test_a_billing_system_out_of_reach_stops_nothing_and_is_told_of(place: Place, shop: Shop) -> None:
    shop.is_down = True
    with pytest.raises(BillingUnavailableError):
        shop.read_client("42")
    assert "could not be asked" in place.page("erase", "client", "42", "--yes")
    assert facts(place) == {About.GONE}


def test_while_a_webhook_about_it_waits_to_be_read_nothing_is_erased(place: Place) -> None:
    """T8, Q4: it may tell of a merge, and then more must be erased, or less forgotten."""
    place.store.deliveries.accept(Delivery("w2", "whmcs", "ClientEdit", (CLIENT,), False, b"{}", NOW))
    assert "have not been read: 1" in place.refused("erase", "client", "42", "--yes", code=1)
    assert About.SIGNED_UP in facts(place)


def test_what_was_erased_is_explained_as_erased(place: Place) -> None:
    place.page("erase", "client", "42", "--yes")
    assert "client 42 was erased at" in place.refused("explain", "client", "42", code=1)


def test_tickets_that_the_billing_system_may_still_hold_are_named_to_be_deleted_first(place: Place) -> None:
    """T8: what is read of them is learned again, as of a guest."""
    for ticket in ("7", "8"):
        place.store.tickets.upsert(ticket, client="42", is_open=True, policy=None, timeline_digest="")
    gone = [Fact(About.GONE, "yes", NOW, Source.READING)]
    place.store.facts.learn(Subject(SubjectKind.TICKET, "8"), NOW, lambda _: gone)
    page = " ".join(place.page("erase", "client", "42", "--yes").split())
    assert "as a guest's (T8)" in page
    assert page.endswith("Delete them there first: 7.")
