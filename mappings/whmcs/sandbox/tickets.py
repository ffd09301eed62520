"""What customers and staff do on tickets, and the hooks that follow (whmcs.md 1.5).

Rule: each function is one act, called inside ``state.acting``; the API's commands and the control surface share them.
"""

from dataclasses import dataclass

from mappings.whmcs.sandbox.rows import Message, Note, Ticket
from mappings.whmcs.sandbox.state import PRIORITIES, STATUSES, RefusedError, State
from mappings.whmcs.sandbox.wire import encoded

NOT_FOUND = "Ticket ID Not Found"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: a client, a guest by name and address, or staff by the name shown."""

    client: int = 0
    name: str = ""
    email: str = ""
    admin: str = ""


def ticket_of(state: State, ticket_id: int) -> Ticket:
    """Return a ticket; raises RefusedError in the vendor's words."""
    try:
        return state.tables.tickets[ticket_id]
    except KeyError:
        raise RefusedError(NOT_FOUND) from None


def open_ticket(state: State, writer: Writer, subject: str, message: str, department: int) -> Ticket:
    """Open a ticket: by a customer, or by staff for one."""
    if not subject:
        raise RefusedError("Subject is required")
    _require_message(message)
    _require_department(state, department)
    writer = _known(state, writer)
    ticket = add_row(state, department, writer, subject, [_message(state, 0, writer, message)])
    opened = {"ticketid": ticket.id, "ticketmask": ticket.number, "userid": ticket.client}
    kind = "TicketOpenAdmin" if writer.admin else "TicketOpen"
    _emit(state, ticket, kind, opened | _described(state, ticket) | {"message": encoded(message)})
    state.log(f"New Support Ticket Opened - Ticket ID: {ticket.id}", ticket.client)
    return ticket


def add_row(state: State, department: int, writer: Writer, subject: str, messages: list[Message]) -> Ticket:
    """Add a ticket with these messages to the tables; no hook yet."""
    number = state.next_id("ticket")
    ticket = Ticket(
        number,
        f"ABC-{100000 + number}",
        f"c{number:07x}",
        department,
        writer.client,
        writer.name,
        writer.email,
        subject,
        messages[0].at,
        messages=messages,
    )
    state.tables.tickets[number] = ticket
    return ticket


def customer_reply(state: State, ticket: Ticket, writer: Writer, message: str, status: str = "") -> Message:
    """Reply as the customer: the ticket awaits staff again, and a closed one is open again."""
    _require_message(message)
    written = _message(state, state.next_id("reply"), _known(state, writer), message)
    ticket.messages.append(written)
    ticket.status = _checked_status(status or "Customer-Reply")
    said = {"ticketid": ticket.id, "replyid": written.id, "userid": writer.client, "status": ticket.status}
    _emit(state, ticket, "TicketUserReply", said | _described(state, ticket) | {"message": encoded(message)})
    return written


def staff_reply(state: State, ticket: Ticket, admin: str, message: str, status: str = "") -> Message:
    """Reply as staff: the ticket is Answered unless the reply says otherwise."""
    _require_message(message)
    status = _checked_status(status or "Answered")
    written = _message(state, state.next_id("reply"), Writer(admin=admin), message)
    ticket.messages.append(written)
    ticket.status = status
    said = {"ticketid": ticket.id, "replyid": written.id, "admin": encoded(admin), "status": status}
    _emit(state, ticket, "TicketAdminReply", said | _described(state, ticket) | {"message": encoded(message)})
    return written


def add_note(state: State, ticket: Ticket, admin: str, message: str) -> Note:
    _require_message(message)
    note = Note(state.next_id("note"), state.now(), message, admin)
    ticket.notes.append(note)
    data: dict[str, object] = {"ticketid": ticket.id, "message": encoded(message), "adminid": _admin_id(state, admin)}
    _emit(state, ticket, "TicketAddNote", data | {"attachments": ""})
    return note


def delete_note(state: State, note_id: int) -> None:
    """Delete a note; no hook tells of it."""
    for ticket in state.tables.tickets.values():
        for note in ticket.notes:
            if note.id == note_id:
                ticket.notes.remove(note)
                return
    raise RefusedError("Note ID Not Found")


