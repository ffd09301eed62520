"""The database is lost in the midst of the work, in every way it can be: all recovers by itself, nothing is lost."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.kill.audit import audit
from tests.kill.services import PATIENCE, STEP
from tests.kill.stories import STORIES
from tests.kill.telling import Telling
from tests.kill.town import Kind, Town, Transport, town
from tests.scale.server import Server, own_server

DOWN_SECONDS = 3.0
FROZEN_SECONDS = 7.0  # longer than a write waits
IDLE_SECONDS = 3.0
HANDS = 4  # [billing] max_concurrency of `bridge init`
MOST_CONNECTIONS = 2 * (HANDS + 3) + 2 * 8  # two workers, two receivers: docs/operator/postgresql.md
EVERY = 10  # webhooks between two blows

pytestmark = [pytest.mark.journey, pytest.mark.database]


@dataclass
class Blows:
    """Strikes the server again and again, each blow once, in the thick of the work."""

    made: Town
    server: Server
    left: list[Callable[[], None]] = field(default_factory=list)
    most_connections: int = 0
    _next: int = EVERY

    def __post_init__(self) -> None:
        self.left = [self._drop, self._crash, self._freeze, self._drop]

    def turn(self) -> None:
        if self.left and self.made.taken() >= self._next:
            self.most_connections = max(self.most_connections, len(self.server.connections()))
            self.left.pop(0)()
            self._next = self.made.taken() + EVERY

    def _drop(self) -> None:
        self.server.drop_connections()

    def _crash(self) -> None:
        self.server.crash()
        time.sleep(DOWN_SECONDS)
        self.server.start()

    def _freeze(self) -> None:
        with self.server.frozen():
            time.sleep(FROZEN_SECONDS)


def await_workers(server: Server) -> None:
    """Wait until both work: one that finds no database when it starts ends, for its service manager to try again."""
    end = time.monotonic() + PATIENCE
    while server.listeners() < 2:
        assert time.monotonic() < end
        time.sleep(STEP)


def is_silent(server: Server) -> bool:
    """Tell whether a while passes in which nobody writes."""
    before = server.written()
    time.sleep(IDLE_SECONDS)
    return server.written() == before


def test_a_database_that_is_lost_under_load_costs_nothing_but_time(tmp_path: Path) -> None:
    with own_server() as server, town(tmp_path, Kind.POSTGRES, store_url=server.url) as made:
        made.turn_clock(minutes=1)
        await_workers(server)
        processes = [service.pid for service in made.bridge]
        blows = Blows(made, server)
        telling = Telling(made, random.Random(1), meanwhile=blows.turn)
        telling.begin(len(STORIES))
        telling.go_on()
        assert not blows.left
        assert 0 < blows.most_connections <= MOST_CONNECTIONS
        assert [service.pid for service in made.bridge] == processes, "somebody ended, and had to be started again"
        assert is_silent(server), "a bridge that has nothing to do writes"
        found = audit(made, Transport.ADDON, telling.told)
        assert found.is_good, found.troubles
        assert found.parked == 0
