"""The world of one run: the bridge's own worker, reconcile and store, twice at once, and all that is around them.

It does what the plan says (``acts``) and nothing else; what was done and when is its ``history``, which is all that the
auditor has to judge by, beside what the billing system ended with.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from unittest.mock import patch

from bridge.core.model import WriteState
from bridge.store import Store
from bridge.store.deliveries import DeliveryState
from tests.reconcile.bench import LeaseClock
from tests.simulation.house import Contents, House, Reach, Watched
from tests.simulation.market import Market, WholeSeconds
from tests.simulation.past import Happened
from tests.simulation.plan import Arg, Plan, Step
from tests.simulation.points import Points
from tests.simulation.rules import RULES
from tests.simulation.stage import Stage, Timetable
from tests.simulation.webhooks import Network
from tests.simulation.workers import Workers

PATIENCE = timedelta(minutes=40)  # within which everything must be at rest once nothing goes wrong any more
AGAIN = 330  # seconds: the looks that are made again come within five minutes
UNDER_WAY = (WriteState.INTENDED, WriteState.SENDING, WriteState.UNKNOWN)


class NeverAtRestError(AssertionError):
    """Something is due, leased, waiting or under way for ever."""


class World:
    """The stage, the shop, the store, two workers, and a network. ``unwatched`` is the store past all trouble."""

    def __init__(self, plan: Plan, house: House, audit: Callable[["World"], None]) -> None:
        self.plan = plan
        self.house = house
        self.zone = house.settings.policy.zone
        self.counts: Counter[str] = Counter()
        self.history: list[Happened] = []
        self.rules = RULES[plan.rules]
        self.skew = timedelta()
        self.backup: Contents | None = None
        self.random = Random(plan.schedule)
        self._audit = audit
        self._lease_clock = LeaseClock()
        self.stage = Stage(datetime.fromisoformat(plan.start), self.random, self._lease_clock.pass_time)
        self.timetable = Timetable(self.stage)
        self.points = Points(self.stage, self.counts)
        self.shop = Market(WholeSeconds(self.stage), plan.keeps_keys, stage=self.stage, random=self.random)
        self.shop.counts = self.counts
        self.shop.calling = partial(self.points.passed, "call")
        self.unwatched = house.emptied()
        self.reach = Reach(self.stage, self.counts, self.points.passed)
        self.store = Store(Watched(self.unwatched._database, before=self.reach.before, after=self.reach.after))
        self.network = Network(self.stage, self.timetable, self.store, self.clock, self.counts)
        self.workers = Workers(
            stage=self.stage,
            points=self.points,
            shop=self.shop,
            store=self.store,
            unwatched=self.unwatched,
            settings=house.settings,
            clock=self.clock,
            counts=self.counts,
        )

    def run(self, do: Callable[["World", Step], None]) -> None:
        """Let the whole plan happen, each step as ``do`` does it; raises what the auditor finds."""
        jitter = Random(self.plan.schedule + 1)
        with (
            patch("bridge.store.embedded.time", self._lease_clock),
            patch("bridge.worker.random", jitter),
            self.stage.ended(),
        ):
            for step in self.plan.steps:
                self.timetable.pass_time(step.after)
                do(self, step)

    def happened(self, act: str, *args: Arg) -> None:
        self.counts[f"act {act}"] += 1
        self.history.append(Happened(self.stage.now, act, args))

    # Time -----------------------------------------------------------------------------------------------------

    def clock(self) -> datetime:
        """Return the bridge's own time."""
        return self.stage.now + self.skew

    def today(self) -> date:
        """Return the true day, where the billing system is."""
        return self.stage.now.astimezone(self.zone).date()

    def set_clock(self, seconds: int) -> bool:
        """Set the bridge's clock off the true time by so much; its workers notice within their pause."""
        skew = timedelta(seconds=seconds)
        is_new, self.skew = skew != self.skew, skew
        if is_new:
            self.stage.ring()
        return is_new

    # The workers ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Let the bridge be started for the first time, unless it was."""
        if not self.workers.is_started:
            self.start_workers()
            self.set_clock(0)
            self.happened("started")

    def start_workers(self) -> None:
        """Let both workers begin under the rules in force."""
        self.workers.start(self.rules.policy(self.house.settings.policy))

    # At rest --------------------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Let nothing go wrong any more, and everything come to rest; then let the auditor look."""
        self._heal()
        self._look_at_unheard()
        limit = self.stage.now + PATIENCE
        while not self.is_at_rest():
            if self.stage.now > limit:
                raise NeverAtRestError(self._unrest())
            self.timetable.pass_time(20)
        self.happened("rested")
        self._audit(self)
        self.shop.is_calm = False

    def _heal(self) -> None:
        self.shop.faults.clear()
        self.points.dooms.clear()
        self.points.stalls.clear()
        self.reach.answer_lost_in = None
        self.shop.is_calm, self.shop.is_down, self.reach.is_down = True, False, False
        self.set_clock(0)
        self.start()
        self.workers.rise_all()
        self.timetable.pass_all(AGAIN)

    def _look_at_unheard(self) -> None:
        """Have looked at, as ``reconcile`` does, whatever a lost webhook was about; of all else the bridge knows."""
        self.store.agenda.touch(sorted(self.network.unheard), self.clock(), now=self.clock())
        self.network.unheard.clear()

    def is_at_rest(self) -> bool:
        return self.stage.is_quiet() and self.timetable.is_empty() and self.shop.is_settled and not self._unrest()

    def _unrest(self) -> str:
        """Return what the store still has to do, "" for nothing."""
        status = self.unwatched.agenda.counts(self.clock())
        waiting = [row.id for row in self.unwatched.deliveries.list(DeliveryState.WAITING)]
        under_way = [(row.write.ticket, row.write.key) for row in self.unwatched.writes.list(*UNDER_WAY)]
        is_idle = status.due_now == status.waiting == status.leased == 0 and not waiting and not under_way
        return "" if is_idle else f"{status}, deliveries waiting {waiting}, writes under way {under_way}"
