"""Typed fakes of everything behind the web, and a sender that signs on its own account."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from bridge.billing import Dialect, Hint, Learned
from bridge.clock import Clock, real_clock
from bridge.condition import Condition
from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from bridge.errors import StoreUnavailableError, UsageError
from bridge.instants import parse_instant, show_instant
from bridge.secrets import Secret
from bridge.services import Document, Gone, Receiving, Services
from bridge.store.deliveries import Acceptance, Delivery
from bridge.store.group import committed
from bridge.store.status import Status
from bridge.store.tickets import Progress

OLD_SECRET = Secret("whsec_" + base64.b64encode(b"the secret that is rotated out").decode(), "env OLD")
SECRET = Secret("whsec_" + base64.b64encode(b"the secret that is rotated in!").decode(), "env NEW")
FOREIGN = Secret("whsec_" + base64.b64encode(b"a secret that nobody told us...").decode(), "env FOREIGN")
TOKEN = Secret("a-token-for-the-read-api", "env TOKEN")
DESK_TOKEN = Secret("the-token-of-the-desk-alone", "derived from env NEW")
OTHER_TOKEN = Secret("another-token-in-rotation", "env OTHER_TOKEN")
LISBON = ZoneInfo("Europe/Lisbon")
NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
MAX_BODY = 4096

EVENT = b'{"type": "ticket.opened", "timestamp": "2026-03-20T12:00:00+00:00", "data": {"ticket": 7}}'


def signature(secret: Secret, identifier: str, timestamp: int | str, body: bytes) -> str:
    key = base64.b64decode(secret.reveal().removeprefix("whsec_"))
    content = f"{identifier}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def signed(
    body: bytes = EVENT,
    *,
    identifier: str = "msg_1",
    secret: Secret = SECRET,
    age: float = 0,
    clock: Clock = real_clock,
) -> dict[str, str]:
    """Return the headers of a delivery that was signed ``age`` seconds ago."""
    timestamp = int(clock().timestamp() - age)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, identifier, timestamp, body),
        "Content-Type": "application/json",
    }


class FakeDialect:
    """Knows one event, about ticket 7 and its client 42."""

    def hint(self, event: Mapping[str, object]) -> Hint:
        if event.get("type") != "ticket.opened":
            return Hint(kind=str(event.get("type", "")), subject=None)
        return Hint("ticket.opened", Subject(SubjectKind.TICKET, "7"), (Subject(SubjectKind.CLIENT, "42"),), early=True)

    def facts(self, event: Mapping[str, object], *, received: datetime) -> Sequence[Learned]:
        return ()


@dataclass
class FakeStore:
    """Keeps deliveries in a dict; ``broken`` stands for a full disk."""

    kept: dict[str, Delivery] = field(default_factory=dict)
    broken: bool = False
    before: Callable[[], None] = lambda: None
    lock: Lock = field(default_factory=Lock)

    def accept(self, delivery: Delivery) -> Acceptance:
        self.before()
        if self.broken:
            raise StoreUnavailableError("the disk is full")
        with self.lock:
            known = self.kept.setdefault(delivery.id, delivery)
        if known is delivery:
            return Acceptance.NEW
        return Acceptance.SEEN if known.body == delivery.body else Acceptance.CONFLICT

    def accept_all(self, group: Sequence[Delivery]) -> Sequence[Acceptance | Exception]:
        return [outcome for one in group for outcome in committed(lambda alone: [self.accept(alone[0])], [one])]


@dataclass(frozen=True, slots=True)
class FakeGone:
    survivor: str | None


@dataclass
class FakeExplain:
    """Knows client 42 and ticket 7; client 43 was merged into 42, 44 was deleted."""

    asked: list[tuple[datetime | None, datetime | None]] = field(default_factory=list)
    error: Exception | None = None

    def client(self, client_id: str, at: datetime | None, as_known: datetime | None) -> Document | Gone | None:
        if self.error is not None:
            raise self.error
        self.asked.append((at, as_known))
        answers: dict[str, Document | Gone] = {
            "42": {"client": 42, "at": "2026-03-20T12:00:00+00:00", "tier": "best-effort"},
            "43": FakeGone("42"),
            "44": FakeGone(None),
        }
        return answers.get(client_id)

    def ticket(self, ticket_id: str) -> Document | Gone | None:
        return {"ticket": 7, "client": None, "rung": "guide"} if ticket_id == "7" else None


@dataclass
class FakeDesk:
    """Keeps holds in a list."""

    kept: list[Override] = field(default_factory=list)

    def future(self, name: str, text: str) -> datetime:
        instant = parse_instant(text, LISBON)
        if instant <= NOW:
            raise UsageError(f"{name} is not in the future")
        return instant

    def shown(self, instant: datetime) -> str:
        return show_instant(instant, LISBON)

    def hold(self, subject: Subject, end: datetime, reason: str) -> None:
        self.kept.append(Override(OverrideKind.HOLD, subject, NOW, end, reason, NOW))

    def holding(self, subject: Subject) -> Sequence[Override]:
        return [one for one in self.kept if one.subject in {subject, None}]

    def release(self, subject: Subject, kinds: Iterable[OverrideKind]) -> int:
        lasting = [one for one in self.kept if one.subject != subject or one.kind not in set(kinds)]
        ended = len(self.kept) - len(lasting)
        self.kept[:] = lasting
        return ended


STATUS = Status(
    due_now=2,
    next_due=NOW,
    oldest_due=NOW - timedelta(seconds=90),
    leased=1,
    failures=6,
    deliveries_waiting=3,
    deliveries_set_aside=1,
    last_delivery=NOW,
    writes_open=4,
    writes_parked=5,
    last_write=None,
)
CONDITION = Condition(
    now=NOW,
    status=STATUS,
    blockage="",
    has_worker=True,
    pauses=(),
    waiting=(),
    failing=(),
    policy=None,
    progress=Progress(open_tickets=9, decided=7),
    rejected=None,
    config_refused=None,
    drift=None,
)


@dataclass
class FakeHouse:
    """A house of fakes; ``services`` is what the web sees of it."""

    store: FakeStore = field(default_factory=FakeStore)
    explain: FakeExplain = field(default_factory=FakeExplain)
    desk: FakeDesk = field(default_factory=FakeDesk)
    problems: list[str] = field(default_factory=list)
    dialect: Dialect = field(default_factory=FakeDialect)
    tokens: tuple[Secret, ...] = (TOKEN, OTHER_TOKEN)
    max_body: int = MAX_BODY
    secrets: tuple[Secret, ...] = (OLD_SECRET, SECRET)
    desk_tokens: tuple[Secret, ...] = (DESK_TOKEN,)
    stands: Condition = CONDITION

    def readiness(self) -> Sequence[str]:
        if self.store.broken:
            raise StoreUnavailableError("the disk is full")
        return tuple(self.problems)

    def condition(self, now: datetime) -> Condition:
        if self.store.broken:
            raise StoreUnavailableError("the disk is full")
        return replace(self.stands, now=now)

    @property
    def services(self) -> Services:
        return Services(
            receiving=Receiving(
                systems={"whmcs": self.dialect},
                secrets=self.secrets,
                tolerance=timedelta(minutes=5),
                max_body=self.max_body,
                accept_all=self.store.accept_all,
                clock=lambda: NOW,
            ),
            explain=self.explain,
            tokens=self.tokens,
            desk=lambda: self.desk,
            desk_tokens=self.desk_tokens,
            zone=LISBON,
            readiness=self.readiness,
            condition=self.condition,
            clock=lambda: NOW,
        )

    def with_real_clock(self, clock: Clock) -> Services:
        services = self.services
        return replace(services, receiving=replace(services.receiving, real_clock=clock))
