"""From a place on the ladder to what it means: the rung's name once topic and quote are taken into account."""

from dataclasses import dataclass
from datetime import datetime

from bridge.core.ladder import Standing
from bridge.core.model import Rung, Stage
from bridge.core.policy import Policy, QuoteLine, Tier, Topic
from bridge.core.quotes import quote_stage
from bridge.core.view import TicketView


@dataclass(frozen=True, slots=True)
class Position:
    """The rung as it is to be acted on. ``step`` is its number; ``lines`` what a quote here would offer."""

    tier: Tier
    topic: Topic | None
    rung: Rung
    step: int
    lines: tuple[QuoteLine, ...]
    stage: Stage | None

    @property
    def is_decided_by_staff(self) -> bool:
        """An accepted or lost quote: staff act next (Q3)."""
        return self.stage in {Stage.ACCEPTED, Stage.LOST}


def position(here: Standing, view: TicketView, policy: Policy, now: datetime) -> Position:
    """Return what the standing means: S1, S2 ("without a topic"), Q2 and Q3 may change the rung's name."""
    topic = policy.topics.get(here.finding.topic) if here.finding.topic else None
    lines = (topic.quote or policy.quotes.default) if topic and topic.may_quote else ()
    stage = quote_stage(view.quote, policy, now) or here.stage
    rung, step = here.rung, max(here.number, 1)
    if topic and not topic.scope.climbs:
        rung, step = Rung.STAFF, 1
    if rung is Rung.QUOTE and (not lines or view.client is None):
        rung = Rung.STAFF
    if stage is Stage.ACCEPTED:
        rung, step = Rung.EXECUTE, here.quote_number or step
    return Position(policy.tier(here.tier), topic, rung, step, lines, stage)
