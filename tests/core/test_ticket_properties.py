"""What holds for every ticket, whatever was said, written, held or promised."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import assert_never

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.core.actions import (
    Action,
    DeliverQuote,
    DraftQuote,
    SendReply,
    SetPriority,
    SetTags,
    WriteNote,
)
from bridge.core.decision import Decision, WaitingFor, decide
from bridge.core.model import Author, Message, OverrideKind, Quote, Rung, Stage, Write, WriteKind, WriteState
from bridge.core.policy import AnswerFromCause, Policy
from bridge.core.tags import Mark, mark_tag, vocabulary
from bridge.core.view import StageChange, TicketView
from tests.core.ticket_strategies import NOW, future, policies, views
from tests.core.tickets import PlainReader, at, hold, seats, sent

READER = PlainReader()
TURNS = 6  # of deciding and writing, until nothing is left: more than any ladder needs

a_view, a_policy = views(), policies()
few = settings(max_examples=40)  # making a ticket costs more than deciding about it


def says(decision: Decision) -> list[Action]:
    """Return what would reach a customer, or be drafted; the day a draft is valid until follows its own day (Q1)."""
    return [
        replace(action, valid_until=NOW.date()) if isinstance(action, DraftQuote) else action
        for action in decision.actions
        if isinstance(action, SendReply | DraftQuote | DeliverQuote)
    ]


# Carrying a decision out --------------------------------------------------------------------------------------


def carried_out(seen: TicketView, decision: Decision, now: datetime) -> TicketView:
    for action in decision.actions:
        seen = _done(seen, action, now)
    return seen


def _done(seen: TicketView, action: Action, now: datetime) -> TicketView:
    match action:
        case SetTags():
            tags = ((seen.ticket.tags or frozenset()) - action.remove) | action.add
            return replace(seen, ticket=replace(seen.ticket, tags=tags))
        case SetPriority():
            ticket = replace(seen.ticket, priority=action.priority)
            return _written(replace(seen, ticket=ticket), sent(action.key, at=now, kind=WriteKind.PRIORITY))
        case WriteNote():
            return _written(seen, sent(action.key, at=now, kind=WriteKind.NOTE))
        case DraftQuote():
            quote = Quote("12", Stage.DRAFT, action.valid_until)
            stages = (*seen.stages, StageChange(now, Stage.DRAFT))
            drafted = sent(action.key, at=now, kind=WriteKind.QUOTE, quote="12")
            return _written(replace(seen, quote=quote, stages=stages), drafted)
        case DeliverQuote():
            assert seen.quote is not None
            stages = (*seen.stages, StageChange(now, Stage.DELIVERED))
            delivered = replace(seen, quote=replace(seen.quote, stage=Stage.DELIVERED), stages=stages)
            return _written(delivered, sent(action.key, at=now, kind=WriteKind.DELIVERY))
        case SendReply():
            return _replied(seen, action, now)
        case _:
            assert_never(action)


def _replied(seen: TicketView, action: SendReply, now: datetime) -> TicketView:
    number = 1 + max(message.id for message in seen.ticket.messages)
    reply = Message(number, now, Author.BRIDGE, f"the bridge says {action.key}")
    ticket = replace(seen.ticket, messages=(*seen.ticket.messages, reply))
    write = sent(action.key, at=now, text=reply.text, message=number, after=action.after)
    write = replace(write, source=action.text, source_digest=action.source_digest)
    return _written(replace(seen, ticket=ticket), write)


def _written(seen: TicketView, write: Write) -> TicketView:
    others = tuple(known for known in seen.writes if known.key != write.key)
    return replace(seen, writes=(*others, write))


@settings(max_examples=150)
@given(seen=a_view, policy=a_policy)
def test_l7_carried_out_and_decided_again_twice_changes_nothing(seen: TicketView, policy: Policy) -> None:
    keys: list[str] = []
    for _ in range(TURNS):
        decision = decide(seen, policy, READER, NOW)
        keys += [action.key for action in decision.actions if not isinstance(action, SetTags)]
        seen = carried_out(seen, decision, NOW)
    assert decide(seen, policy, READER, NOW).actions == ()
    assert len(keys) == len(set(keys)), "W3: once, ever"
    assert len([key for key in keys if not key.startswith(("note-", "priority-", "quote"))]) <= 1, "one reply a look"


# L7: only what is there counts --------------------------------------------------------------------------------


@few
@given(seen=a_view, policy=a_policy, seed=st.integers(0, 9))
def test_l7_in_what_order_and_how_often_things_are_read_makes_no_difference(
    seen: TicketView, policy: Policy, seed: int
) -> None:
    random = Random(seed)
    doubled = [*seen.ticket.messages, *seen.ticket.messages]
    writes, held, replies = list(seen.writes), list(seen.overrides), list(seen.client_replies)
    for each in (doubled, writes, held, replies):
        random.shuffle(each)
    shuffled = replace(
        seen,
        ticket=replace(seen.ticket, messages=tuple(doubled)),
        writes=tuple(writes),
        overrides=tuple(held),
        client_replies=tuple(replies),
    )
    was, now = decide(seen, policy, READER, NOW), decide(shuffled, policy, READER, NOW)
    assert (now.rung, now.step, now.tags, now.waiting_for, now.outcome) == (
        was.rung,
        was.step,
        was.tags,
        was.waiting_for,
        was.outcome,
    )
    assert says(now) == says(was)
    assert now.next_change == was.next_change


@few
@given(seen=a_view, policy=a_policy)
def test_d2_the_same_view_policy_and_instant_give_the_same_decision(seen: TicketView, policy: Policy) -> None:
    assert decide(seen, policy, READER, NOW) == decide(seen, policy, READER, NOW)


@few
@given(
    seen=views(closes=False),
    policy=a_policy,
    tier=st.sampled_from(["best-effort", "new-customer", "professional"]),
    authors=st.lists(st.sampled_from(list(Author)), max_size=6),
    text=st.sampled_from(["again", "works now?", "thanks", "works now, thank you"]),
)
def test_l2_as_messages_are_added_the_rung_never_goes_down(
    seen: TicketView, policy: Policy, tier: str, authors: list[Author], text: str
) -> None:
    """But by S1 (a topic that is named late and does not climb), L5 and Q3, which are left out here."""
    writes = tuple(write for write in seen.writes if write.kind is not WriteKind.QUOTE)
    seen = replace(seen, seats=seats(tier), writes=writes, quote=None, stages=())
    step = decide(seen, policy, READER, NOW).step
    for index, author in enumerate(authors, start=100):
        added = Message(index, NOW, author, text)
        seen = replace(seen, ticket=replace(seen.ticket, messages=(*seen.ticket.messages, added)))
        decision = decide(seen, policy, READER, NOW)
        assert decision.step >= step
        assert decision.step - step <= 1
        step = decision.step


# D1: time -----------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(seen=a_view, policy=a_policy, later=future())
def test_d1_nothing_changes_before_next_change(seen: TicketView, policy: Policy, later: datetime) -> None:
    assume(seen.ticket.is_open)
    was = decide(seen, policy, READER, NOW)
    if was.next_change is not None:
        assert was.next_change > NOW
        later = min(later, was.next_change - timedelta(seconds=1))
    then = decide(seen, policy, READER, later)
    assert (then.tags, then.rung, then.step, then.tier) == (was.tags, was.rung, was.step, was.tier)
    assert says(then) == says(was)
    assert _keys(then) == _keys(was)
    assert [withheld.rule for withheld in then.withheld] == [withheld.rule for withheld in was.withheld]
    assert then.next_change == was.next_change


def _keys(decision: Decision) -> list[str]:
    return ["tags" if isinstance(action, SetTags) else action.key for action in decision.actions]


@few
@given(seen=a_view, policy=a_policy, later=future())
def test_d1_a_closed_ticket_is_left_to_itself(seen: TicketView, policy: Policy, later: datetime) -> None:
    closed = replace(seen, ticket=replace(seen.ticket, is_open=False))
    assert decide(closed, policy, READER, NOW).next_change is None
    assert _keys(decide(closed, policy, READER, later)) == _keys(decide(closed, policy, READER, NOW))


# L6, L4, W5, W7, L2: who keeps the bridge silent --------------------------------------------------------------


@few
@given(seen=a_view, policy=a_policy, place=st.integers(0, 8))
def test_l6_once_a_person_has_written_no_reply_is_sent(seen: TicketView, policy: Policy, place: int) -> None:
    told = list(seen.ticket.messages)
    instant = told[place].at if place < len(told) else NOW
    told.append(Message(100 + place, instant, Author.STAFF, "a person has written"))
    seen = replace(seen, ticket=replace(seen.ticket, messages=tuple(told)))
    said = says(decide(seen, policy, READER, NOW))
    assert not any(isinstance(action, DeliverQuote) for action in said)
    assert policy.replies.resume_after_staff or not any(isinstance(action, SendReply) for action in said)


@few
@given(seen=a_view, policy=a_policy)
def test_l2_on_a_closed_ticket_tags_come_off_and_nothing_else_is_done(seen: TicketView, policy: Policy) -> None:
    closed = replace(seen, ticket=replace(seen.ticket, is_open=False))
    for action in decide(closed, policy, READER, NOW).actions:
        assert isinstance(action, SetTags)
        assert not action.add
        assert {tag.casefold() for tag in action.remove} <= {"support-needs-staff", "support-held"}


@few
@given(seen=a_view, policy=a_policy, text=st.sampled_from(["works now, thank you", "works now?", "thanks"]))
def test_l4_solved_or_in_doubt_nothing_is_said(seen: TicketView, policy: Policy, text: str) -> None:
    opening = Message(-1, at(-1), Author.CUSTOMER, "wordpress")
    told = (opening, *seen.ticket.messages, Message(100, NOW, Author.CUSTOMER, text))
    seen = replace(seen, ticket=replace(seen.ticket, messages=told))
    assert says(decide(seen, policy, READER, NOW)) == []


@few
@given(seen=a_view, policy=a_policy, kind=st.sampled_from([OverrideKind.HOLD, OverrideKind.PAUSE]))
def test_w5_under_a_hold_or_pause_nothing_is_said(seen: TicketView, policy: Policy, kind: OverrideKind) -> None:
    lasting = replace(hold(None), kind=kind)
    held = replace(seen, overrides=(*seen.overrides, lasting))
    assert says(decide(held, policy, READER, NOW)) == []


@few
@given(seen=a_view, policy=a_policy, cause=st.sampled_from(list(AnswerFromCause)))
def test_w7_a_start_at_this_moment_says_nothing(seen: TicketView, policy: Policy, cause: AnswerFromCause) -> None:
    started = replace(seen, answer_from=replace(seen.answer_from, instant=NOW + timedelta(seconds=1), cause=cause))
    decision = decide(started, policy, READER, NOW)
    assert says(decision) == []
    if cause is AnswerFromCause.FIRST_START:
        assert not any(action.key == "note-answer-from" for action in decision.actions if isinstance(action, WriteNote))


@few
@given(seen=a_view, policy=a_policy)
def test_w4_nothing_that_may_have_been_sent_is_sent_again(seen: TicketView, policy: Policy) -> None:
    certain = {write.key for write in seen.writes if write.state in {WriteState.DONE, WriteState.PARKED}}
    for action in decide(seen, policy, READER, NOW).actions:
        assert isinstance(action, SetTags) or action.key not in certain


@few
@given(seen=a_view, policy=a_policy)
def test_q4_where_there_is_a_quote_no_other_is_drafted(seen: TicketView, policy: Policy) -> None:
    drafted = _written(seen, sent("quote", at=at(0), kind=WriteKind.QUOTE, quote="12"))
    assert not any(isinstance(action, DraftQuote) for action in decide(drafted, policy, READER, NOW).actions)


@few
@given(seen=a_view, policy=a_policy)
def test_one_thing_is_said_at_most_and_what_is_said_is_not_withheld(seen: TicketView, policy: Policy) -> None:
    decision = decide(seen, policy, READER, NOW)
    assert len(says(decision)) <= 1
    assert not (says(decision) and decision.withheld)


# W1, W2: tags -------------------------------------------------------------------------------------------------


@few
@given(seen=a_view, policy=a_policy)
def test_w1_only_words_of_the_vocabulary_are_added_and_only_removable_tags_removed(
    seen: TicketView, policy: Policy
) -> None:
    ours = {tag.casefold() for tag in vocabulary(policy) | seen.removable}
    for action in decide(seen, policy, READER, NOW).actions:
        if isinstance(action, SetTags):
            assert action.add <= vocabulary(policy)
            assert {tag.casefold() for tag in action.remove} <= ours
            assert action.add or action.remove


@few
@given(seen=a_view, policy=a_policy)
def test_w1_needs_staff_exactly_while_an_open_ticket_waits_for_staff(seen: TicketView, policy: Policy) -> None:
    decision = decide(seen, policy, READER, NOW)
    assert (mark_tag(policy, Mark.NEEDS_STAFF) in decision.tags) is (decision.waiting_for is WaitingFor.STAFF)


@few
@given(seen=a_view, policy=a_policy)
def test_w1_an_open_ticket_has_one_tier_and_one_rung(seen: TicketView, policy: Policy) -> None:
    assume(seen.ticket.is_open)
    decision = decide(seen, policy, READER, NOW)
    rungs = {tag for tag in decision.tags if tag.startswith("support-rung-")}
    tiers = {tag for tag in decision.tags if tag in {f"support-{tier.name}" for tier in (policy.guest, *policy.tiers)}}
    assert rungs == {f"support-rung-{decision.rung}"}
    assert tiers == {f"support-{decision.tier}"}
    assert decision.tier == seen.seat_at(NOW).tier, "L5: the tier is the one of now"


@few
@given(seen=a_view, policy=a_policy)
def test_t1_a_new_customer_or_guest_is_never_quoted_without_a_quote_rung(seen: TicketView, policy: Policy) -> None:
    decision = decide(seen, policy, READER, NOW)
    if any(isinstance(action, DraftQuote) for action in decision.actions):
        assert decision.rung is Rung.QUOTE
        assert decision.client is not None
