"""A client's life in short, for the tests of its timeline: the policy's own example, facts, grants and sessions.

Instants are written as the clocks of Lisbon show them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bridge.core.days import midnight
from bridge.core.model import (
    About,
    Access,
    Channel,
    Fact,
    Override,
    OverrideKind,
    Priority,
    Rung,
    Source,
    Subject,
    SubjectKind,
)
from bridge.core.policy import Hours, Opening, Plan, Policy, Tier
from bridge.core.timeline import Timeline, timeline

LISBON = ZoneInfo("Europe/Lisbon")
CLIENT = Subject(SubjectKind.CLIENT, "42")
ADDON = "addon:7"  # on the plan
PRODUCT = "product:42"  # on the plan too
OTHER = "product:9"  # on no plan

_CHAT: Mapping[Channel, Access] = {
    Channel.LIVE_CHAT: Access.REALTIME,
    Channel.TELEGRAM: Access.REALTIME,
    Channel.EMAIL: Access.OPEN,
    Channel.TICKET: Access.OPEN,
}
FORMER = Tier(
    "former",
    ladder=(Rung.STAFF,),
    channels={Channel.TICKET: Access.OPEN, Channel.EMAIL: Access.OPEN},
    client_status=frozenset({"Closed"}),
)
PROFESSIONAL = Tier(
    "professional", ladder=(Rung.EXECUTE,), channels=_CHAT, plan="unlimited-professional", priority=Priority.HIGH
)
NEW_CUSTOMER = Tier(
    "new-customer",
    ladder=(Rung.GUIDE, Rung.CLARIFY, Rung.CLARIFY, Rung.STAFF),
    channels=_CHAT,
    within=30,
    courtesy=True,
)
BEST_EFFORT = Tier(
    "best-effort",
    ladder=(Rung.GUIDE, Rung.CLARIFY, Rung.CLARIFY, Rung.QUOTE),
    channels={**_CHAT, Channel.LIVE_CHAT: Access.SCHEDULED, Channel.TELEGRAM: Access.CLOSED},
)
GUEST = Tier("guest", ladder=(Rung.STAFF,), channels={Channel.EMAIL: Access.OPEN})

POLICY = Policy(
    zone=LISBON,
    plans={
        "unlimited-professional": Plan("unlimited-professional", frozenset({ADDON, PRODUCT}), frozenset({"Active"}))
    },
    tiers=(FORMER, PROFESSIONAL, NEW_CUSTOMER, BEST_EFFORT),
    guest=GUEST,
    topics={},
    digest="example",
)

OFFICE_HOURS = Hours(
    zone=LISBON,
    week=((Opening(time(9), time(13)), Opening(time(14), time(18))),) * 5 + ((), ()),
    holidays=frozenset({date(2026, 3, 27)}),
)


def local(text: str) -> datetime:
    """Return the instant at which the clocks of Lisbon show ``text``."""
    return datetime.fromisoformat(text).replace(tzinfo=LISBON).astimezone(UTC)


def numbered(*facts: Fact) -> tuple[Fact, ...]:
    """Return the facts with their places in the order learned: as given."""
    return tuple(replace(fact, order=order) for order, fact in enumerate(facts, start=1))


def read_sign_up(day: str, *, found: str) -> Fact:
    return Fact(About.SIGNED_UP, day, learned=local(found), source=Source.READING)


def read_status(status: str, *, found: str) -> Fact:
    return Fact(About.CLIENT_STATUS, status, learned=local(found), source=Source.READING)


def read_holding(
    status: str, *, found: str, registered: str | None = None, name: str = "addon:7701", item: str = ADDON
) -> Fact:
    effect = midnight(date.fromisoformat(registered), LISBON) if registered else None
    return Fact(About.HOLDING, status, learned=local(found), source=Source.READING, effect=effect, name=name, item=item)


def read_gone(value: str = "yes", *, found: str) -> Fact:
    return Fact(About.GONE, value, learned=local(found), source=Source.READING)


def webhook(about: About, value: str, *, at: str, learned: str | None = None, name: str = "") -> Fact:
    """Return what a webhook says began ``at``, learned then if nothing else is said."""
    return Fact(about, value, learned=local(learned or at), source=Source.WEBHOOK, effect=local(at), name=name)


def grant(tier: str, *, start: str, end: str | None, released: str | None = None, order: int = 0) -> Override:
    return Override(
        OverrideKind.GRANT,
        CLIENT,
        start=local(start),
        end=local(end) if end else None,
        reason="goodwill",
        created=local(start),
        released=local(released) if released else None,
        tier=tier,
        order=order,
    )


def session(start: str, end: str, *, booked: str = "2026-01-01", released: str | None = None) -> Override:
    return Override(
        OverrideKind.SESSION,
        CLIENT,
        start=local(start),
        end=local(end),
        reason="booked",
        created=local(booked),
        released=local(released) if released else None,
    )


def made(*facts: Fact, given: Sequence[Override] = (), as_known: str | None = None) -> Timeline:
    return timeline(numbered(*facts), given, POLICY, as_known=local(as_known) if as_known else None)


def tiers(line: Timeline) -> list[tuple[str, datetime | None]]:
    """Return each tier with its end."""
    return [(segment.tier, segment.end) for segment in line.segments]


SIGNED_UP = read_sign_up("2026-03-01", found="2026-03-01 18:45")
HELD_THEN_SUSPENDED = (
    SIGNED_UP,
    read_holding("Active", found="2026-03-10 08:00", registered="2026-03-10"),
    webhook(About.HOLDING, "Suspended", at="2026-04-02 12:00", name="addon:7701"),
    read_holding("Suspended", found="2026-04-02 12:00"),
)
