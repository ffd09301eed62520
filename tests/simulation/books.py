"""The books of a run, opened for the auditor: which rules were in force when, and what a ticket had got by when."""

from dataclasses import replace
from datetime import datetime, timedelta

from bridge.billing import CreateQuote, PostReply, SendQuote
from bridge.core.model import Ticket
from tests.simulation.market import ticket_of
from tests.simulation.oracle import said_in
from tests.simulation.past import Past, midnight
from tests.simulation.rules import RULES, Rules
from tests.simulation.world import World

VALID = timedelta(days=15)  # of a quote: 14 days, and the last of them whole (Q1)


def as_of(ticket: Ticket, at: datetime) -> Ticket:
    """Return a ticket as it was at an instant, with what had been written by then."""
    return replace(ticket, messages=tuple(message for message in ticket.messages if message.at <= at))


def rules_at(world: World, at: datetime) -> Rules:
    names = [str(one.args[0]) for one in world.history if one.act == "policy" and one.at <= at]
    return RULES[[world.plan.rules, *names][-1]]


def rules_ever(world: World) -> list[Rules]:
    """Return all rules that were ever in force."""
    names = [str(one.args[0]) for one in world.history if one.act == "policy"]
    return [RULES[name] for name in [world.plan.rules, *names]]


def was_skewed(world: World) -> bool:
    """Tell whether the bridge's clock was ever set off the true time."""
    return any(one.act == "clock" for one in world.history)


def is_quoted(world: World, past: Past, ticket: str, *, by: datetime) -> bool:
    """Tell whether a quote was drafted for a ticket, or one merged into it, by an instant."""
    family = past.family(ticket)
    drafts = [(at, ticket_of(command)) for at, command in world.shop.done if isinstance(command, CreateQuote)]
    return any(of in family and at <= by for at, of in drafts)


def decided(world: World, past: Past, ticket: str) -> list[tuple[datetime, str]]:
    """Return when the ticket's quote was decided: by the customer, or lost at the end of its last valid day (Q3)."""
    family = past.family(ticket)
    found = [(one.at, str(one.args[1])) for one in world.history if one.act == "quote" and one.args[0] in family]
    sent = {one.quote for _, one in world.shop.done if isinstance(one, SendQuote)}
    quote = next((quote for one in family if (quote := world.shop.quote_of(one)) is not None), None)
    if quote is None or quote.id not in sent:
        return found
    drafted = next(at for at, one in world.shop.done if isinstance(one, CreateQuote) and ticket_of(one) in family)
    ends = midnight(drafted.astimezone(world.zone).date() + VALID, world.zone)
    return found if any(at < ends for at, _ in found) else [(ends, "lost")]


def spent(world: World, past: Past, ticket: str) -> set[str]:
    """Return the texts that were said on a ticket and those merged into it."""
    family = past.family(ticket)
    return {said_in(one.text) for _, one in world.shop.done if isinstance(one, PostReply) and one.ticket in family}
