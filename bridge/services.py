"""What the web needs of the rest of the house: ``bridge.wiring`` hands in the real things, tests hand in fakes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bridge.billing import Dialect
from bridge.clock import Clock, real_clock
from bridge.condition import Condition
from bridge.core.model import Override, OverrideKind, Subject
from bridge.secrets import Secret
from bridge.store.deliveries import Acceptance, Delivery

Document = Mapping[str, object]


class Gone(Protocol):
    """A subject that was here once: merged into ``survivor``, or deleted (None) (T8)."""

    @property
    def survivor(self) -> str | None: ...


class Explain(Protocol):
    """The answers of the read API, the same as the command's; None: no such subject."""

    def client(self, client_id: str, at: datetime | None, as_known: datetime | None) -> Document | Gone | None:
        """Explain who is entitled to what (T6); an instant of None is now."""
        ...

    def ticket(self, ticket_id: str) -> Document | Gone | None:
        """Explain how far a ticket has climbed, and why."""
        ...


class Desk(Protocol):
    """Where holds are set and ended, at one instant (W5)."""

    def future(self, name: str, text: str) -> datetime:
        """Read an instant that is still to come (D4); raises UsageError."""
        ...

    def shown(self, instant: datetime) -> str: ...

    def hold(self, subject: Subject, end: datetime, reason: str) -> None: ...

    def holding(self, subject: Subject) -> Sequence[Override]:
        """Return what stops replies and quotes here now, the client's holds and the pause among it."""
        ...

    def release(self, subject: Subject, kinds: Iterable[OverrideKind]) -> int: ...


@dataclass(frozen=True, slots=True)
class Receiving:
    """What it takes to receive webhooks. ``accept_all`` returns only when the deliveries are durable."""

    systems: Mapping[str, Dialect]
    secrets: tuple[Secret, ...]
    tolerance: timedelta
    max_body: int  # bytes
    accept_all: Callable[[Sequence[Delivery]], Sequence[Acceptance | Exception]]
    clock: Clock  # the policy's: it dates the delivery
    real_clock: Clock = real_clock  # the replay window's


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the web. ``readiness`` returns one line for each thing that keeps the bridge from working."""

    receiving: Receiving
    explain: Explain
    tokens: tuple[Secret, ...]  # any one of them opens the read API
    desk: Callable[[], Desk]
    desk_tokens: tuple[Secret, ...]  # any one of them may set and end holds, and read too
    zone: ZoneInfo
    readiness: Callable[[], Sequence[str]]
    condition: Callable[[datetime], Condition]  # at an instant of the policy's clock
    clock: Clock  # the policy's
    keep_rejected: Callable[[int], None] = lambda _: None  # so many more requests had no valid signature
