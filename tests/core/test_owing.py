"""L3, L6, S2, W3: what is said on guide and clarify, what staff are told instead, and who keeps the bridge silent."""

from dataclasses import replace

import pytest

from bridge.core.actions import SendReply, WriteNote
from bridge.core.decision import Decision, WaitingFor
from bridge.core.model import Rung, WriteKind, WriteState
from bridge.core.policy import Policy, Text, Topic
from tests.core.tickets import (
    POLICY,
    WORDPRESS,
    at,
    c,
    decided,
    marks,
    says,
    seats,
    sent,
    view,
    with_replies,
    withheld_by,
)

ONE, TWO = Text("replies/one.md", "d-one"), Text("replies/two.md", "d-two")


def with_topic(topic: Topic) -> Policy:
    return replace(POLICY, topics={**POLICY.topics, topic.name: topic})


def clarifying(*texts: Text) -> Policy:
    return with_topic(replace(WORDPRESS, clarifications=texts))


def reply(decision: Decision) -> SendReply:
    return next(action for action in decision.actions if isinstance(action, SendReply))


def note(decision: Decision) -> WriteNote:
    return next(action for action in decision.actions if isinstance(action, WriteNote))


# L3: guide and clarifications ---------------------------------------------------------------------------------


def test_l3_a_reply_says_which_message_was_the_last_it_had_seen() -> None:
    assert reply(decided(view("c c c"))).after == 2


def test_l3_clarify_gives_the_first_text_not_yet_sent() -> None:
    policy = clarifying(ONE, TWO)
    assert reply(decided(view("c b c"), policy)).text == ONE.name
    given = sent("clarify-1", at=at(3), text="bridge 3", message=3)
    first = replace(given, source=ONE.name, source_digest=ONE.digest)
    second = view("c b c b c")
    decision = decided(replace(second, writes=(second.writes[0], first)), policy)
    assert (reply(decision).key, reply(decision).text) == ("clarify-2", TWO.name)


def test_w3_a_renamed_text_of_the_same_content_is_not_sent_again() -> None:
    renamed = Text("replies/renamed.md", "d1")
    assert says(decided(view("c b c b c"), clarifying(renamed))) == ["note-none-left"]


def test_w3_an_edited_text_of_the_same_name_is_not_sent_again() -> None:
    edited = replace(WORDPRESS.clarifications[0], digest="d1-edited")
    assert says(decided(view("c b c b c"), clarifying(edited))) == ["note-none-left"]


def test_w3_a_reordered_list_repeats_nothing_and_leaves_nothing_out() -> None:
    policy = clarifying(TWO, WORDPRESS.clarifications[0], ONE)
    decision = decided(view("c b c b c"), policy)
    assert (reply(decision).key, reply(decision).text) == ("clarify-2", TWO.name)


def test_w4_two_files_with_one_content_are_one_text() -> None:
    twins = clarifying(WORDPRESS.clarifications[0], Text("replies/copy.md", "d1"))
    assert says(decided(view("c b c b c"), twins)) == ["note-none-left"]


def test_w4_a_text_that_may_have_been_sent_on_a_merged_ticket_is_not_sent_again() -> None:
    here = view("c b c b c")
    parked = replace(here.writes[1], ticket="6", key="clarify-9", source=TWO.name, state=WriteState.PARKED)
    policy = clarifying(WORDPRESS.clarifications[0], TWO)
    assert says(decided(replace(here, writes=(*here.writes, parked)), policy)) == ["note-none-left"]


def test_w3_a_reply_under_way_is_asked_for_again_under_its_own_key_and_text() -> None:
    for state in (WriteState.INTENDED, WriteState.SENDING, WriteState.UNKNOWN):
        begun = sent("clarify-1", at=at(2), text="not seen", state=state)
        talk = view("c b c")
        decision = decided(replace(talk, writes=(*talk.writes, begun)))
        assert (reply(decision).key, reply(decision).text) == ("clarify-1", "replies/wordpress-1.md")


def test_w3_a_reply_withdrawn_before_it_was_sent_may_be_sent() -> None:
    withdrawn = sent("guide", at=at(0), text="never sent", state=WriteState.WITHDRAWN)
    assert says(decided(view("c", writes=(withdrawn,)))) == ["guide"]


@pytest.mark.parametrize("state", [WriteState.PARKED, WriteState.REFUSED])
def test_w3_a_write_that_waits_for_a_person_is_not_tried_again(state: WriteState) -> None:
    decision = decided(view("c", writes=(sent("guide", at=at(0), text="?", state=state),)))
    assert (says(decision), withheld_by(decision)) == ([], ["W3"])
    assert decision.waiting_for is WaitingFor.STAFF


