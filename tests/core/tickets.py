"""Builds ticket views for the core's tests: a conversation in the shorthand of the policy's worked examples.

``view("c b c")`` is a customer, the bridge, a customer; a turn may carry words: ``view("c b", c("works now"))``. Turns
are an hour apart from ``START``; ids count from 0. The bridge's turns are its guide, then its clarifications, and are
among the writes too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bridge.core.actions import SetPriority, SetTags
from bridge.core.decision import Decision, decide
from bridge.core.folding import digest
from bridge.core.model import (
    Access,
    Author,
    Channel,
    Client,
    Message,
    Override,
    OverrideKind,
    Priority,
    Rung,
    Scope,
    Subject,
    SubjectKind,
    Ticket,
    Write,
    WriteKind,
    WriteState,
)
from bridge.core.policy import (
    AnswerFrom,
    AnswerFromCause,
    Guide,
    Plan,
    Policy,
    QuoteLine,
    Quotes,
    Replies,
    Text,
    Tier,
    Topic,
)
from bridge.core.reading import Finding, Mood, Score
from bridge.core.view import Seat, TicketView

LISBON = ZoneInfo("Europe/Lisbon")
START = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

REALTIME = dict.fromkeys((Channel.LIVE_CHAT, Channel.TELEGRAM), Access.REALTIME)
LINE = QuoteLine("Assistance with your request", 1, "35.00")

WORDPRESS = Topic(
    "wordpress",
    Scope.APPLICATION,
    guide=Guide("WordPress stopped working", "https://example.com/kb/wordpress"),
    clarifications=(Text("replies/wordpress-1.md", "d1"),),
)
DNS = Topic("dns", Scope.TOOLS, guide=Guide("Change a DNS entry", "https://example.com/kb/dns"))
OUTAGE = Topic("outage", Scope.PROVIDER, priority=Priority.HIGH)
NO_QUOTE = replace(WORDPRESS, name="no-quote", may_quote=False)

TIERS = (
    Tier("former", (Rung.STAFF,), {Channel.TICKET: Access.OPEN}, client_status=frozenset({"Closed"})),
    Tier("professional", (Rung.EXECUTE,), REALTIME, plan="unlimited-professional", priority=Priority.HIGH),
    Tier("new-customer", (Rung.GUIDE, Rung.CLARIFY, Rung.CLARIFY, Rung.STAFF), REALTIME, within=30, courtesy=True),
    Tier(
        "best-effort",
        (Rung.GUIDE, Rung.CLARIFY, Rung.CLARIFY, Rung.QUOTE),
        {Channel.LIVE_CHAT: Access.SCHEDULED, Channel.EMAIL: Access.OPEN, Channel.TICKET: Access.OPEN},
    ),
)

POLICY = Policy(
    zone=LISBON,
    plans={"unlimited-professional": Plan("unlimited-professional", frozenset({"addon:7"}), frozenset({"Active"}))},
    tiers=TIERS,
    guest=Tier("guest", (Rung.STAFF,), {Channel.EMAIL: Access.OPEN}),
    topics={topic.name: topic for topic in (WORDPRESS, DNS, OUTAGE, NO_QUOTE)},
    digest="policy-1",
    replies=Replies(),
    quotes=Quotes(default=(LINE,)),
)


def with_replies(**changes: object) -> Policy:
    return replace(POLICY, replies=replace(POLICY.replies, **changes))  # type: ignore[arg-type]  # one key a test


def with_quotes(**changes: object) -> Policy:
    return replace(POLICY, quotes=replace(POLICY.quotes, **changes))  # type: ignore[arg-type]  # one key a test


def with_tier(name: str, **changes: object) -> Policy:
    tiers = tuple(
        replace(tier, **changes) if tier.name == name else tier  # type: ignore[arg-type]  # one key a test
        for tier in POLICY.tiers
    )
    return replace(POLICY, tiers=tiers)


@dataclass
class PlainReader:
    """Reads words literally: a message that names a topic is about it; moods by a table; ``auto`` is a machine."""

    moods: dict[str, Mood] = field(
        default_factory=lambda: {
            "works now, thank you": Mood.SOLVED,
            "works now?": Mood.DOUBT,
            "thanks": Mood.THANKS,
        }
    )

    def find(self, subject: str, texts: Sequence[str]) -> Finding:
        words = f"{subject} {' '.join(texts)}"
        named = sorted(topic for topic in POLICY.topics if topic in words.split())
        scores = tuple(Score(topic, 1.5) for topic in named)
        return Finding(named[0] if len(named) == 1 else None, scores, "words")

    def mood(self, text: str) -> Mood:
        return self.moods.get(text, Mood.OTHER)

    def is_automatic(self, subject: str, message: Message) -> bool:
        return message.text.startswith("auto")


@dataclass(frozen=True)
class Turn:
    author: Author
    text: str = ""


def c(text: str) -> Turn:
    return Turn(Author.CUSTOMER, text)


_AUTHORS = {"c": Author.CUSTOMER, "b": Author.BRIDGE, "s": Author.STAFF, "r": Author.ROBOT}
_KEYS = ("guide", "clarify-1", "clarify-2")


def turns(*parts: str | Turn) -> tuple[Turn, ...]:
    """Return the turns of a shorthand."""
    told: list[Turn] = []
    for part in parts:
        told += [part] if isinstance(part, Turn) else [Turn(_AUTHORS[letter]) for letter in part.split()]
    return tuple(told)


def at(hours: float) -> datetime:
    """Return the instant so many hours after the first turn."""
    return START + timedelta(hours=hours)


def seats(*parts: str | float, client: str = "42") -> tuple[Seat, ...]:
    """Return a timeline such as ``seats("best-effort", 1.5, "professional")``: tiers, and the hours between them."""
    names = [part for part in parts if isinstance(part, str)]
    bounds = [None, *(at(part) for part in parts if not isinstance(part, str)), None]
    return tuple(
        Seat(start, end, name, None if name == "guest" else client)
        for name, (start, end) in zip(names, pairwise(bounds), strict=True)
    )


def view(
    *parts: str | Turn,
    tier: str = "best-effort",
    seats_are: tuple[Seat, ...] = (),
    subject: str = "wordpress",
    is_open: bool = True,
    tags: frozenset[str] | None = frozenset(),
    **more: object,
) -> TicketView:
    """Return the view of a conversation; ``more`` replaces further fields of the view."""
    told = turns(*parts)
    messages = tuple(
        Message(number, at(number), turn.author, turn.text or f"{turn.author} {number}")
        for number, turn in enumerate(told)
    )
    ours = [message for message in messages if message.author is Author.BRIDGE]
    writes = tuple(
        sent(key, message=message.id, at=message.at, text=message.text)
        for key, message in zip(_KEYS, ours, strict=False)
    )
    ticket = Ticket("7", "ABC-123456", "42", subject, is_open, "Open", Priority.MEDIUM, messages, tags=tags)
    held = seats_are or seats(tier)
    client = Client("42", "Active", None, ()) if held[-1].client else None
    whole = TicketView(ticket, client, held, writes, AnswerFrom(START - HOUR, AnswerFromCause.FIRST_START))
    return replace(whole, **more)  # type: ignore[arg-type]  # the test names fields of the view


_SOURCES = {"clarify-1": ("replies/wordpress-1.md", "d1")}


def sent(
    key: str,
    *,
    at: datetime,
    text: str = "",
    message: int | None = None,
    state: WriteState = WriteState.DONE,
    kind: WriteKind = WriteKind.REPLY,
    after: int = 0,
    quote: str | None = None,
) -> Write:
    """Return a write of the bridge's; its text is recognised by digest."""
    source, source_digest = _SOURCES.get(key, (key, ""))
    return Write(
        ticket="7",
        key=key,
        kind=kind,
        state=state,
        at=at,
        attempts=1,
        after=after,
        message=message,
        source=source,
        source_digest=source_digest,
        digest=digest(text),
        quote=quote,
    )


def hold(until: datetime | None, *, subject: SubjectKind = SubjectKind.TICKET) -> Override:
    name = "7" if subject is SubjectKind.TICKET else "42"
    return Override(OverrideKind.HOLD, Subject(subject, name), START - HOUR, until, "asked to wait", START - HOUR)


def decided(
    seen: TicketView, policy: Policy = POLICY, *, now: datetime | None = None, reader: PlainReader | None = None
) -> Decision:
    """Decide a minute after the last turn, or at ``now``."""
    last = max((message.at for message in seen.ticket.messages), default=START)
    return decide(seen, policy, reader or PlainReader(), now or last + timedelta(minutes=1))


def says(decision: Decision) -> list[str]:
    """Return the keys of what is said, drafted or noted: tags and priority are not words."""
    return [action.key for action in decision.actions if not isinstance(action, SetTags | SetPriority)]


def withheld_by(decision: Decision) -> list[str]:
    """Return the rules that withhold something."""
    return [withheld.rule for withheld in decision.withheld]


def marks(decision: Decision) -> set[str]:
    """Return the tags wanted, without the prefix."""
    return {tag.removeprefix("support-") for tag in decision.tags}
