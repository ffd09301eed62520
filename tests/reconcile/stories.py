"""Short stories, at least one for each kind of write: what is seen at their end is the measure of what goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bridge.core.model import Rung
from bridge.core.policy import Policy
from tests.reconcile.bench import Bench
from tests.reconcile.maker import Maker
from tests.reconcile.shop import PLAN

BROKEN = "My WordPress website stopped working after installing a plugin."
UNCLEAR = "Something is strange since yesterday, could somebody have a look."
FURTHER = "I did that, but the site is still broken."


def with_ladder(policy: Policy, *ladder: Rung) -> Policy:
    """Return the policy with another ladder for best effort."""
    tiers = tuple(replace(tier, ladder=ladder) if tier.name == "best-effort" else tier for tier in policy.tiers)
    return replace(policy, tiers=tiers)


def with_quotes_sent(policy: Policy) -> Policy:
    """Return a policy under which a request is quoted at once and the quote is sent."""
    quoting = with_ladder(policy, Rung.QUOTE)
    return replace(quoting, quotes=replace(policy.quotes, send_automatically=True))


@dataclass(frozen=True)
class Story:
    """What happens at the shop. ``writes`` is how many writes with a key it comes to."""

    happen: Callable[[Bench], None]
    writes: int
    policy: Callable[[Policy], Policy] = lambda policy: policy


def _guide(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.opens("7", BROKEN)


def _abstained(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.opens("7", UNCLEAR)


def _professional(bench: Bench) -> None:
    bench.shop.sign_up(holding=PLAN)
    bench.opens("7", BROKEN)


STORIES = {
    "reply": Story(_guide, 1),
    "note": Story(_abstained, 1),
    "priority": Story(_professional, 1),
    "quote": Story(_guide, 4, with_quotes_sent),  # the draft, its delivery, the note, the reply that tells of it
}


def set_up(make: Maker, name: str, *, enforces_keys: bool) -> Bench:
    """Set up a bridge for a story; let it happen with ``STORIES[name].happen``."""
    return make(STORIES[name].policy(make.policy), enforces_keys=enforces_keys)
