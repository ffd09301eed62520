"""Who asked and who answered: robots and machine mail left out, our own replies known whatever name they are under."""

from dataclasses import replace

from bridge.core.conversation import conversation, found_reply, recognised
from bridge.core.folding import digest
from bridge.core.model import Author, Message, Rung, WriteState
from bridge.core.view import TicketView
from tests.core.tickets import HOUR, PlainReader, at, c, decided, sent, view


def authors(seen: TicketView) -> str:
    """Return the turns as in the policy's shorthand."""
    return " ".join(turn.author[0] for turn in conversation(seen, PlainReader()))


def without(seen: TicketView, *ids: int) -> TicketView:
    kept = tuple(message for message in seen.ticket.messages if message.id not in ids)
    return replace(seen, ticket=replace(seen.ticket, messages=kept))


def test_l6_robots_are_no_persons_and_are_left_out() -> None:
    assert authors(view("c r b r c")) == "c b c"


def test_w4_an_automatic_message_is_no_turn() -> None:
    assert authors(view("c b", c("auto: out of office"), "c")) == "c b c"


def test_w4_what_staff_or_the_bridge_write_is_never_automatic() -> None:
    seen = view("c s")
    staff = replace(seen.ticket.messages[1], text="auto-answers are off again")
    assert authors(replace(seen, ticket=replace(seen.ticket, messages=(seen.ticket.messages[0], staff)))) == "c s"


def test_d3_messages_of_one_second_are_in_the_order_of_their_ids() -> None:
    seen = view("c b c")
    together = tuple(replace(message, at=at(0).replace(microsecond=9 - message.id)) for message in seen.ticket.messages)
    assert [message.id for message in recognised(together[::-1], seen.writes)] == [0, 1, 2]


def test_a_message_read_twice_is_one_message() -> None:
    seen = view(c("works now, thank you"))
    doubled = replace(seen, ticket=replace(seen.ticket, messages=seen.ticket.messages * 2))
    assert authors(doubled) == "c"


def test_l6_our_reply_under_the_name_of_a_person_is_ours_by_its_text() -> None:
    seen = view("c b")
    as_read = Message(1, at(1), Author.STAFF, "<p>BRIDGE&nbsp; 1</p>\r\n")
    shown = replace(seen, ticket=replace(seen.ticket, messages=(seen.ticket.messages[0], as_read)))
    assert authors(replace(shown, writes=(sent("guide", at=at(1), text="bridge 1"),))) == "c b"


def test_our_reply_found_before_is_ours_even_when_a_person_has_edited_it() -> None:
    seen = view("c s")
    assert authors(replace(seen, writes=(sent("guide", at=at(1), text="as it was", message=1),))) == "c b"


def test_a_reply_of_unknown_outcome_is_ours_as_soon_as_it_is_seen() -> None:
    write = sent("guide", at=at(1), text="staff 1", state=WriteState.UNKNOWN)
    assert authors(view("c s", writes=(write,))) == "c b"


def test_what_a_customer_quotes_of_us_stays_theirs() -> None:
    assert authors(view("c", c("bridge 1"), writes=(sent("guide", at=at(0.5), text="bridge 1"),))) == "c b c"


def test_l2_a_reply_that_was_deleted_stays_sent_and_still_answers() -> None:
    seen = without(view("c b c"), 1)
    assert authors(seen) == "c b c"
    assert decided(seen).rung is Rung.CLARIFY


def test_l2_a_missing_reply_stands_behind_the_last_message_it_had_seen() -> None:
    write = sent("guide", at=at(5), text="lost", after=1)
    assert authors(view("c c c", writes=(write,))) == "c c b c"


def test_l2_missing_replies_stand_in_the_order_in_which_they_were_sent() -> None:
    later, first = sent("clarify-1", at=at(6), text="two", after=2), sent("guide", at=at(5), text="one", after=2)
    turns = conversation(view("c c c", writes=(later, first)), PlainReader())
    assert [turn.at for turn in turns if turn.author is Author.BRIDGE] == [at(5), at(6)]


def test_a_reply_that_a_message_from_us_shows_is_not_missing() -> None:
    seen = view("c b c")
    forgotten = tuple(replace(write, message=None) for write in seen.writes)
    assert authors(replace(seen, writes=forgotten)) == "c b c"


def test_a_reply_whose_outcome_is_unknown_is_no_answer_until_it_is_seen() -> None:
    for state in (WriteState.SENDING, WriteState.UNKNOWN, WriteState.PARKED, WriteState.INTENDED, WriteState.WITHDRAWN):
        assert authors(view("c", writes=(sent("guide", at=at(1), text="lost", state=state),))) == "c"


def test_replies_of_a_ticket_that_was_merged_in_still_count() -> None:
    """W3, Q4: the writes of merged tickets go to the master; their messages have new ids there."""
    moved = replace(sent("guide", at=at(1), text="bridge 1", message=99), ticket="6")
    assert authors(view("c s c", writes=(replace(moved, digest=digest("staff 1")),))) == "c b c"


def test_a_reply_is_found_by_its_text_and_only_on_our_side() -> None:
    ours = Message(3, at(1), Author.STAFF, "Please try\nthis &amp; that")
    theirs = replace(ours, id=2, author=Author.CUSTOMER, at=at(1) - HOUR)
    assert found_reply((theirs, ours), digest("please try this & that")) == ours
    assert found_reply((theirs,), digest("please try this & that")) is None
