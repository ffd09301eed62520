"""L1, L2, L4: how a ticket climbs, and what is no climb."""

from dataclasses import replace

import pytest

from bridge.core.decision import Outcome, WaitingFor
from bridge.core.model import Rung, Scope
from bridge.core.view import StatusChange
from tests.core.tickets import (
    POLICY,
    PlainReader,
    Turn,
    at,
    c,
    decided,
    marks,
    says,
    seats,
    view,
    with_replies,
    with_tier,
)

SOLVED = c("works now, thank you")
DOUBT = c("works now?")
THANKS = c("thanks")
AGAIN = c("it fails again")


def step(*parts: str | Turn, tier: str = "best-effort") -> int:
    return decided(view(*parts, tier=tier)).step


# L2: the climb ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("talk", "number"),
    [
        ("c", 1),
        ("c c c", 1),
        ("c b", 1),
        ("c b c", 2),
        ("c b c c c", 2),
        ("c b b c", 2),
        ("c b s c", 2),
        ("c s c s c", 3),
        ("c b c b c b c", 4),
        ("c b c b c b c b c b c", 4),
        ("c r c", 1),
        ("c b r c", 2),
    ],
)
def test_l2_it_climbs_once_when_the_customer_writes_after_an_answer(talk: str, number: int) -> None:
    assert step(talk) == number


def test_l2_staff_who_wrote_before_the_customer_answered_nothing() -> None:
    decision = decided(view("s c"))
    assert (decision.rung, decision.step) == (Rung.GUIDE, 1)
    assert decided(view("s c c")).step == 1


def test_l6_staff_who_wrote_before_the_customer_have_spoken() -> None:
    assert says(decided(view("s c"))) == []


def test_l2_before_the_first_customer_message_nobody_waits_and_nothing_is_said() -> None:
    decision = decided(view("s s"))
    assert (decision.waiting_for, says(decision)) == (WaitingFor.NOBODY, [])
    assert decided(view()).waiting_for is WaitingFor.NOBODY


def test_l2_on_the_last_rung_there_is_no_climb() -> None:
    assert step("c s c s c s c", tier="professional") == 1


def test_l1_a_repeated_rung_counts_as_a_rung_of_its_own() -> None:
    assert decided(view("c b c b c")).rung is Rung.CLARIFY
    assert step("c b c b c") == 3


def test_l1_a_ladder_may_hold_any_rungs() -> None:
    policy = with_tier("best-effort", ladder=(Rung.CLARIFY, Rung.STAFF))
    assert says(decided(view("c"), policy)) == ["clarify-1"]
    assert decided(view("c s c"), policy).rung is Rung.STAFF


@pytest.mark.parametrize(
    ("tier", "rung"), [("guest", Rung.STAFF), ("former", Rung.STAFF), ("professional", Rung.EXECUTE)]
)
def test_l1_where_people_act_the_bridge_says_nothing(tier: str, rung: Rung) -> None:
    decision = decided(view("c", tier=tier))
    assert (decision.rung, says(decision), decision.waiting_for) == (rung, [], WaitingFor.STAFF)


# W4: machines -------------------------------------------------------------------------------------------------


def test_w4_an_automatic_message_does_not_open() -> None:
    decision = decided(view(c("auto reply")))
    assert (says(decision), decision.waiting_for) == ([], WaitingFor.NOBODY)


def test_w4_an_automatic_message_does_not_climb() -> None:
    assert step("c b", c("auto reply")) == 1


def test_w4_an_automatic_message_does_not_solve() -> None:
    reader = PlainReader()
    reader.moods["auto: solved"] = reader.moods[SOLVED.text]
    assert decided(view("c b", c("auto: solved")), reader=reader).outcome is None


# L4: solved, doubt, thanks ------------------------------------------------------------------------------------


def test_l4_solved_rests_the_climb_and_nothing_is_said() -> None:
    decision = decided(view("c b c b", SOLVED))
    assert (decision.step, decision.outcome, says(decision)) == (2, Outcome.SOLVED, [])
    assert decision.waiting_for is WaitingFor.NOBODY
    assert "solved" in marks(decision)
    assert "needs-staff" not in marks(decision)


def test_l4_the_last_customer_message_decides() -> None:
    assert decided(view("c b", SOLVED, AGAIN)).outcome is None
    assert decided(view("c b", AGAIN, SOLVED)).outcome is Outcome.SOLVED


def test_l4_what_fails_again_climbs_only_if_it_was_answered() -> None:
    assert step("c b", SOLVED, AGAIN) == 2
    assert step("c", SOLVED, AGAIN) == 1


@pytest.mark.parametrize("opening", [SOLVED, DOUBT, THANKS])
def test_l4_an_opening_message_is_never_solved_and_never_doubt(opening: Turn) -> None:
    decision = decided(view(opening))
    assert (decision.outcome, says(decision)) == (None, ["guide"])


def test_l4_thanks_alone_after_solved_stays_solved() -> None:
    assert decided(view("c b", SOLVED, THANKS)).outcome is Outcome.SOLVED
    assert decided(view("c b", SOLVED, "s", THANKS)).outcome is Outcome.SOLVED


def test_l4_thanks_alone_after_it_failed_again_is_doubt() -> None:
    decision = decided(view("c b", SOLVED, AGAIN, "b", THANKS))
    assert (decision.outcome, says(decision)) == (None, [])


