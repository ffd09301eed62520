"""What changes hands at the billing system, or is gone there.

When such a thing was done shows only in a reading. So all else rests before most of them, and they are found at once:
they happen at one instant for the world and the bridge alike.
"""

from bridge.core.model import About, Stage, Subject, SubjectKind
from tests.simulation.webhooks import NOBODY, Told
from tests.simulation.world import World


def merge(world: World, master: str, merged: str) -> Told | None:
    if master not in world.shop.tickets or merged not in world.shop.tickets:
        return None
    world.rest()
    world.shop.merge(master, merged)
    world.shop.remember(merged)
    told = (SubjectKind.TICKET.value, merged, About.MERGED_INTO.value, master, "")
    return Told((Subject(SubjectKind.TICKET, master), Subject(SubjectKind.TICKET, merged)), (told,))


def give(world: World, ticket: str, client: str) -> Told | None:
    """Give a ticket to another client, or with "" to nobody."""
    if ticket not in world.shop.tickets or (client and client not in world.shop.clients):
        return None
    world.rest()
    world.shop.give(ticket, client or None)
    return _found(world, Told.of_ticket(ticket))


def delete_ticket(world: World, ticket: str) -> Told | None:
    if ticket not in world.shop.tickets:
        return None
    del world.shop.tickets[ticket]
    world.shop.remember(ticket)
    return Told.of_ticket(ticket, is_early=True)


def delete_client(world: World, client: str) -> Told | None:
    if client not in world.shop.clients:
        return None
    world.rest()
    del world.shop.clients[client]
    return _found(world, Told.of_client(client))


def merge_clients(world: World, survivor: str, gone: str) -> Told | None:
    if survivor not in world.shop.clients or gone not in world.shop.clients:
        return None
    world.rest()
    world.shop.take_over(survivor, world.shop.clients.pop(gone).holdings)
    for ticket in [id_ for id_, one in world.shop.tickets.items() if one.client == gone]:
        world.shop.give(ticket, survivor)
    kind = SubjectKind.CLIENT
    facts = (
        (kind.value, survivor, About.ABSORBED.value, gone, ""),
        (kind.value, gone, About.MERGED_INTO.value, survivor, ""),
    )
    return _found(world, Told((Subject(kind, survivor), Subject(kind, gone)), facts))


def decide_quote(world: World, ticket: str, stage: str) -> Told | None:
    """Accept or decline the ticket's quote, where it has one that is not decided."""
    world.rest()
    found = world.shop.quote_of(ticket)
    if found is None or found.stage in {Stage.ACCEPTED, Stage.LOST}:
        return None
    world.shop.set_stage(found.id, Stage(stage))
    return _found(world, Told((Subject(SubjectKind.QUOTE, found.id),)))


def _found(world: World, told: Told) -> Told:
    """Have a change that counts from when it is found found now."""
    world.network.send(told, (0,))
    world.timetable.pass_time(300)
    return NOBODY
