"""Clients' lives at random: what may have been learned, granted and promised.

Few instants, close together and around the changes of clocks, so that things meet in one second.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from bridge.core.days import midnight
from bridge.core.model import About, Fact, Override, OverrideKind, Source
from bridge.core.policy import Opening, Policy, Tier
from tests.core.lives import (
    ADDON,
    BEST_EFFORT,
    CLIENT,
    FORMER,
    LISBON,
    NEW_CUSTOMER,
    OFFICE_HOURS,
    OTHER,
    POLICY,
    PRODUCT,
    PROFESSIONAL,
    numbered,
)

_DAYS = st.sampled_from([date(2026, 2, 27) + timedelta(days=days) for days in (0, 1, 2, 3, 13, 30, 31, 32, 60)])
_CLOCKS = st.sampled_from(
    [(0, 0, 0), (0, 0, 1), (1, 30, 0), (9, 0, 0), (12, 0, 0), (12, 0, 1), (18, 0, 0), (23, 59, 59)]
)


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Draw an instant of spring 2026, in Lisbon's clock changes too (29 March)."""
    hour, minute, second = draw(_CLOCKS)
    day = draw(_DAYS)
    micros = draw(st.sampled_from([0, 0, 0, 400_000]))
    return datetime(day.year, day.month, day.day, hour, minute, second, micros, tzinfo=LISBON).astimezone(UTC)


_NAMES = ("product:12", "addon:7701")
_STATUSES = st.sampled_from(["Active", "Active", "Suspended", "Pending", ""])
_CLIENT_STATUSES = st.sampled_from(["Active", "Active", "Inactive", "Closed"])
_DATES = st.one_of(st.just(""), _DAYS.map(date.isoformat))
_SOURCES = st.sampled_from(list(Source))


@st.composite
def _facts(draw: st.DrawFn) -> Fact:
    about = draw(
        st.sampled_from(
            [About.SIGNED_UP, About.CLIENT_STATUS, *[About.HOLDING] * 4, About.ABSORBED, About.MERGED_INTO, About.GONE]
        )
    )
    source = Source.READING if about is About.GONE else draw(_SOURCES)
    fact = Fact(about, "", learned=draw(instants()), source=source, effect=draw(instants()))
    match about:
        case About.SIGNED_UP:
            return replace(fact, value=draw(_DATES))
        case About.CLIENT_STATUS:
            return replace(fact, value=draw(_CLIENT_STATUSES), effect=None if source is Source.READING else fact.effect)
        case About.HOLDING:
            return draw(_holding(fact))
        case About.ABSORBED:
            return replace(fact, value="41", name=draw(st.sampled_from(["", "product:12", "addon:1,addon:7701"])))
        case About.MERGED_INTO:
            return replace(fact, value="43")
        case _:
            return replace(fact, value=draw(st.sampled_from(["yes", "no"])), effect=None)


@st.composite
def _holding(draw: st.DrawFn, fact: Fact) -> Fact:
    name, value = draw(st.sampled_from(_NAMES)), draw(_STATUSES)
    if fact.source is Source.WEBHOOK:
        return replace(fact, name=name, value=value)
    registered = draw(st.one_of(st.none(), _DAYS))
    effect = midnight(registered, LISBON) if registered else None
    return replace(fact, name=name, value=value, item=draw(st.sampled_from([ADDON, PRODUCT, OTHER])), effect=effect)


@st.composite
def lives(draw: st.DrawFn, *, at_most: int = 12) -> tuple[Fact, ...]:
    """Draw what may have been learned about one client, in the order learned."""
    facts = draw(st.lists(_facts(), max_size=at_most))
    return numbered(*sorted(facts, key=lambda fact: fact.learned))


@st.composite
def overrides(draw: st.DrawFn) -> tuple[Override, ...]:
    """Draw grants and sessions that may overlap, end early, or name a tier that there is not."""
    given: list[Override] = []
    for order in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from([OverrideKind.GRANT, OverrideKind.SESSION]))
        tier = draw(st.sampled_from(["professional", "new-customer", "guest", "abolished"]))
        given.append(
            Override(
                kind,
                CLIENT,
                start=draw(instants()),
                end=draw(st.one_of(st.none(), instants())),
                reason="",
                created=draw(instants()),
                released=draw(st.one_of(st.none(), instants())),
                tier=tier if kind is OverrideKind.GRANT else "",
                order=order,
            )
        )
    return tuple(given)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw the example with its tiers in another order, two windows, or opening hours."""
    middle: Sequence[Tier] = draw(
        st.permutations([PROFESSIONAL, NEW_CUSTOMER, replace(NEW_CUSTOMER, name="settling-in", within=60)])
    )
    hours = draw(
        st.sampled_from([None, OFFICE_HOURS, replace(OFFICE_HOURS, week=((Opening(time(22), time.min),),) * 7)])
    )
    return replace(POLICY, tiers=(FORMER, *middle, BEST_EFFORT), hours=hours)
