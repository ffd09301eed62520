"""Orders and invoices: what leads from an order's or invoice's id to a client and its holdings."""

from mappings.whmcs.sandbox import holdings
from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit, page
from mappings.whmcs.sandbox.rows import Invoice, InvoiceItem, Order, Tables
from mappings.whmcs.sandbox.state import RefusedError
from mappings.whmcs.sandbox.wire import day, encoded, moment


def _order_row(tables: Tables, order: Order) -> Answer:
    invoice = tables.invoices[order.invoice]
    client = tables.clients.get(order.client)
    return {
        "id": order.id,
        "ordernum": order.number,
        "userid": order.client,
        "contactid": 0,
        "date": moment(order.placed),
        "nameservers": "",
        "promocode": "",
        "amount": holdings.total(invoice),
        "paymentmethod": "mailin",
        "invoiceid": order.invoice,
        "status": order.status,
        "paymentmethodname": "Mail In Payment",
        "paymentstatus": invoice.status,
        "name": encoded(client.name) if client else "",
        "lineitems": {"lineitem": _order_lines(tables, order)},
    }


def _order_lines(tables: Tables, order: Order) -> list[Answer]:
    services = [tables.services[number] for number in order.services if number in tables.services]
    addons = [tables.addons[number] for number in order.addons if number in tables.addons]
    return [
        *(_order_line("product", row.id, row.status) for row in services),
        *(_order_line("addon", row.id, row.status) for row in addons),
    ]


def _order_line(kind: str, related: int, status: str) -> Answer:
    return {"type": kind, "relid": related, "producttype": "Other Product/Service", "domain": "", "status": status}


def _item_row(item: InvoiceItem) -> Answer:
    described = {"description": encoded(item.description), "amount": item.amount, "taxed": 0}
    return {"id": item.id, "type": item.type, "relid": item.related, **described}


def _get_orders(visit: Visit) -> Answer:
    asked = visit.params
    rows = [
        _order_row(visit.tables, order)
        for order in visit.tables.orders.values()
        if asked.number("id") in {0, order.id}
        and asked.number("userid") in {0, order.client}
        and asked.text("status") in {"", order.status}
    ]
    return page(visit, "orders", "order", rows[::-1])


def _get_invoice(visit: Visit) -> Answer:
    invoice = visit.tables.invoices.get(visit.params.number("invoiceid"))
    if invoice is None:
        raise RefusedError("Invoice ID Not Found")
    return _invoice_row(invoice)


def _invoice_row(invoice: Invoice) -> Answer:
    total = holdings.total(invoice)
    return {
        "invoiceid": invoice.id,
        "invoicenum": "",
        "userid": invoice.client,
        "date": day(invoice.created),
        "duedate": day(invoice.created),
        "datepaid": moment(invoice.paid),
        "subtotal": total,
        "credit": "0.00",
        "total": total,
        "balance": "0.00" if invoice.status == "Paid" else total,
        "status": invoice.status,
        "paymentmethod": "mailin",
        "notes": "",
        "items": {"item": [_item_row(item) for item in invoice.items]},
        "transactions": "",
    }


def _add_order(visit: Visit) -> Answer:
    """Place an order; the vendor's array parameters come as ``pid[0]`` from most callers."""
    asked = visit.params
    products = tuple(asked.numbers("pid") or asked.numbers("pid[0]") or asked.numbers("pid[]"))
    addons = tuple(asked.numbers("addonid") or asked.numbers("addonids[0]"))
    basket = holdings.Basket(products, addons, asked.number("serviceid"), visit.state.today())
    order = holdings.place_order(visit.state, asked.number("clientid"), basket)
    made = {"serviceids": ",".join(map(str, order.services)), "addonids": ",".join(map(str, order.addons))}
    return {"orderid": str(order.id), **made, "domainids": "", "invoiceid": str(order.invoice)}


def _accept_order(visit: Visit) -> Answer:
    order = visit.tables.orders.get(visit.params.number("orderid"))
    if order is None:
        raise RefusedError("Order ID not found or Status not Pending")
    holdings.pay_and_accept(visit.state, order)
    return {}


BILLING: dict[str, Command] = {
    "GetOrders": _get_orders,
    "GetInvoice": _get_invoice,
    "AddOrder": _add_order,
    "AcceptOrder": _accept_order,
}
