"""What becomes of clients, and the hooks that follow (whmcs.md 1.1).

Rule: hooks pass on ids and statuses only; names, addresses and passwords stay in the shop, as the addon's allow-list
has it.
"""

from datetime import date

from mappings.whmcs.sandbox.rows import Client
from mappings.whmcs.sandbox.state import RefusedError, State

NOT_FOUND = "Client Not Found"
CLIENT_STATUSES = ("Active", "Inactive", "Closed")


def client_of(state: State, client_id: int) -> Client:
    """Return a client; raises RefusedError in the vendor's words."""
    try:
        return state.tables.clients[client_id]
    except KeyError:
        raise RefusedError(NOT_FOUND) from None


def sign_up(state: State, first_name: str, last_name: str, email: str, signed_up: date | None) -> Client:
    if not email:
        raise RefusedError("You did not enter your email address")
    if any(known.email == email for known in state.tables.clients.values()):
        raise RefusedError("A user already exists with that email address")
    client = Client(state.next_id("client"), signed_up, first_name, last_name, email)
    state.tables.clients[client.id] = client
    # ``userid`` is the client here, ``user_id`` the login: the two are numbered apart.
    _emit(state, client, "ClientAdd", {"client_id": client.id, "user_id": 5000 + client.id, "userid": client.id})
    state.log("Created Client", client.id)
    return client


def set_status(state: State, client: Client, status: str) -> None:
    """Edit a client's status; closing has a hook of its own."""
    if status not in CLIENT_STATUSES:
        raise RefusedError("Invalid Status")
    client.status = status
    if status == "Closed":
        _emit(state, client, "ClientClose", {"userid": client.id})
    else:
        edited(state, client)


def edited(state: State, client: Client) -> None:
    """Say that a client was edited: in its area, by staff or through the API, all the same."""
    _emit(state, client, "ClientEdit", {"userid": client.id, "status": client.status})


def merge(state: State, survivor: Client, gone: Client) -> None:
    """Merge a client into another: all it has comes over, itself is not found any more."""
    if survivor is gone:
        raise RefusedError("A client cannot be merged into itself")
    tables = state.tables
    for rows in (tables.services, tables.addons, tables.tickets, tables.quotes, tables.orders, tables.invoices):
        for row in rows.values():
            if row.client == gone.id:
                row.client = survivor.id
    for ticket in tables.tickets.values():
        for message in ticket.messages:
            if message.client == gone.id:
                message.client = survivor.id
    del tables.clients[gone.id]
    _emit(state, survivor, "AfterClientMerge", {"toUserID": survivor.id, "fromUserID": gone.id})


def delete(state: State, client: Client) -> None:
    """Delete a client and all it holds; its tickets are a guest's from now on."""
    tables = state.tables
    _emit(state, client, "PreDeleteClient", {"userid": client.id})
    tables.services = {key: row for key, row in tables.services.items() if row.client != client.id}
    tables.addons = {key: row for key, row in tables.addons.items() if row.client != client.id}
    for ticket in tables.tickets.values():
        if ticket.client == client.id:
            ticket.client = 0
    del tables.clients[client.id]
    _emit(state, client, "ClientDelete", {"userid": client.id})


def _emit(state: State, client: Client, kind: str, data: dict[str, object]) -> None:
    state.emit(kind, f"client {client.id}", data)
