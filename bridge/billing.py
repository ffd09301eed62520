"""The port: what a billing system must be able to do for the bridge, and the nouns that cross it.

A mapping (``mappings/NAME``) is found through the entry-point group ``bridge.billing``; its entry is a ``Mapping``.
Every method raises by type only (``bridge.errors``): BillingUnavailableError, BillingRefusedError, OutcomeUnknownError.
"""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from bridge.core.model import Client, Fact, Priority, Quote, Subject, Ticket
from bridge.core.policy import Policy, QuoteLine
from bridge.secrets import Secret


@dataclass(frozen=True, slots=True)
class Hint:
    """What a webhook is good for: whom to look at. ``early``: it fires before the change, so look again soon after.

    ``subject`` None: an event of a kind that changes no answer. ``also`` are further subjects to look at.
    """

    kind: str  # the event's type as sent, "" where unreadable
    subject: Subject | None
    also: tuple[Subject, ...] = ()
    early: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """A fact and the subject it is about."""

    subject: Subject
    fact: Fact


# Commands: what the bridge writes. ``key`` is the idempotency key, [A-Za-z0-9_-]{1,128}. ------------------------


@dataclass(frozen=True, slots=True)
class PostReply:
    """Post ``text`` to the customer as ``[billing] staff_name``, leaving the ticket's ``status`` as it is."""

    key: str
    ticket: str
    text: str = field(repr=False)
    status: str


@dataclass(frozen=True, slots=True)
class PostNote:
    key: str
    ticket: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeTags:
    """Add and remove tags. Without tags in the transport: keep the tags note current (``wanted``), or nothing."""

    key: str
    ticket: str
    add: frozenset[str]
    remove: frozenset[str]
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChangePriority:
    key: str
    ticket: str
    priority: Priority


@dataclass(frozen=True, slots=True)
class CreateQuote:
    """Draft a quote for a client; ``subject`` is unique to the ticket, so that it can be found by reading."""

    key: str
    client: str
    subject: str
    lines: tuple[QuoteLine, ...]
    valid_until: date  # the last valid day
    today: date


@dataclass(frozen=True, slots=True)
class SendQuote:
    key: str
    quote: str


Command = PostReply | PostNote | ChangeTags | ChangePriority | CreateQuote | SendQuote


@dataclass(frozen=True, slots=True)
class Receipt:
    """The billing system's yes. ``quote`` is the id of the quote a CreateQuote made; ``tags`` all tags now."""

    quote: str | None = None
    tags: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class NameFinding:
    """What the billing system says to a name in the policy; ``is_wrong``: it certainly has no such thing."""

    key: str  # the config's: "plans.unlimited-professional.products"
    text: str
    is_wrong: bool


class Billing(Protocol):
    """One billing system, signed in. Safe to call from several threads."""

    @property
    def enforces_keys(self) -> bool:
        """Whether the other side keeps idempotency keys, so that a command may be repeated freely."""
        ...

    @property
    def has_tags(self) -> bool:
        """Whether tags can be read and written; if not, ``Ticket.tags`` is what the tags note says, or None."""
        ...

    def read_client(self, client_id: str) -> Client | None:
        """Read a client with everything it holds; None: there is no such client (any more)."""
        ...

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        """Read a ticket with all its messages, notes and tags; None: there is no such ticket (any more)."""
        ...

    def read_quote(self, quote_id: str) -> Quote | None: ...

    def find_quotes(self, client_id: str, subject: str) -> Sequence[Quote]:
        """Return the client's quotes with exactly this subject."""
        ...

    def resolve(self, subject: Subject) -> Subject | None:
        """Return the client behind an order, invoice or quote; None: not found."""
        ...

    def apply(self, command: Command) -> Receipt:
        """Carry out one command, within the transport's total deadline."""
        ...

    def check(self) -> Sequence[str]:
        """Ask whether it can be reached and signed in to; one line a finding, raises when it cannot."""
        ...

    def check_names(self, policy: Policy) -> Sequence[NameFinding]:
        """Ask whether it knows what a policy names of its: products, addons, the statuses of both and of clients."""
        ...


