"""The nouns of the bridge, in the words of the policy: frozen values that every room shares.

What a person has said or is called is left out of every repr: those end up in logs and tracebacks.

Instants are aware datetimes; a bare date is a calendar day in the billing system's time zone. Nothing here knows a
billing system: a mapping turns its words into these (``bridge.billing``).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """Where a customer may ask (C1)."""

    LIVE_CHAT = "live_chat"
    TELEGRAM = "telegram"
    EMAIL = "email"
    TICKET = "ticket"


class Access(StrEnum):
    """How a channel stands to a client (C1)."""

    REALTIME = "realtime"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"


class Rung(StrEnum):
    """What is done for a ticket where it stands on its ladder (L1)."""

    GUIDE = "guide"
    CLARIFY = "clarify"
    QUOTE = "quote"
    STAFF = "staff"
    EXECUTE = "execute"


class Scope(StrEnum):
    """What a topic is about (S1)."""

    TOOLS = "tools"
    APPLICATION = "application"
    UNMANAGED = "unmanaged"
    PROVIDER = "provider"
    BILLING = "billing"
    PRESALES = "presales"

    @property
    def climbs(self) -> bool:
        """Whether a ticket of this scope climbs the ladder; the others are ``staff`` in every tier (S1)."""
        return self in {Scope.TOOLS, Scope.APPLICATION, Scope.UNMANAGED}


class Priority(StrEnum):
    """A ticket's priority, least urgent first; compare with ``rank``."""

    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"

    @property
    def rank(self) -> int:
        return list(Priority).index(self)


class Author(StrEnum):
    """Who wrote on a ticket: a robot is a name in ``[billing] robots``, the bridge is ``staff_name`` (L6)."""

    CUSTOMER = "customer"
    STAFF = "staff"
    ROBOT = "robot"
    BRIDGE = "bridge"


class SubjectKind(StrEnum):
    """What a webhook can name. The bridge looks at clients and tickets; the others lead to one of them."""

    CLIENT = "client"
    TICKET = "ticket"
    QUOTE = "quote"
    ORDER = "order"
    INVOICE = "invoice"
    HOLDING = "holding"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One thing on the agenda. ``id`` is the billing system's own, as text (``"42"``, holdings ``"addon:7701"``)."""

    kind: SubjectKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


# What is learned about a client or a ticket -------------------------------------------------------------------


class Source(StrEnum):
    """How a fact was learned: by reading what is so, or from a webhook that says when it began (D3)."""

    READING = "reading"
    WEBHOOK = "webhook"


