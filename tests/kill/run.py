"""One run: stories are told while processes are killed, until enough webhooks were sent and enough was killed."""

import itertools
import random
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.kill.audit import Findings, audit
from tests.kill.killer import Killer
from tests.kill.stories import CHAPTERS, EVENTS_A_TICKET, STORIES, Story, open_ticket
from tests.kill.town import Kind, Town, Transport, town

CHAPTER_SECONDS = 1800.0  # within which everybody must have been answered
KILL_STEP = 0.02


@dataclass(frozen=True)
class Plan:
    """What is thrown at it. ``tickets``: at once; between two chapters everything comes to rest.

    ``eager``: the share of the webhooks within which all kills are done, so that none falls into idleness.
    """

    kind: Kind
    transport: Transport
    events: int
    kills: int
    seed: int
    tickets: int = 800
    eager: float = 0.9


@dataclass
class Run:
    """A run under way, or ended."""

    plan: Plan
    town: Town
    killer: Killer
    told: dict[int, Story]
    say: Callable[[str], None]

    def round(self, size: int) -> None:
        """Tell so many tickets' stories, all of them at the same time."""
        stories = list(itertools.islice(itertools.cycle(STORIES.values()), size))
        self.killer.chance.shuffle(stories)
        tickets: list[int] = []

        def opens(story: Story) -> None:
            number = open_ticket(self.town.actor, story, len(self.told))
            self.told[number] = story
            tickets.append(number)

        self._chapter("opening", [lambda story=story: opens(story) for story in stories])  # type: ignore[misc]  # mypy cannot infer it
        for chapter in range(CHAPTERS):
            acts = [(story.chapters[chapter], ticket) for story, ticket in zip(stories, tickets, strict=True)]
            self._chapter(
                f"chapter {chapter + 1} of {CHAPTERS}",
                [lambda act=act, ticket=ticket: act(self.town.actor, ticket) for act, ticket in acts if act],  # type: ignore[misc]  # the same
            )

    def _chapter(self, name: str, acts: list[Callable[[], object]]) -> None:
        """Let people act while processes are killed, then let all come to rest; half an hour passes."""
        troubles: list[BaseException] = []
        people = threading.Thread(target=self._act, args=(acts, troubles))
        people.start()
        while people.is_alive() or not self.town.is_quiet():
            self.killer.turn()
            self.town.keep_up()
            time.sleep(KILL_STEP)
        people.join()
        assert not troubles, troubles
        self.town.settle(within=CHAPTER_SECONDS)
        self.town.turn_clock(minutes=30)
        self.say(
            f"{name}: {self.town.taken()} webhooks taken, {self.killer.kills.total()} kills, {len(self.told)} tickets"
        )

    def _act(self, acts: list[Callable[[], object]], troubles: list[BaseException]) -> None:
        try:
            for act in acts:
                with self.town.acting:
                    act()
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits
            troubles.append(error)


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    plan: Plan
    tickets: int
    kills: dict[str, int]
    minutes: float
    findings: Findings

    def document(self) -> dict[str, object]:
        return {**asdict(self.plan), **asdict(self), "plan": None, "is_good": self.findings.is_good}


def run(folder: Path, plan: Plan, say: Callable[[str], None]) -> Outcome:
    """Run a plan to its end, and have it audited."""
    began = time.monotonic()
    with town(folder, plan.kind, plan.transport) as made:
        made.turn_clock(minutes=1)
        killer = Killer(made, random.Random(plan.seed), plan.eager * plan.events / max(1, plan.kills), plan.kills)
        under_way = Run(plan, made, killer, {}, say)
        while (left := plan.events - made.taken()) > 0 or not killer.is_done:
            under_way.round(max(len(STORIES), min(plan.tickets, round(left / EVENTS_A_TICKET))))
        findings = audit(made, plan.transport, under_way.told)
        return Outcome(plan, len(under_way.told), dict(killer.kills), (time.monotonic() - began) / 60, findings)
