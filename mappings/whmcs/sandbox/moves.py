"""Tickets that move: merged into another, split in two, deleted (whmcs.md 1.5).

Rule: as in the vendor's tables, tags stay with the row they were on; a merged or deleted ticket is not found any more.
"""

from mappings.whmcs.sandbox.rows import Message, Ticket
from mappings.whmcs.sandbox.state import RefusedError, State
from mappings.whmcs.sandbox.tickets import Writer, add_row


def merge(state: State, master: Ticket, merged: list[Ticket]) -> None:
    """Merge tickets into a master: their messages and notes come over, in order of time."""
    if master in merged:
        raise RefusedError(f"Invalid Merge Ticket IDs: {master.id}")
    for ticket in merged:
        for message in ticket.messages:
            message.id = message.id or state.next_id("reply")
        master.messages.extend(ticket.messages)
        master.notes.extend(ticket.notes)
        del state.tables.tickets[ticket.id]
    opening, *replies = master.messages
    master.messages[:] = [opening, *sorted(replies, key=_place)]
    data: dict[str, object] = {"mergedTicketIds": [ticket.id for ticket in merged], "masterTicketId": master.id}
    state.emit("TicketMerge", f"ticket {master.id}", data)


def split(state: State, ticket: Ticket, reply_ids: list[int], subject: str) -> Ticket:
    """Move replies to a new ticket of the same client; the first of them opens it."""
    moved = [message for message in ticket.messages if message.id and message.id in reply_ids]
    if not moved:
        raise RefusedError("Reply ID Not Found")
    ticket.messages[:] = [message for message in ticket.messages if message not in moved]
    moved[0].id = 0
    writer = Writer(ticket.client, ticket.name, ticket.email)
    fresh = add_row(state, ticket.department, writer, subject or ticket.subject, moved)
    state.emit("TicketSplit", f"ticket {ticket.id}", {"originalTicketId": ticket.id, "newTicketID": fresh.id})
    return fresh


def delete(state: State, ticket: Ticket) -> None:
    del state.tables.tickets[ticket.id]
    state.emit("TicketDelete", f"ticket {ticket.id}", {"ticketId": ticket.id, "adminId": 2})


def _place(message: Message) -> tuple[object, int]:
    return (message.at, message.id)
