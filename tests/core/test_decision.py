"""D1, W6: when to look again, whose turn it is, and the reasons that go with every decision."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bridge.core.actions import SendReply, SetPriority, SetTags, WriteNote
from bridge.core.decision import Decision, Outcome, WaitingFor
from bridge.core.model import Override, OverrideKind, Quote, Stage, Subject, SubjectKind
from tests.core.tickets import START, at, c, decided, hold, says, seats, view, with_replies

STALE = START + timedelta(hours=36)
SESSION = Override(OverrideKind.SESSION, Subject(SubjectKind.CLIENT, "42"), at(2), at(3), "", START)


# D1: next_change ----------------------------------------------------------------------------------------------


def test_d1_a_ticket_that_time_does_not_change_is_not_looked_at_again() -> None:
    assert decided(view("c s")).next_change is None


@pytest.mark.parametrize(
    ("decision", "change"),
    [
        (decided(view("c")), STALE),
        (decided(view("c", overrides=(hold(at(5)),))), at(5)),
        (decided(view("c", overrides=(hold(None),))), STALE),
        (decided(view("c s", overrides=(hold(at(5)),))), at(5)),
        (decided(view("c s", overrides=(SESSION,))), at(2)),
        (decided(view("c s", overrides=(SESSION,)), now=at(2)), at(3)),
        (decided(view("c s", seats_are=seats("new-customer", 50, "best-effort"))), at(50)),
        (decided(view("c", seats_are=seats("new-customer", 50, "best-effort"))), STALE),
        (decided(view("c", seats_are=seats("new-customer", 5, "best-effort"), overrides=(hold(at(4)),))), at(4)),
        (decided(view("c"), with_replies(per_client_per_day=0)), STALE),
    ],
    ids=[
        "stale",
        "hold",
        "hold without end",
        "held tag",
        "session begins",
        "session ends",
        "tier",
        "first",
        "hold first",
        "cap",
    ],
)
def test_d1_the_next_look_is_at_the_first_instant_that_changes_something(decision: Decision, change: datetime) -> None:
    assert decision.next_change == change


def test_d1_a_quote_s_last_day_is_among_them() -> None:
    quoted = view("c s", quote=Quote("12", Stage.DELIVERED, date(2026, 5, 4)))
    assert decided(quoted).next_change == datetime(2026, 5, 4, 23, tzinfo=UTC)


def test_d1_a_draft_that_is_held_does_not_go_stale_so_nothing_changes_then() -> None:
    assert decided(view("c b c b c s c", overrides=(hold(None),))).next_change is None


def test_d1_what_was_is_no_next_change() -> None:
    decision = decided(view("c s", seats_are=seats("new-customer", 1, "best-effort"), overrides=(hold(at(0.5)),)))
    assert decision.next_change is None


def test_d1_a_loss_of_realtime_is_told_apart() -> None:
    assert decided(view("c s", seats_are=seats("new-customer", 50, "best-effort"))).loses_realtime
    assert not decided(view("c s", seats_are=seats("best-effort", 50, "professional"))).loses_realtime
    assert decided(view("c s", overrides=(SESSION,)), now=at(2)).loses_realtime
    assert not decided(view("c s", overrides=(SESSION,))).loses_realtime


# whose turn ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "waiting_for"),
    [
        (decided(view("c")), WaitingFor.CUSTOMER),
        (decided(view("c b")), WaitingFor.CUSTOMER),
        (decided(view("c", overrides=(hold(None),))), WaitingFor.STAFF),
        (decided(view("c", tier="professional")), WaitingFor.STAFF),
        (decided(view("c b c b c s c")), WaitingFor.STAFF),
        (decided(view("c b", c("works now, thank you"))), WaitingFor.NOBODY),
        (decided(view("c", is_open=False)), WaitingFor.NOBODY),
    ],
)
def test_whom_a_ticket_waits_for(decision: Decision, waiting_for: WaitingFor) -> None:
    assert decision.waiting_for is waiting_for


def test_solved_comes_before_quoted_and_quoted_before_closed() -> None:
    quoted = view("c b c", is_open=False, quote=Quote("12", Stage.DRAFT, None))
    assert decided(quoted).outcome is Outcome.QUOTED
    assert decided(view("c b", c("works now, thank you"), is_open=False)).outcome is Outcome.SOLVED


# W6: order and reasons ----------------------------------------------------------------------------------------


def test_tags_come_before_priority_and_words() -> None:
    kinds = [type(action) for action in decided(view("c", subject="outage")).actions]
    assert kinds == [SetTags, SetPriority]
    assert [type(action) for action in decided(view("c")).actions] == [SetTags, SendReply]
    assert type(decided(view("c", subject="hello")).actions[-1]) is WriteNote


def test_w6_every_step_has_its_reason() -> None:
    talk = view("c b c", c("thanks"), seats_are=seats("new-customer", 2.5, "best-effort"))
    rules = [reason.rule for reason in decided(talk).because]
    assert rules == ["L2", "L2", "L5", "L2", "L4", "S2"]


def test_w6_a_scope_that_does_not_climb_is_the_reason_and_not_a_missing_quote() -> None:
    rules = [reason.rule for reason in decided(view("c s c s c s c", subject="outage")).because]
    assert "S1" in rules
    assert "Q2" not in rules


def test_d2_deciding_twice_is_deciding_once() -> None:
    talk = view("c b c", overrides=(hold(at(9)),))
    assert decided(talk, now=at(3)) == decided(talk, now=at(3))


def test_d2_the_future_is_not_known() -> None:
    """What is still to come (a tier, a hold) is in the view, and changes nothing before its time."""
    later = replace(hold(at(9)), start=at(8))
    plain, ahead = view("c"), view("c", seats_are=seats("best-effort", 8, "professional"), overrides=(later,))
    assert decided(plain).tags == decided(ahead).tags
    assert says(decided(plain)) == says(decided(ahead))
