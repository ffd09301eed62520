"""Why not: the smallest single change that would have given a client a better answer, and a ticket its topic (W6).

Nothing of the policy is told twice here: each thing that could have been otherwise is tried, one at a time, through the
same entitlement function, from what is nearest to what is farthest. What would have helped is said; what would not, is
not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bridge.core.because import Reason
from bridge.core.chronicle import chronicle
from bridge.core.days import EVER, NEVER, day_of, utc
from bridge.core.entitlement import Entitlement, entitlement
from bridge.core.model import About, Access, Channel, Fact, Override, OverrideKind, Source
from bridge.core.policy import Finder, Policy, Tier
from bridge.core.reading import Score
from bridge.core.stretches import Stretch
from bridge.core.timeline import timeline

_RANK = {Access.CLOSED: 0, Access.OPEN: 1, Access.SCHEDULED: 2, Access.REALTIME: 3}
_SOME_SESSION = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """``change`` says what would have to be otherwise; then ``tier`` and these better ``channels`` were the answer."""

    change: Reason
    tier: str
    channels: Mapping[Channel, Access]


@dataclass(frozen=True, slots=True)
class Case:
    """A client as it is: what is known, what people have set, under which policy, asked for which instant."""

    facts: Sequence[Fact]
    overrides: Sequence[Override]
    policy: Policy
    at: datetime
    as_known: datetime | None = None

    def answer(self) -> Entitlement:
        line = timeline(self.facts, self.overrides, self.policy, as_known=self.as_known)
        return entitlement(line, self.overrides, self.policy, at=self.at, as_known=self.as_known)

    @property
    def known_by(self) -> datetime:
        """The instant at which a further fact must have been learned, and have begun, to count in the answer."""
        return utc(self.at) if self.as_known is None else min(utc(self.at), utc(self.as_known))


def why_not(case: Case) -> tuple[WhyNot, ...]:
    """Return, for each channel that is not realtime and each better tier, the smallest change that would give it."""
    now = case.answer()
    if not chronicle(case.facts, as_known=case.as_known).is_known:
        return ()
    missing: set[str] = {channel for channel in Channel if now.channels[channel] is not Access.REALTIME}
    missing |= {tier.name for tier in case.policy.tiers if _is_better(tier, case.policy.tier(now.tier))}
    found = []
    for change, otherwise in _candidates(case):
        then = otherwise.answer()
        gained = {channel for channel in Channel if then.channels[channel] is Access.REALTIME} | {then.tier}
        if gained & missing:
            missing -= gained
            better = {
                channel: access
                for channel, access in then.channels.items()
                if _RANK[access] > _RANK[now.channels[channel]]
            }
            found.append(WhyNot(change, then.tier, better))
    return tuple(found)


def _is_better(tier: Tier, than: Tier) -> bool:
    """Tell whether a tier opens some channel wider than another, and none less wide."""
    steps = [
        _RANK[tier.channels.get(channel, Access.CLOSED)] - _RANK[than.channels.get(channel, Access.CLOSED)]
        for channel in Channel
    ]
    return max(steps) > 0 and min(steps) >= 0


def _candidates(case: Case) -> Iterator[tuple[Reason, Case]]:
    """Yield what could have been otherwise, the nearest first."""
    yield from _within_hours(case)
    yield from _grants_that_ended(case)
    yield from _holdings(case)
    yield from _client_status(case)
    yield from _sign_up(case)
    yield from _session(case)
    yield from _purchases(case)
    yield from _grants(case)


def _within_hours(case: Case) -> Iterator[tuple[Reason, Case]]:
    if case.policy.hours is not None:
        yield Reason("C3", "it were within the hours"), replace(case, policy=replace(case.policy, hours=None))


def _grants_that_ended(case: Case) -> Iterator[tuple[Reason, Case]]:
    for index, override in enumerate(case.overrides):
        over = override.over
        if override.kind is OverrideKind.GRANT and over is not None and over <= case.at:
            lasting = replace(override, end=None, released=None)
            overrides = (*case.overrides[:index], lasting, *case.overrides[index + 1 :])
            told = Reason("T7", "the grant had not ended", {"tier": override.tier, "since": over.isoformat()})
            yield told, replace(case, overrides=overrides)


def _holdings(case: Case) -> Iterator[tuple[Reason, Case]]:
    """Let what the client has of a plan have a status that counts; the one whose status changed last first."""
    held = _last_by_name(chronicle(case.facts, as_known=case.as_known).holdings, case.at)
    for turn in sorted(held, key=lambda turn: turn.start, reverse=True):
        for plan in case.policy.plans.values():
            if turn.item in plan.items and turn.status not in plan.counts:
                status = min(plan.counts)
                told = {"plan": plan.name, "holding": turn.name, "item": turn.item, **_was(turn), "were": status}
                yield (
                    Reason("T1", "the holding's status were another", told),
                    _with(case, About.HOLDING, turn.status, status, name=turn.name),
                )


def _client_status(case: Case) -> Iterator[tuple[Reason, Case]]:
    statuses = _last_by_name(chronicle(case.facts, as_known=case.as_known).statuses, case.at)
    asked_for = frozenset[str]().union(*(tier.client_status for tier in case.policy.tiers))
    for turn in statuses:
        if turn.status in asked_for:
            yield (
                Reason("T4", "the client's status were another", _was(turn)),
                _with(case, About.CLIENT_STATUS, turn.status, ""),
            )


def _sign_up(case: Case) -> Iterator[tuple[Reason, Case]]:
    """Let the client have signed up on the earliest day whose window still holds, for each window of a tier (T2)."""
    signed_up = chronicle(case.facts, as_known=case.as_known).signed_up
    today = day_of(case.at, case.policy.zone)
    for days in sorted({tier.within for tier in case.policy.tiers if tier.within is not None}):
        day = (today - timedelta(days=days - 1)).isoformat()
        told = {"was": signed_up.day.isoformat() if signed_up else None, "were": day, "days": days}
        others = [fact for fact in case.facts if fact.about is not About.SIGNED_UP]
        yield (
            Reason("T2", "the sign-up day were this or later", told),
            replace(case, facts=(*others, _learned(case, About.SIGNED_UP, day))),
        )


def _session(case: Case) -> Iterator[tuple[Reason, Case]]:
    booked = Override(OverrideKind.SESSION, None, case.at, case.at + _SOME_SESSION, "", min(case.at, case.known_by))
    yield Reason("C2", "a session were booked"), replace(case, overrides=(*case.overrides, booked))


def _purchases(case: Case) -> Iterator[tuple[Reason, Case]]:
    for plan in case.policy.plans.values():
        item, status = min(plan.items), min(plan.counts)
        bought = _learned(case, About.HOLDING, status, name=f"{item}:if", item=item)
        told = {"plan": plan.name, "items": ", ".join(sorted(plan.items))}
        yield Reason("T1", "the plan were bought", told), replace(case, facts=(*case.facts, bought))


def _grants(case: Case) -> Iterator[tuple[Reason, Case]]:
    for tier in case.policy.tiers:
        order = max((override.order for override in case.overrides), default=0) + 1
        given = Override(OverrideKind.GRANT, None, EVER, NEVER, "", case.known_by, tier=tier.name, order=order)
        yield Reason("T7", "it were granted", {"tier": tier.name}), replace(case, overrides=(*case.overrides, given))


def _last_by_name(turns: Sequence[Stretch], at: datetime) -> list[Stretch]:
    """Return the stretch of each name that holds ``at``; of one with the same start the last."""
    return list({turn.name: turn for turn in turns if turn.start <= utc(at)}.values())


def _was(turn: Stretch) -> dict[str, str | None]:
    return {"was": turn.status, "since": None if turn.start == EVER else turn.start.isoformat()}


def _with(case: Case, about: About, was: str, were: str, *, name: str = "") -> Case:
    """Return the case as if what was known to have one value had had another all the time."""
    facts = tuple(
        replace(fact, value=were) if (fact.about, fact.name, fact.value) == (about, name, was) else fact
        for fact in case.facts
    )
    return replace(case, facts=facts)


def _learned(case: Case, about: About, value: str, *, name: str = "", item: str = "") -> Fact:
    """Return a fact read just in time to count."""
    order = max((fact.order for fact in case.facts), default=0) + 1
    return Fact(about, value, case.known_by, Source.READING, effect=case.known_by, name=name, item=item, order=order)


# Tickets ------------------------------------------------------------------------------------------------------


def why_no_topic(scores: Sequence[Score], finder: Finder) -> Reason:
    """Return what was missing for the finder to name the best candidate (S2)."""
    if not scores:
        return Reason("S2", "something in the message named a topic")
    best, second = scores[0], scores[1].score if len(scores) > 1 else 0.0
    if best.score < finder.threshold:
        short, what = finder.threshold - best.score, "it scored as much as the threshold"
        limit = {"threshold": f"{finder.threshold:g}"}
    else:
        short, what = finder.margin - (best.score - second), "it led by as much as the margin"
        limit = {"lead": f"{best.score - second:.2f}", "margin": f"{finder.margin:g}"}
    return Reason("S2", what, {"topic": best.topic, "score": f"{best.score:g}", **limit, "short_by": f"{short:.2f}"})
