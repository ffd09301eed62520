"""When a status began (D3): readings say what is so, webhooks since when."""

from dataclasses import replace

import pytest

from bridge.core.model import About
from bridge.core.timeline import timeline
from tests.core.lives import (
    HELD_THEN_SUSPENDED,
    POLICY,
    SIGNED_UP,
    local,
    made,
    numbered,
    read_holding,
    read_sign_up,
    tiers,
    webhook,
)


class TestWhenAStatusBegan:
    """D3, for a holding on the plan: Active on and off."""

    def test_first_seen_it_began_at_the_start_of_its_registration_date(self) -> None:
        line = made(SIGNED_UP, read_holding("Active", found="2026-03-12 09:00", registered="2026-03-10"))
        assert line.at(local("2026-03-12")).start == local("2026-03-10")

    def test_with_a_zero_date_it_began_when_found(self) -> None:
        line = made(SIGNED_UP, read_holding("Active", found="2026-03-12 09:00"))
        assert line.at(local("2026-03-13")).start == local("2026-03-12 09:00")

    def test_a_change_found_by_reading_began_when_it_was_found(self) -> None:
        line = made(
            SIGNED_UP,
            read_holding("Pending", found="2026-03-12 09:00", registered="2026-03-10"),
            read_holding("Active", found="2026-03-14 09:00", registered="2026-03-10"),
        )
        assert line.at(local("2026-03-15")).start == local("2026-03-14 09:00")

    def test_readings_that_say_the_same_are_one_stretch(self) -> None:
        line = made(
            read_sign_up("", found="2026-03-01"),
            read_holding("Active", found="2026-03-12"),
            read_holding("Active", found="2026-03-14"),
            webhook(About.HOLDING, "Active", at="2026-03-13", name="addon:7701"),
        )
        assert tiers(line) == [("best-effort", local("2026-03-12")), ("professional", None)]

    @pytest.mark.parametrize("registered", ["2026-03-10", None])
    def test_a_webhooks_time_replaces_the_registration_and_the_finding(self, registered: str | None) -> None:
        line = made(
            SIGNED_UP,
            webhook(About.HOLDING, "Active", at="2026-03-11 15:00", name="addon:7701"),
            read_holding("Active", found="2026-03-12 09:00", registered=registered),
        )
        assert line.at(local("2026-03-12")).start == local("2026-03-11 15:00")

    def test_a_webhook_learned_late_counts_as_if_it_had_come_in_time(self) -> None:
        late = replace(HELD_THEN_SUSPENDED[2], learned=local("2026-05-01"))
        facts = numbered(*HELD_THEN_SUSPENDED[:2], read_holding("Suspended", found="2026-04-03"), late)
        assert timeline(facts, [], POLICY, as_known=None).at(local("2026-03-20")).end == local("2026-04-02 12:00")
        known = timeline(facts, [], POLICY, as_known=local("2026-04-30"))
        assert known.at(local("2026-03-20")).end == local("2026-04-03")

    def test_a_webhook_that_no_reading_bears_out_changes_nothing(self) -> None:
        read = (SIGNED_UP, read_holding("Active", found="2026-03-12"))
        hook = webhook(About.HOLDING, "Terminated", at="2026-03-13", name="addon:7701")
        assert made(*read, hook) == made(*read)

    def test_a_webhook_about_another_holding_changes_nothing(self) -> None:
        hook = webhook(About.HOLDING, "Active", at="2026-03-11", name="addon:7702")
        read = read_holding("Active", found="2026-03-12")
        assert made(SIGNED_UP, hook, read) == made(SIGNED_UP, read)

    def test_a_client_of_whom_only_unborne_webhooks_are_known_is_a_guest(self) -> None:
        hook = webhook(About.HOLDING, "Active", at="2026-03-11", name="addon:7702")
        assert tiers(made(hook, webhook(About.CLIENT_STATUS, "Closed", at="2026-03-12"))) == [("guest", None)]

    def test_a_webhook_after_the_reading_that_found_the_status_is_not_its_start(self) -> None:
        line = made(
            SIGNED_UP,
            read_holding("Active", found="2026-03-12"),
            webhook(About.HOLDING, "Active", at="2026-03-12 00:00:01", name="addon:7701"),
        )
        assert line.at(local("2026-03-13")).start == local("2026-03-12")

    def test_a_webhook_before_the_stretch_before_began_is_not_its_start(self) -> None:
        line = made(
            SIGNED_UP,
            webhook(About.HOLDING, "Active", at="2026-03-11 23:59", name="addon:7701"),
            read_holding("Suspended", found="2026-03-12"),
            read_holding("Active", found="2026-03-14"),
        )
        assert line.at(local("2026-03-15")).start == local("2026-03-14")

    def test_where_the_stretch_before_began_is_itself_a_webhooks_word(self) -> None:
        line = made(
            SIGNED_UP,
            webhook(About.HOLDING, "Active", at="2026-03-11", name="addon:7701"),
            webhook(About.HOLDING, "Suspended", at="2026-03-10", name="addon:7701"),
            read_holding("Suspended", found="2026-03-12"),
            read_holding("Active", found="2026-03-14"),
        )
        assert line.at(local("2026-03-15")).start == local("2026-03-11")

    def test_of_several_webhooks_the_first_counts(self) -> None:
        line = made(
            SIGNED_UP,
            webhook(About.HOLDING, "Active", at="2026-03-11 15:00", name="addon:7701"),
            webhook(About.HOLDING, "Active", at="2026-03-11 14:00", name="addon:7701"),
            webhook(About.HOLDING, "Active", at="2026-03-11 16:00", name="addon:7701"),
            read_holding("Active", found="2026-03-12"),
        )
        assert line.at(local("2026-03-12")).start == local("2026-03-11 14:00")

    def test_within_one_second_the_order_learned_says_which_status_came_after(self) -> None:
        active = webhook(About.HOLDING, "Active", at="2026-03-11 15:00", name="addon:7701")
        suspended = replace(active, value="Suspended")
        read = (
            read_holding("Active", found="2026-03-11 15:00:02"),
            read_holding("Suspended", found="2026-03-11 16:00"),
        )
        at_once = made(SIGNED_UP, active, suspended, *read)
        assert at_once.plans_at(local("2026-03-11 15:30")) == ()
        before = made(SIGNED_UP, suspended, active, *read)
        assert before.plans_at(local("2026-03-11 15:30")) == ("unlimited-professional",)

    def test_a_webhook_in_the_second_of_the_reading_that_found_the_status_is_not_after_it(self) -> None:
        reading = replace(read_holding("Active", found="2026-03-12"), learned=local("2026-03-12 00:00:00.400"))
        hook = webhook(About.HOLDING, "Active", at="2026-03-12 00:00:00", name="addon:7701", learned="2026-03-13")
        assert made(SIGNED_UP, reading, hook).at(local("2026-03-13")).start == local("2026-03-12")

    def test_a_registration_date_still_to_come_is_overtaken_by_the_next_status(self) -> None:
        line = made(
            SIGNED_UP,
            read_holding("Active", found="2026-03-12", registered="2026-03-20"),
            read_holding("Suspended", found="2026-03-13"),
        )
        assert line.plans_at(local("2026-03-21")) == ()

    def test_a_webhook_in_the_second_of_a_reading_but_learned_later_is_after_it(self) -> None:
        reading = replace(read_holding("Active", found="2026-03-12"), learned=local("2026-03-12 00:00:00.400"))
        hook = webhook(About.HOLDING, "Suspended", at="2026-03-12 00:00:00", name="addon:7701", learned="2026-03-13")
        suspended = read_holding("Suspended", found="2026-03-14")
        assert made(SIGNED_UP, reading, hook, suspended).plans_at(local("2026-03-12 00:00:01")) == ()

    def test_a_webhook_at_the_instant_of_the_reading_replaces_the_registration_date(self) -> None:
        hook = webhook(About.HOLDING, "Active", at="2026-03-12", name="addon:7701")
        read = read_holding("Active", found="2026-03-12", registered="2026-03-10")
        assert made(SIGNED_UP, hook, read).at(local("2026-03-13")).start == local("2026-03-12")
