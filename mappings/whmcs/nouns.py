"""What WHMCS answers, as the core's nouns: clients, tickets and quotes (``bridge.core.model``).

Local times are in the billing system's time zone, the first of two where the clock was put back; here they become UTC,
so that later arithmetic is not fooled by a change of the clock.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bridge.billing import Connection
from bridge.core.model import Author, Client, Holding, Message, Note, Quote, Ticket
from mappings.whmcs import words
from mappings.whmcs.rows import AddonRow, ClientRow, NoteRow, ProductRow, QuoteRow, ReplyRow, TicketRow, read
from mappings.whmcs.shapes import Answer, UnreadableError, rows, text

OPENING = 0  # the id of a ticket's opening message

_CLIENT, _PRODUCT, _ADDON = ClientRow(), ProductRow(), AddonRow()
_TICKET, _REPLY, _NOTE, _QUOTE = TicketRow(), ReplyRow(), NoteRow(), QuoteRow()


def client(details: Answer, *, products: Iterable[Answer], addons: Iterable[Answer]) -> Client:
    """Make a client of GetClientsDetails' ``client`` (with ``datecreated``, where there is one) and its rows."""
    row = read(_CLIENT, details, where="client")
    return Client(
        id=row["id"],
        status=row["status"],
        signed_up=row["datecreated"],
        holdings=(*map(_product, products), *map(_addon, addons)),
        first_name=row["firstname"],
        language=words.language(row["language"]),
    )


def _product(answer: Answer) -> Holding:
    row = read(_PRODUCT, answer, where="products")
    return Holding(f"product:{row['id']}", f"product:{row['pid']}", row["status"], row["regdate"])


def _addon(answer: Answer) -> Holding:
    row = read(_ADDON, answer, where="addons")
    return Holding(f"addon:{row['id']}", f"addon:{row['addonid']}", row["status"], row["regdate"])


def ticket(answer: Answer, shop: Connection, *, notes: Iterable[Note], tags: frozenset[str] | None) -> Ticket:
    """Make a ticket of GetTicket's answer."""
    row = read(_TICKET, answer, where="ticket")
    return Ticket(
        id=row["ticketid"],
        number=row["tid"],
        client=row["userid"],
        subject=row["subject"],
        is_open=not words.is_closed(row["status"]),
        status=row["status"],
        priority=words.priority(row["priority"]),
        messages=_messages(row, rows(answer, "replies", "reply"), shop),
        notes=tuple(notes),
        tags=tags,
    )


def _messages(ticket_row: dict[str, Any], replies: Iterable[Answer], shop: Connection) -> tuple[Message, ...]:
    """Return the conversation in its order (D3), with the opening message even where the replies leave it out."""
    found = [_message(read(_REPLY, each, where="replies"), shop) for each in replies]
    if all(message.id != OPENING for message in found):
        found.append(_message({**ticket_row, "replyid": OPENING}, shop))
    return tuple(sorted(found, key=lambda message: (message.at, message.id)))


def _message(row: dict[str, Any], shop: Connection) -> Message:
    author = author_of(row["admin"], shop) if row["admin"].strip() else Author.CUSTOMER
    return Message(
        id=row["replyid"],
        at=_instant(row["date"], shop.zone),
        author=author,
        text=row["message"],
        name=row["admin"] or row["name"],
        email=row["email"],
    )


def notes(answer: Answer, shop: Connection) -> tuple[Note, ...]:
    """Make the notes of GetTicket's or GetTicketNotes' answer; only staff, robots and the bridge write notes."""
    found = (read(_NOTE, each, where="notes") for each in rows(answer, "notes", "note"))
    made = (
        Note(row["noteid"], _instant(row["date"], shop.zone), author_of(row["admin"], shop), row["message"])
        for row in found
    )
    return tuple(sorted(made, key=lambda note: (note.at, note.id)))


def quote(answer: Answer) -> Quote:
    """Make a quote of one of GetQuotes' rows."""
    row = read(_QUOTE, answer, where="quotes")
    return Quote(row["id"], words.stage(row["stage"]), row["validuntil"], row["subject"])


def quoted_client(answer: Answer) -> str | None:
    """Return the client that a quote is for; None: somebody who is no client."""
    found: str | None = read(_QUOTE, answer, where="quotes")["userid"]
    return found


def tags(value: object) -> frozenset[str] | None:
    """Return a ticket's tags as the addon lists them; None where it says nothing of tags."""
    match value:
        case None:
            return None
        case "":
            return frozenset()
        case list():
            return frozenset(text(each) for each in value)
        case _:
            raise UnreadableError("tags: not a list")


def author_of(admin: str, shop: Connection) -> Author:
    """Tell who wrote under an admin's name (L6)."""
    name = _same(admin)
    if name == _same(shop.staff_name):
        return Author.BRIDGE
    return Author.ROBOT if name in map(_same, shop.robots) else Author.STAFF


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _instant(local: datetime | None, zone: ZoneInfo) -> datetime:
    if local is None:
        raise UnreadableError("date: a message or note without one")
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
