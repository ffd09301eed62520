"""The acts a test or the demo may ask for: what customers and staff do in a shop, by name.

Rule: an act takes the shop's state and JSON parameters and returns the ids it made; its words are this project's, and
holdings are named as the bridge names them, ``product:12`` and ``addon:7``.
"""

from collections.abc import Callable

from mappings.whmcs.sandbox import clients, holdings, moves, quotes, tickets
from mappings.whmcs.sandbox.filling import fill
from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.rows import QuoteItem, Service, Ticket
from mappings.whmcs.sandbox.state import RefusedError, State

Made = dict[str, object]
Act = Callable[[State, Params], Made]

STAFF = "Grace Staff"


def _sign_up(state: State, asked: Params) -> Made:
    first, last = asked.text("first_name", "Ada"), asked.text("last_name", "Client")
    email = asked.text("email") or f"client{state.next_id('mailbox')}@customers.example"
    signed_up = asked.day("signed_up", state.today())
    client = clients.sign_up(state, first, last, email, signed_up)
    client.language = asked.text("language")
    return {"client": client.id}


def _client_status(state: State, asked: Params) -> Made:
    clients.set_status(state, clients.client_of(state, asked.number("client")), asked.text("status"))
    return {}


def _merge_clients(state: State, asked: Params) -> Made:
    survivor = clients.client_of(state, asked.number("survivor"))
    clients.merge(state, survivor, clients.client_of(state, asked.number("gone")))
    return {"client": survivor.id}


def _delete_client(state: State, asked: Params) -> Made:
    clients.delete(state, clients.client_of(state, asked.number("client")))
    return {}


def _buy(state: State, asked: Params) -> Made:
    """Order ``item`` (``product:42``); ``pending`` leaves the order unpaid."""
    kind, _, number = asked.text("item").partition(":")
    if kind not in {"product", "addon"} or not number.isdecimal():
        raise RefusedError("item is what is sold: product:ID or addon:ID")
    wanted = (int(number),)
    registered = asked.day("registered", state.today())
    products, addons = (wanted, ()) if kind == "product" else ((), wanted)
    basket = holdings.Basket(products, addons, asked.number("service"), registered)
    order = holdings.place_order(state, asked.number("client"), basket)
    if not asked.flag("pending"):
        holdings.pay_and_accept(state, order)
    return {"order": order.id, "holding": f"{kind}:{(order.services + order.addons)[0]}"}


def _accept_order(state: State, asked: Params) -> Made:
    order = state.tables.orders.get(asked.number("order"))
    if order is None:
        raise RefusedError("no such order")
    holdings.pay_and_accept(state, order)
    return {}


def _holding_status(state: State, asked: Params) -> Made:
    held = holdings.holding_of(state, asked.text("holding"))
    if isinstance(held, Service):
        holdings.set_service_status(state, held, asked.text("status"))
    else:
        holdings.set_addon_status(state, held, asked.text("status"))
    return {}


def _request_cancellation(state: State, asked: Params) -> Made:
    held = holdings.holding_of(state, asked.text("holding"))
    if not isinstance(held, Service):
        raise RefusedError("only a product can be asked to be cancelled")
    holdings.request_cancellation(state, held, asked.text("reason"))
    return {}


def _delete_holding(state: State, asked: Params) -> Made:
    held = holdings.holding_of(state, asked.text("holding"))
    if isinstance(held, Service):
        holdings.delete_service(state, held)
    else:
        holdings.delete_addon(state, held)
    return {}


def _open_ticket(state: State, asked: Params) -> Made:
    """Open a ticket as a client, as a guest (``name``, ``email``), or by staff for either (``admin``)."""
    writer = tickets.Writer(asked.number("client"), asked.text("name"), asked.text("email"), asked.text("admin"))
    department = asked.number("department") or 1
    ticket = tickets.open_ticket(state, writer, asked.text("subject"), asked.text("message"), department)
    return {"ticket": ticket.id, "number": ticket.number}


def _customer_reply(state: State, asked: Params) -> Made:
    ticket = _ticket(state, asked)
    writer = tickets.Writer(ticket.client, ticket.name, ticket.email)
    return {"reply": tickets.customer_reply(state, ticket, writer, asked.text("message")).id}


