"""The policy as one frozen value: what an admin's TOML promises, parsed and checked (``bridge.config``).

Everything the core decides with is in here, and nothing else: the same policy, view and instant give the same decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bridge.core.model import Access, Channel, Priority, Rung, Scope

# How many replies may begin within an hour before the bridge pauses itself (W5). Of no policy: it decides no ticket.
REPLIES_PER_HOUR = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan is held while one of ``items`` has a status in ``counts`` (T1)."""

    name: str
    items: frozenset[str]  # "product:42", "addon:7"
    counts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tier:
    """A promise, and whom it is for: every condition that is named must hold (T5)."""

    name: str
    ladder: tuple[Rung, ...]
    channels: Mapping[Channel, Access]  # not named is closed (C1)
    plan: str | None = None
    within: int | None = None  # calendar days from sign-up (T2)
    client_status: frozenset[str] = frozenset()  # empty: any
    courtesy: bool = False
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A reply text of the admin's: its name, and the digest of its template's source."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Guide:
    title: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class QuoteLine:
    description: str
    quantity: int
    unit_price: str  # a decimal, as written


@dataclass(frozen=True, slots=True)
class Topic:
    """What requests are about. ``quote``: its own lines; ``may_quote`` False makes the rung ``staff`` (Q2)."""

    name: str
    scope: Scope
    guide: Guide | None = None
    clarifications: tuple[Text, ...] = ()
    quote: tuple[QuoteLine, ...] = ()  # empty: the default lines
    may_quote: bool = True
    priority: Priority | None = None  # only where the scope does not climb (W2)
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """When the guide finder may name a topic (S2), and what it learned from the shop's own tickets.

    ``thresholds`` are of topics that need another than ``threshold``; ``weights`` are of phrases, by topic.
    """

    threshold: float = 1.0
    margin: float = 0.3
    thresholds: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def threshold_of(self, topic: str) -> float:
        return self.thresholds.get(topic, self.threshold)


@dataclass(frozen=True, slots=True)
class Replies:
    """The limits on what is said (W4, L6)."""

    per_ticket_per_day: int = 3
    per_client_per_day: int = 6
    resume_after_staff: bool = False
    stale_after: timedelta = timedelta(hours=36)
    automatic: tuple[str, ...] = ()
    solved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotes:
    """How quotes are drafted (Q1)."""

    send_automatically: bool = False
    valid_days: int = 14
    default: tuple[QuoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """Local opening times of one day, ``start`` included, ``end`` excluded (``time.min`` as end: midnight)."""

    start: time
    end: time


class Holidays(Protocol):
    """The days on which a country rests."""

    def __contains__(self, day: date, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours (C3): for each weekday (Monday 0) its openings, none on ``holidays``."""

    zone: ZoneInfo
    week: tuple[tuple[Opening, ...], ...]  # seven
    holidays: Holidays


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything promised. ``digest`` identifies it: same digest, same decisions."""

    zone: ZoneInfo
    plans: Mapping[str, Plan]
    tiers: tuple[Tier, ...]  # in the order they are asked; those with a client_status come first (T4, T5)
    guest: Tier
    topics: Mapping[str, Topic]
    digest: str
    finder: Finder = field(default_factory=Finder)
    replies: Replies = field(default_factory=Replies)
    quotes: Quotes = field(default_factory=Quotes)
    prefix: str = "support-"
    hours: Hours | None = None

    def tier(self, name: str) -> Tier:
        """Return the tier of that name, the guest's included; KeyError where there is none."""
        for tier in (self.guest, *self.tiers):
            if tier.name == name:
                return tier
        raise KeyError(name)


class AnswerFromCause(StrEnum):
    """Why a ticket's answer-from stands where it does (W7)."""

    FIRST_START = "first-start"
    BACKFILL = "backfill"
    POLICY_CHANGE = "policy-change"


@dataclass(frozen=True, slots=True)
class AnswerFrom:
    """A reply or quote is owed only to customer messages newer than ``instant`` (W7)."""

    instant: datetime
    cause: AnswerFromCause