def test_l3_a_topic_without_a_guide_waits_for_staff() -> None:
    policy = with_topic(replace(WORDPRESS, guide=None))
    decision = decided(view("c"), policy)
    assert (says(decision), decision.waiting_for) == (["note-none-left"], WaitingFor.STAFF)


def test_l3_a_guide_that_was_sent_is_not_sent_again() -> None:
    """Cut to number 1 by a plan that came and went, then asked again on guide: staff are asked, nothing is repeated."""
    there_and_back = seats("best-effort", 2.1, "professional", 2.2, "best-effort")
    decision = decided(view("c b c c", seats_are=there_and_back))
    assert (decision.rung, says(decision)) == (Rung.GUIDE, ["note-none-left"])


def test_l3_none_left_is_noted_once_a_ticket_with_what_was_sent() -> None:
    left = decided(view("c b c b c"))
    assert note(left).data == {"topic": "wordpress", "sent": ("guide", "clarify-1")}
    assert "needs-staff" in marks(left)
    noted = sent("note-none-left", at=at(4), kind=WriteKind.NOTE)
    talk = view("c b c b c")
    assert says(decided(replace(talk, writes=(*talk.writes, noted)))) == []


def test_w3_a_note_of_unknown_outcome_may_be_doubled_and_a_parked_one_not() -> None:
    talk = view("c b c b c")
    for state, keys in {WriteState.UNKNOWN: ["note-none-left"], WriteState.PARKED: []}.items():
        noted = sent("note-none-left", at=at(4), kind=WriteKind.NOTE, state=state)
        assert says(decided(replace(talk, writes=(*talk.writes, noted)))) == keys


# S2: the finder abstains --------------------------------------------------------------------------------------


def test_s2_without_a_topic_staff_get_the_three_best_candidates_and_no_reply_is_sent() -> None:
    decision = decided(view("c", subject="wordpress dns outage no-quote"))
    assert (says(decision), decision.waiting_for) == (["note-abstained"], WaitingFor.STAFF)
    assert [candidate["topic"] for candidate in note(decision).data["candidates"]] == ["dns", "no-quote", "outage"]  # type: ignore[attr-defined]  # data is any plain value; here a tuple of rows
    assert "needs-staff" in marks(decision)


@pytest.mark.parametrize("tier", ["professional", "guest", "former"])
def test_s2_where_no_topic_was_needed_nothing_is_noted(tier: str) -> None:
    assert says(decided(view("c", subject="hello", tier=tier))) == []


def test_s2_nothing_is_noted_once_it_was_answered_solved_or_in_doubt() -> None:
    assert says(decided(view("c s", subject="hello"))) == []
    assert says(decided(view("c s", c("works now, thank you"), subject="hello"))) == []
    assert says(decided(view("c s", c("thanks"), subject="hello"))) == []


def test_s2_the_note_is_left_once() -> None:
    noted = sent("note-abstained", at=at(0), kind=WriteKind.NOTE)
    assert says(decided(view("c c", subject="hello", writes=(noted,)))) == []


def test_s2_without_a_topic_quote_is_staff() -> None:
    decision = decided(view("c s c s c s c", subject="hello"))
    assert (decision.rung, decision.step, says(decision)) == (Rung.STAFF, 4, [])


# L6: staff always win -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("talk", ["c s c", "c b s c", "s c", "c b c s b c"])
def test_l6_once_staff_have_replied_no_reply_is_owed(talk: str) -> None:
    decision = decided(view(talk))
    assert not any(isinstance(action, SendReply) for action in decision.actions)
    assert decision.waiting_for is WaitingFor.STAFF


def test_l6_unless_the_config_resumes_after_staff() -> None:
    assert says(decided(view("c s c"), with_replies(resume_after_staff=True))) == ["clarify-1"]


def test_l6_robots_silence_nothing() -> None:
    assert says(decided(view("r c r"))) == ["guide"]


def test_l6_notes_go_on_after_staff() -> None:
    assert says(decided(view("c s c", subject="hello"))) == ["note-abstained"]
    assert says(decided(view("c s c", subject="dns"))) == ["note-none-left"]


def test_l6_tags_go_on_after_staff() -> None:
    assert {"rung-clarify", "needs-staff"} <= marks(decided(view("c s c")))


def test_l6_a_ticket_that_staff_answered_waits_for_the_customer() -> None:
    decision = decided(view("c s"))
    assert decision.waiting_for is WaitingFor.CUSTOMER
    assert "needs-staff" not in marks(decision)
