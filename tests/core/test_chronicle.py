"""What the facts say about one client: its sign-up date (T2), merges and its end (T8)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bridge.core.chronicle import Gone
from bridge.core.model import About
from bridge.core.timeline import timeline
from tests.core.lives import (
    BEST_EFFORT,
    FORMER,
    NEW_CUSTOMER,
    POLICY,
    PRODUCT,
    SIGNED_UP,
    grant,
    local,
    made,
    read_gone,
    read_holding,
    read_sign_up,
    read_status,
    tiers,
    webhook,
)


class TestSignUp:
    def test_t6_before_the_sign_up_day_the_tier_is_guest(self) -> None:
        assert tiers(made(SIGNED_UP))[0] == ("guest", local("2026-03-01"))

    def test_t6_with_no_facts_known_the_tier_is_guest(self) -> None:
        assert tiers(made()) == [("guest", None)]
        assert tiers(made(SIGNED_UP, as_known="2026-03-01 18:44:59")) == [("guest", None)]

    def test_t2_the_date_read_wins_over_the_webhooks(self) -> None:
        hint = webhook(About.SIGNED_UP, "2026-03-02", at="2026-03-02 00:10")
        read = read_sign_up("2026-03-01", found="2026-03-02 00:11")
        assert made(hint).signed_up == date(2026, 3, 2)
        assert made(hint, read).signed_up == made(read, hint).signed_up == date(2026, 3, 1)

    def test_t2_of_several_webhooks_the_first_stands_in(self) -> None:
        first = webhook(About.SIGNED_UP, "2026-03-02", at="2026-03-02 10:00", learned="2026-03-05")
        again = webhook(About.SIGNED_UP, "2026-03-03", at="2026-03-03 10:00")
        assert made(again, first).signed_up == date(2026, 3, 2)

    def test_t2_the_last_date_read_is_the_date(self) -> None:
        corrected = read_sign_up("2026-02-01", found="2026-03-05")
        assert made(SIGNED_UP, corrected).signed_up == date(2026, 2, 1)
        assert made(SIGNED_UP, corrected, as_known="2026-03-04").signed_up == date(2026, 3, 1)

    def test_t2_a_zero_date_gives_no_window_and_no_guest_before_it(self) -> None:
        zero = read_sign_up("", found="2026-03-01")
        assert tiers(made(zero)) == [("best-effort", None)]

    def test_t2_a_zero_date_read_outdoes_the_webhooks(self) -> None:
        hint = webhook(About.SIGNED_UP, "2026-03-01", at="2026-03-01 18:40")
        assert tiers(made(hint, read_sign_up("", found="2026-03-02"))) == [("best-effort", None)]

    def test_t2_a_missing_date_gives_no_window(self) -> None:
        assert tiers(made(read_status("Active", found="2026-03-01"))) == [("best-effort", None)]

    def test_t2_days_of_clock_changes_count_as_one(self) -> None:
        line = made(SIGNED_UP)
        first, last = line.segments[1].start, line.segments[1].end
        assert first is not None
        assert last is not None
        assert last - first == timedelta(days=30) - timedelta(hours=1)

    @pytest.mark.parametrize(
        ("zone", "day", "begins"),
        [
            ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00+00:00"),  # clocks skip from 00:00 to 01:00
            ("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00+00:00"),  # 00:00 comes twice
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00+00:00"),  # a day that was left out
        ],
    )
    def test_d4_a_day_begins_where_its_midnight_is_skipped_or_doubled(self, zone: str, day: str, begins: str) -> None:
        policy = replace(POLICY, zone=ZoneInfo(zone))
        line = timeline([replace(SIGNED_UP, value=day)], [], policy, as_known=None)
        assert line.segments[0].end == datetime.fromisoformat(begins)

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_absurd_dates_make_a_timeline_too(self, day: str) -> None:
        assert made(replace(SIGNED_UP, value=day)).segments

    def test_windows_of_several_lengths_follow_each_other(self) -> None:
        settling = replace(NEW_CUSTOMER, name="settling-in", within=60)
        policy = replace(POLICY, tiers=(FORMER, NEW_CUSTOMER, settling, BEST_EFFORT))
        line = timeline([SIGNED_UP], [], policy, as_known=None)
        assert tiers(line)[1:] == [
            ("new-customer", local("2026-03-31")),
            ("settling-in", local("2026-04-30")),
            ("best-effort", None),
        ]


class TestMerges:
    """T8: client 41 is merged into this one on 1 April at noon."""

    MERGE = webhook(About.ABSORBED, "41", at="2026-04-01 12:00")
    BEFORE = (read_sign_up("2026-01-01", found="2026-02-01"), read_status("Active", found="2026-02-01"))

    def test_t8_what_came_over_counts_from_the_merge_on(self) -> None:
        line = made(*self.BEFORE, self.MERGE, read_holding("Active", found="2026-04-01 12:01", registered="2026-02-01"))
        assert line.at(local("2026-04-02")).start == local("2026-04-01 12:00")

    def test_t8_a_holding_found_at_the_instant_of_the_merge_came_over(self) -> None:
        line = made(*self.BEFORE, self.MERGE, read_holding("Active", found="2026-04-01 12:00", registered="2026-02-01"))
        assert line.at(local("2026-04-02")).start == local("2026-04-01 12:00")

    def test_t8_the_survivor_keeps_its_own_sign_up_date_and_holdings(self) -> None:
        own = read_holding("Active", found="2026-03-01", registered="2026-02-20")
        line = made(*self.BEFORE, own, self.MERGE)
        assert line == made(*self.BEFORE, own)

    def test_t8_a_holding_that_the_merge_names_came_over_though_this_client_was_never_read(self) -> None:
        facts = (
            replace(self.MERGE, name="addon:7700,addon:7701"),
            read_sign_up("2026-01-01", found="2026-04-01 12:01"),
            read_holding("Active", found="2026-04-01 12:01", registered="2026-02-01"),
            read_holding("Active", found="2026-04-01 12:01", registered="2026-02-20", name="product:5", item=PRODUCT),
        )
        assert made(*facts[:3]).at(local("2026-04-02")).start == local("2026-04-01 12:00")
        assert made(*facts).at(local("2026-04-02")).start == local("2026-02-20")

    def test_t8_a_holding_whose_older_webhook_was_this_clients_did_not_come_over(self) -> None:
        line = made(
            *self.BEFORE,
            webhook(About.HOLDING, "Active", at="2026-04-01 11:00", name="addon:7701"),
            self.MERGE,
            read_holding("Active", found="2026-04-01 12:01", registered="2026-04-01"),
        )
        assert line.at(local("2026-04-02")).start == local("2026-04-01 11:00")

    def test_t8_of_several_merges_the_last_before_the_finding_counts(self) -> None:
        line = made(
            *self.BEFORE,
            replace(self.MERGE, value="40", effect=local("2026-03-01")),
            self.MERGE,
            read_holding("Active", found="2026-04-01 12:01", registered="2026-02-01"),
        )
        assert line.at(local("2026-04-02")).start == local("2026-04-01 12:00")

    def test_t8_the_gone_client_names_its_survivor_from_the_merge_on(self) -> None:
        facts = (
            *self.BEFORE,
            webhook(About.MERGED_INTO, "42", at="2026-04-01 12:00"),
            read_gone(found="2026-04-01 12:05"),
        )
        line = made(*facts)
        assert line.gone == Gone(local("2026-04-01 12:00"), "42")
        assert line.at(local("2026-04-01 12:00")).tier == "guest"
        assert line.at(local("2026-04-01 11:59")).tier == "best-effort"

    def test_t8_a_merge_dated_after_the_finding_by_another_clock_is_the_merge_all_the_same(self) -> None:
        merge = webhook(About.MERGED_INTO, "42", at="2026-04-01 12:00:03")
        assert made(*self.BEFORE, read_gone(found="2026-04-01 12:00"), merge).gone == Gone(
            local("2026-04-01 12:00"), "42"
        )

    def test_t8_a_merge_that_no_reading_bears_out_leaves_the_client_as_it_is(self) -> None:
        assert made(*self.BEFORE, webhook(About.MERGED_INTO, "42", at="2026-04-01 12:00")) == made(*self.BEFORE)

    def test_t8_as_known_before_the_client_was_gone_it_was_as_it_was(self) -> None:
        line = made(*self.BEFORE, read_gone(found="2026-04-01"), as_known="2026-03-31")
        assert line == made(*self.BEFORE)

    def test_t8_a_deleted_client_has_no_survivor_no_plan_and_its_tickets_are_a_guests(self) -> None:
        line = made(
            *self.BEFORE,
            read_holding("Active", found="2026-03-01"),
            read_gone(found="2026-04-01"),
            given=[grant("professional", start="2026-03-20", end=None)],
        )
        assert line.gone == Gone(local("2026-04-01"), None)
        assert line.at(local("2026-04-01")).tier == "guest"
        assert line.plans_at(local("2026-04-01")) == ()

    def test_a_client_found_again_is_not_gone(self) -> None:
        again = made(*self.BEFORE, read_gone(found="2026-04-01"), read_gone("no", found="2026-04-02"))
        assert again == made(*self.BEFORE)

    def test_a_client_found_gone_again_and_again_is_gone_since_the_first_time(self) -> None:
        line = made(*self.BEFORE, read_gone(found="2026-04-01"), read_gone(found="2026-04-03"))
        assert line.gone == Gone(local("2026-04-01"), None)
