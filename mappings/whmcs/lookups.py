"""Reading what both transports read with the same actions: quotes, and the client behind an order, invoice or quote."""

from collections.abc import Callable, Mapping, Sequence

from bridge.billing import Connection
from bridge.core.model import Note, Quote, Subject, SubjectKind
from mappings.whmcs import nouns
from mappings.whmcs.answers import NotFoundError
from mappings.whmcs.line import Line, readable
from mappings.whmcs.rows import maybe_id, some_id
from mappings.whmcs.shapes import Answer, nested, text
from mappings.whmcs.words import identifier


def found(line: Line, action: str, name: str, row_id: str) -> Answer | None:
    """Read the one thing of that id; None: there is none (any more), or it is no id at all."""
    if identifier(row_id) is None:
        return None
    try:
        return line.ask(action, {name: int(row_id)})
    except NotFoundError:
        return None


def ticket_notes(line: Line, shop: Connection, answer: Answer, *, deadline: float) -> Sequence[Note]:
    """Return the notes of a ticket that was read, asking for them where its answer leaves them out."""
    if "notes" not in nested(answer):
        ticket_id = answer.get("ticketid", answer.get("id"))
        answer = line.ask("GetTicketNotes", {"ticketid": int(some_id(ticket_id))}, deadline=deadline)
    return nouns.notes(answer, shop)


def find_quotes(line: Line, client_id: str, subject: str) -> Sequence[Quote]:
    with readable("GetQuotes"):
        listed = line.listed("GetQuotes", "quotes", "quote", {"userid": int(client_id), "subject": subject})
        return [nouns.quote(each) for each in listed if text(each.get("subject")) == subject]


def read_quote(line: Line, quote_id: str) -> Quote | None:
    with readable("GetQuotes"):
        row = _quote_row(line, quote_id) if identifier(quote_id) else None
        return nouns.quote(row) if row else None


def client_behind(line: Line, subject: Subject) -> Subject | None:
    """Return the client that an order, invoice or quote belongs to; other subjects lead to none here."""
    owner_of = _OWNERS.get(subject.kind)
    owner = owner_of(line, subject.id) if owner_of and identifier(subject.id) else None
    return Subject(SubjectKind.CLIENT, owner) if owner else None


def _owner_of_order(line: Line, order_id: str) -> str | None:
    with readable("GetOrders"):
        row = _row(line, "GetOrders", "orders", "order", name="id", row_id=order_id)
        return maybe_id(row.get("userid", "")) if row else None


def _owner_of_invoice(line: Line, invoice_id: str) -> str | None:
    with readable("GetInvoice"):
        answer = found(line, "GetInvoice", "invoiceid", invoice_id)
        return maybe_id(answer.get("userid", "")) if answer else None


def _owner_of_quote(line: Line, quote_id: str) -> str | None:
    with readable("GetQuotes"):
        row = _quote_row(line, quote_id)
        return nouns.quoted_client(row) if row else None


def _quote_row(line: Line, quote_id: str) -> Answer | None:
    return _row(line, "GetQuotes", "quotes", "quote", name="quoteid", row_id=quote_id)


def _row(line: Line, action: str, plural: str, singular: str, *, name: str, row_id: str) -> Answer | None:
    """Return the one row of that id, even from an installation that lists others beside it."""
    try:
        listed = line.listed(action, plural, singular, {name: int(row_id)})
    except NotFoundError:
        return None
    return next((row for row in listed if identifier(row.get("id")) == row_id), None)


_OWNERS: Mapping[SubjectKind, Callable[[Line, str], str | None]] = {
    SubjectKind.ORDER: _owner_of_order,
    SubjectKind.INVOICE: _owner_of_invoice,
    SubjectKind.QUOTE: _owner_of_quote,
}