def _staff_reply(state: State, asked: Params) -> Made:
    written = tickets.staff_reply(
        state, _ticket(state, asked), asked.text("name", STAFF), asked.text("message"), asked.text("status")
    )
    return {"reply": written.id}


def _staff_note(state: State, asked: Params) -> Made:
    note = tickets.add_note(state, _ticket(state, asked), asked.text("name", STAFF), asked.text("message"))
    return {"note": note.id}


def _staff_tags(state: State, asked: Params) -> Made:
    return {"tags": tickets.change_tags(_ticket(state, asked), asked.words("add"), asked.words("remove"))}


def _ticket_status(state: State, asked: Params) -> Made:
    tickets.set_status(state, _ticket(state, asked), asked.text("status"))
    return {}


def _ticket_priority(state: State, asked: Params) -> Made:
    tickets.set_priority(state, _ticket(state, asked), asked.text("priority"))
    return {}


def _ticket_department(state: State, asked: Params) -> Made:
    tickets.set_department(state, _ticket(state, asked), asked.number("department"))
    return {}


def _ticket_client(state: State, asked: Params) -> Made:
    tickets.set_client(state, _ticket(state, asked), asked.number("client"))
    return {}


def _merge_tickets(state: State, asked: Params) -> Made:
    master = tickets.ticket_of(state, asked.number("master"))
    moves.merge(state, master, [tickets.ticket_of(state, number) for number in asked.numbers("merged")])
    return {"ticket": master.id}


def _split_ticket(state: State, asked: Params) -> Made:
    fresh = moves.split(state, _ticket(state, asked), asked.numbers("replies"), asked.text("subject"))
    return {"ticket": fresh.id}


def _delete_ticket(state: State, asked: Params) -> Made:
    moves.delete(state, _ticket(state, asked))
    return {}


def _delete_reply(state: State, asked: Params) -> Made:
    tickets.delete_reply(state, _ticket(state, asked), asked.number("reply"))
    return {}


def _draft_quote(state: State, asked: Params) -> Made:
    """Draft a quote by hand, as staff do."""
    valid_until = asked.day("valid_until", state.today()) or state.today()
    quote = quotes.create(state, asked.number("client"), asked.text("subject"), "Draft", valid_until)
    quote.items = [QuoteItem(state.next_id("quote line"), asked.text("subject"), "1", "35.00")]
    return {"quote": quote.id}


def _quote_stage(state: State, asked: Params) -> Made:
    quotes.set_stage(state, quotes.quote_of(state, asked.number("quote")), asked.text("stage"))
    return {}


def _accept_quote(state: State, asked: Params) -> Made:
    invoice = quotes.accept(state, quotes.quote_of(state, asked.number("quote")), by_client=True)
    return {"invoice": invoice.id}


def _delete_quote(state: State, asked: Params) -> Made:
    quotes.delete(state, quotes.quote_of(state, asked.number("quote")))
    return {}


def _ticket(state: State, asked: Params) -> Ticket:
    return tickets.ticket_of(state, asked.number("ticket"))


ACTS: dict[str, Act] = {
    "sign-up": _sign_up,
    "client-status": _client_status,
    "merge-clients": _merge_clients,
    "delete-client": _delete_client,
    "buy": _buy,
    "accept-order": _accept_order,
    "holding-status": _holding_status,
    "request-cancellation": _request_cancellation,
    "delete-holding": _delete_holding,
    "open-ticket": _open_ticket,
    "customer-reply": _customer_reply,
    "staff-reply": _staff_reply,
    "staff-note": _staff_note,
    "staff-tags": _staff_tags,
    "ticket-status": _ticket_status,
    "ticket-priority": _ticket_priority,
    "ticket-department": _ticket_department,
    "ticket-client": _ticket_client,
    "merge-tickets": _merge_tickets,
    "split-ticket": _split_ticket,
    "delete-ticket": _delete_ticket,
    "delete-reply": _delete_reply,
    "draft-quote": _draft_quote,
    "quote-stage": _quote_stage,
    "accept-quote": _accept_quote,
    "delete-quote": _delete_quote,
    "fill": fill,
}
