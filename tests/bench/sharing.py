"""P13 and P14: what a second worker on PostgreSQL adds, and how soon it takes over from one that was killed.

The billing system answers each call after a fixed latency, long beside what a look costs here: so that it, and not this
machine's processors, is what the workers wait for. The server is the bench's own.
"""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.core.model import Subject, SubjectKind
from bridge.reconcile.parts import LEASE
from bridge.store import Store, open_store
from tests.bench.end_to_end import BROKEN, PATIENCE, slowed
from tests.bench.report import Ratio, Reading, Section
from tests.journey.house import House, house
from tests.kill.services import Service
from tests.scale import server
from tests.scale.server import Server, own_server

LATENCY = 0.5  # seconds that a call takes in the billing system
TICKETS = 64
STEP = 0.02


@dataclass(frozen=True, slots=True)
class Shared:
    """A house whose store is on PostgreSQL, with two workers and nobody who receives."""

    at: House
    server: Server
    store: Store
    workers: tuple[Service, Service]

    def open_tickets(self) -> list[int]:
        """Let new customers open a ticket each, so that no cap holds an answer back; nobody is told of them."""
        actor = self.at.actor
        owners = [actor.sign_up(first_name="Ana", signed_up="2025-01-10") for _ in range(TICKETS)]
        return [actor.open_ticket(owner, "Help", BROKEN) for owner in owners]

    def touch(self, tickets: Sequence[int]) -> None:
        subjects = [Subject(SubjectKind.TICKET, str(ticket)) for ticket in tickets]
        self.store.agenda.touch(subjects, self.at.now, now=self.at.now)

    def is_at_rest(self) -> bool:
        status = self.store.status(self.at.now)
        return not (status.due_now or status.looks_waiting or status.leased or status.writes_open)

    def seconds_for(self, tickets: Sequence[int]) -> float:
        """Return how long it takes to look at all of them."""
        begun = time.monotonic()
        self.touch(tickets)
        self.await_rest()
        return time.monotonic() - begun

    def await_rest(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.is_at_rest():
            assert time.monotonic() < end, self.at.log()
            time.sleep(STEP)

    def held_by(self, worker: Service) -> int:
        """Return how many subjects a worker has leased."""
        with self.server.asking() as connection:
            asked = "SELECT count(*) FROM agenda WHERE owner LIKE %s"
            counted = connection.execute(asked, [f"%-{worker.pid}"]).fetchone()
        assert counted is not None
        return int(counted[0])


@contextmanager
def sharing() -> Iterator[Shared]:
    with TemporaryDirectory() as name, own_server() as database:
        folder = Path(name)
        (folder / "log").touch()
        with (
            house(folder, change=lambda config: config.replace("sqlite:///bridge.db", database.url), is_up=False) as at,
            closing(open_store(database.url)) as store,
        ):
            at.turn_clock(minutes=1)
            slowed(at, LATENCY)
            at.actor.conduct(paused=True)
            one, two = (Service(f"worker-{number}", ("work",), folder, at.environment) for number in (1, 2))
            try:
                one.start()
                two.start()
                while database.listeners() < 2:
                    time.sleep(STEP)
                at.turn_clock(minutes=1)  # later than the first start: what is opened now is answered
                yield Shared(at, database, store, (one, two))
            finally:
                one.kill()
                two.kill()


def measure(*, rounds: int, seconds: float) -> Section:
    del seconds
    section = Section("postgres")
    if not server.is_here():
        section.missing.append(f"P13 and P14: {server.REMEDY}")
        return section
    with sharing() as shared:
        tickets = shared.open_tickets()
        shared.seconds_for(tickets)  # the first looks write, too
        pairs = [(_alone(shared, tickets), shared.seconds_for(tickets)) for _ in range(rounds)]
        section.ratios.append(
            Ratio(
                "P13",
                f"looks a second of two workers, {LATENCY * 1000:.0f} ms a call",
                "one worker",
                [alone / together for alone, together in pairs],
                1.8,
                2.0,
            )
        )
        section.readings += [
            Reading(f"{TICKETS} looks by one worker", "s", [alone for alone, _ in pairs]),
            Reading(f"{TICKETS} looks by two", "s", [together for _, together in pairs]),
        ]
        taken_over = _taken_over(shared)
        what = "killed worker's subjects in other hands, nothing said twice"
        section.ratios.append(
            Ratio("P14", what, f"the lease of {LEASE:g} s and 1 s", [taken_over / (LEASE + 1)], 1.0, 1.0, is_cost=True)
        )
    return section


def _alone(shared: Shared, tickets: Sequence[int]) -> float:
    """Return how long one worker takes while the other is held."""
    os.kill(shared.workers[1].pid, signal.SIGSTOP)
    try:
        return shared.seconds_for(tickets)
    finally:
        os.kill(shared.workers[1].pid, signal.SIGCONT)


def _taken_over(shared: Shared) -> float:
    """Kill a worker in the midst of its looks; return the seconds until it holds nothing any more."""
    tickets, killed = shared.open_tickets(), shared.workers[0]
    shared.touch(tickets)
    while not shared.held_by(killed):
        time.sleep(STEP)
    time.sleep(2 * LATENCY)  # some of its writes are under way
    killed.kill()
    begun = time.monotonic()
    while shared.held_by(killed):
        assert time.monotonic() - begun < PATIENCE, shared.at.log()
        time.sleep(STEP)
    taken = time.monotonic() - begun
    shared.await_rest()
    replies = [len(shared.at.said(ticket)) for ticket in tickets]
    assert replies == [1] * len(tickets), f"replies a ticket: {replies}"
    return taken
