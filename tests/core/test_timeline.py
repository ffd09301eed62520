"""One timeline from facts (T6): the worked examples, and what holds for every life."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.model import About, Fact, Override, Source
from bridge.core.policy import Policy
from bridge.core.timeline import timeline
from tests.core import oracle
from tests.core.lives import HELD_THEN_SUSPENDED, POLICY, SIGNED_UP, local, made, read_holding, read_status, webhook
from tests.core.strategies import instants, lives, overrides, policies

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("facts", "at", "as_known", "tier", "until"),
    [
        ((SIGNED_UP,), "2026-03-30 23:59:59", None, "new-customer", "2026-03-31 00:00"),
        ((SIGNED_UP,), "2026-03-31 00:00", None, "best-effort", None),
        (
            (webhook(About.SIGNED_UP, "2026-03-01", at="2026-03-01 18:40"),),
            "2026-03-31 00:00",
            None,
            "best-effort",
            None,
        ),
        (HELD_THEN_SUSPENDED, "2026-03-20", None, "professional", "2026-04-02 12:00"),
        (HELD_THEN_SUSPENDED, "2026-03-20", "2026-03-21", "professional", None),
        (HELD_THEN_SUSPENDED, "2026-04-02 12:00", None, "best-effort", None),
        (HELD_THEN_SUSPENDED, "2026-04-02 12:00", "2026-04-01", "professional", None),
    ],
)
def test_worked_example(facts: tuple[Fact, ...], at: str, as_known: str | None, tier: str, until: str | None) -> None:
    segment = made(*facts, as_known=as_known).at(local(at))
    assert (segment.tier, segment.end) == (tier, local(until) if until else None)


class TestEveryLife:
    """What holds whatever was learned, granted and promised."""

    @given(lives(), overrides(), policies(), st.lists(instants(), max_size=6))
    def test_the_tier_is_what_the_policy_says_word_by_word(
        self, facts: tuple[Fact, ...], given: tuple[Override, ...], policy: Policy, asked: list[datetime]
    ) -> None:
        line = timeline(facts, given, policy, as_known=None)
        edges = [segment.start for segment in line.segments if segment.start is not None]
        for at in (*asked, *edges, *(edge - timedelta(microseconds=1) for edge in edges)):
            assert line.at(at).tier == oracle.tier_at(facts, given, policy, at)
            assert set(line.plans_at(at)) == oracle.plans_at(facts, policy, at)

    @given(lives(), overrides(), policies())
    def test_t6_segments_tile_all_time_and_neighbours_differ(
        self, facts: tuple[Fact, ...], given: tuple[Override, ...], policy: Policy
    ) -> None:
        line = timeline(facts, given, policy, as_known=None)
        for spans in (line.segments, line.held):
            assert spans[0].start is None
            assert spans[-1].end is None
        for before, after in zip(line.segments, line.segments[1:], strict=False):
            assert before.end == after.start
            assert before.tier != after.tier
        starts = [segment.start for segment in line.segments[1:]]
        assert starts == sorted(set(starts), key=str)

    @given(lives(), overrides(), policies())
    def test_t6_until_is_exact_to_the_second(
        self, facts: tuple[Fact, ...], given: tuple[Override, ...], policy: Policy
    ) -> None:
        line = timeline(facts, given, policy, as_known=None)
        for segment in line.segments[:-1]:
            assert segment.end is not None
            assert line.at(segment.end - timedelta(microseconds=1)).tier == segment.tier
            assert line.at(segment.end).tier != segment.tier
            assert line.after(segment.end - timedelta(microseconds=1)) == segment.end

    @given(lives(), overrides(), st.randoms(use_true_random=False))
    def test_t6_shuffling_and_doubling_facts_changes_nothing(
        self, facts: tuple[Fact, ...], given: tuple[Override, ...], random: Random
    ) -> None:
        doubled = [*facts, *facts]
        random.shuffle(doubled)
        assert timeline(doubled, given, POLICY, as_known=None) == timeline(facts, given, POLICY, as_known=None)

    @given(lives(), overrides(), lives(at_most=4), instants())
    def test_t6_what_is_learned_later_never_changes_an_answer_as_known_before(
        self, facts: tuple[Fact, ...], given: tuple[Override, ...], later: tuple[Fact, ...], as_known: datetime
    ) -> None:
        known = [fact for fact in facts if fact.learned <= as_known]
        granted = [
            replace(g, released=g.released if g.released and g.released <= as_known else None)
            for g in given
            if g.created <= as_known
        ]
        learned = [replace(fact, learned=max(fact.learned, as_known + SECOND)) for fact in later]
        assert timeline([*facts, *learned], given, POLICY, as_known=as_known) == timeline(
            known, granted, POLICY, as_known=None
        )

    @given(lives(), st.data())
    def test_d3_when_webhooks_are_learned_makes_no_difference(
        self, facts: tuple[Fact, ...], data: st.DataObject
    ) -> None:
        """But within one second, where the order learned decides: so here no two facts share a second."""
        apart = [_apart(fact, index) for index, fact in enumerate(facts)]
        late = [
            replace(fact, learned=data.draw(instants()), order=data.draw(st.integers(0, 99)))
            if fact.source is Source.WEBHOOK
            else fact
            for fact in apart
        ]
        in_time, in_the_end = (timeline(line, [], POLICY, as_known=None) for line in (apart, late))
        assert in_the_end == in_time

    @given(lives(), policies(), instants())
    def test_t5_a_plan_never_lowers_a_tier_that_stands_above_it(
        self, facts: tuple[Fact, ...], policy: Policy, at: datetime
    ) -> None:
        client = (read_status("Active", found="2026-02-01"), *facts)
        bought = read_holding("Active", found="2026-02-02", name="addon:9999")
        names = [tier.name for tier in policy.tiers]
        without = timeline(client, [], policy, as_known=None).at(at).tier
        having = timeline([*client, bought], [], policy, as_known=None).at(at).tier
        if without == "guest":
            assert having == "guest"
        else:
            assert names.index(having) == min(names.index(without), names.index("professional"))


def _apart(fact: Fact, index: int) -> Fact:
    """Return the fact with its instants in seconds that no other fact of the same life has, nor any midnight."""
    shift = timedelta(seconds=2 * index + 3)
    learned = fact.learned.replace(microsecond=0) + shift
    is_registration = fact.source is Source.READING and fact.about is About.HOLDING
    effect = (
        fact.effect if is_registration or fact.effect is None else fact.effect.replace(microsecond=0) + shift + SECOND
    )
    return replace(fact, learned=learned, effect=effect)
