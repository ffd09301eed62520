"""What came in is kept once, for ever, and nobody is told that it was taken before it is."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source
from bridge.store import Store
from bridge.store.deliveries import Acceptance, DeliveryState
from tests.store.fixtures import NOW, client, delivery, ticket

SIGNED_UP = Fact(About.SIGNED_UP, "2026-03-01", NOW, Source.WEBHOOK, effect=NOW)


def test_a_delivery_is_new_once_and_then_seen(store: Store) -> None:
    accept = store.deliveries.accept
    assert [accept(delivery("a", ticket("7"))) for _ in range(3)] == [Acceptance.NEW, Acceptance.SEEN, Acceptance.SEEN]


def test_the_same_id_with_another_body_is_a_conflict_and_is_not_taken(store: Store) -> None:
    store.deliveries.accept(delivery("a", ticket("7"), body=b"one"))
    assert store.deliveries.accept(delivery("a", ticket("8"), body=b"two")) is Acceptance.CONFLICT
    assert [waiting.body for waiting in store.deliveries.waiting(ticket("7"))] == [b"one"]
    assert store.agenda.planned(ticket("8")) is None


def test_a_delivery_puts_its_subjects_on_the_agenda_and_waits_for_the_first(store: Store) -> None:
    store.deliveries.accept(delivery("a", ticket("7"), client("42")))
    leases = store.agenda.lease("w", NOW, seconds=60, limit=9)
    assert {lease.subject for lease in leases} == {ticket("7"), client("42")}
    assert {(lease.due, lease.rechecks) for lease in leases} == {(NOW, 0)}
    assert [waiting.id for waiting in store.deliveries.waiting(ticket("7"))] == ["a"]
    assert store.deliveries.waiting(client("42")) == []


def test_an_event_that_fires_before_its_change_is_looked_at_again_twice(store: Store) -> None:
    store.deliveries.accept(delivery("a", client("42"), early=True))
    assert [lease.rechecks for lease in store.agenda.lease("w", NOW, seconds=60, limit=9)] == [2]


def test_an_unreadable_body_is_set_aside_as_it_came_and_plans_nothing(store: Store) -> None:
    body = b"\xff\x00 not JSON"
    assert store.deliveries.accept(delivery("a", ticket("7"), body=body, is_readable=False)) is Acceptance.NEW
    shown = store.deliveries.show("a")
    assert shown is not None
    assert (shown.state, shown.body, shown.subject) == (DeliveryState.SET_ASIDE, body, None)
    assert store.agenda.planned(ticket("7")) is None
    assert store.status(NOW).deliveries_set_aside == 1


def test_an_event_about_nobody_is_kept_and_ignored(store: Store) -> None:
    store.deliveries.accept(delivery("a"))
    assert [record.state for record in store.deliveries.list()] == [DeliveryState.IGNORED]
    assert store.status(NOW).deliveries_waiting == 0


def test_deliveries_wait_in_the_order_received(store: Store) -> None:
    for id_ in ("c", "a", "b"):
        store.deliveries.accept(delivery(id_, ticket("7")))
    assert [waiting.id for waiting in store.deliveries.waiting(ticket("7"))] == ["c", "a", "b"]


def test_of_many_that_bring_the_same_at_once_one_is_new(store: Store) -> None:
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda _: store.deliveries.accept(delivery("a", ticket("7"))), range(64)))
    assert Counter(outcomes) == {Acceptance.NEW: 1, Acceptance.SEEN: 63}


def test_each_of_many_at_once_gets_its_own_answer_and_folds_into_one_look_a_subject(store: Store) -> None:
    def bring(number: int) -> tuple[int, Acceptance]:
        return number, store.deliveries.accept(
            delivery(f"m{number % 200}", ticket(str(number % 10)), body=b"%d" % number)
        )

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(bring, range(400)))
    assert Counter(outcome for _, outcome in outcomes) == {Acceptance.NEW: 200, Acceptance.CONFLICT: 200}
    taken = {b"%d" % number for number, outcome in outcomes if outcome is Acceptance.NEW}
    assert {record.body for record in store.deliveries.list(limit=999)} == taken
    assert store.status(NOW).due_now == 10


def test_one_that_cannot_be_stored_does_not_take_the_others_with_it(store: Store) -> None:
    def bring(number: int) -> Acceptance | None:
        broken = "\ud800" if number % 8 == 0 else ""
        try:
            return store.deliveries.accept(delivery(f"{number}{broken}", ticket("7")))
        except UnicodeEncodeError:
            return None

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(bring, range(64)))
    assert Counter(outcomes) == {Acceptance.NEW: 56, None: 8}
    assert store.status(NOW).deliveries_waiting == 56


def test_what_was_learned_is_kept_with_its_subject_and_waits_no_longer(store: Store) -> None:
    store.deliveries.accept(delivery("a", ticket("7")))
    store.deliveries.learned({"a": [Learned(client("42"), SIGNED_UP)]})
    assert store.deliveries.waiting(ticket("7")) == []
    assert [fact.value for fact in store.facts.of(client("42"))] == ["2026-03-01"]


def test_learning_the_same_delivery_twice_changes_nothing(store: Store) -> None:
    store.deliveries.accept(delivery("a", ticket("7")))
    taught = {"a": [Learned(client("42"), SIGNED_UP), Learned(client("42"), SIGNED_UP)]}
    store.deliveries.learned(taught)
    before = store.facts.of(client("42"))
    store.deliveries.learned(taught)
    assert store.facts.of(client("42")) == before
    assert len(before) == 2


def test_a_delivery_that_teaches_nothing_waits_no_longer_either(store: Store) -> None:
    store.deliveries.accept(delivery("a", ticket("7")))
    store.deliveries.learned({"a": []})
    assert store.deliveries.waiting(ticket("7")) == []


def test_a_replayed_delivery_waits_again_for_the_subjects_it_is_now_read_as(store: Store) -> None:
    store.deliveries.accept(delivery("a", is_readable=False))
    assert store.deliveries.replay("a", [client("42")], NOW)
    assert [waiting.id for waiting in store.deliveries.waiting(client("42"))] == ["a"]
    assert store.agenda.planned(client("42")) == NOW
    assert not store.deliveries.replay("unknown", [client("42")], NOW)


def test_deliveries_are_listed_newest_first_by_state_and_by_page(store: Store) -> None:
    for number in range(5):
        store.deliveries.accept(delivery(str(number), *([ticket("7")] if number % 2 else [])))
    newest = store.deliveries.list(limit=2)
    assert [record.id for record in newest] == ["4", "3"]
    assert [record.id for record in store.deliveries.list(before=newest[-1].seq)] == ["2", "1", "0"]
    assert [record.id for record in store.deliveries.list(DeliveryState.WAITING)] == ["3", "1"]


@pytest.mark.parametrize("kind", ["NUL \0 in it", "a lone \ud800 surrogate"])
def test_a_kind_that_postgresql_refuses_is_stored_all_the_same(store: Store, kind: str) -> None:
    odd = delivery("a", ticket("7"))
    assert (
        store.deliveries.accept(type(odd)(odd.id, odd.system, kind, odd.subjects, odd.early, odd.body, NOW))
        is Acceptance.NEW
    )
