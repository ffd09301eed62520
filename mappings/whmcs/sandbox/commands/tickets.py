"""Tickets: GetTicket, GetTickets and every write on them."""

from collections.abc import Callable
from functools import partial

from mappings.whmcs.sandbox import moves
from mappings.whmcs.sandbox import tickets as acts
from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit, page
from mappings.whmcs.sandbox.rows import Message, Note, Tables, Ticket
from mappings.whmcs.sandbox.state import ACTIVE, AWAITING, RefusedError
from mappings.whmcs.sandbox.wire import encoded, listed, moment

#: Filters of GetTickets that are no status of their own.
FILTERS = {"Awaiting Reply": AWAITING, "All Active Tickets": ACTIVE}

NO_ATTACHMENTS: Answer = {"attachment": "", "attachments": [[]], "attachments_removed": False}


def ticket_details(tables: Tables, ticket: Ticket, *, newest_first: bool = False) -> Answer:
    """Return a ticket as GetTicket has it: the opening message is the first reply, with id "0"."""
    replies = [_reply_row(tables, ticket, message) for message in ticket.messages]
    return {
        "ticketid": str(ticket.id),
        **_head(tables, ticket),
        "deptname": encoded(tables.departments[ticket.department].name),
        "contactid": "0",
        **listed("replies", "reply", replies[::-1] if newest_first else replies),
        **listed("notes", "note", [_note_row("noteid", note) for note in ticket.notes]),
    }


def _head(tables: Tables, ticket: Ticket) -> Answer:
    """Return what GetTicket and GetTickets both say."""
    opened_by = ticket.messages[0].admin if ticket.messages else ""
    return {
        "tid": ticket.number,
        "c": ticket.access,
        "deptid": str(ticket.department),
        "userid": str(ticket.client),
        **_requestor(tables, ticket.client, ticket.name, ticket.email),
        "cc": "",
        "date": moment(ticket.opened),
        "subject": encoded(ticket.subject),
        "status": ticket.status,
        "priority": ticket.priority,
        "admin": encoded(opened_by),
        "lastreply": moment(ticket.last_reply),
        "flag": str(ticket.flag),
        "service": "",
    }


def _requestor(tables: Tables, client_id: int, name: str, email: str) -> Answer:
    client = tables.clients.get(client_id)
    if client is not None:
        name, email = client.name, client.email
    kind = "Owner" if client else "Guest"
    names = {"name": encoded(name), "email": email}
    return {**names, "requestor_name": names["name"], "requestor_email": email, "requestor_type": kind}


def _reply_row(tables: Tables, ticket: Ticket, message: Message) -> Answer:
    written: Answer
    if message.admin:
        written = {"name": "", "email": "", "requestor_name": encoded(message.admin)}
        written |= {"requestor_email": "", "requestor_type": "Operator"}
    else:
        written = _requestor(tables, message.client, message.name, message.email)
    return {
        "replyid": str(message.id),
        "userid": str(message.client or ticket.client),
        "contactid": "0",
        **written,
        "date": moment(message.at),
        "message": encoded(message.text),
        **NO_ATTACHMENTS,
        "admin": encoded(message.admin),
        "rating": "0",
    }


def _note_row(key: str, note: Note) -> Answer:
    """Return a note; its id is ``noteid`` in one answer and ``id`` in the other."""
    said = {"date": moment(note.at), "message": encoded(note.text), "admin": encoded(note.admin)}
    return {key: str(note.id), **said, **NO_ATTACHMENTS}


def found(visit: Visit) -> Ticket:
    """Return the ticket that ``ticketid`` or ``ticketnum`` names."""
    number, tickets = visit.params.text("ticketnum"), visit.tables.tickets
    ticket = tickets.get(visit.params.number("ticketid"))
    if ticket is None and number:
        ticket = next((row for row in tickets.values() if row.number == number), None)
    if ticket is None:
        raise RefusedError(acts.NOT_FOUND)
    return ticket


def _get_ticket(visit: Visit) -> Answer:
    return ticket_details(visit.tables, found(visit), newest_first=visit.params.text("repliessort").upper() == "DESC")


def _get_tickets(visit: Visit) -> Answer:
    found = [ticket for ticket in visit.tables.tickets.values() if _is_listed(visit, ticket)]
    found.sort(key=lambda ticket: ticket.last_reply, reverse=True)
    return page(visit, "tickets", "ticket", found, shape=partial(_list_row, visit.tables), as_text=True)


