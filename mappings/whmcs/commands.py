"""The port's commands as WHMCS's own actions, for both transports."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from typing import assert_never

from phpserialize import dumps  # type: ignore[import-untyped]  # it has no types

from bridge.billing import ChangePriority, CreateQuote, PostNote, PostReply, Receipt, SendQuote
from bridge.core.policy import QuoteLine
from bridge.errors import OutcomeUnknownError
from mappings.whmcs.line import Call
from mappings.whmcs.shapes import Answer
from mappings.whmcs.words import STAGE_DRAFT, identifier

# Tags are no action of WHMCS's: each transport has its own way.
OwnCommand = PostReply | PostNote | ChangePriority | CreateQuote | SendQuote


def call_of(command: OwnCommand, *, date_format: str) -> Call:
    """Return the action that carries ``command`` out.

    A reply passes the status it found: left out, WHMCS sets Answered and the ticket leaves the staff's queue.
    """
    match command:
        case PostReply(key, ticket, text, status):
            reply = {"ticketid": int(ticket), "message": text, "status": status, "markdown": True}
            return Call("AddTicketReply", reply, key)
        case PostNote(key, ticket, text):
            return Call("AddTicketNote", {"ticketid": int(ticket), "message": text, "markdown": True}, key)
        case ChangePriority(key, ticket, priority):
            return Call("UpdateTicket", {"ticketid": int(ticket), "priority": str(priority)}, key)
        case CreateQuote():
            return Call("CreateQuote", _quote(command, date_format), command.key)
        case SendQuote(key, quote):
            return Call("SendQuote", {"quoteid": int(quote)}, key)
        case _ as never:
            assert_never(never)


def receipt_of(command: OwnCommand, answer: Answer) -> Receipt:
    """Return what WHMCS's yes says; a quote without an id has to be found by reading."""
    if not isinstance(command, CreateQuote):
        return Receipt()
    quote = identifier(answer.get("quoteid"))
    if quote is None:
        raise OutcomeUnknownError("CreateQuote: success, but no quoteid")
    return Receipt(quote=quote)


def _quote(command: CreateQuote, date_format: str) -> dict[str, object]:
    return {
        "userid": int(command.client),
        "subject": command.subject,
        "stage": STAGE_DRAFT,
        "datecreated": local_date(command.today, date_format),
        "validuntil": local_date(command.valid_until, date_format),
        "lineitems": line_items(command.lines),
    }


def line_items(lines: Iterable[QuoteLine]) -> str:
    """Return quote lines as CreateQuote wants them: PHP's serialize, in base64, under names of its own.

    They are taxable, as the shop's other services are; where it has no tax rules that changes nothing.
    """
    listed = [
        {"desc": line.description, "qty": line.quantity, "up": line.unit_price, "discount": "0.00", "taxable": True}
        for line in lines
    ]
    return b64encode(dumps(listed)).decode()


def local_date(day: date, date_format: str) -> str:
    """Return a day as the billing system writes it: ``DD/MM/YYYY``."""
    parts = {"YYYY": f"{day:%Y}", "MM": f"{day:%m}", "DD": f"{day:%d}"}
    for token, digits in parts.items():
        date_format = date_format.replace(token, digits)
    return date_format
