"""One client's time gone through once, from change to change: at each, who decides the tier, and because of what.

From the strongest: the client is gone (T8); its sign-up day has not come, or nothing is known of it (T6); a grant (T7);
the list of tiers (T5). A grant of a tier that the policy does not have is no grant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from bridge.core.because import Datum, Reason
from bridge.core.chronicle import Chronicle, Gone, SignUp
from bridge.core.days import EVER, NEVER, days_after, midnight
from bridge.core.overrides import InForce
from bridge.core.policy import Policy, Tier
from bridge.core.stretches import Stretch

_NOTHING_KNOWN = Reason("T6", "nothing known")
_NO_DATE = Reason("T2", "no sign-up date")
_EVERY_OTHER = Reason("T3", "no earlier tier fits")

Because = tuple[Reason, ...]


class Part(NamedTuple):
    """What is so from ``start`` until the next part's; neighbours may be alike."""

    start: datetime
    tier: str
    because: Because
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    """The calendar days in which a ``within`` holds, [sign-up day, ``end``) (T2)."""

    end: datetime
    because: Reason


class Sweep:
    """What is in force at the instant that the sweep has come to."""

    def __init__(self, past: Chronicle, grants: Sequence[InForce], policy: Policy) -> None:
        self._past = past
        self._policy = policy
        self._grants = _granted(grants, policy) if grants else []
        self._begins = midnight(past.signed_up.day, policy.zone) if past.signed_up else EVER
        self._before = (_before(past),)
        self._after = (_after(past.gone),) if past.gone else ()
        self._windows = _windows(past.signed_up, policy) if past.signed_up else {}
        self._turns = _telling(past, policy)
        self._watched = frozenset[str]().union(*(tier.client_status for tier in policy.tiers))
        self._status: tuple[str, Reason] | None = None  # None: not known, or one that no tier asks for
        self._bearing: dict[str, dict[str, Reason]] = {name: {} for name in policy.plans}
        self._lapsed: dict[str, Reason] = {}

    def parts(self) -> Iterator[Part]:
        """Yield a part for each instant at which anything changes, from the beginning of time on."""
        taken = 0
        for instant in sorted(self._changes()):
            while taken < len(self._turns) and self._turns[taken].start <= instant:
                self._take(self._turns[taken])
                taken += 1
            tier, because = self._seat(instant)
            yield Part(instant, tier, because, self._plans(instant))

    def _changes(self) -> set[datetime]:
        changes = {EVER, self._begins}
        changes.update(turn.start for turn in self._turns)
        changes.update(window.end for window in self._windows.values())
        for grant, _ in self._grants:
            changes |= {grant.start, grant.end}
        if self._past.gone:
            changes.add(self._past.gone.since)
        changes.discard(NEVER)
        return changes

    def _take(self, turn: Stretch) -> None:
        """Let a stretch begin, and with it the one before end."""
        if not turn.name:
            is_watched = turn.status in self._watched
            self._status = (turn.status, _dated("T4", "client status", turn)) if is_watched else None
            return
        for plan in self._policy.plans.values():
            bearing = self._bearing[plan.name]
            was_borne = bearing.pop(turn.name, None) is not None
            if turn.item in plan.items and turn.status in plan.counts:
                bearing[turn.name] = _dated("T1", "plan held", turn, plan=plan.name)
            elif turn.item in plan.items or was_borne:
                self._lapsed[plan.name] = _dated("T1", "plan not held", turn, plan=plan.name)

    def _is_gone(self, instant: datetime) -> bool:
        return self._past.gone is not None and self._past.gone.since <= instant

    def _plans(self, instant: datetime) -> tuple[str, ...]:
        """Return the plans held, whatever the tier; a client that is gone holds none."""
        if self._is_gone(instant):
            return ()
        return tuple(name for name, bearing in self._bearing.items() if bearing)

    def _seat(self, instant: datetime) -> tuple[str, Because]:
        if self._is_gone(instant):
            return self._policy.guest.name, self._after
        if instant < self._begins or not self._past.is_known:
            return self._policy.guest.name, self._before
        for grant, because in reversed(self._grants):
            if grant.holds(instant):
                return grant.override.tier, (because,)
        return self._first_that_fits(instant)

    def _first_that_fits(self, instant: datetime) -> tuple[str, Because]:
        for tier in self._policy.tiers:
            if (because := self._fitting(tier, instant)) is not None:
                return tier.name, because or self._nothing_else()
        raise LookupError("no tier fits this client; bridge check refuses such a list (T5)")

    def _fitting(self, tier: Tier, instant: datetime) -> Because | None:
        """Return what meets every condition that ``tier`` names, None: one of them is not met (T5)."""
        because = []
        if tier.client_status:
            if self._status is None or self._status[0] not in tier.client_status:
                return None
            because.append(self._status[1])
        if tier.plan is not None:
            if not (bearing := self._bearing[tier.plan]):
                return None
            because.append(next(iter(bearing.values())))
        if tier.within is not None:
            window = self._windows.get(tier.within)
            if window is None or window.end <= instant:
                return None
            because.append(window.because)
        return tuple(because)

    def _nothing_else(self) -> Because:
        """Return why a tier without conditions: what could have led to another one, and does not (T3)."""
        windows = [window.because for window in self._windows.values()] or [_NO_DATE]
        lapsed = [because for plan, because in self._lapsed.items() if not self._bearing[plan]]
        return (*windows, *lapsed, _EVERY_OTHER)