def _list_row(tables: Tables, ticket: Ticket) -> Answer:
    return {"id": str(ticket.id), **_head(tables, ticket), **NO_ATTACHMENTS}


def _is_listed(visit: Visit, ticket: Ticket) -> bool:
    asked = visit.params
    department, status, client = asked.number("deptid"), asked.text("status"), asked.number("clientid")
    return (
        (asked.flag("ignore_dept_assignments") or ticket.department in _own_departments(visit))
        and department in {0, ticket.department}
        and client in {0, ticket.client}
        and (not status or ticket.status in FILTERS.get(status, (status,)))
        and asked.text("email") in {"", ticket.email}
        and asked.text("subject").casefold() in ticket.subject.casefold()
    )


def _own_departments(visit: Visit) -> frozenset[int]:
    """Return the departments that the API's admin is a member of."""
    return next((admin.departments for admin in visit.tables.admins.values() if admin.name == visit.admin), frozenset())


def _get_notes(visit: Visit) -> Answer:
    notes = [_note_row("id", note) for note in found(visit).notes]
    return {"totalresults": len(notes), **listed("notes", "note", notes)}


def _open(visit: Visit) -> Answer:
    asked = visit.params
    admin = visit.admin if asked.flag("admin") else ""
    writer = acts.Writer(asked.number("clientid"), asked.text("name"), asked.text("email"), admin)
    ticket = acts.open_ticket(visit.state, writer, asked.text("subject"), asked.text("message"), asked.number("deptid"))
    if priority := asked.text("priority"):
        ticket.priority = priority
    return {"id": str(ticket.id), "tid": ticket.number, "c": ticket.access}


def _reply(visit: Visit) -> Answer:
    """Reply as staff, or as a client or guest where one is named; the answer has no reply id."""
    asked, ticket = visit.params, found(visit)
    client, name, status = asked.number("clientid"), asked.text("name"), asked.text("status")
    if client or name:
        writer = acts.Writer(client, name, asked.text("email"))
        acts.customer_reply(visit.state, ticket, writer, asked.text("message"), status)
    else:
        acts.staff_reply(visit.state, ticket, _author(visit), asked.text("message"), status)
    return {}


def _author(visit: Visit) -> str:
    """Return the display name of ``adminusername``, else the caller's own."""
    username = visit.params.text("adminusername")
    return next((admin.name for admin in visit.tables.admins.values() if admin.username == username), visit.admin)


def _add_note(visit: Visit) -> Answer:
    acts.add_note(visit.state, found(visit), visit.admin, visit.params.text("message"))
    return {}


def _delete_note(visit: Visit) -> Answer:
    acts.delete_note(visit.state, visit.params.number("noteid"))
    return {}


def _update(visit: Visit) -> Answer:
    """Change what is named, in a fixed order, each with its own hook."""
    asked, ticket = visit.params, found(visit)
    changes: dict[str, Callable[[], None]] = {
        "deptid": lambda: acts.set_department(visit.state, ticket, asked.number("deptid")),
        "userid": lambda: acts.set_client(visit.state, ticket, asked.number("userid")),
        "subject": lambda: acts.set_subject(visit.state, ticket, asked.text("subject")),
        "priority": lambda: acts.set_priority(visit.state, ticket, asked.text("priority")),
        "flag": lambda: acts.set_flag(visit.state, ticket, asked.number("flag")),
        "removeFlag": lambda: acts.set_flag(visit.state, ticket, 0),
        "status": lambda: acts.set_status(visit.state, ticket, asked.text("status")),
    }
    for name, change in changes.items():
        if asked.text(name):
            change()
    return {"ticketid": str(ticket.id)}


def _merge(visit: Visit) -> Answer:
    if not visit.params.number("ticketid"):
        raise RefusedError("Ticket ID Required")
    master = found(visit)
    merged = [acts.ticket_of(visit.state, number) for number in visit.params.numbers("mergeticketids")]
    if not merged:
        raise RefusedError("Merge Ticket IDs Required")
    moves.merge(visit.state, master, merged)
    if subject := visit.params.text("newsubject"):
        master.subject = subject
    return {"ticketid": str(master.id)}


TICKETS: dict[str, Command] = {
    "GetTicket": _get_ticket,
    "GetTickets": _get_tickets,
    "GetTicketNotes": _get_notes,
    "OpenTicket": _open,
    "AddTicketReply": _reply,
    "AddTicketNote": _add_note,
    "DeleteTicketNote": _delete_note,
    "UpdateTicket": _update,
    "MergeTicket": _merge,
}
