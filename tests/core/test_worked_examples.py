"""The conversations of policy.md's second table, each with the rung it stands on and what follows."""

from dataclasses import dataclass, replace

import pytest

from bridge.core.actions import DraftQuote, SendReply, SetTags, WriteNote
from bridge.core.decision import Outcome, WaitingFor
from bridge.core.model import Rung
from bridge.core.view import Seat
from tests.core.tickets import Turn, c, decided, says, seats, view

DAY = 24.0


@dataclass(frozen=True)
class Example:
    """One row: the conversation, whose it is, and what the policy says follows."""

    talk: tuple[str | Turn, ...]
    rung: Rung
    step: int
    says: list[str]
    waiting_for: WaitingFor
    seats: tuple[Seat, ...] = ()


EXAMPLES = {
    "c: the guide": Example(("c",), Rung.GUIDE, 1, ["guide"], WaitingFor.CUSTOMER),
    "c b c: clarification 1": Example(("c b c",), Rung.CLARIFY, 2, ["clarify-1"], WaitingFor.CUSTOMER),
    "c b c c: clarify, once": Example(("c b c c",), Rung.CLARIFY, 2, ["clarify-1"], WaitingFor.CUSTOMER),
    "c b c b c: none left": Example(("c b c b c",), Rung.CLARIFY, 3, ["note-none-left"], WaitingFor.STAFF),
    "c b c b c s c: draft, no reply": Example(("c b c b c s c",), Rung.QUOTE, 4, ["quote"], WaitingFor.STAFF),
    "c b c(solved): solved": Example(("c b", c("works now, thank you")), Rung.GUIDE, 1, [], WaitingFor.NOBODY),
    "c b c(solved) c(fails again): clarify": Example(
        ("c b", c("works now, thank you"), c("it fails again")), Rung.CLARIFY, 2, ["clarify-1"], WaitingFor.CUSTOMER
    ),
    "c s c: clarify, staff's": Example(("c s c",), Rung.CLARIFY, 2, [], WaitingFor.STAFF),
    "a new customer's ladder ends with staff, never a quote": Example(
        ("c b c b c s c",), Rung.STAFF, 4, [], WaitingFor.STAFF, seats("new-customer", 28 * DAY, "best-effort")
    ),
    "c b, then the plan: execute, no reply": Example(
        ("c b",), Rung.EXECUTE, 1, [], WaitingFor.CUSTOMER, seats("best-effort", 1.001, "professional")
    ),
    "c b c, plan bought, plan lost: guide, nothing said": Example(
        ("c b c",),
        Rung.GUIDE,
        1,
        [],
        WaitingFor.STAFF,
        seats("best-effort", 2.001, "professional", 2.002, "best-effort"),
    ),
    "professional c s c s c s, plan lost, c: clarify, staff's": Example(
        ("c s c s c s c",), Rung.CLARIFY, 2, [], WaitingFor.STAFF, seats("professional", 5.5, "best-effort")
    ),
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_worked_example(example: Example) -> None:
    decision = decided(view(*example.talk, seats_are=example.seats))
    assert (decision.rung, decision.step) == (example.rung, example.step)
    assert says(decision) == example.says
    assert decision.waiting_for is example.waiting_for


def test_a_ticket_that_is_solved_says_so_as_its_outcome() -> None:
    assert decided(view("c b", c("works now, thank you"))).outcome is Outcome.SOLVED


def test_the_tags_change_when_the_plan_is_bought_and_nothing_is_said() -> None:
    bought = view("c b", seats_are=seats("best-effort", 1.001, "professional"))
    tags = frozenset({"support-best-effort", "support-rung-guide", "vip"})
    decision = decided(replace(bought, ticket=replace(bought.ticket, tags=tags)))
    change = next(action for action in decision.actions if isinstance(action, SetTags))
    assert {"support-professional", "support-rung-execute", "support-realtime"} <= change.add
    assert change.remove == {"support-best-effort", "support-rung-guide"}
    assert not any(isinstance(action, SendReply | DraftQuote | WriteNote) for action in decision.actions)
