"""Does the billing system know what the policy names? Products are asked for; statuses are the vendor's fixed words.

The vendor's API cannot list the addons that are for sale, so those are named for a person to look up.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bridge.billing import NameFinding
from bridge.core.policy import Plan, Policy
from bridge.errors import BillingRefusedError
from mappings.whmcs.line import Line, readable
from mappings.whmcs.rows import some_id
from mappings.whmcs.shapes import rows
from mappings.whmcs.words import ADDON, CLIENT_STATUSES, HOLDING_STATUSES, PRODUCT


def check_names(line: Line, policy: Policy) -> Iterator[NameFinding]:
    """Yield a finding for every name that is wrong, or that cannot be asked about; nothing: all are known."""
    for tier in policy.tiers:
        yield from _statuses(f"tiers.{tier.name}.client_status", tier.client_status, CLIENT_STATUSES)
    for plan in policy.plans.values():
        yield from _statuses(f"plans.{plan.name}.counts", plan.counts, HOLDING_STATUSES)
        yield from _products(line, plan)
        yield from _addons(plan)


def _statuses(key: str, named: Iterable[str], known: frozenset[str]) -> Iterator[NameFinding]:
    for status in sorted(set(named) - known):
        folded = {word.casefold(): word for word in known}
        close = get_close_matches(status.casefold(), folded, n=1)
        hint = f"did you mean {folded[close[0]]}?" if close else f"there are {', '.join(sorted(known))}"
        yield NameFinding(key, f"{status} is no status there; {hint}", is_wrong=True)


def _products(line: Line, plan: Plan) -> Iterator[NameFinding]:
    key, wanted = f"plans.{plan.name}.products", _ids(plan, PRODUCT)
    if not wanted:
        return
    try:
        with readable("GetProducts"):
            answer = line.ask("GetProducts", {"pid": ",".join(wanted)})
            there = {some_id(row.get("pid")) for row in rows(answer, "products", "product")}
    except BillingRefusedError as error:
        yield NameFinding(key, f"could not be asked about: {error}", is_wrong=False)
        return
    for missing in wanted:
        if missing not in there:
            yield NameFinding(
                key, f"there is no product {missing}; Setup > Products shows each with its id", is_wrong=True
            )


def _addons(plan: Plan) -> Iterator[NameFinding]:
    addons = _ids(plan, ADDON)
    if addons:
        text = f"addon {', '.join(addons)}: cannot be asked about; compare with the id in the addon's own address bar"
        yield NameFinding(f"plans.{plan.name}.addons", text, is_wrong=False)


def _ids(plan: Plan, kind: str) -> list[str]:
    return sorted((item.removeprefix(kind) for item in plan.items if item.startswith(kind)), key=int)
