"""History decided again: under the same policy a difference is a bug; under another it is told (W6)."""

import json
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from bridge.config.document import stamped
from bridge.core.model import Rung
from bridge.review.judging import judge
from bridge.review.replaying import Replayed, differences, replayed
from bridge.store.tables import decisions
from tests.reconcile.bench import Bench
from tests.reconcile.shop import START
from tests.reconcile.stories import with_ladder


def again(bench: Bench, **named: object) -> list[Replayed]:
    return list(replayed(bench.store, START, **named))  # type: ignore[arg-type]  # a judge, or none


def test_the_same_policy_decides_the_same_again(lived: Bench) -> None:
    found = again(lived)
    assert len(found) > 20
    assert {one.record.subject.id for one in found} == {"11", "12", "13", "14", "15", "16"}
    assert [one.differences for one in found if one.differences] == []
    assert all(one.is_kept for one in found)


def test_facts_as_they_were_known_then_lead_to_the_same_decisions(lived: Bench) -> None:
    """Tried as if it were another policy: the tiers are worked out anew from what was known at each decision."""
    found = again(lived, under=judge(lived.policy))
    assert [one.differences for one in found if one.differences] == []


def test_a_decision_is_made_again_under_the_policy_that_it_was_made_under(bench: Bench) -> None:
    changed = bench.clock() + timedelta(hours=1)
    bench.pass_time(3600)
    bench.enter(stamped(with_ladder(bench.policy, Rung.STAFF)))
    bench.writes("12", "And now the mail is broken too.")
    bench.settle()
    found = again(bench)
    assert len({one.record.policy for one in found}) == 2
    assert not any(one.differences for one in found)
    assert all(one.record.at >= changed for one in replayed(bench.store, changed))


def test_another_policy_differs_where_it_decides_otherwise_and_says_in_what(lived: Bench) -> None:
    other = judge(stamped(with_ladder(lived.policy, Rung.STAFF)))
    differing = {one.record.subject.id: dict_of(one) for one in again(lived, under=other) if one.differences}
    assert differing["12"]["rung"] == ("clarify", "staff")
    assert "15" not in differing  # a guest's ladder is the same


def dict_of(one: Replayed) -> dict[str, tuple[object, object]]:
    return {path: (before, after) for path, before, after in one.differences}


def test_a_record_that_says_otherwise_is_found_with_the_first_field_that_differs(bench: Bench) -> None:
    first = again(bench)[0]
    wrong = json.loads(first.record.document) | {"rung": "quote"}
    change(bench, first, document=json.dumps(wrong))
    (found,) = [one for one in again(bench) if one.differences]
    assert dict_of(found) == {"rung": ("quote", "guide")}


def test_what_was_erased_is_told_not_to_be_kept(bench: Bench) -> None:
    change(bench, again(bench)[0], inputs="")
    assert [one.is_kept for one in again(bench)].count(False) == 1


def change(bench: Bench, one: Replayed, **values: str) -> None:
    is_it = (decisions.c.inputs_digest == one.record.inputs_digest, decisions.c.at == one.record.at)
    with bench.store._database.writing() as connection:
        assert connection.execute(update(decisions).where(*is_it).values(**values)).rowcount == 1


def test_a_field_that_the_record_lacks_was_not_recorded_and_cannot_differ() -> None:
    before = {"tags": ["a", "b"], "withheld": [{"rule": "W4"}], "gone": 1}
    after = {"tags": ["a", "c"], "withheld": [{"rule": "W5"}], "new": 2}
    assert list(differences(before, after)) == [
        ("tags[1]", "b", "c"),
        ("withheld[0].rule", "W4", "W5"),
        ("gone", 1, None),
    ]


def test_a_longer_list_is_told_whole() -> None:
    assert list(differences({"tags": ["a"]}, {"tags": ["a", "b"]})) == [("tags", ["a"], ["a", "b"])]


def test_a_changed_threshold_is_another_policy(lived: Bench) -> None:
    strict = stamped(replace(lived.policy, finder=replace(lived.policy.finder, threshold=99.0)))
    assert {one.record.subject.id for one in again(lived, under=judge(strict)) if one.differences} >= {"11", "12"}