class About(StrEnum):
    """What a fact speaks of; the comment gives the form of ``Fact.value``."""

    SIGNED_UP = "signed-up"  # a date, "2026-03-01"; "" when the billing system has none
    CLIENT_STATUS = "client-status"  # the billing system's word
    HOLDING = "holding"  # the status of the holding ``Fact.name``; "" once it is not this client's any more
    ABSORBED = "absorbed"  # the id of a client merged into this one
    MERGED_INTO = "merged-into"  # the id of the survivor: a client's or a ticket's
    GONE = "gone"  # "yes": not found any more
    TICKET_OPEN = "ticket-open"  # "yes" or "no"
    TICKET_CLIENT = "ticket-client"  # the client's id; "" for a guest
    QUOTE_STAGE = "quote-stage"  # of the ticket's own quote: a Stage


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing learned about a subject, with its two times (D3).

    ``effect`` is when it took effect as far as the source can say: a webhook's own time, the start of a holding's
    registration date for the first reading of it, None where the source cannot say ("when found"). ``learned`` is
    when the bridge learned it (a reading: when the request began). ``order`` numbers facts in the order learned.
    """

    about: About
    value: str
    learned: datetime
    source: Source
    effect: datetime | None = None
    name: str = ""  # HOLDING: which one, "product:12" or "addon:7701"
    item: str = ""  # HOLDING: what was bought, "product:42" or "addon:7" (as the plans name it); "" in a webhook
    order: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """A product or addon that a client holds, as read."""

    name: str  # "product:12": the service or addon row
    item: str  # "product:42": what was bought
    status: str
    registered: date | None  # None: the billing system has a zero date


@dataclass(frozen=True, slots=True)
class Client:
    """A client as read; ``signed_up`` None is a zero or missing date (T2)."""

    id: str
    status: str
    signed_up: date | None
    holdings: tuple[Holding, ...]
    first_name: str = field(default="", repr=False)
    language: str = ""  # ISO 639-1, "" when not known


@dataclass(frozen=True, slots=True)
class Message:
    """One message on a ticket. Within one second messages are ordered by ``id``; the opening one has 0 (D3)."""

    id: int
    at: datetime
    author: Author
    text: str = field(repr=False)
    name: str = field(default="", repr=False)  # who, as the billing system shows it
    email: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # of a mail, where they are passed on


@dataclass(frozen=True, slots=True)
class Note:
    """A private note on a ticket."""

    id: int
    at: datetime
    author: Author
    text: str = field(repr=False)


class Stage(StrEnum):
    """How far a quote is (Q)."""

    DRAFT = "draft"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as read; ``valid_until`` is its last valid day."""

    id: str
    stage: Stage
    valid_until: date | None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as read. ``tags`` is None where the transport cannot read tags."""

    id: str
    number: str  # the mask that people see, "ABC-123456"
    client: str | None
    subject: str = field(repr=False)
    is_open: bool  # every status but Closed (L2)
    status: str
    priority: Priority | None
    messages: tuple[Message, ...]
    notes: tuple[Note, ...] = ()
    tags: frozenset[str] | None = None


# What people have set -----------------------------------------------------------------------------------------


class OverrideKind(StrEnum):
    """The human overrides, and a booked session."""

    HOLD = "hold"  # W5: stops replies and quotes on a ticket or for a client
    GRANT = "grant"  # T7: a tier until a date
    SESSION = "session"  # C2: a booked chat
    PAUSE = "pause"  # W5: stops them everywhere; subject None


@dataclass(frozen=True, slots=True)
class Override:
    """Something a person decided, from ``start`` until ``end`` (None: until it is released)."""

    kind: OverrideKind
    subject: Subject | None
    start: datetime
    end: datetime | None
    reason: str = field(repr=False)  # a person's words, and often about another
    created: datetime  # when it was learned
    released: datetime | None = None
    tier: str = ""  # GRANT
    order: int = 0

    def lasts_at(self, instant: datetime) -> bool:
        return self.start <= instant and not self.is_over_at(instant)

    def is_over_at(self, instant: datetime) -> bool:
        return (self.end is not None and self.end <= instant) or (
            self.released is not None and self.released <= instant
        )

    @property
    def over(self) -> datetime | None:
        """The instant at which it ends or was ended, None: nothing ends it yet."""
        return min((end for end in (self.end, self.released) if end is not None), default=None)


# What the bridge has written ----------------------------------------------------------------------------------


class WriteKind(StrEnum):
    REPLY = "reply"
    NOTE = "note"
    QUOTE = "quote"  # the draft in the billing system
    DELIVERY = "delivery"  # sending that quote
    PRIORITY = "priority"
    TAGS = "tags"


class WriteState(StrEnum):
    """The life of a write; ``sending`` found after a crash is ``unknown``."""

    INTENDED = "intended"  # committed, never attempted
    SENDING = "sending"  # an attempt is under way
    UNKNOWN = "unknown"  # an attempt ended without an answer: settled by reading
    DONE = "done"
    REFUSED = "refused"  # the billing system said no: waits for a person
    PARKED = "parked"  # unknown twice: waits for a person
    WITHDRAWN = "withdrawn"  # certainly not sent, and not owed any more


@dataclass(frozen=True, slots=True)
class Write:
    """What the bridge has written, or is writing, on one ticket. (ticket, key) is unique, for ever (W3).

    ``after`` is the id of the last message it had seen when it wrote: where its reply stands in the conversation if it
    is not among the messages (any more). ``message`` is the reply as found there. ``source`` names the text sent
    (a reply text's name), ``source_digest`` its template, ``digest`` the folded text itself (``bridge.core.folding``).
    ``generation`` counts how often a person had it sent anew; ``is_abandoned``: a person has left it at that.
    """

    ticket: str
    key: str
    kind: WriteKind
    state: WriteState
    at: datetime  # of the last change of state, on the policy's clock
    attempts: int = 0
    after: int = 0
    message: int | None = None
    source: str = ""
    source_digest: str = ""
    digest: str = ""
    quote: str | None = None  # the id the billing system gave to the quote
    error: str = ""
    generation: int = 0
    is_abandoned: bool = False

    @property
    def may_have_been_sent(self) -> bool:
        return self.state in _MAY_HAVE_BEEN_SENT


_MAY_HAVE_BEEN_SENT = frozenset({WriteState.SENDING, WriteState.UNKNOWN, WriteState.DONE, WriteState.PARKED})
