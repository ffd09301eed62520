"""Whom a list of tiers reaches, decided exactly (T5).

A client is a status, an age since sign-up and a set of held plans. Of ages only the window ends matter; of statuses
only those that are named, and any other. A client may hold any products in any status, so the sets of plans that can be
held are the unions of what single holdings fulfil: a tier is reached if *one* holding does it that fulfils no plan
asked for before. That keeps the question small however many plans there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.core.policy import Plan, Tier

ANY_OTHER = ""  # a client status that no tier names


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client, plans aside: its status, and its age in days (past all windows: no sign-up date, too)."""

    status: str
    age: int

    def may_fit(self, tier: Tier) -> bool:
        """Tell whether nothing but a plan keeps such a client from ``tier``."""
        return (not tier.client_status or self.status in tier.client_status) and (
            tier.within is None or self.age < tier.within
        )

    def __str__(self) -> str:
        status = f"a client of status {self.status}" if self.status else "a client of a status that no tier names"
        age = f", {self.age} days or more after signing up" if self.age else ""
        return f"{status}{age}, without a plan"


def clients_without_tier(tiers: Sequence[Tier]) -> str:
    """Return, in words, a kind of client that fits none of ``tiers``; nothing when all fit."""
    # Holding more plans only opens more tiers: who holds none is the one to ask about.
    without_plan = [tier for tier in tiers if tier.plan is None]
    lost = (kind for kind in _kinds(tiers) if not any(kind.may_fit(tier) for tier in without_plan))
    return str(next(lost, ""))


def unreachable_tiers(tiers: Sequence[Tier], plans: Mapping[str, Plan]) -> Iterator[tuple[str, str]]:
    """Yield the name of each tier that no client can reach, and why."""
    fulfilled = _fulfilled_at_once(plans)
    for place, tier in enumerate(tiers):
        if tier.plan is not None and not any(tier.plan in held for held in fulfilled):
            continue  # unknown, or nothing fulfils it: a complaint of its own
        earlier = tiers[:place]
        if not any(_reaches(kind, tier, earlier, fulfilled) for kind in _kinds(tiers) if kind.may_fit(tier)):
            yield tier.name, f"whoever fits it fits one asked before it ({', '.join(other.name for other in earlier)})"


def _kinds(tiers: Sequence[Tier]) -> list[Kind]:
    statuses = sorted({status for tier in tiers for status in tier.client_status} | {ANY_OTHER})
    ages = sorted({0} | {tier.within for tier in tiers if tier.within is not None})
    return [Kind(status, age) for status in statuses for age in ages]


def _fulfilled_at_once(plans: Mapping[str, Plan]) -> set[frozenset[str]]:
    """Return the sets of plans that one holding, of some item in some status, fulfils."""
    holdings = {(item, status) for plan in plans.values() for item in plan.items for status in plan.counts}
    return {
        frozenset(plan.name for plan in plans.values() if item in plan.items and status in plan.counts)
        for item, status in holdings
    }


def _reaches(kind: Kind, tier: Tier, earlier: Sequence[Tier], fulfilled: set[frozenset[str]]) -> bool:
    asked_before = [other.plan for other in earlier if kind.may_fit(other)]
    if None in asked_before:
        return False
    return tier.plan is None or any(tier.plan in held and not held & set(asked_before) for held in fulfilled)
