"""Facts are added in turns and never changed; what was known at an instant stays what was known then (D3, T6)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine.default import DefaultDialect

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source
from bridge.store import Store
from bridge.store.columns import Instant
from tests.store.fixtures import NOW, client, delivery, ticket

_DIALECT = DefaultDialect()


def status(value: str, learned: datetime = NOW) -> Fact:
    return Fact(About.CLIENT_STATUS, value, learned, Source.READING)


def holding(name: str, value: str) -> Fact:
    return Fact(About.HOLDING, value, NOW, Source.READING, effect=NOW, name=name, item="addon:7")


def test_a_fact_comes_back_as_it_was_with_its_place_in_the_order_learned(store: Store) -> None:
    fact = holding("addon:7701", "Active")
    first, second = store.facts.learn(client("42"), NOW, lambda _: [fact, status("Active")])
    assert first == replace(fact, order=first.order)
    assert first.order < second.order
    assert store.facts.of(client("42")) == (first, second)
    assert store.facts.of(ticket("42")) == ()


def test_a_reading_is_compared_with_all_that_is_known_and_adds_only_what_is_new(store: Store) -> None:
    def news(known: tuple[Fact, ...]) -> Sequence[Fact]:
        return [] if any(fact.value == "Active" for fact in known) else [status("Active")]

    for second in range(3):
        assert len(store.facts.learn(client("42"), NOW + timedelta(seconds=second), news)) == 1


def test_a_reading_that_is_older_than_the_last_adds_nothing(store: Store) -> None:
    store.facts.learn(client("42"), NOW, lambda _: [status("Closed")])
    known = store.facts.learn(client("42"), NOW - timedelta(seconds=1), lambda _: [status("Active")])
    assert [fact.value for fact in known] == ["Closed"]
    assert store.facts.read_at(client("42")) == NOW
    assert store.facts.read_at(client("43")) is None


def test_what_was_known_at_an_instant_leaves_out_what_was_learned_later(store: Store) -> None:
    store.facts.learn(client("42"), NOW, lambda _: [status("Active"), status("Closed", NOW + timedelta(days=1))])
    assert [fact.value for fact in store.facts.of(client("42"), NOW)] == ["Active"]
    assert [fact.value for fact in store.facts.of(client("42"), NOW + timedelta(days=1))] == ["Active", "Closed"]


def test_a_delivery_that_is_learned_from_again_adds_only_what_it_had_not_taught(store: Store) -> None:
    """A newer version may read more in a body, and in another order."""
    began = Fact(About.CLIENT_STATUS, "Closed", NOW, Source.WEBHOOK, effect=NOW)
    bought = Fact(About.HOLDING, "Active", NOW, Source.WEBHOOK, effect=NOW, name="addon:7701")
    for taught in ([began], [bought, began], [bought, began]):
        store.deliveries.accept(delivery("msg_1", client("42")))
        assert store.deliveries.replay("msg_1", [client("42")], NOW)
        store.deliveries.learned({"msg_1": [Learned(client("42"), fact) for fact in taught]})
    assert [replace(fact, order=0) for fact in store.facts.of(client("42"))] == [began, bought]
    assert [(one.subject, one.fact.value) for one in store.facts.taught_by("msg_1")] == [
        (client("42"), "Closed"),
        (client("42"), "Active"),
    ]


def test_the_holder_of_a_holding_is_who_last_had_it(store: Store) -> None:
    store.facts.learn(client("1"), NOW, lambda _: [holding("addon:7701", "Active")])
    store.facts.learn(client("2"), NOW, lambda _: [holding("addon:7701", "Active")])
    store.facts.learn(client("2"), NOW, lambda _: [holding("addon:7701", "")])
    store.facts.learn(client("1"), NOW, lambda _: [holding("addon:7701", "")])
    assert store.facts.holder("addon:7701") == "2"
    assert store.facts.holder("addon:1") is None


def test_two_readings_at_once_do_not_both_find_the_same_news(store: Store) -> None:
    def news(known: tuple[Fact, ...]) -> Sequence[Fact]:
        return [status(str(len(known)))]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.facts.learn(client("42"), NOW, news), range(24)))
    assert [fact.value for fact in store.facts.of(client("42"))] == [str(number) for number in range(24)]


def test_a_vendors_word_with_a_nul_in_it_is_kept_without(store: Store) -> None:
    (fact,) = store.facts.learn(client("42"), NOW, lambda _: [status("Act\0ive\ud800")])
    assert fact.value == "Act\N{REPLACEMENT CHARACTER}ive?"


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis adds the zone
def test_an_instant_comes_back_to_the_microsecond_whatever_its_zone(instant: datetime) -> None:
    """2038 is no limit, and neither is a day on which the clock is put back."""
    kept = Instant()
    number = kept.process_bind_param(instant, _DIALECT)
    assert kept.process_result_value(number, _DIALECT) == instant.astimezone(UTC)
