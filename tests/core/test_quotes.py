"""Q1 to Q4: drafted once, sent only where the config says so and no person has spoken, and what becomes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bridge.core.actions import Action, DeliverQuote, DraftQuote, SendReply, WriteNote
from bridge.core.decision import Decision, Outcome, WaitingFor
from bridge.core.model import Quote, Rung, Stage, Write, WriteKind, WriteState
from bridge.core.policy import Policy, QuoteLine, Tier
from bridge.core.quotes import quote_ends, quote_stage
from bridge.core.view import StageChange, TicketView
from tests.core.tickets import (
    LINE,
    POLICY,
    WORDPRESS,
    at,
    c,
    decided,
    hold,
    marks,
    says,
    seats,
    sent,
    view,
    with_quotes,
    with_replies,
    with_tier,
    withheld_by,
)

SHORT = with_tier("best-effort", ladder=(Rung.GUIDE, Rung.QUOTE))
AUTOMATIC = replace(SHORT, quotes=with_quotes(send_automatically=True).quotes)
LAST_DAY = date(2026, 5, 4)
DRAFTED = sent("quote", at=at(2.1), kind=WriteKind.QUOTE, quote="12")
NOTED = sent("note-quote", at=at(2.2), kind=WriteKind.NOTE)
DELIVERED = sent("quote-delivery", at=at(2.3), kind=WriteKind.DELIVERY)


def quoted(stage: Stage = Stage.DRAFT, *more: Write, talk: str = "c b c", valid: date | None = LAST_DAY) -> TicketView:
    """Return a ticket with quote 12, noted; ``more`` is what else was written."""
    seen = view(talk, quote=Quote("12", stage, valid), stages=(StageChange(at(2.15), stage),))
    return replace(seen, writes=(*seen.writes, DRAFTED, NOTED, *more))


def only(decision: Decision, kind: type[Action]) -> Action:
    (found,) = (action for action in decision.actions if isinstance(action, kind))
    return found


# Q1: drafting -------------------------------------------------------------------------------------------------


def test_q1_on_quote_a_draft_is_made_and_the_ticket_waits_for_staff() -> None:
    decision = decided(view("c b c"), SHORT)
    assert only(decision, DraftQuote) == DraftQuote("42", (LINE,), LAST_DAY)
    assert decision.waiting_for is WaitingFor.STAFF


def test_q1_the_topic_s_lines_win_over_the_default() -> None:
    line = QuoteLine("Repair of a WordPress site", 1, "50.00")
    policy = replace(SHORT, topics={"wordpress": replace(WORDPRESS, quote=(line,))})
    assert decided(view("c b c"), policy).actions[-1] == DraftQuote("42", (line,), LAST_DAY)


def test_q1_the_last_valid_day_counts_from_the_local_day() -> None:
    """At 23:30 UTC in April it is the next day in Lisbon."""
    late = datetime(2026, 4, 20, 23, 30, tzinfo=UTC)
    draft = only(decided(view("c b c"), SHORT, now=late), DraftQuote)
    assert isinstance(draft, DraftQuote)
    assert draft.valid_until == date(2026, 4, 21) + timedelta(days=14)


def test_q1_staff_who_have_spoken_do_not_stop_the_draft() -> None:
    assert says(decided(view("c s c"), SHORT)) == ["quote"]


def test_q1_the_staff_note_has_the_quote_s_number_and_comes_once() -> None:
    unnoted = quoted()
    unnoted = replace(unnoted, writes=tuple(write for write in unnoted.writes if write is not NOTED))
    note = only(decided(unnoted, SHORT), WriteNote)
    assert isinstance(note, WriteNote)
    assert note.data["quote"] == {"number": "12", "valid_until": LAST_DAY}
    assert note.data["is_sent"] is False
    assert says(decided(quoted(), SHORT)) == []


def test_q1_the_note_goes_on_when_the_customer_has_been_answered_meanwhile() -> None:
    answered = quoted(talk="c b c s")
    answered = replace(answered, writes=tuple(write for write in answered.writes if write is not NOTED))
    assert says(decided(answered, SHORT)) == ["note-quote"]


def test_q1_by_default_the_quote_is_not_sent() -> None:
    decision = decided(quoted(), SHORT)
    assert (says(decision), decision.waiting_for) == ([], WaitingFor.STAFF)
    assert "quoted" in marks(decision)


# Q1: sending --------------------------------------------------------------------------------------------------


def test_q1_automatic_delivers_it_and_then_tells_the_customer() -> None:
    assert only(decided(quoted(), AUTOMATIC), DeliverQuote) == DeliverQuote("12")
    decision = decided(quoted(Stage.DELIVERED, DELIVERED), AUTOMATIC)
    assert only(decision, SendReply) == SendReply("quote-sent", "quote-sent", after=2)
    assert decision.waiting_for is WaitingFor.CUSTOMER


@pytest.mark.parametrize("resumes", [False, True])
def test_q1_it_is_not_sent_once_staff_have_replied_even_where_replies_resume(resumes: bool) -> None:
    policy = replace(AUTOMATIC, replies=with_replies(resume_after_staff=resumes).replies)
    decision = decided(quoted(talk="c s c"), policy)
    assert (says(decision), withheld_by(decision)) == ([], ["L6"])


def test_q1_what_staff_have_sent_themselves_is_not_announced_by_the_bridge() -> None:
    assert says(decided(quoted(Stage.DELIVERED), AUTOMATIC)) == []


def test_q1_sending_waits_for_holds_and_caps_and_goes_stale() -> None:
    held = replace(quoted(), overrides=(hold(at(9)),))
    assert withheld_by(decided(held, AUTOMATIC)) == ["W5"]
    capped = replace(AUTOMATIC, replies=with_replies(per_ticket_per_day=1).replies)
    assert withheld_by(decided(quoted(), capped)) == ["W4"]
    stale = decided(quoted(), AUTOMATIC, now=at(2) + AUTOMATIC.replies.stale_after)
    assert (says(stale), withheld_by(stale)) == ([], ["W4"])


@pytest.mark.parametrize("key", ["quote-delivery", "quote-sent"])
def test_w3_a_sending_that_waits_for_a_person_is_not_repeated(key: str) -> None:
    parked = sent(key, at=at(2.3), state=WriteState.PARKED)
    assert withheld_by(decided(quoted(Stage.DRAFT, parked), AUTOMATIC)) == ["W3"]


# Q2, Q4: none, or one -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "policy",
    [
        replace(SHORT, topics={"wordpress": replace(WORDPRESS, may_quote=False, quote=(LINE,))}),
        replace(SHORT, quotes=with_quotes(default=()).quotes),
    ],
    ids=["quote = false", "no lines"],
)
def test_q2_where_no_quote_can_be_made_the_rung_is_staff(policy: Policy) -> None:
    decision = decided(view("c b c"), policy)
    assert (decision.rung, decision.step, says(decision)) == (Rung.STAFF, 2, [])
    assert "rung-staff" in marks(decision)
    assert "Q2" in {reason.rule for reason in decision.because}


def test_q2_a_guest_cannot_be_quoted() -> None:
    policy = replace(SHORT, guest=replace(SHORT.guest, ladder=(Rung.QUOTE,)))
    decision = decided(view("c", tier="guest"), policy)
    assert (decision.rung, says(decision)) == (Rung.STAFF, [])


def test_q4_there_is_one_quote_however_often_the_customer_writes() -> None:
    for talk in ("c b c c", "c b c s c", "c b c s c s c"):
        assert "quote" not in says(decided(quoted(talk=talk), SHORT))


def test_q4_nor_a_second_one_after_a_re_seat_or_a_loss() -> None:
    back = seats("best-effort", 3.5, "professional", 4.5, "best-effort")
    again = replace(quoted(talk="c b c s c c s c"), seats=back)
    assert decided(again, SHORT).rung is Rung.QUOTE
    assert says(decided(again, SHORT)) == []
    assert says(decided(quoted(Stage.LOST, talk="c b c s c"), SHORT)) == []


def test_q4_a_merged_ticket_s_quote_is_the_master_s() -> None:
    elsewhere = replace(DRAFTED, ticket="6")
    seen = view("c b c")
    assert "quote" not in says(decided(replace(seen, writes=(*seen.writes, elsewhere)), SHORT))


@pytest.mark.parametrize("state", [WriteState.PARKED, WriteState.REFUSED])
def test_w3_a_draft_that_waits_for_a_person_is_not_repeated(state: WriteState) -> None:
    seen = view("c b c")
    decision = decided(replace(seen, writes=(*seen.writes, replace(DRAFTED, state=state, quote=None))), SHORT)
    assert (says(decision), withheld_by(decision)) == ([], ["W3"])


# Q3: accepted, lost, past its date ----------------------------------------------------------------------------


def test_q3_accepted_is_on_execute_and_the_step_stays_the_quote_s() -> None:
    decision = decided(quoted(Stage.ACCEPTED), SHORT)
    assert (decision.rung, decision.step, decision.waiting_for) == (Rung.EXECUTE, 2, WaitingFor.STAFF)
    assert {"quoted", "quote-accepted", "rung-execute", "needs-staff"} <= marks(decision)
    assert "quote-lost" not in marks(decision)


def test_q3_the_step_stays_whatever_the_ladder_is_now() -> None:
    for later in ("professional", "new-customer"):
        moved = replace(quoted(Stage.ACCEPTED, talk="c b c s c s c"), seats=seats("best-effort", 3.5, later))
        assert (decided(moved, SHORT).rung, decided(moved, SHORT).step) == (Rung.EXECUTE, 2)


def test_q3_the_step_stays_although_another_ladder_has_its_quote_elsewhere() -> None:
    policy = replace(SHORT, tiers=(*SHORT.tiers, Tier("quotes-at-once", (Rung.QUOTE,), {})))
    moved = replace(quoted(Stage.ACCEPTED, talk="c b c s"), seats=seats("best-effort", 2.5, "quotes-at-once"))
    assert decided(moved, policy).step == 2


def test_q3_lost_is_tagged_beside_quoted_and_staff_decide() -> None:
    decision = decided(quoted(Stage.LOST), SHORT)
    assert {"quoted", "quote-lost", "rung-quote", "needs-staff"} <= marks(decision)
    assert (says(decision), decision.waiting_for) == ([], WaitingFor.STAFF)


@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.LOST])
def test_q3_staff_are_asked_even_though_the_customer_was_answered_last(stage: Stage) -> None:
    seen = quoted(stage, talk="c b c s")
    changed = replace(seen, stages=(StageChange(at(2.15), Stage.DRAFT), StageChange(at(3.5), stage)))
    assert decided(changed, SHORT, now=at(3.2)).waiting_for is WaitingFor.CUSTOMER
    assert decided(changed, SHORT, now=at(3.5)).waiting_for is WaitingFor.STAFF


def test_q3_who_accepts_after_calling_it_solved_asks_for_work_again() -> None:
    seen = view("c b c s", c("works now, thank you"), quote=Quote("12", Stage.ACCEPTED, LAST_DAY))
    accepted = replace(seen, writes=(*seen.writes, DRAFTED, NOTED), stages=(StageChange(at(5), Stage.ACCEPTED),))
    decision = decided(accepted, SHORT, now=at(5))
    assert (decision.outcome, decision.waiting_for) == (Outcome.QUOTED, WaitingFor.STAFF)
    assert decided(accepted, SHORT, now=at(4.5)).outcome is Outcome.SOLVED


def test_q3_solved_after_the_work_was_done_is_solved() -> None:
    seen = view("c b c s", c("works now, thank you"), quote=Quote("12", Stage.ACCEPTED, LAST_DAY))
    done = replace(seen, writes=(*seen.writes, DRAFTED, NOTED), stages=(StageChange(at(2.5), Stage.ACCEPTED),))
    assert decided(done, SHORT).outcome is Outcome.SOLVED
    assert decided(done, SHORT).waiting_for is WaitingFor.NOBODY


def test_q3_a_delivered_quote_is_lost_from_the_end_of_its_last_valid_day() -> None:
    """The day ends at midnight in the billing system's zone: 23:00 UTC in a Lisbon summer."""
    midnight = datetime(2026, 5, 4, 23, 0, tzinfo=UTC)
    before = decided(quoted(Stage.DELIVERED), SHORT, now=midnight - timedelta(seconds=1))
    assert "quote-lost" not in marks(before)
    assert before.next_change == midnight
    after = decided(quoted(Stage.DELIVERED), SHORT, now=midnight)
    assert {"quoted", "quote-lost", "needs-staff"} <= marks(after)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ACCEPTED, Stage.LOST])
def test_q3_only_a_delivered_quote_runs_out(stage: Stage) -> None:
    assert quote_ends(Quote("12", stage, LAST_DAY), POLICY) is None
    assert quote_stage(Quote("12", stage, LAST_DAY), POLICY, at(24 * 365)) is stage


def test_q3_a_quote_without_a_date_does_not_run_out() -> None:
    assert quote_ends(Quote("12", Stage.DELIVERED, None), POLICY) is None
    assert quote_stage(None, POLICY, at(0)) is None


def test_the_outcome_is_quoted_from_the_draft_on() -> None:
    assert decided(view("c b c"), SHORT).outcome is None
    assert decided(quoted(), SHORT).outcome is Outcome.QUOTED
