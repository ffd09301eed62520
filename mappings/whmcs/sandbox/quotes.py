"""What becomes of quotes, and the hooks that follow (whmcs.md 1.6).

Rule: lines come in as the vendor wants them, base64 of PHP's ``serialize``, and are really decoded: a caller who sends
anything else gets a quote without lines, as on the real system.
"""

import base64
import binascii
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import phpserialize  # type: ignore[import-untyped]  # the package ships no types

from mappings.whmcs.sandbox.rows import Invoice, InvoiceItem, Quote, QuoteItem
from mappings.whmcs.sandbox.state import RefusedError, State

NOT_FOUND = "Quote ID Not Found"
STAGES = ("Draft", "Delivered", "On Hold", "Accepted", "Lost", "Dead")


def quote_of(state: State, quote_id: int) -> Quote:
    """Return a quote; raises RefusedError in the vendor's words."""
    try:
        return state.tables.quotes[quote_id]
    except KeyError:
        raise RefusedError(NOT_FOUND) from None


def create(state: State, client: int, subject: str, stage: str, valid_until: date) -> Quote:
    if client and client not in state.tables.clients:
        raise RefusedError("Client ID Not Found")
    if not subject:
        raise RefusedError("Subject is required")
    today = state.today()
    quote = Quote(state.next_id("quote"), client, subject, checked_stage(stage), valid_until, today, today)
    state.tables.quotes[quote.id] = quote
    state.emit("QuoteCreated", f"quote {quote.id}", {"quoteid": quote.id, "status": stage})
    return quote


def set_stage(state: State, quote: Quote, stage: str) -> None:
    """Move a quote on; no hook runs where it stands there already."""
    if checked_stage(stage) == quote.stage:
        return
    quote.stage, quote.modified = stage, state.today()
    if stage == "Delivered":
        quote.sent = state.today()
    if stage == "Accepted":
        quote.accepted = state.today()
    state.emit("QuoteStatusChange", f"quote {quote.id}", {"quoteid": quote.id, "status": stage})


def accept(state: State, quote: Quote, *, by_client: bool) -> Invoice:
    """Accept a quote and invoice it; only a client's own acceptance has the hook of that name."""
    invoice = Invoice(state.next_id("invoice"), quote.client, state.today())
    for item in quote.items:
        line = InvoiceItem(state.next_id("line"), "Item", 0, item.description, amount(item))
        invoice.items.append(line)
    state.tables.invoices[invoice.id] = invoice
    if by_client:
        state.emit("AcceptQuote", f"quote {quote.id}", {"quoteid": quote.id, "invoiceid": invoice.id})
    set_stage(state, quote, "Accepted")
    return invoice


def delete(state: State, quote: Quote) -> None:
    """Delete a quote; no hook tells of it."""
    del state.tables.quotes[quote.id]


def decoded_lines(state: State, lineitems: str) -> list[QuoteItem]:
    """Return the lines in a ``lineitems`` parameter; none where PHP would not unserialize it."""
    try:
        rows = phpserialize.loads(base64.b64decode(lineitems, validate=True), decode_strings=True)
    except (binascii.Error, ValueError, UnicodeDecodeError):
        return []
    if not isinstance(rows, dict):
        return []
    return [_line(state, row) for row in rows.values() if isinstance(row, dict)]


def localised_day(text: str) -> date:
    """Read a date as this shop writes dates, DD/MM/YYYY; anything else is refused."""
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a bare local date has no zone
    except ValueError:
        raise RefusedError("Valid Until is required") from None


def checked_stage(stage: str) -> str:
    if stage not in STAGES:
        raise RefusedError("Invalid Stage")
    return stage


def amount(item: QuoteItem) -> str:
    """Return a line's price after its discount, which is in per cent."""
    try:
        full = Decimal(item.quantity) * Decimal(item.unit_price)
        return str((full * (100 - Decimal(item.discount)) / 100).quantize(Decimal("0.01")))
    except InvalidOperation:
        return "0.00"


def subtotal(quote: Quote) -> str:
    return str(sum((Decimal(amount(item)) for item in quote.items), Decimal("0.00")))


def _line(state: State, row: dict[str, object]) -> QuoteItem:
    return QuoteItem(
        state.next_id("quote line"),
        str(row.get("desc", "")),
        str(row.get("qty", "1")),
        str(row.get("up", "0.00")),
        str(row.get("discount", "0.00")),
        taxable=bool(row.get("taxable")),
    )
