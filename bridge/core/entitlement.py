"""Who may use which channel, and for how long: the tier's answer at one instant (C1 to C3, T6).

Three things decide a channel's access: the tier gives it (C1), a booked session makes ``scheduled`` channels
``realtime`` (C2), and outside the opening hours what the tier gives as ``realtime`` is ``open`` (C3). A session is an
appointment: it holds outside the hours too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bridge.core.because import Reason
from bridge.core.days import NEVER, utc
from bridge.core.hours import Stance, stance
from bridge.core.model import Access, Channel, Override, OverrideKind
from bridge.core.overrides import InForce, in_force
from bridge.core.policy import Policy, Tier
from bridge.core.timeline import Held, Segment, Timeline

_ALWAYS_OPEN = Stance(is_open=True, until=None)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a client is entitled to at ``at``. An instant that is None never comes, as far as is known."""

    at: datetime
    tier: str
    until: datetime | None  # the end of the segment that holds ``at``
    channels: Mapping[Channel, Access]  # all four
    channels_until: datetime | None  # when the access of some channel changes next
    opens_at: datetime | None  # when the hours begin, where they alone keep a channel from being realtime
    plans: tuple[str, ...]
    courtesy: bool
    because: tuple[Reason, ...]
    timeline: Timeline


def entitlement(
    timeline: Timeline,
    overrides: Iterable[Override],
    policy: Policy,
    *,
    at: datetime,
    as_known: datetime | None = None,
) -> Entitlement:
    """Answer for a client at ``at``; ``overrides`` are its own, as known at ``as_known`` (None: all that is known).

    The timeline is to be made with the same ``as_known``. That a client is gone (``timeline.gone``) is for the caller
    to say: it has no answer but 404 (T8).
    """
    at = utc(at)
    channels = _Channels(timeline, in_force(overrides, OverrideKind.SESSION, as_known=as_known), policy)
    segment = timeline.at(at)
    tier = policy.tier(segment.tier)
    opens_at = channels.opens_at(at)
    return Entitlement(
        at=at,
        tier=tier.name,
        until=segment.end,
        channels=channels.at(at),
        channels_until=channels.change_after(at),
        opens_at=opens_at,
        plans=timeline.plans_at(at),
        courtesy=tier.courtesy,
        because=(*segment.because, *channels.because(at)),
        timeline=timeline,
    )


def guest(policy: Policy, *, at: datetime) -> Entitlement:
    """Answer for a ticket without client: a guest's, for ever (T0)."""
    segment = Segment(None, None, policy.guest.name, (Reason("T0", "no client"),))
    nobody = Timeline((segment,), (Held(None, None, ()),), signed_up=None, gone=None)
    return entitlement(nobody, (), policy, at=at)


def is_realtime(tier: Tier, overrides: Iterable[Override], at: datetime) -> bool:
    """Tell whether some channel of the tier is realtime, or a session makes one so; hours are not regarded (W1)."""
    promised = tier.channels.values()
    if Access.REALTIME in promised:
        return True
    sessions = (override for override in overrides if override.kind is OverrideKind.SESSION)
    return Access.SCHEDULED in promised and any(session.lasts_at(at) for session in sessions)


def realtime_at(timeline: Timeline, overrides: Iterable[Override], policy: Policy, *, at: datetime) -> bool:
    """Tell whether the client's tickets are tagged ``realtime`` at ``at`` (W1)."""
    return is_realtime(policy.tier(timeline.at(at).tier), overrides, at)


def next_realtime_change(
    timeline: Timeline, overrides: Sequence[Override], policy: Policy, *, after: datetime
) -> datetime | None:
    """Return the next instant at which ``realtime_at`` changes, None: it never does (D1)."""
    sessions = in_force(overrides, OverrideKind.SESSION, as_known=None)
    now = realtime_at(timeline, overrides, policy, at=after)
    changes = _changes(timeline, sessions, after)
    return next((at for at in changes if realtime_at(timeline, overrides, policy, at=at) is not now), None)


@dataclass(frozen=True, slots=True)
class _Channels:
    """The access to every channel over all time."""

    timeline: Timeline
    sessions: Sequence[InForce]
    policy: Policy

    def at(self, instant: datetime) -> Mapping[Channel, Access]:
        tier = self._tier(instant)
        in_session = self._session(instant) is not None
        is_open = self._stance(instant).is_open
        return {
            channel: _access(tier.channels.get(channel, Access.CLOSED), in_session=in_session, is_open=is_open)
            for channel in Channel
        }

    def change_after(self, instant: datetime) -> datetime | None:
        """Return the next instant at which some access differs from the one at ``instant``.

        Between two changes of tier or session only the hours can change it, and the first time they do, they do.
        """
        now = self.at(instant)
        for start, end in pairwise([instant, *_changes(self.timeline, self.sessions, instant), NEVER]):
            if self.at(start) != now:
                return start
            until = self._stance(start).until
            if until is not None and until < end:
                return until
        return None

    def opens_at(self, instant: datetime) -> datetime | None:
        stance_now = self._stance(instant)
        return None if stance_now.is_open else stance_now.until

    def because(self, instant: datetime) -> tuple[Reason, ...]:
        """Return what turns the tier's promise into the access: a session (C2), the hours (C3)."""
        reasons = []
        session = self._session(instant)
        if session is not None and Access.SCHEDULED in self._tier(instant).channels.values():
            reasons.append(
                Reason("C2", "session", {"from": session.start.isoformat(), "until": session.end.isoformat()})
            )
        if not self._stance(instant).is_open:
            opens_at = self.opens_at(instant)
            reasons.append(Reason("C3", "outside the hours", {"opens_at": opens_at.isoformat() if opens_at else None}))
        return tuple(reasons)

    def _tier(self, instant: datetime) -> Tier:
        return self.policy.tier(self.timeline.at(instant).tier)

    def _session(self, instant: datetime) -> InForce | None:
        return next((session for session in self.sessions if session.holds(instant)), None)

    def _stance(self, instant: datetime) -> Stance:
        """Return how the hours stand to the tier; to a tier that promises nothing in real time it is always open."""
        hours = self.policy.hours
        if hours is None or Access.REALTIME not in self._tier(instant).channels.values():
            return _ALWAYS_OPEN
        return stance(hours, instant)


def _access(promised: Access, *, in_session: bool, is_open: bool) -> Access:
    match promised:
        case Access.SCHEDULED if in_session:
            return Access.REALTIME
        case Access.REALTIME if not is_open:
            return Access.OPEN
        case _:
            return promised


def _changes(timeline: Timeline, sessions: Iterable[InForce], after: datetime) -> list[datetime]:
    """Return every instant after ``after`` at which the tier changes, or a session begins or ends."""
    instants = {segment.start for segment in timeline.segments if segment.start is not None}
    instants |= {instant for session in sessions for instant in (session.start, session.end)}
    return sorted(instant for instant in instants if after < instant < NEVER)