@pytest.mark.parametrize("words", [DOUBT, THANKS])
def test_l4_doubt_climbs_but_nothing_is_sent(words: Turn) -> None:
    decision = decided(view("c b", words))
    assert (decision.step, says(decision), decision.outcome) == (2, [], None)
    assert [withheld.rule for withheld in decision.withheld] == ["L4"]
    assert decision.waiting_for is WaitingFor.STAFF
    assert "needs-staff" in marks(decision)


def test_l4_in_doubt_nothing_is_drafted() -> None:
    decision = decided(view("c b c b c s", DOUBT))
    assert (decision.rung, says(decision)) == (Rung.QUOTE, [])


def test_l4_doubt_ends_with_the_next_message_or_answer() -> None:
    assert says(decided(view("c b", DOUBT, AGAIN))) == ["clarify-1"]
    assert decided(view("c b", DOUBT, "s")).waiting_for is WaitingFor.CUSTOMER


# L2: closed tickets -------------------------------------------------------------------------------------------

CLOSED_AT_2 = (StatusChange(at(1.5), is_open=False),)


def test_l2_on_a_closed_ticket_nothing_is_done() -> None:
    decision = decided(view("c", is_open=False, statuses=(StatusChange(at(0.01), is_open=False),)))
    assert decision.actions == ()
    assert (decision.outcome, decision.waiting_for) == (Outcome.CLOSED, WaitingFor.NOBODY)
    assert decision.next_change is None


def test_l2_a_customer_s_reply_reopens_and_climbs() -> None:
    decision = decided(view("c b c", statuses=(*CLOSED_AT_2, StatusChange(at(2.01), is_open=True))))
    assert (decision.step, says(decision)) == (2, ["clarify-1"])


def test_l5_tier_changes_while_closed_count_once_on_reopening() -> None:
    came_and_went = seats("best-effort", 1.6, "professional", 1.8, "best-effort")
    talk = view("c b s c s c", seats_are=came_and_went, statuses=(StatusChange(at(1.5), is_open=False),))
    assert decided(talk).step == 3


def test_l5_reopening_is_seated_in_the_tier_of_that_moment_before_it_climbs() -> None:
    changed = seats("professional", 3.5, "best-effort")
    talk = view("c s c s c", seats_are=changed, statuses=(StatusChange(at(3.2), is_open=False),))
    assert (decided(talk).rung, decided(talk).step) == (Rung.CLARIFY, 2)


def test_l5_staff_who_reopen_a_ticket_re_seat_it_once_too() -> None:
    changed = seats("best-effort", 1.6, "professional")
    statuses = (*CLOSED_AT_2, StatusChange(at(1.9), is_open=True))
    assert decided(view("c b", seats_are=changed, statuses=statuses), now=at(2)).rung is Rung.EXECUTE


def test_l5_a_ticket_reopened_before_the_customer_wrote_is_seated_when_the_customer_writes() -> None:
    changed = seats("best-effort", 1.5, "professional")
    statuses = (StatusChange(at(0.5), is_open=False), StatusChange(at(0.6), is_open=True))
    assert decided(view("s s c", seats_are=changed, statuses=statuses)).tier == "professional"


def test_l5_a_closed_ticket_keeps_the_tier_it_was_closed_in() -> None:
    changed = seats("best-effort", 1.6, "professional")
    decision = decided(view("c b", seats_are=changed, statuses=CLOSED_AT_2, is_open=False), now=at(3))
    assert (decision.tier, decision.rung) == ("best-effort", Rung.GUIDE)


# S1, S2: the topic --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["best-effort", "new-customer", "professional", "guest", "former"])
def test_s1_what_is_the_host_s_own_stands_on_staff_step_1_in_every_tier(tier: str) -> None:
    decision = decided(view("c s c s c", tier=tier, subject="outage"))
    assert (decision.rung, decision.step, decision.scope) == (Rung.STAFF, 1, Scope.PROVIDER)


@pytest.mark.parametrize("scope", list(Scope))
def test_s1_best_effort_scopes_climb_and_the_others_never_do(scope: Scope) -> None:
    topics = {**POLICY.topics, "wordpress": replace(POLICY.topics["wordpress"], scope=scope)}
    climbs = scope in {Scope.TOOLS, Scope.APPLICATION, Scope.UNMANAGED}
    decision = decided(view("c b c"), replace(POLICY, topics=topics))
    assert decision.rung is (Rung.CLARIFY if climbs else Rung.STAFF)
    assert says(decision) == (["clarify-1"] if climbs else [])


def test_s2_a_topic_may_be_named_by_a_later_message() -> None:
    decision = decided(view(c("help"), c("my wordpress is white"), subject="hello"))
    assert (decision.topic, says(decision)) == ("wordpress", ["guide"])


def test_s2_once_named_the_topic_stays() -> None:
    assert decided(view(c("wordpress"), "b", c("and dns too"), subject="hello")).topic == "wordpress"


def test_s2_an_automatic_message_names_no_topic() -> None:
    assert decided(view(c("help"), c("auto wordpress"), subject="hello")).topic is None


def test_s2_a_topic_named_late_is_acted_on_where_the_ticket_stands() -> None:
    """The rung has its own keys: a ticket on clarify gives a clarification, not the guide it never had."""
    decision = decided(
        view(c("help"), "s", c("it is wordpress"), subject="hello"), with_replies(resume_after_staff=True)
    )
    assert (decision.rung, says(decision)) == (Rung.CLARIFY, ["clarify-1"])
