"""The same answers as the timeline's, found the slow way: word by word from the policy, for one instant at a time.

It shares no code with ``bridge.core`` but the nouns, so that a mistake has to be made twice to go unseen.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from bridge.core.model import About, Fact, Override, OverrideKind, Source
from bridge.core.policy import Policy, Tier


def tier_at(facts: Sequence[Fact], overrides: Sequence[Override], policy: Policy, at: datetime) -> str:
    """Return the tier at ``at`` on all the facts given (T0 to T8)."""
    gone = gone_since(facts)
    if gone is not None and at >= gone:
        return policy.guest.name
    day = sign_up(facts)
    shows = {About.SIGNED_UP, About.CLIENT_STATUS, About.HOLDING}
    is_read = any(fact.source is Source.READING and fact.about in shows for fact in facts)
    if (not is_read and day is None) or (day is not None and at < _local_midnight(day, policy)):
        return policy.guest.name
    granted = [o for o in overrides if o.kind is OverrideKind.GRANT and _is_in_force(o, at, policy)]
    if granted:
        return max(granted, key=lambda o: (o.created, o.order)).tier
    return next(tier.name for tier in policy.tiers if _fits(tier, facts, policy, at))


def plans_at(facts: Sequence[Fact], policy: Policy, at: datetime) -> set[str]:
    gone = gone_since(facts)
    if gone is not None and at >= gone:
        return set()
    names = {fact.name for fact in facts if fact.about is About.HOLDING}
    now = [_status_at(facts, About.HOLDING, name, at) for name in names]
    return {
        plan.name
        for plan in policy.plans.values()
        if any(fact and fact.item in plan.items and fact.value in plan.counts for fact in now)
    }


def sign_up(facts: Sequence[Fact]) -> date | None:
    told = [fact for fact in facts if fact.about is About.SIGNED_UP]
    readings = [fact for fact in told if fact.source is Source.READING]
    if readings:
        value = max(readings, key=lambda fact: (fact.learned, fact.order)).value
    else:
        webhooks = [fact for fact in told if fact.value]
        value = min(webhooks, key=lambda fact: (_effect(fact), fact.order)).value if webhooks else ""
    return date.fromisoformat(value) if value else None


def gone_since(facts: Sequence[Fact]) -> datetime | None:
    found = None
    for fact in _in_order(fact for fact in facts if fact.about is About.GONE):
        found = (found or fact.learned) if fact.value == "yes" else None
    if found is None:
        return None
    merges = [_effect(fact) for fact in facts if fact.about is About.MERGED_INTO]
    return min(max(merges), found) if merges else found


def _fits(tier: Tier, facts: Sequence[Fact], policy: Policy, at: datetime) -> bool:
    status = _status_at(facts, About.CLIENT_STATUS, "", at)
    if tier.client_status and (status is None or status.value not in tier.client_status):
        return False
    if tier.plan is not None and tier.plan not in plans_at(facts, policy, at):
        return False
    day = sign_up(facts)
    return tier.within is None or (day is not None and at < _local_midnight(day + timedelta(days=tier.within), policy))


def _status_at(facts: Sequence[Fact], about: About, name: str, at: datetime) -> Fact | None:
    """Return the reading that found the status of ``at`` (D3), None: it had not begun."""
    told = [fact for fact in facts if (fact.about, fact.name) == (about, name)]
    readings = _in_order(fact for fact in told if fact.source is Source.READING)
    webhooks = [fact for fact in told if fact.source is Source.WEBHOOK]
    current, before, last = None, None, None
    arrived = _arrived(facts, readings[0]) if about is About.HOLDING and readings else None
    for reading in readings:
        if last is not None and (last.value, last.item) == (reading.value, reading.item):
            continue
        is_first, last = last is None, reading
        start, order = (_effect(reading) if is_first and about is About.HOLDING else reading.learned), reading.order
        fitting = [
            hook
            for hook in webhooks
            if hook.value == reading.value
            and (before is None or (_second(_effect(hook)), hook.order) > before)
            and _second(_effect(hook)) <= _second(reading.learned)
        ]
        if fitting:
            first = min(fitting, key=lambda hook: (_second(_effect(hook)), hook.order))
            start, order = _effect(first), first.order
        before = (_second(start), order)
        if max(start, arrived or start) <= at:
            current = reading
    return current


def _arrived(facts: Sequence[Fact], first: Fact) -> datetime | None:
    """Return the merge that a holding, first read as ``first``, came over with (T8)."""
    shows = {About.SIGNED_UP, About.CLIENT_STATUS, About.HOLDING}
    reads = [fact.learned for fact in facts if fact.source is Source.READING and fact.about in shows]
    hooks = [
        _effect(fact)
        for fact in facts
        if fact.about is About.HOLDING and fact.name == first.name and fact.source is Source.WEBHOOK
    ]
    merges = [fact for fact in facts if fact.about is About.ABSORBED and _effect(fact) <= first.learned]
    named = [_effect(fact) for fact in merges if first.name in fact.name.split(",")]
    unnamed = [
        _effect(fact) for fact in merges if min(reads) < _effect(fact) and all(_effect(fact) <= hook for hook in hooks)
    ]
    return max(named or unnamed, default=None)


def _is_in_force(given: Override, at: datetime, policy: Policy) -> bool:
    if given.tier not in {policy.guest.name, *(tier.name for tier in policy.tiers)}:
        return False
    ends = [end for end in (given.end, given.released) if end is not None]
    return max(given.start, given.created) <= at and all(at < end for end in ends)


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.learned, fact.order))


def _effect(fact: Fact) -> datetime:
    return fact.effect or fact.learned


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _local_midnight(day: date, policy: Policy) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=policy.zone).astimezone(UTC)
