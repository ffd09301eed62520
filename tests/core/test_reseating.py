"""L5: another tier or another client moves an open ticket to another ladder, and says nothing by itself."""

from dataclasses import replace
from datetime import timedelta

from bridge.core.actions import SendReply
from bridge.core.decision import WaitingFor
from bridge.core.model import Rung, SubjectKind
from bridge.core.policy import Tier
from bridge.core.view import Seat
from tests.core.tickets import POLICY, TIERS, at, decided, hold, marks, says, seats, view, with_replies, withheld_by


def test_l5_the_number_stays_on_the_new_ladder() -> None:
    decision = decided(view("c b c b c", seats_are=seats("new-customer", 4.01, "best-effort")))
    assert (decision.rung, decision.step) == (Rung.CLARIFY, 3)


def test_l5_the_number_is_cut_to_the_ladder_and_stays_cut_on_the_way_back() -> None:
    back = seats("best-effort", 4.001, "professional", 4.002, "best-effort")
    decision = decided(view("c b c b c", seats_are=back))
    assert (decision.rung, decision.step) == (Rung.GUIDE, 1)


def test_l5_a_tier_that_changed_before_the_ticket_began_cuts_nothing() -> None:
    before = seats("professional", -2, "best-effort")
    assert decided(view("c b c", seats_are=before)).step == 2


def test_l5_a_change_at_the_second_of_a_message_comes_before_it() -> None:
    decision = decided(view("c b c", seats_are=seats("best-effort", 2, "professional")))
    assert (decision.rung, says(decision)) == (Rung.EXECUTE, [])


def test_l5_a_change_that_is_still_to_come_moves_nothing() -> None:
    decision = decided(view("c", seats_are=seats("best-effort", 5, "professional")))
    assert (decision.rung, decision.next_change) == (Rung.GUIDE, at(5))


def test_l5_a_re_seat_alone_says_and_drafts_nothing() -> None:
    """The new rung would give a guide; the old one (staff) did not, so it waits until the customer writes again."""
    decision = decided(view("c", seats_are=seats("guest", 0.01, "best-effort")))
    assert (decision.rung, says(decision), decision.waiting_for) == (Rung.GUIDE, [], WaitingFor.STAFF)
    assert decision.withheld == ()


def test_l5_a_re_seat_alone_drafts_no_quote() -> None:
    decision = decided(view("c s c s c s c", seats_are=seats("new-customer", 6.01, "best-effort")))
    assert (decision.rung, says(decision)) == (Rung.QUOTE, [])


def test_l5_after_a_re_seat_the_next_message_is_answered() -> None:
    decision = decided(view("c c", seats_are=seats("guest", 0.5, "best-effort")))
    assert says(decision) == ["guide"]


def test_l5_a_re_seat_writes_no_note_for_what_it_does_not_owe() -> None:
    unknown = view("c", subject="hello", seats_are=seats("professional", 0.01, "best-effort"))
    assert says(decided(unknown)) == []


def test_l5_what_was_owed_before_stays_owed_while_the_new_rung_calls_for_it() -> None:
    held = view("c", seats_are=seats("new-customer", 0.01, "best-effort"), overrides=(hold(at(1)),))
    assert withheld_by(decided(held)) == ["W5"]
    assert says(decided(held, now=at(1))) == ["guide"]


def test_l5_what_a_cap_held_back_stays_owed_too() -> None:
    policy = with_replies(per_client_per_day=1)
    day = timedelta(days=1)
    capped = view("c", seats_are=seats("new-customer", 0.01, "best-effort"), client_replies=(at(-2),))
    assert withheld_by(decided(capped, policy)) == ["W4"]
    assert says(decided(capped, policy, now=at(-2) + day)) == ["guide"]


def test_l5_what_was_owed_lapses_for_good_once_a_rung_did_not_call_for_it() -> None:
    there_and_back = seats("best-effort", 0.01, "professional", 0.02, "best-effort")
    decision = decided(view("c", seats_are=there_and_back, overrides=(hold(at(1)),)), now=at(1))
    assert (decision.rung, says(decision), decision.waiting_for) == (Rung.GUIDE, [], WaitingFor.STAFF)


def test_l5_an_owed_quote_stays_owed_on_another_quote_rung() -> None:
    short = Tier("short", (Rung.CLARIFY, Rung.QUOTE), {})
    held = view("c b c b c s c", seats_are=seats("best-effort", 6.01, "short"), overrides=(hold(at(7)),))
    policy = replace(POLICY, tiers=(*TIERS, short))
    assert withheld_by(decided(held, policy)) == ["W5"]
    assert says(decided(held, policy, now=at(7))) == ["quote"]


def test_l5_the_re_seated_ticket_is_tagged_anew() -> None:
    decision = decided(view("c b", seats_are=seats("best-effort", 1.001, "professional")))
    assert {"professional", "rung-execute", "realtime"} <= marks(decision)
    assert not {"best-effort", "rung-guide"} & marks(decision)


def test_l5_another_client_of_the_same_tier_keeps_the_ticket_where_it_is() -> None:
    moved = (Seat(None, at(2.5), "best-effort", "42"), Seat(at(2.5), None, "best-effort", "43"))
    decision = decided(view("c b c", seats_are=moved), now=at(3))
    assert (decision.step, decision.client, says(decision)) == (2, "43", ["clarify-1"])


def test_t8_a_deleted_client_s_ticket_is_a_guest_s() -> None:
    gone = (Seat(None, at(1.5), "best-effort", "42"), Seat(at(1.5), None, "guest", None))
    decision = decided(view("c b c", seats_are=gone))
    assert (decision.tier, decision.client, decision.rung, says(decision)) == ("guest", None, Rung.STAFF, [])


def test_l5_a_client_s_hold_moves_with_the_client_s_ticket() -> None:
    held = view("c", seats_are=seats("best-effort"), overrides=(hold(None, subject=SubjectKind.CLIENT),))
    assert withheld_by(decided(held)) == ["W5"]
    assert not any(isinstance(action, SendReply) for action in decided(held).actions)
