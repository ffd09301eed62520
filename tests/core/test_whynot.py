"""The smallest change that would have given another answer, found by trying it (W6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import given

from bridge.core.model import About, Access, Channel, Fact, Override
from bridge.core.policy import Finder, Policy
from bridge.core.reading import Score
from bridge.core.whynot import Case, WhyNot, why_no_topic, why_not
from tests.core.lives import (
    HELD_THEN_SUSPENDED,
    OFFICE_HOURS,
    POLICY,
    SIGNED_UP,
    grant,
    local,
    numbered,
    read_holding,
    read_sign_up,
    read_status,
    session,
)
from tests.core.strategies import instants, lives, overrides, policies

OLD = read_sign_up("2025-01-01", found="2025-01-01 09:00")


def asked(*facts: Fact, at: str, given: Sequence[Override] = (), policy: Policy = POLICY) -> dict[str, WhyNot]:
    """Return what is told by the fact that would have to be otherwise."""
    found = why_not(Case(numbered(*facts), given, policy, local(at)))
    return {one.change.fact: one for one in found}


def test_a_suspended_addon_is_named_with_since_when_it_is_suspended() -> None:
    told = asked(*HELD_THEN_SUSPENDED, at="2026-04-05")
    first = told["the holding's status were another"]
    assert (first.tier, first.channels[Channel.LIVE_CHAT]) == ("professional", Access.REALTIME)
    assert first.change.data == {
        "plan": "unlimited-professional",
        "holding": "addon:7701",
        "item": "addon:7",
        "was": "Suspended",
        "since": local("2026-04-02 12:00").isoformat(),
        "were": "Active",
    }
    assert "the plan were bought" not in told  # nothing that is farther away


def test_t2_the_earliest_day_that_would_still_be_new_is_named() -> None:
    told = asked(SIGNED_UP, at="2026-03-31")
    later = told["the sign-up day were this or later"]
    assert (later.change.data["was"], later.change.data["were"]) == ("2026-03-01", "2026-03-02")
    assert later.tier == "new-customer"


def test_t4_a_closed_client_is_told_what_its_status_keeps_from_it() -> None:
    told = asked(SIGNED_UP, read_status("Closed", found="2026-03-05"), at="2026-03-10")
    assert told["the client's status were another"].tier == "new-customer"
    assert told["the client's status were another"].change.data["was"] == "Closed"


def test_c2_a_scheduled_channel_would_be_realtime_in_a_session() -> None:
    only_chat = replace(POLICY, tiers=(POLICY.tiers[-1],), plans={})
    told = asked(OLD, at="2026-04-05", policy=only_chat)
    assert dict(told["a session were booked"].channels) == {Channel.LIVE_CHAT: Access.REALTIME}


def test_c3_outside_the_hours_the_hours_come_first() -> None:
    told = why_not(Case(numbered(SIGNED_UP), (), replace(POLICY, hours=OFFICE_HOURS), local("2026-03-10 03:00")))
    assert told[0].change.fact == "it were within the hours"


def test_t7_a_grant_that_ended_is_nearer_than_a_new_one() -> None:
    over = grant("professional", start="2026-03-01", end="2026-04-01")
    told = asked(OLD, at="2026-04-05", given=[over])
    assert told["the grant had not ended"].change.data["since"] == local("2026-04-01").isoformat()
    assert "it were granted" not in told or told["it were granted"].tier != "professional"


def test_what_is_all_realtime_already_lacks_nothing_there() -> None:
    told = asked(SIGNED_UP, at="2026-03-02")
    assert Channel.LIVE_CHAT not in {channel for one in told.values() for channel in one.channels}


def test_of_whom_nothing_is_known_nothing_is_told() -> None:
    assert asked(at="2026-03-02") == {}


def test_a_session_that_lasts_is_no_reason_to_book_one() -> None:
    told = asked(OLD, at="2026-04-05 10:30", given=[session("2026-04-05 10:00", "2026-04-05 11:00")])
    assert "a session were booked" not in told


def test_t6_an_answer_as_it_was_known_is_explained_by_what_was_known() -> None:
    facts = numbered(*HELD_THEN_SUSPENDED, read_holding("Active", found="2026-05-01"))
    found = why_not(Case(facts, (), POLICY, local("2026-04-05"), as_known=local("2026-04-10")))
    assert found[0].change.data["was"] == "Suspended"


@given(lives(), overrides(), policies(), instants(), instants())
def test_whatever_is_told_is_better_than_the_answer_and_told_once(
    facts: tuple[Fact, ...], given: tuple[Override, ...], policy: Policy, at: datetime, known: datetime
) -> None:
    case = Case(facts, given, policy, at, as_known=known)
    now = case.answer()
    found = why_not(case)
    assert all(one.tier != now.tier or one.channels for one in found)
    for one in found:
        assert all(now.channels[channel] is not Access.REALTIME for channel in one.channels)
    assert len({one.change.fact + str(one.change.data) for one in found}) == len(found)
    if any(fact.about is About.SIGNED_UP for fact in facts):
        assert len(found) <= len(policy.tiers) + len(Channel)


def test_s2_what_the_best_candidate_lacked_is_told() -> None:
    finder = Finder(threshold=1.0, margin=0.3)
    below = why_no_topic((Score("dns", 0.8), Score("mail", 0.1)), finder)
    assert (below.data["topic"], below.data["short_by"], below.data["threshold"]) == ("dns", "0.20", "1")
    close = why_no_topic((Score("dns", 1.5), Score("mail", 1.4)), finder)
    assert (close.data["lead"], close.data["margin"], close.data["short_by"]) == ("0.10", "0.3", "0.20")
    assert why_no_topic((), finder).data == {}
