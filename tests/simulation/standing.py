"""What must hold of one ticket at rest, whatever is owed on it: tags, notes, priority, and what waits for a person."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bridge.billing import PostNote
from bridge.core.model import Priority, Ticket, WriteKind, WriteState
from tests.simulation.books import rules_ever
from tests.simulation.market import is_of
from tests.simulation.oracle import VOCABULARY, Place
from tests.simulation.past import Past
from tests.simulation.rules import Rules
from tests.simulation.world import World

WITH_A_PERSON = (WriteState.PARKED, WriteState.REFUSED)


def _word_of(tag: str, rules: Sequence[Rules]) -> str | None:
    """Return the word of a tag that a policy which was ever in force could write, None: it is not the bridge's (W1)."""
    words = (tag.removeprefix(one.prefix) for one in rules if tag.startswith(one.prefix))
    return next((word for word in words if word in VOCABULARY), None)


def ours(ticket: Ticket, world: World) -> set[str]:
    """Return the words of the bridge's tags on a ticket; one under an old prefix is told whole, as it must go."""
    found = set()
    for tag in ticket.tags or ():
        if _word_of(tag, rules_ever(world)) is not None:
            found.add(tag.removeprefix(world.rules.prefix))
    return found


def foreign_tags(ticket: Ticket, world: World) -> Iterator[str]:
    """Ask that tags which are not the bridge's are as people left them (W1)."""
    last: dict[str, str] = {}
    for one in world.history:
        if one.act in {"tag", "untag"} and one.args[0] == ticket.id:
            last[str(one.args[1])] = one.act
    for tag, act in last.items():
        if _word_of(tag, rules_ever(world)) is None and (tag in (ticket.tags or ())) is not (act == "tag"):
            yield f"W1: the foreign tag {tag} on ticket {ticket.id} was touched"


def waits_for_a_person(world: World, past: Past, ticket: str, owed: str) -> bool:
    """Tell whether the write of what is owed waits for a person."""
    kind = "clarify" if owed.startswith("clarification") else owed.split("-", maxsplit=1)[0]
    writes = world.store.writes.of(past.family(ticket))
    return any(write.state in WITH_A_PERSON and write.key.startswith(kind) for write in writes)


def parked(ticket: Ticket, world: World, past: Past) -> Iterator[str]:
    """Ask whether what waits for a person does so for a reason: it was refused, or tried twice without an answer."""
    for write in world.store.writes.of(past.family(ticket.id)):
        key = f"t{write.ticket}-{write.key}"
        tried = [met for met in world.shop.met if is_of(met.command, write.ticket, write.key)]
        if write.state is WriteState.PARKED and (world.plan.keeps_keys or write.attempts < 2):
            yield f"W3: {key} is parked after {write.attempts} attempts"
        if write.state is WriteState.PARKED and world.shop.has_met(write.ticket, write.key):
            yield f"W3: {key} is parked although it was done"
        if write.state is WriteState.REFUSED and not any(met.fault == "403" for met in tried):
            yield f"W3: {key} is refused, and nobody refused it"
        if write.state is WriteState.WITHDRAWN and world.shop.has_met(write.ticket, write.key):
            yield f"W3: {key} is withdrawn although it was done"


def notes(ticket: Ticket, world: World, past: Past) -> Iterator[str]:
    """Ask that each note was left once; without keys one more for each attempt that got no answer (W3)."""
    for key, times in Counter(
        one.key for _, one in world.shop.done if isinstance(one, PostNote) and one.ticket in past.family(ticket.id)
    ).items():
        tried = sum(met.command.key == key for met in world.shop.met)
        if times > (1 if world.plan.keeps_keys else tried):
            yield f"W3: the note {key} was left {times} times"


def priority(ticket: Ticket, place: Place, world: World, past: Past) -> Iterator[str]:
    """Ask for the priority of a rung that has one, unless staff have set another since (W2)."""
    if not place.number or any(one.act == "priority" and one.args[0] == ticket.id for one in world.history):
        return
    is_outage = place.topic == "outage"
    is_tiers = place.tier == "professional" and place.stage is None
    with_a_person = any(
        write.kind is WriteKind.PRIORITY and write.state in WITH_A_PERSON
        for write in world.store.writes.of(past.family(ticket.id))
    )
    if (is_outage or is_tiers) and ticket.priority is not Priority.HIGH and not with_a_person:
        yield f"W2: ticket {ticket.id} has priority {ticket.priority}"