def _telling(past: Chronicle, policy: Policy) -> Sequence[Stretch]:
    """Return, by start, the turns that can tell: of the client's status, and of holdings that were ever a plan's."""
    items = frozenset[str]().union(*(plan.items for plan in policy.plans.values()))
    names = {turn.name for turn in past.holdings if turn.item in items}
    turns = [*past.statuses, *(turn for turn in past.holdings if turn.name in names)]
    turns.sort(key=attrgetter("start"))
    return turns


def _windows(signed_up: SignUp, policy: Policy) -> Mapping[int, _Window]:
    """Return the window of every ``within`` that a tier has, in calendar days of the billing system's zone (T2)."""
    windows = {}
    for days in sorted({tier.within for tier in policy.tiers if tier.within is not None}):
        end = midnight(days_after(signed_up.day, days), policy.zone)
        said = {"date": signed_up.day.isoformat(), "source": signed_up.source.value}
        windows[days] = _Window(end, Reason("T2", "signed up", said | {"days": days, "until": end.isoformat()}))
    return windows


def _granted(grants: Sequence[InForce], policy: Policy) -> Sequence[tuple[InForce, Reason]]:
    """Return the grants of tiers that there are, newest last, each with its reason (T7)."""
    names = {policy.guest.name, *(tier.name for tier in policy.tiers)}
    granted = []
    for grant in grants:
        if grant.override.tier in names:
            end = None if grant.end == NEVER else grant.end.isoformat()
            data = {"tier": grant.override.tier, "reason": grant.override.reason, "from": grant.start.isoformat()}
            granted.append((grant, Reason("T7", "granted", {**data, "until": end})))
    return granted


def _before(past: Chronicle) -> Reason:
    """Return why a guest before there is a client (T6)."""
    if past.signed_up is None:
        return _NOTHING_KNOWN
    source = past.signed_up.source.value
    return Reason("T6", "not signed up yet", {"date": past.signed_up.day.isoformat(), "source": source})


def _after(gone: Gone) -> Reason:
    """Return why a guest once there is no such client any more (T8)."""
    fact = "merged" if gone.survivor else "deleted"
    return Reason("T8", fact, {"since": gone.since.isoformat(), "survivor": gone.survivor})


def _dated(rule: str, fact: str, turn: Stretch, *, plan: str | None = None) -> Reason:
    about: dict[str, Datum] = {"plan": plan, "holding": turn.name, "item": turn.item} if plan else {}
    start = None if turn.start == EVER else turn.start.isoformat()
    dates = {"since": start, "source": turn.source.value, "learned": turn.learned.isoformat()}
    return Reason(rule, fact, about | {"status": turn.status} | dates)
