"""What a look is made with, and what it comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bridge.billing import Billing, Dialect
from bridge.clock import Clock
from bridge.core.model import WriteKind, WriteState
from bridge.core.policy import REPLIES_PER_HOUR, Policy
from bridge.core.reading import Reader
from bridge.store import Store
from bridge.store.touches import NORMAL
from bridge.texts import Texts

# How long one command to the billing system may take in all, and how long after an attempt of unknown outcome the
# ticket is read again: past the billing system's own limits and a proxy's (reliability.md, "Sending once"). Seconds.
DEADLINE = 20.0
SETTLE = 120.0
# A lease outlasts two commands and more; before each write it is renewed if it would not outlast that one.
LEASE = 60.0


def no_crash(point: str) -> None:
    """Pass a named crash point: where a test may end the process."""


class Tally(Protocol):
    """Whoever counts what looks come to."""

    def wrote(self, kind: WriteKind, state: WriteState) -> None:
        """Count what became of an attempt to write."""
        ...

    def withheld(self, rule: str) -> None:
        """Count a reply or quote that a decision withheld."""
        ...


class NoTally:
    """Counts nothing."""

    def wrote(self, kind: WriteKind, state: WriteState) -> None:
        pass

    def withheld(self, rule: str) -> None:
        pass


NO_TALLY = NoTally()


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that a look at a subject needs; made in one place (``bridge.wiring``)."""

    store: Store
    billing: Billing
    dialect: Dialect
    policy: Policy
    reader: Reader
    texts: Texts
    clock: Clock
    crash: Callable[[str], None] = no_crash
    deadline: float = DEADLINE
    settle: float = SETTLE
    replies_per_hour: int = REPLIES_PER_HOUR
    tally: Tally = NO_TALLY


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look comes to: when to look again.

    ``due`` is on the policy's clock, None: nothing is planned. ``wait`` are real seconds before it may be taken again,
    ``rechecks`` how many more looks are wanted soon (a webhook came before the change it speaks of), ``failed``
    whether something could not be done, and ``error`` why.
    """

    due: datetime | None
    urgency: int = NORMAL
    wait: float = 0.0
    rechecks: int = 0
    failed: bool = False
    error: str = ""
