"""The bridge's processes: the worker as it is shipped, twice over one store, each a player on the stage.

A process works until it is killed, from outside or at a point that dooms it, and begins anew as ``bridge serve`` does.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from threading import BoundedSemaphore
from typing import Any, cast

from bridge.config import Settings, document
from bridge.core.model import Subject
from bridge.core.policy import Policy
from bridge.core.tags import vocabulary
from bridge.reading import reader
from bridge.reconcile import Looked, Parts, look
from bridge.reconcile.everybody import look_at_everybody
from bridge.store import Store
from bridge.store.leases import Lease, restart_lease_clock
from bridge.store.writes import restart_settling
from bridge.worker import Worker
from tests.simulation.market import Market
from tests.simulation.points import Points
from tests.simulation.stage import KilledError, Player, Stage
from tests.simulation.webhooks import WorldDialect

WORKERS = 2
IDLE = 30 * 86_400.0  # seconds: nothing but a ring or what is due wakes a worker


class Workers:
    """Two workers, by number. They see the store through ``store``; a start sees it ``unwatched``, past all trouble."""

    def __init__(
        self,
        *,
        stage: Stage,
        points: Points,
        shop: Market,
        store: Store,
        unwatched: Store,
        settings: Settings,
        clock: Callable[[], datetime],
        counts: Counter[str],
    ) -> None:
        self.is_started = False
        self._policy = settings.policy
        self._stage = stage
        self._points = points
        self._shop = shop
        self._store = store
        self._unwatched = unwatched
        self._settings = settings
        self._clock = clock
        self._counts = counts
        self._lives = count()
        self._players: dict[int, Player] = {}
        self._looking: set[Subject] = set()

    # From outside ---------------------------------------------------------------------------------------------

    def start(self, policy: Policy) -> None:
        """Let the processes begin anew, as ``bridge serve`` does: claim the store, enter the policy."""
        database = self._unwatched._database
        with database.writing() as connection:
            restart_lease_clock(connection)
            restart_settling(database, connection)
        entered = self._unwatched.policies.enter(policy.digest, document(policy), vocabulary(policy), self._clock())
        if entered.changed:
            look_at_everybody(self._unwatched, self._clock())
        self._policy = policy
        self.is_started = True
        self.rise_all()

    def rise_all(self) -> None:
        for number in range(WORKERS):
            self.rise(number)

    def rise(self, number: int) -> None:
        """Let a worker's process begin, unless it runs or nobody was started yet."""
        if self.is_started and not self._runs(number):
            self._players[number] = self._stage.enter(f"w{number}", partial(self._live, number))

    def kill(self, number: int) -> bool:
        """Kill a worker's process; tells whether it ran."""
        if not self._runs(number):
            return False
        self._stage.kill(self._players[number])
        self._points.dooms.pop(number, None)
        return True

    def kill_all(self) -> None:
        for player in list(self._stage.players):
            self._stage.kill(player)
        self._points.dooms.clear()

    def _runs(self, number: int) -> bool:
        return self._players.get(number) in self._stage.players

    # In a process ---------------------------------------------------------------------------------------------

    def _live(self, number: int) -> None:
        while True:
            try:
                self._work(f"worker-{number}-{next(self._lives)}")
            except KilledError:
                if self._players[number].is_killed:
                    raise
                self._stage.wait(self._points.dooms.pop(number).seconds)

    def _work(self, owner: str) -> None:
        """Work as a process of its own does, until killed; the hand in the pool is this very thread."""
        parts = Parts(
            store=self._store,
            billing=self._shop,
            dialect=WorldDialect(),
            policy=self._policy,
            reader=reader(self._policy),
            texts=self._settings.texts,
            clock=self._clock,
            crash=self._points.passed,
        )
        worker = Worker(
            store=self._store,
            look=partial(self._look, parts),
            look_at_everybody=partial(look_at_everybody, self._store),
            clock=self._clock,
            owner=owner,
            hands=1,
            pause=IDLE,
        )
        pool, waiter, free = cast("Any", Inline()), cast("Any", Sleep(self._stage)), BoundedSemaphore(1)
        latest = worker.clock()
        while True:
            latest = worker._minded(latest)
            worker._turn(pool, free, waiter)

    def _look(self, parts: Parts, lease: Lease) -> Looked:
        """Look, and keep whose look was never ended: the next at the same subject takes over."""
        if lease.subject in self._looking:
            self._counts["look taken over"] += 1
        self._looking.add(lease.subject)
        try:
            looked = look(parts, lease)
        except Exception as error:
            self._counts[f"look ended by {type(error).__name__}"] += 1
            self._looking.discard(lease.subject)
            raise
        self._counts["look"] += 1
        self._looking.discard(lease.subject)
        return looked


class Inline:
    """A pool whose only hand is the thread that hands out the work."""

    def submit(self, work: Callable[..., None], *args: object) -> None:
        work(*args)


class Sleep:
    """Waits for the bell on the stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def wait(self, seconds: float) -> None:
        self._stage.wait(max(0.001, seconds), is_idle=True)
