"""W1, W2: tags and priority as desired state, and whose tags are touched."""

from dataclasses import replace

import pytest

from bridge.core.actions import SetPriority, SetTags
from bridge.core.decision import Decision
from bridge.core.model import Override, OverrideKind, Priority, Scope, Subject, SubjectKind, WriteKind, WriteState
from bridge.core.policy import Policy, Topic
from bridge.core.view import TicketView
from tests.core.tickets import (
    OUTAGE,
    POLICY,
    START,
    TIERS,
    at,
    c,
    decided,
    hold,
    marks,
    sent,
    view,
    with_tier,
)

WANTED = frozenset(
    {"support-best-effort", "support-rung-guide", "support-topic-wordpress", "support-scope-application"}
)


def change(decision: Decision) -> SetTags | None:
    return next((action for action in decision.actions if isinstance(action, SetTags)), None)


def priority(decision: Decision) -> SetPriority | None:
    return next((action for action in decision.actions if isinstance(action, SetPriority)), None)


def tagged(*tags: str, talk: str = "c") -> TicketView:
    return view(talk, tags=frozenset(tags))


# W1: which tags -----------------------------------------------------------------------------------------------


def test_w1_tier_rung_topic_and_scope_are_tagged() -> None:
    assert decided(view("c")).tags == WANTED


def test_w1_the_prefix_is_the_admin_s() -> None:
    assert decided(view("c"), replace(POLICY, prefix="x:")).tags == {tag.replace("support-", "x:") for tag in WANTED}


def test_w1_without_a_topic_neither_topic_nor_scope_is_tagged() -> None:
    assert marks(decided(view("c", subject="hello"))) == {"best-effort", "rung-guide", "needs-staff"}


def test_w1_realtime_is_the_tier_s_promise_or_a_session_s() -> None:
    session = Override(OverrideKind.SESSION, Subject(SubjectKind.CLIENT, "42"), at(1), at(2), "", START)
    assert "realtime" in marks(decided(view("c", tier="professional")))
    talk = view("c", overrides=(session,))
    assert ["realtime" in marks(decided(talk, now=at(hour))) for hour in (0.9, 1, 1.9, 2)] == [False, True, True, False]


def test_w1_a_solved_ticket_keeps_its_rung_tag() -> None:
    assert {"solved", "rung-clarify"} <= marks(decided(view("c b c b", c("works now, thank you"))))


# W1: whose tags -----------------------------------------------------------------------------------------------


def test_w1_foreign_tags_are_never_touched_prefix_or_not() -> None:
    foreign = ("vip", "support-vip", "support-rung-custom", "support-topic-unknown", "support-")
    assert change(decided(tagged(*foreign))) == SetTags(WANTED, frozenset(), WANTED)


def test_w1_its_own_tags_that_are_not_wanted_any_more_are_removed() -> None:
    ours = ("support-rung-quote", "support-solved", "support-professional")
    found = change(decided(tagged(*WANTED, *ours, "vip")))
    assert found is not None
    assert (found.add, found.remove) == (frozenset(), frozenset(ours))


def test_w1_an_older_policy_s_tags_are_removed() -> None:
    old = replace(tagged(*WANTED, "help-rung-guide", "help-gold"), removable=frozenset({"help-rung-guide"}))
    found = change(decided(old))
    assert found is not None
    assert found.remove == {"help-rung-guide"}


def test_w1_tags_are_the_same_whatever_their_case() -> None:
    assert change(decided(tagged(*(tag.upper() for tag in WANTED)))) is None
    found = change(decided(tagged(*WANTED, "Support-Solved")))
    assert found is not None
    assert found.remove == {"Support-Solved"}


def test_w2_nothing_to_do_means_no_call() -> None:
    assert change(decided(tagged(*WANTED, "vip"))) is None


def test_w2_where_tags_cannot_be_read_none_are_written() -> None:
    assert change(decided(view("c", tags=None))) is None


@pytest.mark.parametrize(
    ("talk", "is_waiting"), [("c s", False), ("c s c", True), ("c b", False), ("c", False), ("s", False)]
)
def test_w1_needs_staff_exactly_while_it_waits_for_staff(talk: str, is_waiting: bool) -> None:
    assert ("needs-staff" in marks(decided(view(talk)))) is is_waiting