@runtime_checkable
class KeepsTime(Protocol):
    """What a ``Billing`` is too whose answers tell its time: a clock that is wrong is seen at no further call."""

    @property
    def clock_skew(self) -> float | None:
        """Return by how many seconds its clock was ahead of ours at its last answer that told, None: none did yet."""
        ...


class Dialect(Protocol):
    """How a billing system speaks in its webhooks. Pure: no I/O; it never raises on a readable body."""

    def hint(self, event: Dictionary[str, object]) -> Hint:
        """Return whom an event is about."""
        ...

    def facts(self, event: Dictionary[str, object], *, received: datetime) -> Sequence[Learned]:
        """Return what an event says began when (D3); its own ``timestamp`` is the effect, ``received`` the learning."""
        ...


@dataclass(frozen=True, slots=True)
class ApiCredentials:
    """What signs in to the billing system's own API, where there is no addon."""

    identifier: Secret
    secret: Secret
    access_key: Secret | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything a mapping needs to reach its billing system: the checked ``[billing]`` table of the config."""

    url: str  # ends with a slash
    zone: ZoneInfo
    secret: Secret | None  # shared with the addon; None: the plain API serves
    api: ApiCredentials | None
    staff_name: str
    robots: frozenset[str]
    max_requests_per_second: float
    max_concurrency: int
    date_format: str  # "DD/MM/YYYY": how the billing system writes a local date
    tags_in_note: bool  # without tags in the transport: keep them in a note (True) or nowhere


class Actor(Protocol):
    """The hand in a look-alike: acts there as customer and staff. Each act returns the id that it made."""

    def sign_up(self, **details: object) -> int:
        """Sign up a client: first_name, signed_up (a date)."""
        ...

    def buy(self, client: int, item: str, **details: object) -> str:
        """Buy ``product:42`` or ``addon:7`` and pay; return the holding's name."""
        ...

    def open_ticket(self, client: int, subject: str, message: str, **details: object) -> int: ...

    def customer_replies(self, ticket: int, message: str, **circumstances: object) -> int: ...

    def staff_replies(self, ticket: int, message: str, **details: object) -> int: ...

    def fault(self, command: str, kind: str, **details: object) -> None:
        """Let the next calls of a command meet a fault of a kind (the look-alike's docs name them)."""
        ...

    def send_again(self, event_id: str) -> int:
        """Send a webhook once more, same id and bytes; return the HTTP status it met."""
        ...

    def ticket(self, ticket: int) -> dict[str, Any]:
        """Return a ticket as it stands: ``messages`` (each with ``admin`` and ``text``), ``notes``, ``tags``."""
        ...

    def outbox(self) -> dict[str, Any]:
        """Return the webhooks sent, oldest first, under ``events`` (each with ``id``)."""
        ...

    def waiting_events(self) -> int:
        """Return how many webhooks have not been taken yet."""
        ...

    def state(self) -> dict[str, Any]:
        """Return everything: each table as a list of rows."""
        ...


class Sandbox(Protocol):
    """A running look-alike of a billing system on this machine: for the demo, for tests, for trying things out."""

    @property
    def url(self) -> str:
        """Where it listens; ends with a slash."""
        ...

    @property
    def secret(self) -> str:
        """What signs both directions, ``whsec_...``."""
        ...

    def actor(self) -> Actor: ...

    def addresses(self) -> Dictionary[str, str]:
        """Return everything a person needs to use it: its doors, what signs in, the secret."""
        ...

    def stop(self) -> None: ...


class Mapping(Protocol):
    """What the entry point of a billing system in the group ``bridge.billing`` is: the door to its dialect."""

    def dialect(self, zone: ZoneInfo) -> Dialect: ...

    def connect(self, connection: Connection) -> Billing: ...

    def sandbox(self, listen: str, *, webhook_url: str | None = None, state_file: Path | None = None) -> Sandbox:
        """Start the system's look-alike on loopback ``HOST:PORT`` (port 0: a free one); raises UsageError.

        ``state_file`` keeps what is done there, so that the next start goes on from it; None: nothing is kept.
        """
        ...
