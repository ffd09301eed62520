"""Who may use which channel, and for how long (C1 to C3, T6, W1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.entitlement import (
    Entitlement,
    entitlement,
    guest,
    is_realtime,
    next_realtime_change,
    realtime_at,
)
from bridge.core.model import Access, Channel, Fact, Override
from bridge.core.policy import Opening, Policy
from bridge.core.timeline import timeline
from tests.core.lives import (
    BEST_EFFORT,
    CLIENT,
    FORMER,
    GUEST,
    OFFICE_HOURS,
    POLICY,
    SIGNED_UP,
    grant,
    local,
    read_holding,
    read_sign_up,
    session,
)
from tests.core.strategies import instants, lives, overrides, policies

OLD = read_sign_up("2026-01-01", found="2026-01-01 09:00")
WITH_HOURS = replace(POLICY, hours=OFFICE_HOURS)
MOMENT = timedelta(microseconds=1)


def asked(
    *facts: Fact,
    at: str,
    given: Sequence[Override] = (),
    policy: Policy = POLICY,
    as_known: str | None = None,
) -> Entitlement:
    known = local(as_known) if as_known else None
    line = timeline(facts, given, policy, as_known=known)
    return entitlement(line, given, policy, at=local(at), as_known=known)


class TestTheAnswer:
    def test_t6_until_is_the_end_of_the_segment(self) -> None:
        answer = asked(SIGNED_UP, at="2026-03-30 23:59:59")
        assert (answer.tier, answer.until, answer.courtesy) == ("new-customer", local("2026-03-31"), True)

    def test_it_lists_the_plans_held(self) -> None:
        answer = asked(SIGNED_UP, read_holding("Active", found="2026-03-10"), at="2026-03-11")
        assert (answer.tier, answer.plans) == ("professional", ("unlimited-professional",))

    def test_c1_all_four_channels_are_listed_and_not_named_is_closed(self) -> None:
        assert asked(at="2026-03-11").channels == {
            Channel.LIVE_CHAT: Access.CLOSED,
            Channel.TELEGRAM: Access.CLOSED,
            Channel.EMAIL: Access.OPEN,
            Channel.TICKET: Access.CLOSED,
        }

    @pytest.mark.parametrize("at", ["2020-01-01", "2026-03-11", "2040-01-01"])
    def test_t0_a_ticket_without_client_is_a_guests_for_ever(self, at: str) -> None:
        answer = guest(POLICY, at=local(at))
        assert (answer.tier, answer.until, answer.channels_until, answer.plans) == ("guest", None, None, ())
        assert [reason.rule for reason in answer.because] == ["T0"]


class TestSessions:
    BOOKED = (session("2026-03-11 10:00", "2026-03-11 10:30"),)

    @pytest.mark.parametrize(
        ("at", "access", "until"),
        [
            ("2026-03-11 09:59:59", Access.SCHEDULED, "2026-03-11 10:00"),
            ("2026-03-11 10:00", Access.REALTIME, "2026-03-11 10:30"),
            ("2026-03-11 10:30", Access.SCHEDULED, None),
        ],
    )
    def test_c2_a_session_makes_scheduled_realtime_from_its_start_to_its_end(
        self, at: str, access: Access, until: str | None
    ) -> None:
        answer = asked(OLD, at=at, given=self.BOOKED)
        assert answer.channels[Channel.LIVE_CHAT] is access
        assert answer.channels_until == (local(until) if until else None)

    def test_c2_a_session_changes_no_other_access(self) -> None:
        answer = asked(OLD, at="2026-03-11 10:00", given=self.BOOKED)
        assert answer.channels[Channel.TELEGRAM] is Access.CLOSED
        assert answer.channels[Channel.EMAIL] is Access.OPEN

    def test_c2_a_session_for_who_has_realtime_anyway_changes_nothing(self) -> None:
        answer = asked(SIGNED_UP, at="2026-03-11 09:00", given=self.BOOKED)
        assert answer.channels_until == local("2026-03-31")

    def test_a_session_says_so_where_it_makes_a_difference(self) -> None:
        assert asked(OLD, at="2026-03-11 10:00", given=self.BOOKED).because[-1].rule == "C2"
        assert asked(SIGNED_UP, at="2026-03-11 10:00", given=self.BOOKED).because[-1].rule == "T2"

    def test_c2_sessions_that_touch_are_one(self) -> None:
        both = (*self.BOOKED, session("2026-03-11 10:30", "2026-03-11 11:00"))
        assert asked(OLD, at="2026-03-11 10:00", given=both).channels_until == local("2026-03-11 11:00")

    def test_t7_a_released_session_is_over(self) -> None:
        released = (session("2026-03-11 10:00", "2026-03-11 10:30", released="2026-03-11 10:10"),)
        assert asked(OLD, at="2026-03-11 10:00", given=released).channels_until == local("2026-03-11 10:10")
        as_known = asked(OLD, at="2026-03-11 10:20", given=released, as_known="2026-03-11 10:05")
        assert as_known.channels[Channel.LIVE_CHAT] is Access.REALTIME

    def test_t6_a_session_booked_later_is_not_known_yet(self) -> None:
        later = (session("2026-03-11 10:00", "2026-03-11 10:30", booked="2026-03-10"),)
        answer = asked(OLD, at="2026-03-11 10:00", given=later, as_known="2026-03-09")
        assert answer.channels[Channel.LIVE_CHAT] is Access.SCHEDULED

    def test_c2_a_session_holds_outside_the_opening_hours_too(self) -> None:
        night = (session("2026-03-11 22:00", "2026-03-11 22:30"),)
        answer = asked(OLD, at="2026-03-11 22:00", given=night, policy=WITH_HOURS)
        assert answer.channels[Channel.LIVE_CHAT] is Access.REALTIME
        assert answer.opens_at is None


class TestHours:
    def test_c2_a_session_does_not_open_what_the_tier_itself_keeps_to_the_hours(self) -> None:
        mixed = replace(BEST_EFFORT, channels={**BEST_EFFORT.channels, Channel.TELEGRAM: Access.REALTIME})
        night = (session("2026-03-11 22:00", "2026-03-11 22:30"),)
        policy = replace(WITH_HOURS, tiers=(mixed,))
        channels = asked(OLD, at="2026-03-11 22:00", given=night, policy=policy).channels
        assert channels[Channel.LIVE_CHAT] is Access.REALTIME
        assert channels[Channel.TELEGRAM] is Access.OPEN

    @pytest.mark.parametrize(
        ("at", "access", "until", "opens_at"),
        [
            ("2026-03-11 08:00", Access.OPEN, "2026-03-11 09:00", "2026-03-11 09:00"),
            ("2026-03-11 09:00", Access.REALTIME, "2026-03-11 13:00", None),
            ("2026-03-13 18:00", Access.OPEN, "2026-03-16 09:00", "2026-03-16 09:00"),
        ],
    )
    def test_c3_realtime_is_open_outside_the_hours(
        self, at: str, access: Access, until: str, opens_at: str | None
    ) -> None:
        answer = asked(SIGNED_UP, at=at, policy=WITH_HOURS)
        assert answer.channels[Channel.TELEGRAM] is access
        assert answer.channels_until == local(until)
        assert answer.opens_at == (local(opens_at) if opens_at else None)
        assert ("C3" in {reason.rule for reason in answer.because}) is (opens_at is not None)

    def test_c3_hours_do_not_touch_a_tier_without_realtime(self) -> None:
        answer = asked(OLD, at="2026-03-11 03:00", policy=WITH_HOURS)
        assert answer.channels[Channel.LIVE_CHAT] is Access.SCHEDULED
        assert (answer.channels_until, answer.opens_at) == (None, None)

    def test_a_tier_change_in_the_night_that_opens_nothing_yet_is_seen_in_the_channels(self) -> None:
        answer = asked(SIGNED_UP, at="2026-03-30 20:00", policy=WITH_HOURS)
        assert answer.channels_until == local("2026-03-31")
        assert answer.channels[Channel.LIVE_CHAT] is Access.OPEN

    def test_a_tier_change_between_equal_channels_is_none_for_the_channels(self) -> None:
        holding = read_holding("Active", found="2026-03-10")
        assert asked(SIGNED_UP, holding, at="2026-03-09").until == local("2026-03-10")
        assert asked(SIGNED_UP, holding, at="2026-03-09").channels_until is None

    def test_channels_that_stay_open_for_years_are_answered_at_once(self) -> None:
        always = replace(OFFICE_HOURS, week=((Opening(time.min, time.min),),) * 7, holidays=frozenset())
        holding = read_holding("Active", found="2026-03-10")
        answer = asked(SIGNED_UP, holding, at="2026-03-11", policy=replace(POLICY, hours=always))
        assert answer.channels_until is None


class TestRealtimeTag:
    def test_w1_hours_are_not_regarded(self) -> None:
        line = timeline([SIGNED_UP], [], WITH_HOURS, as_known=None)
        night = local("2026-03-11 03:00")
        assert realtime_at(line, (), WITH_HOURS, at=night)
        assert next_realtime_change(line, (), WITH_HOURS, after=night) == local("2026-03-31")

    def test_w1_a_session_makes_one_so_where_a_channel_can_be_scheduled(self) -> None:
        booked = session("2026-03-11 10:00", "2026-03-11 10:30")
        assert is_realtime(BEST_EFFORT, [booked], local("2026-03-11 10:00"))
        assert not is_realtime(BEST_EFFORT, [booked], local("2026-03-11 10:30"))
        assert not is_realtime(FORMER, [booked], local("2026-03-11 10:00"))

    def test_w1_a_grant_is_no_session(self) -> None:
        given = grant("professional", start="2026-03-11", end="2026-03-12")
        assert not is_realtime(GUEST, [given], local("2026-03-11"))
        assert given.subject == CLIENT

    def test_d1_what_never_changes_has_no_next_change(self) -> None:
        line = timeline([OLD], [], POLICY, as_known=None)
        assert next_realtime_change(line, (), POLICY, after=local("2026-03-11")) is None


class TestEveryLife:
    @given(lives(), overrides(), policies(), instants(), st.lists(instants(), max_size=8))
    def test_t6_channels_until_is_exactly_the_next_change(
        self,
        facts: tuple[Fact, ...],
        given: tuple[Override, ...],
        policy: Policy,
        at: datetime,
        others: list[datetime],
    ) -> None:
        line = timeline(facts, given, policy, as_known=None)

        def channels(instant: datetime) -> object:
            return entitlement(line, given, policy, at=instant).channels

        until = entitlement(line, given, policy, at=at).channels_until
        if until is not None:
            assert until > at
            assert channels(until) != channels(at)
            assert channels(until - MOMENT) == channels(at)
        for instant in others:
            if at <= instant and (until is None or instant < until):
                assert channels(instant) == channels(at)

    @given(lives(), overrides(), policies(), instants(), st.lists(instants(), max_size=8))
    def test_w1_the_next_change_of_realtime_is_exact(
        self,
        facts: tuple[Fact, ...],
        given: tuple[Override, ...],
        policy: Policy,
        at: datetime,
        others: list[datetime],
    ) -> None:
        line = timeline(facts, given, policy, as_known=None)
        now = realtime_at(line, given, policy, at=at)
        change = next_realtime_change(line, given, policy, after=at)
        if change is not None:
            assert realtime_at(line, given, policy, at=change) is not now
            assert realtime_at(line, given, policy, at=change - MOMENT) is now
        for instant in others:
            if at <= instant and (change is None or instant < change):
                assert realtime_at(line, given, policy, at=instant) is now

    @given(lives(), overrides(), policies(), instants())
    def test_w1_realtime_is_the_channels_realtime_or_kept_from_it_by_the_hours_alone(
        self, facts: tuple[Fact, ...], given: tuple[Override, ...], policy: Policy, at: datetime
    ) -> None:
        line = timeline(facts, given, policy, as_known=None)
        answer = entitlement(line, given, policy, at=at)
        is_tagged = realtime_at(line, given, policy, at=at)
        assert is_tagged is (Access.REALTIME in answer.channels.values() or answer.opens_at is not None)
