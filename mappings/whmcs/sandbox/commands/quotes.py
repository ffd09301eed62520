"""Quotes: written with the vendor's one set of names (desc, qty, up), read with its other (description, quantity)."""

from mappings.whmcs.sandbox import quotes as acts
from mappings.whmcs.sandbox.commands.clients import client_row
from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit, page
from mappings.whmcs.sandbox.rows import Quote, QuoteItem, Tables
from mappings.whmcs.sandbox.state import RefusedError
from mappings.whmcs.sandbox.wire import day, encoded

BLANK = ("firstname", "lastname", "companyname", "email", "address1", "address2", "city", "state", "postcode")


def quote_row(tables: Tables, quote: Quote) -> Answer:
    client = tables.clients.get(quote.client)
    subtotal = acts.subtotal(quote)
    return {
        "id": quote.id,
        "subject": encoded(quote.subject),
        "stage": quote.stage,
        "validuntil": day(quote.valid_until),
        "userid": quote.client,
        "client": client_row(client) if client else None,
        **dict.fromkeys(BLANK, ""),
        "country": "",
        "currency": 1,
        "subtotal": subtotal,
        "tax1": "0.00",
        "tax2": "0.00",
        "total": subtotal,
        "proposal": "",
        "customernotes": encoded(quote.customer_notes),
        "adminnotes": encoded(quote.admin_notes),
        "datecreated": day(quote.created),
        "lastmodified": day(quote.modified),
        "datesent": day(quote.sent),
        "dateaccepted": day(quote.accepted),
        "items": {"item": [_item_row(item) for item in quote.items]},
    }


def _item_row(item: QuoteItem) -> Answer:
    return {
        "id": item.id,
        "description": encoded(item.description),
        "quantity": item.quantity,
        "unitprice": item.unit_price,
        "discount": item.discount,
        "taxable": int(item.taxable),
    }


def _get_quotes(visit: Visit) -> Answer:
    asked = visit.params
    rows = [
        quote_row(visit.tables, quote)
        for quote in visit.tables.quotes.values()
        if asked.number("quoteid") in {0, quote.id}
        and asked.number("userid") in {0, quote.client}
        and asked.text("subject") in {"", quote.subject}
        and asked.text("stage") in {"", quote.stage}
        and asked.text("validuntil") in {"", day(quote.valid_until)}
    ]
    return page(visit, "quotes", "quote", rows[::-1])


def _create(visit: Visit) -> Answer:
    asked = visit.params
    if not asked.text("subject"):
        raise RefusedError("Subject is required")
    stage = acts.checked_stage(asked.text("stage"))
    valid_until = acts.localised_day(asked.text("validuntil"))
    quote = acts.create(visit.state, asked.number("userid"), asked.text("subject"), stage, valid_until)
    quote.items = acts.decoded_lines(visit.state, asked.text("lineitems"))
    quote.customer_notes, quote.admin_notes = asked.text("customernotes"), asked.text("adminnotes")
    return {"quoteid": str(quote.id)}


def _update(visit: Visit) -> Answer:
    asked, quote = visit.params, _found(visit)
    if subject := asked.text("subject"):
        quote.subject = subject
    if valid_until := asked.text("validuntil"):
        quote.valid_until = acts.localised_day(valid_until)
    if lines := asked.text("lineitems"):
        quote.items.extend(acts.decoded_lines(visit.state, lines))
    if stage := asked.text("stage"):
        acts.set_stage(visit.state, quote, stage)
    return {}


def _send(visit: Visit) -> Answer:
    acts.set_stage(visit.state, _found(visit), "Delivered")
    return {}


def _accept(visit: Visit) -> Answer:
    return {"invoiceid": str(acts.accept(visit.state, _found(visit), by_client=False).id)}


def _delete(visit: Visit) -> Answer:
    acts.delete(visit.state, _found(visit))
    return {}


def _found(visit: Visit) -> Quote:
    return acts.quote_of(visit.state, visit.params.number("quoteid"))


QUOTES: dict[str, Command] = {
    "GetQuotes": _get_quotes,
    "CreateQuote": _create,
    "UpdateQuote": _update,
    "SendQuote": _send,
    "AcceptQuote": _accept,
    "DeleteQuote": _delete,
}
