"""What customers and staff do at the billing system, and the robots there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bridge.core.model import About, Author, Client, Priority
from tests.simulation.rules import WORDS
from tests.simulation.webhooks import NOBODY, Told
from tests.simulation.world import World


def sign_up(world: World, client: str, days_ago: int, has_plan: int) -> Told | None:
    if client in world.shop.ever_clients:
        return None
    world.shop.ever_clients.append(client)
    day = world.today() - timedelta(days=days_ago)
    world.shop.clients[client] = Client(client, "Active", day, (), first_name="Ana", language="en")
    if has_plan:
        world.shop.hold(client, "Active", day)
    return Told.of_client(client, (About.SIGNED_UP, day.isoformat(), ""))


def set_holding(world: World, client: str, status: str) -> Told | None:
    """Buy the plan, or let it be suspended or come back."""
    if client not in world.shop.clients:
        return None
    held = world.shop.clients[client].holdings
    if (not held and status != "Active") or any(one.status == status for one in held):
        return None
    world.shop.hold(client, status, world.today())
    return Told.of_client(client, (About.HOLDING, status, f"addon:{client}01"))


def set_client_status(world: World, client: str, status: str) -> Told | None:
    if client not in world.shop.clients or world.shop.clients[client].status == status:
        return None
    world.shop.clients[client] = replace(world.shop.clients[client], status=status)
    return Told.of_client(client, (About.CLIENT_STATUS, status, ""))


# What is written on a ticket --------------------------------------------------------------------------------------


def open_ticket(world: World, ticket: str, client: str, says: str) -> Told | None:
    """Open a ticket; a guest's has no client, ""."""
    if ticket in world.shop.ever_tickets or (client and client not in world.shop.clients):
        return None
    world.shop.ever_tickets.append(ticket)
    world.shop.open_ticket(ticket, WORDS[says][0], client=client or None)
    return Told.of_ticket(ticket, is_open=True)


def customer_writes(world: World, ticket: str, says: str) -> Told | None:
    if ticket not in world.shop.tickets:
        return None
    world.shop.customer_writes(ticket, WORDS[says][0])
    return Told.of_ticket(ticket, is_open=True)


def staff_writes(world: World, ticket: str) -> Told | None:
    return _written(world, ticket, Author.STAFF, "Let me see.")


def robot_writes(world: World, ticket: str) -> Told | None:
    return _written(world, ticket, Author.ROBOT, "This ticket was moved.")


def _written(world: World, ticket: str, author: Author, text: str) -> Told | None:
    if not _is_open(world, ticket):
        return None
    world.shop._add_message(ticket, author, text)
    return Told.of_ticket(ticket, is_open=True)


# How a ticket is set ----------------------------------------------------------------------------------------------


def close(world: World, ticket: str) -> Told | None:
    if not _is_open(world, ticket):
        return None
    world.shop.close(ticket)
    return Told.of_ticket(ticket, is_open=False)


def reopen(world: World, ticket: str) -> Told | None:
    if ticket not in world.shop.tickets or _is_open(world, ticket):
        return None
    world.shop._change(ticket, is_open=True, status="Open")
    return Told.of_ticket(ticket, is_open=True)


def _is_open(world: World, ticket: str) -> bool:
    return ticket in world.shop.tickets and world.shop.tickets[ticket].is_open


def tag(world: World, ticket: str, tag: str) -> Told | None:
    return _tagged(world, ticket, lambda tags: tags | {tag})


def untag(world: World, ticket: str, tag: str) -> Told | None:
    return _tagged(world, ticket, lambda tags: tags - {tag})


def _tagged(world: World, ticket: str, change: Callable[[frozenset[str]], frozenset[str]]) -> Told | None:
    if ticket not in world.shop.tickets:
        return None
    world.shop._change(ticket, tags=change(world.shop.tickets[ticket].tags or frozenset()))
    return NOBODY


def set_priority(world: World, ticket: str, priority: str) -> Told | None:
    if ticket not in world.shop.tickets:
        return None
    world.shop._change(ticket, priority=Priority(priority))
    return Told.of_ticket(ticket)
