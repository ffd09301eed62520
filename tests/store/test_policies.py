"""Policies, overrides, decisions and marks: what was promised, set, decided, and when."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bridge.core.model import Override, OverrideKind, Subject
from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.store import Store
from bridge.store.decisions import DecisionRecord
from bridge.store.marks import SetAnswerFrom
from bridge.store.policies import Activation, Entered
from tests.store.fixtures import NOW, client, ticket

LATER = NOW + timedelta(days=1)


def decision(subject: Subject, at: datetime, inputs: str = "i1", policy: str = "p1") -> DecisionRecord:
    return DecisionRecord(subject, at, policy, inputs, json.dumps({"inputs": inputs}), "{}")


def hold(subject: Subject | None, kind: OverrideKind = OverrideKind.HOLD) -> Override:
    return Override(kind, subject, NOW, LATER, "on holiday", NOW)


def test_the_first_start_answers_nothing_older_than_itself(store: Store) -> None:
    """W7."""
    assert store.marks.first_start() is None
    assert store.policies.enter("p1", "{}", frozenset(), NOW) == Entered(
        is_first_start=True, changed=False, previous=None
    )
    assert store.marks.first_start() == NOW
    assert store.marks.answer_from() == SetAnswerFrom(AnswerFrom(NOW, AnswerFromCause.FIRST_START), NOW)


def test_a_later_start_under_the_same_policy_changes_nothing(store: Store) -> None:
    store.policies.enter("p1", "{}", frozenset(), NOW)
    again = store.policies.enter("p1", "{}", frozenset(), LATER)
    assert again == Entered(is_first_start=False, changed=False, previous="p1")
    assert store.policies.current() == Activation("p1", NOW)
    assert store.marks.first_start() == NOW


def test_a_policy_that_comes_back_is_a_change_too(store: Store) -> None:
    for digest in ("p1", "p2"):
        store.policies.enter(digest, json.dumps(digest), frozenset(), NOW)
    assert store.policies.enter("p1", "{}", frozenset(), LATER).previous == "p2"
    assert store.policies.current() == Activation("p1", LATER)
    assert store.policies.document("p1") == '"p1"'
    assert store.policies.document("p3") is None


def test_every_tag_that_any_policy_could_write_stays_ours(store: Store) -> None:
    """W1."""
    assert store.policies.vocabulary() == frozenset()
    store.policies.enter("p1", "{}", frozenset({"support-a", "support-b"}), NOW)
    store.policies.enter("p2", "{}", frozenset({"support-b", "support-c"}), NOW)
    assert store.policies.vocabulary() == {"support-a", "support-b", "support-c"}


def test_a_mark_holds_what_was_put_last(store: Store) -> None:
    assert store.marks.get("backfill") is None
    store.marks.put("backfill", "client 7")
    store.marks.put("backfill", "client 8")
    assert store.marks.get("backfill") == "client 8"


def test_a_decision_on_the_same_inputs_under_the_same_policy_is_kept_once(store: Store) -> None:
    """W6."""
    assert store.decisions.record(decision(ticket("7"), NOW))
    assert not store.decisions.record(decision(ticket("7"), LATER))
    assert store.decisions.record(decision(ticket("8"), LATER))
    assert store.decisions.record(decision(ticket("7"), LATER, inputs="i2"))
    assert store.decisions.record(decision(ticket("7"), LATER, inputs="i2", policy="p2"))
    assert store.decisions.record(decision(ticket("7"), LATER, inputs="i1"))
    assert store.decisions.last(ticket("7")) == decision(ticket("7"), LATER, inputs="i1")
    assert store.decisions.last(ticket("9")) is None


def test_decisions_come_back_in_the_order_decided_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.store.decisions._PAGE", 2)
    records = [decision(ticket(str(number)), NOW + timedelta(minutes=number // 3)) for number in range(7)]
    for record in records:
        store.decisions.record(record)
    assert list(store.decisions.since(NOW)) == records
    assert list(store.decisions.since(NOW + timedelta(minutes=1))) == records[3:]
    assert list(store.decisions.since(LATER)) == []


def test_an_override_comes_back_with_its_place_among_all(store: Store) -> None:
    first = store.overrides.add(hold(ticket("7")))
    second = store.overrides.add(replace(hold(client("42"), OverrideKind.GRANT), tier="professional", end=None))
    assert first == replace(hold(ticket("7")), order=first.order)
    assert first.order < second.order
    assert store.overrides.of([ticket("7"), client("42")]) == (first, second)
    assert store.overrides.of([ticket("8")]) == ()


def test_a_pause_is_about_everybody(store: Store) -> None:
    """W5."""
    pause = store.overrides.add(hold(None, OverrideKind.PAUSE))
    store.overrides.add(hold(ticket("7")))
    assert store.overrides.of([ticket("8")]) == (pause,)
    assert store.overrides.of([]) == (pause,)
    assert store.overrides.pauses() == (pause,)
    assert store.overrides.release(None, [OverrideKind.PAUSE], NOW) == 1
    assert [one.released for one in store.overrides.pauses()] == [NOW]


def test_a_release_ends_what_lasts_of_these_kinds_and_nothing_else(store: Store) -> None:
    """T7."""
    kinds = (OverrideKind.HOLD, OverrideKind.GRANT, OverrideKind.SESSION)
    for kind in kinds:
        store.overrides.add(hold(client("42"), kind))
    store.overrides.add(hold(client("43")))
    released = NOW + timedelta(hours=1)
    assert store.overrides.release(client("42"), kinds[:2], released) == 2
    assert store.overrides.release(client("42"), kinds, released) == 1
    assert store.overrides.release(client("42"), kinds, released) == 0
    assert store.overrides.release(client("43"), kinds, LATER) == 0  # it is over by itself
    assert [one.released for one in store.overrides.of([client("43")])] == [None]


def test_what_was_known_at_an_instant_knows_no_later_override_and_no_later_release(store: Store) -> None:
    """T6."""
    store.overrides.add(hold(client("42")))
    store.overrides.add(replace(hold(client("42")), created=LATER))
    store.overrides.release(client("42"), [OverrideKind.HOLD], NOW + timedelta(hours=1))
    (known,) = store.overrides.of([client("42")], as_known=NOW)
    assert known.released is None
    assert [one.released is not None for one in store.overrides.of([client("42")])] == [True, True]
