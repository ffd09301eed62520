"""T5: every client fits some tier and every tier some client, decided exactly."""

from collections.abc import Mapping
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from bridge.config.reach import clients_without_tier, unreachable_tiers
from bridge.core.model import Rung
from bridge.core.policy import Plan, Tier
from tests.config.conftest import Shop

PLANS = {
    "a": Plan("a", frozenset({"product:1"}), frozenset({"Active"})),
    "b": Plan("b", frozenset({"product:1", "product:2"}), frozenset({"Active", "Suspended"})),
}
CATCH_ALL = '\n\n[[tiers]]\nname = "best-effort"'


def tier(name: str, *, plan: str | None = None, within: int | None = None, status: tuple[str, ...] = ()) -> Tier:
    return Tier(name, (Rung.STAFF,), {}, plan=plan, within=within, client_status=frozenset(status))


def unreachable(*tiers: Tier) -> list[str]:
    return [name for name, _ in unreachable_tiers(tiers, PLANS)]


def test_a_list_without_a_tier_for_everyone_else_is_refused(shop: Shop) -> None:
    found = shop.mistakes(('[[tiers]]\nname = "best-effort"', '[[tiers]]\nname = "best-effort"\nwithin = "90 days"'))
    assert found["tiers"].startswith("a client of a status that no tier names, 90 days or more after signing up")


def test_a_tier_below_the_one_for_everyone_is_refused(shop: Shop) -> None:
    last = '[[tiers]]\nname = "late"\nwithin = "3 days"\nladder = ["staff"]\n\n[guest]'
    assert "no client can ever reach it (T5)" in shop.mistakes(("[guest]", last))["tiers.late"]


def test_a_shorter_window_below_a_longer_one_is_never_reached() -> None:
    assert unreachable(tier("long", within=30), tier("short", within=7), tier("rest")) == ["short"]
    assert unreachable(tier("short", within=7), tier("long", within=30), tier("rest")) == []


def test_a_plan_that_brings_another_is_never_reached_below_it() -> None:
    """Whoever holds a holds b too; b can be held alone."""
    assert unreachable(tier("has-b", plan="b"), tier("has-a", plan="a"), tier("rest")) == ["has-a"]
    assert unreachable(tier("has-a", plan="a"), tier("has-b", plan="b"), tier("rest")) == []


def test_a_status_is_covered_by_those_that_name_it() -> None:
    closed, both = tier("closed", status=("Closed",)), tier("both", status=("Closed", "Inactive"))
    assert unreachable(closed, both, tier("rest")) == []
    assert unreachable(both, closed, tier("rest")) == ["closed"]


def test_windows_and_plans_cover_a_tier_only_together() -> None:
    tiers = (tier("new", within=30), tier("has-b", plan="b"), tier("new-with-a", within=30, plan="a"), tier("rest"))
    assert unreachable(*tiers) == ["new-with-a"]
    assert unreachable(tiers[1], tier("has-a", plan="a", within=9), tiers[3]) == ["has-a"]


def test_the_same_tier_twice_is_reached_once() -> None:
    assert unreachable(tier("one", within=3), tier("two", within=3), tier("rest")) == ["two"]


# Against every client there is ------------------------------------------------------------------------------------

NAMES = st.sampled_from(["p", "q", "r"])
ITEMS = st.frozensets(st.sampled_from(["product:1", "product:2", "addon:1"]), min_size=1)
COUNTS = st.frozensets(st.sampled_from(["Active", "Suspended"]), min_size=1)
TIERS = st.builds(
    tier,
    st.just("tier"),
    plan=st.none() | NAMES,
    within=st.none() | st.integers(1, 4),
    status=st.sets(st.sampled_from(["Active", "Closed"])).map(tuple),
)


def fits(one: Tier, status: str, age: int, held: frozenset[str]) -> bool:
    return (
        (not one.client_status or status in one.client_status)
        and (one.within is None or age < one.within)
        and (one.plan is None or one.plan in held)
    )


def everybody(plans: Mapping[str, Plan]) -> list[tuple[str, int, frozenset[str]]]:
    rows = list(product(["product:1", "product:2", "addon:1"], ["Active", "Suspended", "Cancelled"]))
    held = {
        frozenset(
            plan.name
            for plan in plans.values()
            for item, status in some
            if item in plan.items and status in plan.counts
        )
        for size in range(len(plans) + 1)
        for some in combinations(rows, size)
    }
    return list(product(["Active", "Closed", "Other"], range(6), held))


@given(
    plans=st.fixed_dictionaries(
        {"p": st.tuples(ITEMS, COUNTS), "q": st.tuples(ITEMS, COUNTS), "r": st.tuples(ITEMS, COUNTS)}
    ),
    tiers=st.lists(TIERS, min_size=1, max_size=5),
)
def test_what_is_decided_is_what_asking_every_client_shows(
    plans: dict[str, tuple[frozenset[str], frozenset[str]]], tiers: list[Tier]
) -> None:
    known = {name: Plan(name, items, counts) for name, (items, counts) in plans.items()}
    numbered = [
        Tier(f"tier-{n}", one.ladder, {}, one.plan, one.within, one.client_status) for n, one in enumerate(tiers)
    ]
    reached = {next((one.name for one in numbered if fits(one, *client)), None) for client in everybody(known)}
    assert bool(clients_without_tier(numbered)) == (None in reached)
    assert {name for name, _ in unreachable_tiers(numbered, known)} == {one.name for one in numbered} - reached
