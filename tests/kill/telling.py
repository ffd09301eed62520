"""Telling the stories of many tickets at the same time: people act, the bridge comes to rest, time passes."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from tests.kill.stories import CHAPTERS, STORIES, Act, Story, open_ticket
from tests.kill.town import QUIET_STEP, Town

SETTLE_SECONDS = 1800.0  # within which everybody must have been answered
STEP = 0.02


def nothing() -> None:
    """Leave the town alone."""


@dataclass
class Telling:
    """The tickets of one town, and how far their stories are told.

    ``meanwhile`` is done again and again while people act; ``pause`` is how many minutes pass between two chapters.
    """

    town: Town
    chance: random.Random
    meanwhile: Callable[[], object] = nothing
    pause: int = 30
    told: dict[int, Story] = field(default_factory=dict)
    _batch: list[tuple[int, Story]] = field(default_factory=list)
    _asks_at: float = 0.0

    def begin(self, size: int) -> None:
        """Let so many tickets be opened, of all stories alike."""
        stories = list(itertools.islice(itertools.cycle(STORIES.values()), size))
        self.chance.shuffle(stories)
        self._batch = []
        self._let_happen([partial(self._open, story) for story in stories])

    def _open(self, story: Story) -> None:
        ticket = open_ticket(self.town.actor, story, len(self.told))
        self.told[ticket] = story
        self._batch.append((ticket, story))

    def go_on(self, chapters: Sequence[int] = range(CHAPTERS)) -> None:
        """Tell these chapters of the tickets opened last."""
        for chapter in chapters:
            acts = [(story.chapters[chapter], ticket) for ticket, story in self._batch]
            self._let_happen([partial(self._act, act, ticket) for act, ticket in acts if act])

    def _act(self, act: Act, ticket: int) -> None:
        act(self.town.actor, ticket)

    def _let_happen(self, acts: Sequence[Callable[[], object]]) -> None:
        """Let people act, and all come to rest after it."""
        troubles: list[Exception] = []
        people = threading.Thread(target=self._do, args=(acts, troubles))
        people.start()
        while not self._is_over(people):
            self.meanwhile()
            self.town.keep_up()
            time.sleep(STEP)
        people.join()
        if troubles:
            raise troubles[0]
        self.town.settle(within=SETTLE_SECONDS)
        self.town.turn_clock(minutes=self.pause)

    def _is_over(self, people: threading.Thread) -> bool:
        """Tell whether people have acted and all is at rest; it is asked now and then, for asking is work too."""
        if people.is_alive() or time.monotonic() < self._asks_at:
            return False
        self._asks_at = time.monotonic() + QUIET_STEP
        return self.town.is_quiet()

    def _do(self, acts: Sequence[Callable[[], object]], troubles: list[Exception]) -> None:
        try:
            for act in acts:
                with self.town.acting:
                    act()
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            troubles.append(error)
