"""W4, W5, W7: caps, staleness, holds, the pause and answer-from, each exact to the second."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bridge.core.actions import WriteNote
from bridge.core.decision import Decision, WaitingFor
from bridge.core.model import Override, OverrideKind, Rung, SubjectKind, WriteKind, WriteState
from bridge.core.policy import AnswerFrom, AnswerFromCause
from tests.core.tickets import HOUR, START, at, decided, hold, marks, says, sent, view, with_replies, withheld_by

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
STALE = timedelta(hours=36)
PAUSE = Override(OverrideKind.PAUSE, None, START, at(2), "moving house", START)


def until(decision: Decision) -> datetime | None:
    (withheld,) = decision.withheld
    return withheld.until


# W4: the caps -------------------------------------------------------------------------------------------------


def test_w4_a_ticket_gets_so_many_replies_in_any_24_hours() -> None:
    policy = with_replies(per_ticket_per_day=1)
    talk = view("c b c")
    decision = decided(talk, policy)
    assert (says(decision), withheld_by(decision)) == (["note-cap"], ["W4"])
    assert until(decision) == at(1) + DAY == decision.next_change


def test_w4_the_24_hours_are_exact() -> None:
    policy = with_replies(per_ticket_per_day=1)
    talk = view("c b c")
    assert "clarify-1" not in says(decided(talk, policy, now=at(1) + DAY - SECOND))
    assert says(decided(talk, policy, now=at(1) + DAY)) == ["clarify-1"]


def test_w4_a_reply_that_a_restored_store_knows_nothing_of_counts() -> None:
    talk = replace(view("c b c"), writes=())
    assert withheld_by(decided(talk, with_replies(per_ticket_per_day=1))) == ["W4"]
    assert withheld_by(decided(talk, with_replies(per_ticket_per_day=2))) == []


def test_w4_the_cap_frees_with_the_reply_that_brings_it_below() -> None:
    others = (at(-1), at(-3), at(-2))
    assert until(decided(view("c", client_replies=others), with_replies(per_client_per_day=2))) == at(-2) + DAY


def test_w4_a_client_gets_so_many_replies_over_all_tickets() -> None:
    policy = with_replies(per_client_per_day=2)
    others = (at(-3), at(-2))
    decision = decided(view("c", client_replies=others), policy)
    assert (says(decision), until(decision)) == (["note-cap"], at(-3) + DAY)
    assert says(decided(view("c", client_replies=others[:1]), policy)) == ["guide"]


def test_w4_the_client_s_cap_counts_this_ticket_too() -> None:
    policy = with_replies(per_client_per_day=2)
    assert withheld_by(decided(view("c b c", client_replies=(at(0),)), policy)) == ["W4"]


def test_w4_guests_have_no_client_cap() -> None:
    policy = replace(with_replies(per_client_per_day=0), guest=replace(with_replies().guest, ladder=(Rung.GUIDE,)))
    assert says(decided(view("c", tier="guest"), policy)) == ["guide"]
    assert withheld_by(decided(view("c"), policy)) == ["W4"]


def test_w4_a_cap_of_none_is_never_free() -> None:
    assert until(decided(view("c"), with_replies(per_ticket_per_day=0))) is None


def test_w4_replies_that_may_have_been_sent_count_and_the_others_do_not() -> None:
    policy = with_replies(per_ticket_per_day=1)
    for state in WriteState:
        write = sent("clarify-9", at=at(0), text="elsewhere", state=state, after=-1)
        kept_back = withheld_by(decided(view("c", writes=(write,)), policy)) == ["W4"]
        assert kept_back is write.may_have_been_sent


def test_w4_a_reply_under_way_does_not_count_against_itself() -> None:
    under_way = sent("guide", at=at(0), text="?", state=WriteState.UNKNOWN)
    assert says(decided(view("c", writes=(under_way,)), with_replies(per_ticket_per_day=1))) == ["guide"]


def test_w4_notes_and_drafts_are_free() -> None:
    policy = with_replies(per_ticket_per_day=0, per_client_per_day=0)
    assert says(decided(view("c b c b c s c"), policy)) == ["quote"]
    assert says(decided(view("c", subject="hello"), policy)) == ["note-abstained"]


def test_w4_what_a_cap_holds_back_is_noted_once_a_ticket() -> None:
    policy = with_replies(per_ticket_per_day=1)
    talk = view("c b c")
    noted = sent("note-cap", at=at(2), kind=WriteKind.NOTE)
    decision = decided(replace(talk, writes=(*talk.writes, noted)), policy)
    assert (says(decision), withheld_by(decision)) == ([], ["W4"])


def test_a_ticket_held_back_by_a_cap_waits_for_staff_meanwhile() -> None:
    decision = decided(view("c b c"), with_replies(per_ticket_per_day=1))
    assert decision.waiting_for is WaitingFor.STAFF
    assert "needs-staff" in marks(decision)


def test_w4_what_was_held_back_is_not_owed_once_somebody_answered() -> None:
    assert says(decided(view("c b c s"), with_replies(per_ticket_per_day=1), now=at(1) + DAY)) == []


# W4: stale_after ----------------------------------------------------------------------------------------------


def test_w4_a_reply_is_owed_up_to_the_second_before_stale_after() -> None:
    assert says(decided(view("c"), now=START + STALE - SECOND)) == ["guide"]


@pytest.mark.parametrize("late", [timedelta(0), SECOND, DAY])
def test_w4_from_stale_after_on_it_is_for_staff(late: timedelta) -> None:
    decision = decided(view("c"), now=START + STALE + late)
    assert (says(decision), withheld_by(decision), decision.waiting_for) == ([], ["W4"], WaitingFor.STAFF)
    assert until(decision) is None


def test_w4_stale_after_counts_from_the_last_message_that_waits() -> None:
    assert says(decided(view("c c"), now=START + STALE)) == ["guide"]


def test_w4_a_draft_does_not_go_stale() -> None:
    decision = decided(view("c b c b c s c"), now=at(6) + 30 * DAY)
    assert says(decision) == ["quote"]


def test_w4_no_note_goes_stale() -> None:
    assert says(decided(view("c", subject="hello"), now=START + STALE)) == ["note-abstained"]


# W5: hold and pause -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("override", [hold(at(2)), hold(at(2), subject=SubjectKind.CLIENT), PAUSE])
def test_w5_a_hold_or_pause_stops_replies_until_it_ends(override: Override) -> None:
    talk = view("c", overrides=(override,))
    decision = decided(talk)
    assert (says(decision), withheld_by(decision), until(decision)) == ([], ["W5"], at(2))
    assert says(decided(talk, now=at(2) - SECOND)) == []
    assert says(decided(talk, now=at(2))) == ["guide"]


@pytest.mark.parametrize("override", [hold(at(9)), PAUSE])
def test_w5_it_stops_drafts_too(override: Override) -> None:
    lasting = replace(override, end=at(9))
    decision = decided(view("c b c b c s c", overrides=(lasting,)))
    assert (says(decision), withheld_by(decision)) == ([], ["W5"])
    assert says(decided(view("c b c b c s c", overrides=(lasting,)), now=at(9))) == ["quote"]


def test_w5_one_that_was_released_stops_nothing_any_more() -> None:
    released = replace(hold(None), released=at(1))
    assert says(decided(view("c", overrides=(released,)))) == []
    assert says(decided(view("c", overrides=(released,)), now=at(1))) == ["guide"]


def test_w5_one_that_begins_later_stops_nothing_yet() -> None:
    later = replace(hold(at(5)), start=at(3))
    decision = decided(view("c", overrides=(later,)))
    assert (says(decision), decision.next_change) == (["guide"], at(3))


def test_w5_tags_and_notes_go_on() -> None:
    decision = decided(view("c", subject="hello", overrides=(hold(None), PAUSE)))
    assert says(decision) == ["note-abstained"]
    assert {"held", "rung-guide", "best-effort"} <= marks(decision)


def test_w1_held_is_for_holds_and_not_for_the_pause() -> None:
    assert "held" not in marks(decided(view("c", overrides=(PAUSE,))))
    assert "held" not in marks(decided(view("c", overrides=(hold(at(0)),))))


def test_w4_what_a_hold_kept_too_long_is_stale() -> None:
    talk = view("c", overrides=(hold(START + STALE),))
    assert decided(talk).next_change == START + STALE
    assert (says(decided(talk, now=START + STALE)), withheld_by(decided(talk, now=START + STALE))) == ([], ["W4"])


# W7: answer-from ----------------------------------------------------------------------------------------------


def answer_from(instant: datetime, cause: AnswerFromCause) -> AnswerFrom:
    return AnswerFrom(instant, cause)


@pytest.mark.parametrize("cause", list(AnswerFromCause))
def test_w7_an_older_message_is_owed_nothing(cause: AnswerFromCause) -> None:
    decision = decided(view("c", answer_from=answer_from(at(0) + SECOND, cause)))
    assert withheld_by(decision) == ["W7"]
    assert decision.waiting_for is WaitingFor.STAFF


@pytest.mark.parametrize("cause", list(AnswerFromCause))
def test_w7_a_newer_message_is_owed_its_reply(cause: AnswerFromCause) -> None:
    assert says(decided(view("c c", answer_from=answer_from(at(0.5), cause)))) == ["guide"]


def test_w7_the_first_start_writes_no_notes_and_the_others_one() -> None:
    notes = {cause: says(decided(view("c", answer_from=answer_from(at(1), cause)))) for cause in AnswerFromCause}
    assert notes == {
        AnswerFromCause.FIRST_START: [],
        AnswerFromCause.BACKFILL: ["note-answer-from"],
        AnswerFromCause.POLICY_CHANGE: ["note-answer-from"],
    }


def test_w7_the_note_says_what_was_withheld_and_comes_once() -> None:
    backfilled = answer_from(at(1), AnswerFromCause.BACKFILL)
    note = next(
        action for action in decided(view("c", answer_from=backfilled)).actions if isinstance(action, WriteNote)
    )
    assert note.data["withheld"] == "guide"
    noted = sent("note-answer-from", at=at(1), kind=WriteKind.NOTE)
    assert says(decided(view("c", answer_from=backfilled, writes=(noted,)))) == []


def test_w7_where_nothing_could_be_sent_nothing_was_withheld() -> None:
    """Old tickets without a topic get neither note: they mail nobody, staff included."""
    decision = decided(view("c", subject="hello", answer_from=answer_from(at(1), AnswerFromCause.BACKFILL)))
    assert (says(decision), decision.withheld) == ([], ())
    assert decision.waiting_for is WaitingFor.STAFF


def test_w7_a_ticket_that_is_staff_s_gets_no_note() -> None:
    assert says(decided(view("c s c", answer_from=answer_from(at(9), AnswerFromCause.BACKFILL)))) == []


def test_w7_a_quote_is_withheld_too() -> None:
    decision = decided(view("c b c b c s c", answer_from=answer_from(at(9), AnswerFromCause.BACKFILL)))
    assert (says(decision), withheld_by(decision)) == (["note-answer-from"], ["W7"])


def test_w7_messages_have_whole_seconds_so_a_first_start_owes_its_own_and_the_others_do_not() -> None:
    within = at(0) + timedelta(milliseconds=400)
    owed = {
        cause: "guide" in says(decided(view("c", answer_from=answer_from(within, cause)))) for cause in AnswerFromCause
    }
    assert owed == {
        AnswerFromCause.FIRST_START: True,
        AnswerFromCause.BACKFILL: False,
        AnswerFromCause.POLICY_CHANGE: False,
    }


def test_w7_no_time_brings_back_what_answer_from_withholds() -> None:
    decision = decided(view("c", answer_from=answer_from(at(1), AnswerFromCause.BACKFILL)), now=at(0) + HOUR)
    assert until(decision) is None
    assert decision.next_change is None


def test_w7_tags_are_written_on_old_tickets_too() -> None:
    decision = decided(view("c", answer_from=answer_from(at(9), AnswerFromCause.FIRST_START)))
    assert {"best-effort", "rung-guide", "topic-wordpress", "needs-staff"} <= marks(decision)
