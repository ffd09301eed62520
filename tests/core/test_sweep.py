"""Who decides the tier: the list, by plans and status (T1 to T5), grants (T7), and why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.core.model import About
from bridge.core.timeline import timeline
from tests.core.lives import (
    BEST_EFFORT,
    FORMER,
    HELD_THEN_SUSPENDED,
    NEW_CUSTOMER,
    OTHER,
    POLICY,
    PRODUCT,
    PROFESSIONAL,
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

SECOND = timedelta(seconds=1)


class TestPlans:
    def test_t1_a_plan_is_held_while_one_of_its_holdings_counts(self) -> None:
        line = made(
            read_sign_up("", found="2026-03-01"),
            read_holding("Active", found="2026-03-02", name="product:1", item=PRODUCT),
            read_holding("Active", found="2026-03-05", name="addon:1"),
            read_holding("Cancelled", found="2026-03-08", name="product:1", item=PRODUCT),
            read_holding("Terminated", found="2026-03-11", name="addon:1"),
        )
        assert tiers(line) == [
            ("best-effort", local("2026-03-02")),
            ("professional", local("2026-03-11")),
            ("best-effort", None),
        ]

    @pytest.mark.parametrize("status", ["Pending", "Suspended", "Cancelled", "Terminated", "Fraud", "Completed"])
    def test_t1_other_statuses_do_not_count(self, status: str) -> None:
        line = made(SIGNED_UP, read_holding(status, found="2026-03-02"))
        assert line.plans_at(local("2026-03-03")) == ()
        assert line.at(local("2026-03-03")).tier == "new-customer"

    def test_t1_a_status_counts_where_the_plan_says_so(self) -> None:
        plan = replace(POLICY.plans["unlimited-professional"], counts=frozenset({"Active", "Completed"}))
        policy = replace(POLICY, plans={plan.name: plan})
        facts = [SIGNED_UP, read_holding("Completed", found="2026-03-02")]
        assert timeline(facts, [], policy, as_known=None).at(local("2026-03-03")).tier == "professional"

    def test_t1_what_is_on_no_plan_gives_none(self) -> None:
        line = made(SIGNED_UP, read_holding("Active", found="2026-03-02", item=OTHER))
        assert line.plans_at(local("2026-03-03")) == ()

    def test_a_holding_upgraded_away_from_the_plan_ends_it(self) -> None:
        line = made(
            SIGNED_UP,
            read_holding("Active", found="2026-03-02", name="product:1", item=PRODUCT),
            read_holding("Active", found="2026-05-02", name="product:1", item=OTHER),
        )
        assert line.at(local("2026-04-10")).end == local("2026-05-02")

    def test_a_holding_that_is_not_the_clients_any_more_counts_no_longer(self) -> None:
        line = made(SIGNED_UP, read_holding("Active", found="2026-03-02"), read_holding("", found="2026-05-02"))
        assert line.plans_at(local("2026-05-01")) == ("unlimited-professional",)
        assert line.plans_at(local("2026-05-02")) == ()

    def test_t5_every_condition_that_a_tier_names_must_hold(self) -> None:
        both = replace(NEW_CUSTOMER, name="new-professional", plan="unlimited-professional")
        policy = replace(POLICY, tiers=(FORMER, both, BEST_EFFORT))
        facts = [SIGNED_UP, read_holding("Active", found="2026-03-20")]
        assert tiers(timeline(facts, [], policy, as_known=None))[1:] == [
            ("best-effort", local("2026-03-20")),
            ("new-professional", local("2026-03-31")),
            ("best-effort", None),
        ]

    def test_a_policy_that_leaves_a_client_without_tier_is_said_to_be_unchecked(self) -> None:
        policy = replace(POLICY, tiers=(PROFESSIONAL,))
        with pytest.raises(LookupError, match="T5"):
            timeline([SIGNED_UP], [], policy, as_known=None)


class TestFormer:
    def test_t4_former_is_asked_before_all_others_whatever_is_left_active(self) -> None:
        line = made(
            SIGNED_UP,
            read_holding("Active", found="2026-03-02"),
            read_status("Active", found="2026-03-02"),
            read_status("Closed", found="2026-04-10"),
        )
        assert line.at(local("2026-04-10")).tier == "former"
        assert line.plans_at(local("2026-04-10")) == ("unlimited-professional",)

    def test_d3_a_client_status_takes_effect_when_found(self) -> None:
        line = made(read_sign_up("2026-01-01", found="2026-04-01"), read_status("Closed", found="2026-04-01"))
        assert line.at(local("2026-04-01") - SECOND).tier == "best-effort"

    def test_d3_a_webhook_says_when_a_client_was_closed_before_it_was_ever_read(self) -> None:
        line = made(
            webhook(About.CLIENT_STATUS, "Closed", at="2026-03-20 12:00"),
            read_sign_up("2026-01-01", found="2026-04-01"),
            read_status("Closed", found="2026-04-01"),
        )
        assert line.at(local("2026-03-20 12:00")).tier == "former"


class TestGrants:
    CLIENT = (read_sign_up("2026-01-01", found="2026-01-01 09:00"), read_status("Closed", found="2026-03-01"))

    def test_t7_a_grant_wins_over_the_list_until_its_end(self) -> None:
        line = made(*self.CLIENT, given=[grant("professional", start="2026-03-10", end="2026-03-12")])
        assert tiers(line)[-3:] == [
            ("former", local("2026-03-10")),
            ("professional", local("2026-03-12")),
            ("former", None),
        ]

    def test_t7_a_grant_adds_no_plan(self) -> None:
        line = made(*self.CLIENT, given=[grant("professional", start="2026-03-10", end="2026-03-12")])
        assert line.plans_at(local("2026-03-11")) == ()

    def test_t7_the_newest_of_overlapping_grants_wins_then_the_older_again(self) -> None:
        older = grant("professional", start="2026-03-10", end="2026-03-20")
        newer = grant("new-customer", start="2026-03-12", end="2026-03-14")
        for grants in ([older, newer], [newer, older]):
            assert tiers(made(*self.CLIENT, given=grants))[-4:-1] == [
                ("professional", local("2026-03-12")),
                ("new-customer", local("2026-03-14")),
                ("professional", local("2026-03-20")),
            ]

    def test_t7_of_grants_made_at_once_the_later_one_is_the_newest(self) -> None:
        first = grant("professional", start="2026-03-10", end="2026-03-20", order=1)
        second = grant("new-customer", start="2026-03-10", end="2026-03-20", order=2)
        assert made(*self.CLIENT, given=[second, first]).at(local("2026-03-11")).tier == "new-customer"

    def test_t7_a_release_ends_a_grant_as_soon_as_it_is_known(self) -> None:
        released = [grant("professional", start="2026-03-10", end="2026-03-20", released="2026-03-15 10:00")]
        assert made(*self.CLIENT, given=released).at(local("2026-03-11")).end == local("2026-03-15 10:00")
        as_known = made(*self.CLIENT, given=released, as_known="2026-03-15 09:59")
        assert as_known.at(local("2026-03-11")).end == local("2026-03-20")

    def test_t6_a_grant_learned_later_is_not_known_yet(self) -> None:
        given = [grant("professional", start="2026-03-10", end="2026-03-20")]
        assert made(*self.CLIENT, given=given, as_known="2026-03-09").at(local("2026-03-11")).tier == "former"

    def test_t7_a_grant_does_not_reach_back_before_it_was_made(self) -> None:
        backdated = replace(grant("professional", start="2026-03-10", end="2026-03-20"), start=local("2026-03-05"))
        assert made(*self.CLIENT, given=[backdated]).at(local("2026-03-11")).start == local("2026-03-10")

    def test_a_grant_of_a_tier_that_the_policy_has_not_is_none(self) -> None:
        given = [grant("abolished", start="2026-03-10", end="2026-03-20")]
        assert made(*self.CLIENT, given=given) == made(*self.CLIENT)

    def test_t6_a_grant_makes_no_client_of_a_guest(self) -> None:
        given = [grant("professional", start="2025-12-01", end="2026-01-20")]
        assert tiers(made(given=given)) == [("guest", None)]
        assert made(*self.CLIENT, given=given).at(local("2025-12-31")).tier == "guest"


class TestBecause:
    def test_a_segment_names_the_rules_and_facts_it_rests_on(self) -> None:
        held = made(*HELD_THEN_SUSPENDED)
        professional = held.at(local("2026-03-20")).because
        assert [reason.document() for reason in professional] == [
            {
                "rule": "T1",
                "fact": "plan held",
                "plan": "unlimited-professional",
                "holding": "addon:7701",
                "item": "addon:7",
                "status": "Active",
                "since": "2026-03-10T00:00:00+00:00",
                "source": "reading",
                "learned": "2026-03-10T08:00:00+00:00",
            }
        ]

    @pytest.mark.parametrize(
        ("at", "rules"),
        [("2026-02-28", ["T6"]), ("2026-03-05", ["T2"]), ("2026-04-03", ["T2", "T1", "T3"]), ("2026-06-02", ["T4"])],
    )
    def test_every_tier_says_why(self, at: str, rules: list[str]) -> None:
        line = made(*HELD_THEN_SUSPENDED, read_status("Closed", found="2026-06-01"))
        assert [reason.rule for reason in line.at(local(at)).because] == rules

    def test_best_effort_says_when_the_window_ended_and_which_plan_lapsed(self) -> None:
        window, lapsed, _ = made(*HELD_THEN_SUSPENDED).at(local("2026-04-03")).because
        assert window.data["until"] == "2026-03-30T23:00:00+00:00"
        assert (lapsed.data["status"], lapsed.data["since"]) == ("Suspended", "2026-04-02T11:00:00+00:00")

    def test_a_plan_lost_by_an_upgrade_says_so(self) -> None:
        line = made(
            read_sign_up("", found="2026-03-01"),
            read_holding("Active", found="2026-03-02", name="product:1", item=PRODUCT),
            read_holding("Active", found="2026-05-02", name="product:1", item=OTHER),
        )
        assert [reason.data.get("item") for reason in line.segments[-1].because] == [None, OTHER, None]

    def test_a_holding_that_lapsed_beside_another_that_counts_is_no_reason(self) -> None:
        both = replace(NEW_CUSTOMER, plan="unlimited-professional")
        facts = [
            SIGNED_UP,
            read_holding("Active", found="2026-03-02", name="addon:1"),
            read_holding("Suspended", found="2026-03-03", name="addon:2"),
        ]
        line = timeline(facts, [], replace(POLICY, tiers=(both, BEST_EFFORT)), as_known=None)
        assert [reason.rule for reason in line.segments[-1].because] == ["T2", "T3"]

    def test_a_grant_says_its_reason(self) -> None:
        line = made(SIGNED_UP, given=[grant("professional", start="2026-03-10", end="2026-03-12")])
        (reason,) = line.at(local("2026-03-11")).because
        assert (reason.rule, reason.data["reason"]) == ("T7", "goodwill")

    def test_a_reason_is_told_once_though_the_segment_has_many_changes(self) -> None:
        early = [read_holding("Active", found=f"2026-03-0{n}", registered=f"2026-01-0{n}") for n in range(2, 7)]
        line = made(SIGNED_UP, *(replace(fact, name=f"addon:{n}") for n, fact in enumerate(early)))
        assert [reason.rule for reason in line.segments[0].because] == ["T6"]

    def test_the_digest_tells_another_timeline_from_the_same(self) -> None:
        assert made(SIGNED_UP).digest == made(SIGNED_UP, SIGNED_UP).digest
        assert made(SIGNED_UP).digest != made(replace(SIGNED_UP, value="2026-03-02")).digest
        assert made(SIGNED_UP, read_gone(found="2026-03-05")).digest != made(SIGNED_UP).digest
