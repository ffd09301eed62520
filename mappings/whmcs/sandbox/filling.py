"""A shop with a history: thousands of clients and what they hold, and open tickets, made at once, the same each time.

Rule: it is what a shop holds before any bridge is there, so no hook runs and no money moves: rows without orders.
"""

from datetime import date, datetime, timedelta

from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.rows import Addon, Client, Message, Service, Ticket
from mappings.whmcs.sandbox.state import State
from mappings.whmcs.sandbox.tickets import Writer, add_row

NEW_EVERY, PLAN_EVERY, SUSPENDED_EVERY, CLOSED_EVERY = 10, 7, 9, 23  # of so many clients one is
HISTORY = 2000  # days over which clients signed up
SUBJECT = "Help"
ASKED = (
    "My WordPress website stopped working after installing a plugin.",
    "Please change the DNS A record of my domain.",
    "How is your office cat?",
)


def fill(state: State, asked: Params) -> dict[str, object]:
    """Add ``clients``, each with one product, and ``tickets`` of theirs, the last written on ``minutes`` apart."""
    first = len(state.tables.clients) + 1
    clients = [_client(state, state.next_id("client")) for _ in range(asked.number("clients"))]
    owners = clients or list(state.tables.clients.values())
    now, minutes = state.now(), asked.number("minutes") or 5
    tickets = asked.number("tickets")
    for number in range(tickets):
        _ticket(state, owners[number * len(owners) // tickets], now - timedelta(minutes=minutes * (number + 1)))
    return {"first": first, "clients": len(clients), "tickets": tickets}


def _client(state: State, number: int) -> Client:
    is_new = number % NEW_EVERY == 0
    days = number % 25 if is_new else 40 + number * 7 % HISTORY
    signed_up = state.today() - timedelta(days=days)
    client = Client(number, signed_up, f"Client{number}", "Of The Shop", f"client{number}@history.example")
    client.status = "Closed" if number % CLOSED_EVERY == 0 else "Active"
    state.tables.clients[number] = client
    service = _service(state, client, signed_up)
    if number % PLAN_EVERY == 0:
        addon = Addon(state.next_id("addon"), number, service.id, 7, 0, signed_up, service.status, "Plan")
        state.tables.addons[addon.id] = addon
    return client


def _service(state: State, client: Client, registered: date) -> Service:
    status = "Suspended" if client.id % SUSPENDED_EVERY == 0 else "Active"
    service = Service(state.next_id("service"), client.id, 1, 0, registered, status, f"site{client.id}.example")
    state.tables.services[service.id] = service
    return service


def _ticket(state: State, owner: Client, at: datetime) -> Ticket:
    asks = Message(0, at, ASKED[owner.id % len(ASKED)], client=owner.id)
    return add_row(state, 1, Writer(owner.id), SUBJECT, [asks])
