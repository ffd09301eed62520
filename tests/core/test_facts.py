"""D3: a reading adds a fact only where it differs from the reading before; nothing is ever taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from bridge.core.facts import facts_of_client, facts_of_quote, facts_of_ticket
from bridge.core.model import About, Client, Fact, Holding, Quote, Source, Stage, Ticket
from tests.core.tickets import LISBON, at

ADDON = Holding("addon:7701", "addon:7", "Active", date(2026, 4, 1))
CLIENT = Client("42", "Active", date(2026, 3, 1), (ADDON,))
TICKET = Ticket("7", "ABC-123456", "42", "", is_open=True, status="Open", priority=None, messages=())


def learn(client: Client | None, known: Sequence[Fact] = (), *, hour: float = 0) -> list[Fact]:
    """Return the facts known after one more reading, numbered."""
    new = facts_of_client(client, known, found=at(hour), zone=LISBON)
    return [*known, *(replace(fact, order=len(known) + index) for index, fact in enumerate(new))]


def values(facts: Sequence[Fact]) -> list[tuple[About, str]]:
    return [(fact.about, fact.value) for fact in facts]


def test_the_first_reading_says_everything_that_is_so() -> None:
    facts = learn(CLIENT)
    assert values(facts) == [
        (About.SIGNED_UP, "2026-03-01"),
        (About.CLIENT_STATUS, "Active"),
        (About.HOLDING, "Active"),
    ]
    assert {(fact.source, fact.learned) for fact in facts} == {(Source.READING, at(0))}
    assert (facts[-1].name, facts[-1].item) == ("addon:7701", "addon:7")


def test_a_reading_that_says_the_same_adds_nothing() -> None:
    once = learn(CLIENT)
    assert learn(CLIENT, once, hour=1) == once


def test_d3_a_holding_first_seen_takes_effect_at_the_start_of_its_registration_date() -> None:
    """00:00 of a summer day in Lisbon is 23:00 UTC of the day before."""
    assert learn(CLIENT)[-1].effect == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_d3_with_a_zero_date_it_takes_effect_when_found() -> None:
    assert learn(replace(CLIENT, holdings=(replace(ADDON, registered=None),)))[-1].effect is None


def test_d3_a_change_found_by_reading_takes_effect_when_it_was_found() -> None:
    later = learn(replace(CLIENT, holdings=(replace(ADDON, status="Suspended"),)), learn(CLIENT), hour=5)
    assert (later[-1].value, later[-1].effect, later[-1].learned) == ("Suspended", None, at(5))


def test_d3_a_client_s_status_takes_effect_when_found() -> None:
    assert next(fact for fact in learn(CLIENT) if fact.about is About.CLIENT_STATUS).effect is None


def test_t2_a_zero_sign_up_date_is_known_as_none() -> None:
    assert values(learn(replace(CLIENT, signed_up=None, holdings=()))) == [
        (About.SIGNED_UP, ""),
        (About.CLIENT_STATUS, "Active"),
    ]


def test_a_holding_that_is_not_there_any_more_ends_and_may_come_back_when_found() -> None:
    without = learn(replace(CLIENT, holdings=()), learn(CLIENT), hour=1)
    assert (without[-1].about, without[-1].name, without[-1].value) == (About.HOLDING, "addon:7701", "")
    assert learn(replace(CLIENT, holdings=()), without, hour=2) == without
    back = learn(CLIENT, without, hour=3)
    assert (back[-1].value, back[-1].effect) == ("Active", None)


def test_an_upgrade_to_another_item_is_a_change() -> None:
    upgraded = replace(ADDON, item="addon:8")
    assert learn(replace(CLIENT, holdings=(upgraded,)), learn(CLIENT), hour=1)[-1].item == "addon:8"


def test_t8_a_client_not_found_is_gone_once_and_may_be_found_again() -> None:
    gone = learn(None, learn(CLIENT), hour=1)
    assert values(gone)[-1] == (About.GONE, "yes")
    assert learn(None, gone, hour=2) == gone
    assert values(learn(CLIENT, gone, hour=3))[len(gone) :] == [(About.GONE, "no")]


def test_d3_a_webhook_is_not_the_last_reading() -> None:
    known = learn(CLIENT)
    told = Fact(About.CLIENT_STATUS, "Closed", learned=at(1), source=Source.WEBHOOK, effect=at(1), order=9)
    assert learn(CLIENT, [*known, told], hour=2) == [*known, told]


def test_l7_the_order_in_which_facts_are_given_makes_no_difference() -> None:
    known = learn(replace(CLIENT, status="Inactive"), learn(CLIENT), hour=1)
    assert facts_of_client(CLIENT, known[::-1], found=at(2), zone=LISBON) == facts_of_client(
        CLIENT, known, found=at(2), zone=LISBON
    )


def test_a_ticket_s_reading_says_whether_it_is_open_and_whose_it_is() -> None:
    first = facts_of_ticket(TICKET, (), found=at(0))
    assert values(first) == [(About.TICKET_OPEN, "yes"), (About.TICKET_CLIENT, "42")]
    assert facts_of_ticket(TICKET, first, found=at(1)) == []
    moved = facts_of_ticket(replace(TICKET, client=None, is_open=False), first, found=at(2))
    assert values(moved) == [(About.TICKET_OPEN, "no"), (About.TICKET_CLIENT, "")]


def test_a_ticket_not_found_is_gone_once() -> None:
    gone = facts_of_ticket(None, (), found=at(0))
    assert values(gone) == [(About.GONE, "yes")]
    assert facts_of_ticket(None, gone, found=at(1)) == []


def test_a_quote_s_reading_says_its_stage_and_none_says_nothing() -> None:
    drafted = facts_of_quote(Quote("12", Stage.DRAFT, None), (), found=at(0))
    assert values(drafted) == [(About.QUOTE_STAGE, "draft")]
    assert facts_of_quote(Quote("12", Stage.DRAFT, None), drafted, found=at(1)) == []
    assert facts_of_quote(None, drafted, found=at(1)) == []
