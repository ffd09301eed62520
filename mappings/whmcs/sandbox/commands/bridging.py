"""The commands that only the addon's endpoint has: tags, and whole readings in one answer (interface.md)."""

from mappings.whmcs.sandbox import clients, tickets
from mappings.whmcs.sandbox.commands.clients import addon_row, client_details, service_row
from mappings.whmcs.sandbox.commands.lists import WHMCS_VERSION
from mappings.whmcs.sandbox.commands.tickets import found, ticket_details
from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit
from mappings.whmcs.sandbox.state import RefusedError
from mappings.whmcs.sandbox.wire import day

ADDON_VERSION = "0.1.0"


def _get_tags(visit: Visit) -> Answer:
    """Return the tags of a ticket, or of many at once; of those, one that is gone is left out."""
    if "ticketids" not in visit.params.values:
        return {"tags": list(found(visit).tags)}
    asked = [visit.tables.tickets.get(number) for number in visit.params.numbers("ticketids")]
    return {"tags_of": {str(ticket.id): list(ticket.tags) for ticket in asked if ticket is not None}}


def _set_tags(visit: Visit) -> Answer:
    _require_tags(visit)
    ticket = found(visit)
    return {"tags": tickets.change_tags(ticket, visit.params.words("add"), visit.params.words("remove"))}


def _read_ticket(visit: Visit) -> Answer:
    ticket = found(visit)
    return ticket_details(visit.tables, ticket) | {"tags": list(ticket.tags)}


def _read_client(visit: Visit) -> Answer:
    tables, client_id = visit.tables, visit.params.number("clientid")
    client = tables.clients.get(client_id)
    if client is None:
        raise RefusedError(clients.NOT_FOUND)
    return {
        "client": client_details(client) | {"datecreated": day(client.signed_up)},
        "products": [service_row(tables, held) for held in tables.services.values() if held.client == client_id],
        "addons": [addon_row(held) for held in tables.addons.values() if held.client == client_id],
    }


def _inform(visit: Visit) -> Answer:
    return {
        "version": ADDON_VERSION,
        "whmcs": WHMCS_VERSION,
        "time": visit.state.instant().isoformat(),
        "timezone": visit.state.zone.key,
        "tags_supported": visit.state.settings.tags_supported,
        "outbox_waiting": visit.outbox_waiting,
    }


def _require_tags(visit: Visit) -> None:
    if not visit.state.settings.tags_supported:
        raise RefusedError("Tags are not supported by this installation")


BRIDGING: dict[str, Command] = {
    "GetTicketTags": _get_tags,
    "SetTicketTags": _set_tags,
    "ReadTicket": _read_ticket,
    "ReadClient": _read_client,
    "BridgeInfo": _inform,
}