def delete_reply(state: State, ticket: Ticket, reply_id: int) -> None:
    kept = [message for message in ticket.messages if message.id != reply_id]
    if len(kept) == len(ticket.messages) or reply_id == 0:
        raise RefusedError("Reply ID Not Found")
    ticket.messages[:] = kept
    _emit(state, ticket, "TicketDeleteReply", {"ticketId": ticket.id, "replyId": reply_id, "adminId": 2})


def set_status(state: State, ticket: Ticket, status: str) -> None:
    """Change the status by hand; no hook runs where it is so already."""
    if _checked_status(status) == ticket.status:
        return
    ticket.status = status
    _emit(state, ticket, "TicketStatusChange", {"adminid": 2, "status": status, "ticketid": ticket.id})
    if status == "Closed":
        _emit(state, ticket, "TicketClose", {"ticketid": ticket.id})


def set_priority(state: State, ticket: Ticket, priority: str) -> None:
    if priority not in PRIORITIES:
        raise RefusedError(f"Invalid Ticket Priority. Valid priorities are: {','.join(PRIORITIES)}")
    if priority == ticket.priority:
        return
    ticket.priority = priority
    _emit(state, ticket, "TicketPriorityChange", {"ticketid": ticket.id, "priority": priority})


def set_department(state: State, ticket: Ticket, department: int) -> None:
    _require_department(state, department)
    ticket.department = department
    name = state.tables.departments[department].name
    _emit(state, ticket, "TicketDepartmentChange", {"ticketid": ticket.id, "deptid": department, "deptname": name})


def set_subject(state: State, ticket: Ticket, subject: str) -> None:
    ticket.subject = subject
    _emit(state, ticket, "TicketSubjectChange", {"ticketid": ticket.id, "subject": encoded(subject)})


def set_flag(state: State, ticket: Ticket, admin: int) -> None:
    """Flag a ticket to a member of staff; 0 takes the flag off."""
    ticket.flag = admin
    if admin in state.tables.admins:
        name = state.tables.admins[admin].name
        _emit(state, ticket, "TicketFlagged", {"ticketid": ticket.id, "adminid": admin, "adminname": name})


def set_client(state: State, ticket: Ticket, client: int) -> None:
    """Give a ticket to another client; no hook tells of it (whmcs.md 1.5)."""
    if client not in state.tables.clients:
        raise RefusedError("Client ID Not Found")
    ticket.client = client


def change_tags(ticket: Ticket, add: list[str], remove: list[str]) -> list[str]:
    """Change a ticket's tags, compared without case; no hook tells of it."""
    dropped = {tag.casefold() for tag in remove}
    ticket.tags = [tag for tag in ticket.tags if tag.casefold() not in dropped]
    present = {tag.casefold() for tag in ticket.tags}
    for tag in add:
        if tag.casefold() not in present:
            ticket.tags.append(tag)
            present.add(tag.casefold())
    return list(ticket.tags)


def _message(state: State, message_id: int, writer: Writer, text: str) -> Message:
    guest = not writer.admin and not writer.client
    name, email = (writer.name, writer.email) if guest else ("", "")
    return Message(message_id, state.now(), text, writer.admin, writer.client, name, email)


def _known(state: State, writer: Writer) -> Writer:
    """Fill in a client's own name and address; a guest must bring both."""
    if not writer.client:
        if not writer.admin and not (writer.name and writer.email):
            raise RefusedError("Name and email address are required if not a client")
        return writer
    client = state.tables.clients.get(writer.client)
    if client is None:
        raise RefusedError("Client ID Not Found")
    return Writer(client.id, client.name, client.email, writer.admin)


def _described(state: State, ticket: Ticket) -> dict[str, object]:
    return {
        "deptid": ticket.department,
        "deptname": state.tables.departments[ticket.department].name,
        "subject": encoded(ticket.subject),
        "priority": ticket.priority,
    }


def _emit(state: State, ticket: Ticket, kind: str, data: dict[str, object]) -> None:
    state.emit(kind, f"ticket {ticket.id}", data)


def _admin_id(state: State, name: str) -> int:
    return next((admin.id for admin in state.tables.admins.values() if admin.name == name), 0)


def _checked_status(status: str) -> str:
    if status not in STATUSES:
        raise RefusedError(f"Invalid Ticket Status. Valid statuses are: {','.join(STATUSES)}")
    return status


def _require_message(message: str) -> None:
    if not message.strip():
        raise RefusedError("Message is required")


def _require_department(state: State, department: int) -> None:
    if department not in state.tables.departments:
        raise RefusedError("Department ID not found")