def test_l2_a_closed_ticket_loses_needs_staff_and_held_and_nothing_else() -> None:
    tags = frozenset({"support-needs-staff", "Support-Held", "support-rung-quote", "support-guest", "vip"})
    closed = view("c", tags=tags, is_open=False)
    found = change(decided(replace(closed, overrides=(hold(None),))))
    assert found is not None
    assert not found.add
    assert found.remove == {"support-needs-staff", "Support-Held"}
    assert found.wanted == decided(closed).tags == tags - found.remove


def test_l2_a_closed_ticket_without_them_is_left_alone() -> None:
    assert decided(view("c", tags=frozenset({"support-professional"}), is_open=False)).actions == ()


# W2: priority -------------------------------------------------------------------------------------------------


def test_w2_execute_sets_the_tier_s_priority() -> None:
    assert priority(decided(view("c", tier="professional"))) == SetPriority(
        "priority-execute", Priority.HIGH, is_so=False
    )


def test_w2_where_it_is_so_already_it_counts_as_set() -> None:
    seen = view("c", tier="professional")
    high = replace(seen, ticket=replace(seen.ticket, priority=Priority.HIGH))
    assert priority(decided(high)) == SetPriority("priority-execute", Priority.HIGH, is_so=True)


@pytest.mark.parametrize("state", [WriteState.DONE, WriteState.REFUSED, WriteState.PARKED])
def test_w2_set_once_it_is_never_fought_over(state: WriteState) -> None:
    write = sent("priority-execute", at=at(0), kind=WriteKind.PRIORITY, state=state)
    assert priority(decided(view("c s c", tier="professional", writes=(write,)))) is None


def test_w2_it_is_once_for_a_rung_s_name_not_for_its_place() -> None:
    elsewhere = sent("priority-staff", at=at(0), kind=WriteKind.PRIORITY)
    assert priority(decided(view("c", tier="professional", writes=(elsewhere,)))) is not None


def test_w2_it_is_not_put_back_when_the_plan_ends() -> None:
    write = sent("priority-execute", at=at(0), kind=WriteKind.PRIORITY)
    assert priority(decided(view("c", writes=(write,)))) is None


@pytest.mark.parametrize("tier", ["best-effort", "new-customer"])
def test_l3_on_the_climbing_rungs_no_priority_is_set(tier: str) -> None:
    policy = with_tier(tier, priority=Priority.HIGH)
    for talk in ("c", "c s c", "c s c s c s c"):
        assert priority(decided(view(talk, tier=tier), policy)) is None


@pytest.mark.parametrize(
    ("topic", "tier", "wanted"),
    [
        (Priority.HIGH, None, Priority.HIGH),
        (Priority.LOW, Priority.MEDIUM, Priority.MEDIUM),
        (Priority.HIGH, Priority.LOW, Priority.HIGH),
        (None, Priority.MEDIUM, Priority.MEDIUM),
        (None, None, None),
    ],
)
def test_s1_off_the_ladder_it_is_the_higher_of_the_topic_s_and_the_tier_s(
    topic: Priority | None, tier: Priority | None, wanted: Priority | None
) -> None:
    found = priority(decided(view("c", subject="outage"), _urgent(topic, tier)))
    assert (found and found.priority) == wanted


def _urgent(topic: Priority | None, tier: Priority | None) -> Policy:
    tiers = tuple(replace(each, priority=tier) for each in TIERS)
    return replace(POLICY, tiers=tiers, topics={"outage": replace(OUTAGE, priority=topic)})


def test_w2_before_the_customer_wrote_and_on_closed_tickets_no_priority_is_set() -> None:
    assert priority(decided(view("s", tier="professional"))) is None
    assert priority(decided(view("c", tier="professional", is_open=False))) is None


def test_s1_a_scope_is_tagged_as_the_topic_has_it() -> None:
    policy = replace(POLICY, topics={"wordpress": Topic("wordpress", Scope.BILLING)})
    assert {"scope-billing", "topic-wordpress", "rung-staff"} <= marks(decided(view("c"), policy))
