"""One run: stories are told while processes are killed, until enough webhooks were sent and enough was killed."""

import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.kill.audit import Findings, audit
from tests.kill.killer import Killer
from tests.kill.stories import CHAPTERS, EVENTS_A_TICKET, STORIES
from tests.kill.telling import Telling
from tests.kill.town import Kind, Transport, town


@dataclass(frozen=True)
class Plan:
    """What is thrown at it. ``tickets``: at once; between two chapters everything comes to rest.

    ``eager``: the share of the webhooks within which all kills are done, so that none falls into idleness.
    ``minutes``: after so many no more tickets are opened, however much is left.
    """

    kind: Kind
    transport: Transport
    events: int
    kills: int
    seed: int
    tickets: int = 800
    eager: float = 0.9
    minutes: float = 24 * 60.0


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    plan: Plan
    tickets: int
    kills: dict[str, int]
    minutes: float
    findings: Findings

    def document(self) -> dict[str, object]:
        return {**asdict(self), "is_good": self.findings.is_good}


def run(folder: Path, plan: Plan, say: Callable[[str], None]) -> Outcome:
    """Run a plan to its end, and have it audited."""
    began = time.monotonic()
    with town(folder, plan.kind, plan.transport) as made:
        made.turn_clock(minutes=1)
        chance = random.Random(plan.seed)
        killer = Killer(made, chance, plan.eager * plan.events / max(1, plan.kills), plan.kills)
        telling = Telling(made, chance, meanwhile=killer.turn)

        def passed() -> float:
            return (time.monotonic() - began) / 60

        def tell(chapter: str) -> None:
            say(
                f"{passed():5.1f} min, {plan.kind}, {plan.transport}: {len(telling.told)} tickets, {chapter} told, "
                f"{made.taken()} webhooks taken, {killer.kills.total()} kills"
            )

        while passed() < plan.minutes and ((left := plan.events - made.taken()) > 0 or not killer.is_done):
            telling.begin(max(len(STORIES), min(plan.tickets, round(left / EVENTS_A_TICKET))))
            tell("their openings")
            for chapter in range(CHAPTERS):
                telling.go_on([chapter])
                tell(f"chapter {chapter + 1} of {CHAPTERS}")
        findings = audit(made, plan.transport, telling.told)
        return Outcome(plan, len(telling.told), dict(killer.kills), passed(), findings)
