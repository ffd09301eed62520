"""A provider is moved to PostgreSQL in the middle of its stories: the bridge is killed, copied, and goes on there."""

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from bridge.cli import run
from tests.kill.audit import audit
from tests.kill.stories import STORIES
from tests.kill.telling import Telling
from tests.kill.town import Town, Transport, town
from tests.store.fixtures import postgres_url

MOVES_AT = 12  # webhooks taken: tickets are open, and some of their replies under way

pytestmark = [pytest.mark.journey, pytest.mark.postgres]


@dataclass
class Move:
    """Moves the bridge once, as docs/operator/postgresql.md has it, but for a stop that is a kill."""

    made: Town
    target: str
    is_done: bool = False

    def turn(self) -> None:
        if self.is_done or self.made.taken() < MOVES_AT:
            return
        self.is_done = True
        for service in self.made.bridge:
            service.kill()
        assert run(["store", "copy", self.made.store_url, self.target]) == 0
        self.made.move_to(self.target)
        self.made.start_bridge()


def test_in_the_middle_of_its_stories_nothing_is_lost_and_nothing_said_twice(tmp_path: Path) -> None:
    with postgres_url() as target, town(tmp_path) as made:
        made.turn_clock(minutes=1)
        move = Move(made, target)
        telling = Telling(made, random.Random(1), meanwhile=move.turn)
        telling.begin(len(STORIES))
        assert move.is_done
        assert len(made.bridge) > 1
        telling.go_on()
        found = audit(made, Transport.ADDON, telling.told)
        assert found.is_good, found.troubles
        assert (found.parked, found.once) == (0, found.wanted)
