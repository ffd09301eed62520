"""The hand that kills, at random moments in the thick of the work, and writes down whom."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.kill.services import Service, children
from tests.kill.town import Town

LONGEST_PAUSE = 0.3  # seconds between a webhook being taken and the kill that follows it


@dataclass
class Killer:
    """Kills once in every ``gap`` webhooks taken, at a random one of them, until ``most`` are done; the shop first.

    One seed draws the same victims in the same order; the moments are the machine's.
    """

    town: Town
    chance: random.Random
    gap: float
    most: int
    kills: Counter[str] = field(default_factory=Counter)
    _next: float = 0.0

    def __post_init__(self) -> None:
        self._draw()

    @property
    def is_done(self) -> bool:
        return self.kills.total() >= self.most

    def _draw(self) -> None:
        self._next = (self.kills.total() + self.chance.random()) * self.gap

    def turn(self) -> None:
        """Kill, if it is time to."""
        if self.is_done or self.town.taken() < self._next:
            return
        time.sleep(self.chance.uniform(0, LONGEST_PAUSE))
        victims = self._victims()
        name, strike = self.chance.choice(victims) if self.kills else victims[0]
        if strike():
            self.kills[name] += 1
            self._draw()
        with suppress(OSError):
            self.town.turn_to_another_receiver()

    def _victims(self) -> list[tuple[str, Callable[[], bool]]]:
        """Return who may be killed: the shop as often as a receiver, and workers most often."""
        shop = ("sandbox", self._kill_shop)
        if len(self.town.bridge) > 1:
            receivers, workers = self.town.bridge[:2], self.town.bridge[2:]
            return [
                shop,
                *((one.name, partial(_kill, one)) for one in (*receivers, *workers, *workers)),
                *((f"{one.name}, its server", partial(_kill_server, one.pid)) for one in receivers),
            ]
        (serve,) = self.town.bridge
        return [
            shop,
            *((name, partial(_kill_half, serve, name)) for name in ("receiver", "worker", "worker")),
            ("receiver, its server", partial(_kill_servers, serve)),
            ("parent", partial(_kill_parent, serve)),
            ("receiver and worker", partial(_kill, serve)),
        ]

    def _kill_shop(self) -> bool:
        """Kill the shop in the midst of the bridge's calls, though not of our own: we must know what we did."""
        with self.town.acting:
            _kill(self.town.shop)
            self.town.start_shop()
        return True


def _kill(service: Service) -> bool:
    was_running = service.is_running()
    service.kill()
    return was_running


def _kill_parent(serve: Service) -> bool:
    was_running = serve.is_running()
    serve.kill_alone()
    return was_running


def _kill_half(serve: Service, name: str) -> bool:
    """Kill one half of ``serve``; False: it is just being started again."""
    return any(_kill_one(pid) for pid in serve.children() if is_worker(pid) == (name == "worker"))


def _kill_servers(serve: Service) -> bool:
    return any(_kill_server(pid) for pid in serve.children() if not is_worker(pid))


def _kill_server(receiver: int) -> bool:
    """Kill the process that answers, below a receiver that started it; False: there is none now."""
    return any(_kill_one(pid) for pid in children(receiver))


def _kill_one(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def is_worker(pid: int) -> bool:
    """Tell a worker by the lock that it holds beside the store."""
    with suppress(OSError):
        return any(str(opened.readlink()).endswith(".worker") for opened in Path(f"/proc/{pid}/fd").iterdir())
    return False
