"""L5, T8, Q3: a ticket's own timeline out of its facts and its clients' timelines."""

from datetime import date, datetime

from bridge.core.model import About, Fact, Source, Stage
from bridge.core.seating import owners, seats, stages, statuses
from bridge.core.timeline import Held, Segment, Timeline, timeline
from bridge.core.view import Seat, StageChange, StatusChange
from tests.core.tickets import POLICY, at

ALWAYS = Held(None, None, ())


def found(about: About, value: str, hour: float, *, order: int = 0) -> Fact:
    return Fact(about, value, learned=at(hour), source=Source.READING, order=order)


def told(about: About, value: str, hour: float, *, learned: float) -> Fact:
    return Fact(about, value, learned=at(learned), source=Source.WEBHOOK, effect=at(hour))


def client(name: str, hour: float = 0) -> Fact:
    return found(About.TICKET_CLIENT, name, hour)


def life(*parts: str | float) -> Timeline:
    """Return a timeline of tiers with the hours between them."""
    names = [part for part in parts if isinstance(part, str)]
    bounds: list[datetime | None] = [None, *(at(part) for part in parts if not isinstance(part, str)), None]
    segments = tuple(Segment(bounds[i], bounds[i + 1], name, ()) for i, name in enumerate(names))
    return Timeline(segments, (ALWAYS,), signed_up=None, gone=None)


def merged(hour: float, survivor: str | None) -> Timeline:
    """Return the timeline of a client found gone, merged into ``survivor`` or deleted (None)."""
    merge = told(About.MERGED_INTO, survivor, hour, learned=hour) if survivor else None
    facts = [
        Fact(About.SIGNED_UP, date(2025, 1, 1).isoformat(), learned=at(-99), source=Source.READING),
        Fact(About.CLIENT_STATUS, "Active", learned=at(-99), source=Source.READING, order=1),
        found(About.GONE, "yes", hour, order=2),
        *([merge] if merge else []),
    ]
    return timeline(facts, (), POLICY, as_known=None)


def tiers(parts: tuple[Seat, ...]) -> list[tuple[datetime | None, datetime | None, str, str | None]]:
    return [(seat.start, seat.end, seat.tier, seat.client) for seat in parts]


def test_t0_a_ticket_without_facts_or_client_is_a_guest_s_for_ever() -> None:
    assert seats((), {}, POLICY) == (Seat(None, None, "guest", None),)
    assert seats((client(""),), {}, POLICY) == (Seat(None, None, "guest", None),)


def test_l5_the_tiers_are_the_client_s_over_all_time() -> None:
    parts = seats((client("42", 5),), {"42": life("new-customer", 2, "best-effort")}, POLICY)
    assert tiers(parts) == [(None, at(2), "new-customer", "42"), (at(2), None, "best-effort", "42")]


def test_l5_a_ticket_that_changes_hands_changes_from_when_it_was_found() -> None:
    lives = {"42": life("new-customer", 9, "best-effort"), "43": life("professional")}
    parts = seats((client("42"), client("43", 4)), lives, POLICY)
    assert tiers(parts) == [(None, at(4), "new-customer", "42"), (at(4), None, "professional", "43")]


def test_l5_a_guest_s_ticket_may_get_a_client_and_lose_it() -> None:
    parts = seats((client(""), client("42", 1), client("", 2)), {"42": life("best-effort")}, POLICY)
    assert [seat.tier for seat in parts] == ["guest", "best-effort", "guest"]


def test_d3_an_owner_for_no_time_at_all_takes_no_seat() -> None:
    """Two webhooks of one second: the first owner lasted no time, and cuts nothing (L5)."""
    facts = (
        client("42"),
        told(About.TICKET_CLIENT, "", 1, learned=1),
        found(About.TICKET_CLIENT, "", 2, order=2),
        told(About.TICKET_CLIENT, "42", 1, learned=1),
        found(About.TICKET_CLIENT, "42", 3, order=4),
    )
    parts = seats(tuple(facts), {"42": life("best-effort")}, POLICY)
    assert all(seat.start is None or seat.end is None or seat.start < seat.end for seat in parts)


def test_t8_tickets_follow_a_merge_from_the_merge_on() -> None:
    parts = seats((client("41"), client("42", 6)), {"41": merged(3, "42"), "42": life("professional")}, POLICY)
    assert tiers(parts)[-1] == (at(3), None, "professional", "42")
    assert parts[-2].end == at(3)


def test_t8_a_merge_does_not_reach_back_before_the_ticket_was_the_gone_client_s() -> None:
    facts = (client(""), client("41", 5), client("42", 6))
    parts = seats(facts, {"41": merged(3, "42"), "42": life("professional")}, POLICY)
    assert [(seat.start, seat.tier) for seat in parts] == [(None, "guest"), (at(5), "professional")]


def test_t8_a_client_lost_to_someone_else_than_the_survivor_changes_hands_when_found() -> None:
    parts = seats((client("41"), client("43", 6)), {"41": merged(3, "42"), "43": life("professional")}, POLICY)
    assert parts[-1].start == at(6)


def test_t8_a_deleted_client_s_tickets_are_a_guest_s_from_then_on() -> None:
    parts = seats((client("41"),), {"41": merged(3, None)}, POLICY)
    assert parts[-1] == Seat(at(3), None, "guest", None)
    assert {seat.client for seat in parts[:-1]} == {"41"}


def test_the_owners_are_all_clients_it_ever_had() -> None:
    facts = (client(""), client("42", 1), client("43", 2), client("42", 3))
    assert owners(facts) == ("42", "43")


def test_l2_a_ticket_begins_open_and_its_status_changes_are_as_found() -> None:
    yes, no = found(About.TICKET_OPEN, "yes", 0), found(About.TICKET_OPEN, "no", 3)
    assert statuses((yes, no)) == (StatusChange(at(3), is_open=False),)
    assert statuses((no,)) == (StatusChange(at(3), is_open=False),)
    assert statuses(()) == ()


def test_d3_a_webhook_says_when_it_was_closed_and_alone_it_says_nothing() -> None:
    yes, no = found(About.TICKET_OPEN, "yes", 0), found(About.TICKET_OPEN, "no", 3)
    closing = told(About.TICKET_OPEN, "no", 2, learned=2)
    assert statuses((yes, no, closing)) == (StatusChange(at(2), is_open=False),)
    assert statuses((yes, closing)) == ()


def test_q3_the_quote_s_stages_are_as_found() -> None:
    facts = (found(About.QUOTE_STAGE, "draft", 1), found(About.QUOTE_STAGE, "accepted", 2))
    assert stages(facts) == (StageChange(at(1), Stage.DRAFT), StageChange(at(2), Stage.ACCEPTED))


def test_l7_in_what_order_and_how_often_facts_are_given_makes_no_difference() -> None:
    facts = (client("41"), client("42", 6), found(About.TICKET_OPEN, "yes", 0), found(About.TICKET_OPEN, "no", 3))
    lives = {"41": life("new-customer"), "42": life("professional")}
    shuffled = (*facts[::-1], *facts)
    assert seats(shuffled, lives, POLICY) == seats(facts, lives, POLICY)
    assert statuses(shuffled) == statuses(facts)
