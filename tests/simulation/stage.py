"""A stage on which threads play one at a time: who goes on next, and when, follows from the seed alone.

A player hands the stage back wherever it would wait in the world (a call, a transaction, a sleep); only there can
another go on, time pass or a player be killed. So every interleaving of these points can be drawn, and drawn again.
What the world itself does at a time is on a timetable, and is done between the players' turns.
"""

import heapq
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random


class KilledError(BaseException):
    """The process ends here, as by kill -9: nothing that comes after is done, and nothing is caught."""


@dataclass
class Player:
    """A thread and when it wants to go on; ``is_idle``: it sleeps until something is due, and a ring wakes it."""

    name: str
    wakes: datetime
    is_idle: bool = False
    is_killed: bool = False
    is_over: bool = False
    error: BaseException | None = None
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))


class Stage:
    """Time, and the players in it. ``passing`` is told of every stretch of time that passes, in seconds."""

    def __init__(self, start: datetime, random: Random, passing: Callable[[float], None]) -> None:
        self.now = start
        self.players: list[Player] = []
        self._until = start
        self._random = random
        self._passing = passing
        self._turn = threading.Semaphore(0)
        self._here = threading.local()

    # Players, from outside ------------------------------------------------------------------------------------

    def enter(self, name: str, play: Callable[[], None]) -> Player:
        """Let a player come on, who plays until killed."""
        player = Player(name, self.now)
        self.players.append(player)
        threading.Thread(target=self._play, args=(player, play), daemon=True).start()
        return player

    def kill(self, player: Player) -> None:
        """End a player where it waits."""
        player.is_killed = True
        self._hand_over(player)

    def ring(self) -> None:
        """Wake who sleeps for want of work."""
        for player in self.players:
            if player.is_idle:
                player.wakes = min(player.wakes, self.now)

    def is_quiet(self) -> bool:
        """Tell whether every player sleeps for want of work."""
        return all(player.is_idle and player.wakes > self.now for player in self.players)

    def advance(self, until: datetime) -> None:
        """Let everybody play up to an instant."""
        self._until = until
        while True:
            ready = [player for player in self.players if player.wakes <= self.now]
            if ready:
                self._hand_over(self._random.choice(ready))
                continue
            following = min((player.wakes for player in self.players), default=until)
            if following >= until:
                self._pass_to(until)
                if not any(player.wakes <= until for player in self.players):
                    return
            else:
                self._pass_to(following)

    def _pass_to(self, instant: datetime) -> None:
        if instant > self.now:
            self._passing((instant - self.now).total_seconds())
            self.now = instant

    def _hand_over(self, player: Player) -> None:
        player.turn.release()
        self._turn.acquire()
        if player.is_over:
            self.players.remove(player)
            if player.error is not None:
                raise player.error

    def _play(self, player: Player, play: Callable[[], None]) -> None:
        self._here.player = player
        player.turn.acquire()
        try:
            if not player.is_killed:
                play()
        except KilledError:
            pass
        except BaseException as error:  # noqa: BLE001 - it is raised again, where the run was begun
            player.error = error
        player.is_over = True
        self._turn.release()

    # From within a player -------------------------------------------------------------------------------------

    @property
    def player(self) -> Player | None:
        """The player whose thread this is; None: the world's own."""
        found: Player | None = getattr(self._here, "player", None)
        return found

    def wait(self, seconds: float = 0.0, *, is_idle: bool = False) -> None:
        """Hand the stage back for so long; the world's own thread does not wait."""
        player = self.player
        if player is None:
            return
        player.wakes = self.now + timedelta(seconds=seconds)
        if not is_idle and self._is_alone(player):
            self._pass_to(player.wakes)
            return
        player.is_idle = is_idle
        self._turn.release()
        player.turn.acquire()
        player.is_idle = False
        if player.is_killed:
            raise KilledError(player.name)

    def _is_alone(self, player: Player) -> bool:
        """Tell whether nothing can happen before this player goes on: then no thread need change."""
        others = (other.wakes for other in self.players if other is not player)
        return player.wakes < self._until and all(wakes > player.wakes for wakes in others)

    @contextmanager
    def ended(self) -> Iterator["Stage"]:
        """Leave no thread behind."""
        try:
            yield self
        finally:
            for player in list(self.players):
                self.kill(player)


class Timetable:
    """What is to happen in the world and when: webhooks that arrive, outages that end, workers that come back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._numbers = count()
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []

    def number(self) -> int:
        """Return a number that nothing else in this run has; later ones are larger."""
        return next(self._numbers)

    def later(self, seconds: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self._stage.now + timedelta(seconds=seconds), self.number(), happen))

    def is_empty(self) -> bool:
        return not self._events

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and what is due in it happen."""
        until = self._stage.now + timedelta(seconds=seconds)
        while self._events and self._events[0][0] <= until:
            due, _, happen = heapq.heappop(self._events)
            self._stage.advance(max(due, self._stage.now))
            happen()
        self._stage.advance(until)

    def pass_all(self, seconds: float) -> None:
        """Let everything that is on the timetable now happen, and so many seconds more pass."""
        last = max((due for due, _, _ in self._events), default=self._stage.now)
        self.pass_time((last - self._stage.now).total_seconds() + seconds)
