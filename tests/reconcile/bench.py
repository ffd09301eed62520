"""A bridge on the bench: a shop in memory, a real store, a worker that is turned by hand, and both clocks in reach.

``settle`` works until nothing is due, and lets time pass while something only waits. ``crash_at`` ends the look at a
named point, as a kill would; ``restart`` is the next process.
"""

import json
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from threading import BoundedSemaphore

from bridge.config import document
from bridge.core.model import About, Override, OverrideKind, Subject, SubjectKind, Write
from bridge.core.policy import Policy
from bridge.core.tags import vocabulary
from bridge.explain import Explain
from bridge.reading import reader
from bridge.reconcile import Parts, look
from bridge.reconcile.everybody import look_at_everybody
from bridge.store import Store
from bridge.store.deliveries import Delivery
from bridge.store.leases import restart_lease_clock
from bridge.store.writes import restart_settling
from bridge.texts import Texts
from bridge.worker import Worker
from tests.reconcile.shop import FakeClock, Shop, ShopDialect

CRASH_POINTS = ("intended", "sending", "applied", "recorded")
LEASE_SECONDS = 60.0
MOST_TURNS = 400
_LEAST_PAUSE = 0.001
_OPEN = BoundedSemaphore(1_000_000)

Told = tuple[str, str, About, str, str]  # subject's kind and id, what it is about, the value, a holding's name


class CrashedError(BaseException):
    """The process ends here: nothing that comes after is done, and nothing is caught."""


class LeaseClock:
    """The clock that leases, waits and settling run on, in place of ``time`` in the embedded store."""

    def __init__(self) -> None:
        self.microseconds = 1_000_000_000

    def monotonic_ns(self) -> int:
        return self.microseconds * 1000

    def pass_time(self, seconds: float) -> None:
        self.microseconds += round(seconds * 1_000_000)


@dataclass
class Bench:
    """One bridge at one shop."""

    shop: Shop
    store: Store
    policy: Policy
    texts: Texts
    lease_clock: LeaseClock
    parts: Parts = field(init=False)
    _crash_at: str = ""
    _passes: int = 0
    _deliveries: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.enter(self.policy)
        self.clock.pass_time(60)  # past the first start, so that what comes now is owed

    @property
    def clock(self) -> FakeClock:
        return self.shop.clock

    def enter(self, policy: Policy) -> None:
        """Put a policy in force, as a start does."""
        self.policy = policy
        self.store.policies.enter(policy.digest, document(policy), vocabulary(policy), self.clock())
        self.parts = Parts(
            store=self.store,
            billing=self.shop,
            dialect=ShopDialect(),
            policy=policy,
            reader=reader(policy),
            texts=self.texts,
            clock=self.clock,
            crash=self._crash,
        )

    def restart(self) -> None:
        """Let the process end, and the next one claim the same store."""
        self._crash_at = ""
        with self.store._database.writing() as connection:
            restart_lease_clock(connection)
            restart_settling(self.store._database, connection)
        self.enter(self.policy)

    # Hints ------------------------------------------------------------------------------------------------------

    def hint(self, *subjects: Subject, told: tuple[Told, ...] = (), early: bool = False) -> None:
        """Deliver a webhook that names these subjects and tells these facts."""
        body = json.dumps({"told": told}).encode()
        self.store.deliveries.accept(
            Delivery(f"msg_{next(self._deliveries)}", "shop", "Told", subjects, early, body, self.clock())
        )

    def opens(self, ticket: str, message: str, *, client: str | None = "42") -> Subject:
        """Let a customer open a ticket, and the bridge hear of it."""
        subject = self.shop.open_ticket(ticket, message, client=client)
        self.hint(subject)
        return subject

    def writes(self, ticket: str, message: str) -> None:
        """Let the customer write half an hour later, and the bridge hear of it."""
        self.clock.pass_time(1800)
        self.shop.customer_writes(ticket, message)
        self.hint(Subject(SubjectKind.TICKET, ticket))

    def override(self, kind: OverrideKind, subject: Subject | None, *, hours: float = 1, tier: str = "") -> Override:
        """Let a person decide something from now on, and have looked at whom it concerns."""
        now = self.clock()
        end = replace(self.clock).now
        made = FakeClock(end)
        made.pass_time(hours * 3600)
        override = self.store.overrides.add(Override(kind, subject, now, made.now, "asked to", now, tier=tier))
        touched = [Subject(SubjectKind.TICKET, id_) for id_ in self.store.tickets.open_ids()]
        self.store.agenda.touch([*touched, *([subject] if subject else [])], now, now=now)
        return override

    # Work -------------------------------------------------------------------------------------------------------

    def turn(self) -> int:
        """Look at one subject that is due; return how many there were to take."""
        worker = Worker(
            store=self.store,
            look=partial(look, self.parts),
            look_at_everybody=partial(look_at_everybody, self.store),
            clock=self.clock,
            owner="bench",
            hands=1,
        )
        leases = self.store.agenda.lease("bench", self.clock(), seconds=LEASE_SECONDS, limit=1)
        for lease in leases:
            assert _OPEN.acquire(blocking=False)
            worker._work(lease, _OPEN)
        return len(leases)

    def settle(self) -> int:
        """Work until nothing is due; time passes while what is due only waits. Return how many looks it took."""
        looks = 0
        for _ in range(MOST_TURNS):
            counts = self.store.agenda.counts(self.clock())
            if counts.due_now == counts.waiting == 0:
                return looks
            taken = self.turn()
            looks += taken
            if not taken:
                self.pass_time(max(_LEAST_PAUSE, self.store.agenda.pause_until_due(self.clock(), at_most=3600)))
        raise AssertionError(f"never at rest: {self.store.agenda.counts(self.clock())}")

    def settle_through_crash(self, point: str, number: int = 0, *, and_go_on: bool = True) -> bool:
        """Work, crash when the named point is reached for the ``number``-th time from 0, start again and go on.

        Return whether it was reached.
        """
        self._crash_at, self._passes = point, number
        try:
            self.settle()
        except CrashedError:
            has_crashed = True
            self.restart()
        else:
            has_crashed = False
        self._crash_at = ""
        if and_go_on:
            self.settle()
        return has_crashed

    def _crash(self, point: str) -> None:
        if point != self._crash_at:
            return
        self._passes -= 1
        if self._passes < 0:
            raise CrashedError(point)

    def pass_time(self, seconds: float) -> None:
        """Let both clocks go on."""
        self.clock.pass_time(seconds)
        self.lease_clock.pass_time(seconds)

    # What came of it --------------------------------------------------------------------------------------------

    def write(self, ticket: str, key: str) -> Write:
        return next(write for write in self.store.writes.of([ticket]) if write.key == key)

    def explained(self, ticket: str) -> dict[str, object]:
        """Return what ``explain ticket`` says."""
        found = Explain(self.store, self.policy, self.clock, lambda _: None).ticket(ticket)
        assert isinstance(found, dict)
        return found
