"""What clients buy and what becomes of it, and the hooks that follow (whmcs.md 1.2 to 1.4).

Rule: a product without a module has no hook of its own; its change shows as an edit by staff, or not at all. An order's
acceptance is announced before anything is so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mappings.whmcs.sandbox.rows import Addon, Invoice, InvoiceItem, Order, Service
from mappings.whmcs.sandbox.state import RefusedError, State
from mappings.whmcs.sandbox.wire import module_params

SERVICE_STATUSES = ("Pending", "Active", "Suspended", "Terminated", "Cancelled", "Fraud", "Completed")

#: New status -> the hook of a product that has a module.
MODULE_HOOKS = {"Suspended": "AfterModuleSuspend", "Terminated": "AfterModuleTerminate"}

#: New status -> the addon's hook; back to Active from Suspended is ``AddonUnsuspended``.
ADDON_HOOKS = {
    "Active": "AddonActivated",
    "Suspended": "AddonSuspended",
    "Terminated": "AddonTerminated",
    "Cancelled": "AddonCancelled",
    "Fraud": "AddonFraud",
}


@dataclass(frozen=True, slots=True)
class Basket:
    """What is ordered together."""

    products: tuple[int, ...] = ()
    addons: tuple[int, ...] = ()
    service: int = 0  # the service that the addons go with
    registered: date | None = None


def place_order(state: State, client: int, basket: Basket) -> Order:
    """Check out: a pending order with its invoice, nothing active yet."""
    _require_orderable(state, client, basket)
    order_id = state.next_id("order")
    order = Order(order_id, 7858259149 + order_id, client, state.now(), state.next_id("invoice"))
    invoice = Invoice(order.invoice, client, state.today())
    for product in basket.products:
        _add_service(state, order, invoice, product, basket)
    for offer in basket.addons:
        _add_addon(state, order, invoice, offer, basket)
    state.tables.orders[order.id] = order
    state.tables.invoices[invoice.id] = invoice
    bought: dict[str, object] = {"OrderID": order.id, "OrderNumber": order.number, "ServiceIDs": list(order.services)}
    bought |= {"AddonIDs": list(order.addons), "DomainIDs": [], "RenewalIDs": [], "PaymentMethod": "mailin"}
    bought |= {"InvoiceID": invoice.id, "TotalDue": total(invoice)}
    state.emit("AfterShoppingCartCheckout", f"client {client}", bought)
    return order


def pay_and_accept(state: State, order: Order) -> None:
    """Pay an order's invoice and accept the order, as the automation does in one go."""
    if order.status != "Pending":
        raise RefusedError("Order ID not found or Status not Pending")
    subject = f"client {order.client}"
    invoice = state.tables.invoices[order.invoice]
    invoice.status, invoice.paid = "Paid", state.now()
    state.emit("InvoicePaid", subject, {"invoiceid": invoice.id})
    state.emit("OrderPaid", subject, {"orderId": order.id, "userId": order.client, "invoiceId": invoice.id})
    state.emit("AcceptOrder", subject, {"orderid": order.id})
    order.status = "Active"
    for service_id in order.services:
        _activate_service(state, state.tables.services[service_id])
    for addon_id in order.addons:
        _activate_addon(state, state.tables.addons[addon_id])


def set_service_status(state: State, service: Service, status: str) -> None:
    """Change a product's status, as its module or a member of staff does."""
    before, service.status = service.status, _checked(status)
    if state.tables.products[service.product].module and (hook := _module_hook(before, status)):
        state.emit(hook, f"client {service.client}", module_params(state.tables, service))
    else:
        edited: dict[str, object] = {"userid": service.client, "serviceid": service.id}
        state.emit("AdminServiceEdit", f"client {service.client}", edited)


def set_addon_status(state: State, addon: Addon, status: str) -> None:
    before, addon.status = addon.status, _checked(status)
    unsuspended = before == "Suspended" and status == "Active"
    kind = "AddonUnsuspended" if unsuspended else ADDON_HOOKS.get(status, "AddonEdit")
    state.emit(kind, f"client {addon.client}", addon_data(addon))


def request_cancellation(state: State, service: Service, reason: str) -> None:
    """Ask for a product to be cancelled: nothing changes until staff or the automation does it."""
    asked: dict[str, object] = {"userid": service.client, "relid": service.id, "reason": reason, "type": "Immediate"}
    state.emit("CancellationRequest", f"client {service.client}", asked)


def delete_service(state: State, service: Service) -> None:
    del state.tables.services[service.id]
    gone: dict[str, object] = {"userid": service.client, "clientId": service.client, "serviceid": service.id}
    state.emit("ServiceDelete", f"client {service.client}", gone)


def delete_addon(state: State, addon: Addon) -> None:
    """Delete an addon's row; the hook has nothing but its id."""
    del state.tables.addons[addon.id]
    state.emit("AddonDeleted", f"client {addon.client}", {"id": addon.id})


def holding_of(state: State, name: str) -> Service | Addon:
    """Return what ``product:12`` or ``addon:7701`` names."""
    kind, _, number = name.partition(":")
    tables: dict[str, Mapping[int, Service | Addon]] = {"product": state.tables.services, "addon": state.tables.addons}
    held = tables.get(kind, {}).get(_int(number))
    if held is None:
        raise RefusedError(f"{name}: no such holding; it is product:ID or addon:ID")
    return held


def addon_data(addon: Addon) -> dict[str, object]:
    return {"id": addon.id, "userid": addon.client, "serviceid": addon.service, "addonid": addon.offer}


def total(invoice: Invoice) -> str:
    return str(sum((Decimal(item.amount) for item in invoice.items), Decimal("0.00")))


def _add_service(state: State, order: Order, invoice: Invoice, product_id: int, basket: Basket) -> None:
    product = state.tables.products[product_id]
    number = state.next_id("service")
    service = Service(number, order.client, product_id, order.id, basket.registered, "Pending", f"site{number}.example")
    state.tables.services[number] = service
    order.services.append(number)
    invoice.items.append(InvoiceItem(state.next_id("line"), "Hosting", number, product.name, product.price))


def _add_addon(state: State, order: Order, invoice: Invoice, offer_id: int, basket: Basket) -> None:
    offer = state.tables.offers[offer_id]
    number = state.next_id("addon")
    addon = Addon(number, order.client, basket.service, offer_id, order.id, basket.registered, "Pending", offer.name)
    state.tables.addons[number] = addon
    order.addons.append(number)
    invoice.items.append(InvoiceItem(state.next_id("line"), "Addon", number, offer.name, offer.price))


def _activate_service(state: State, service: Service) -> None:
    service.status = "Active"
    if state.tables.products[service.product].module:
        state.emit("AfterModuleCreate", f"client {service.client}", module_params(state.tables, service))


def _activate_addon(state: State, addon: Addon) -> None:
    """Activate a paid addon: two hooks of nearly one name, both with the same news (whmcs.md 1.4)."""
    addon.status = "Active"
    subject = f"client {addon.client}"
    state.emit("AddonActivation", subject, addon_data(addon) | {"clientid": addon.client})
    state.emit("AddonActivated", subject, addon_data(addon))


def _module_hook(before: str, after: str) -> str | None:
    if after == "Active":
        return "AfterModuleUnsuspend" if before == "Suspended" else "AfterModuleCreate"
    return MODULE_HOOKS.get(after)


def _require_orderable(state: State, client: int, basket: Basket) -> None:
    tables = state.tables
    if client not in tables.clients:
        raise RefusedError("Client ID Not Found")
    if tables.clients[client].status == "Closed":
        raise RefusedError("Unable to add order when client status is Closed")
    if not basket.products and not basket.addons:
        raise RefusedError("Nothing was ordered")
    if not set(basket.products) <= set(tables.products) or not set(basket.addons) <= set(tables.offers):
        raise RefusedError("Invalid product or addon ID")


def _checked(status: str) -> str:
    if status not in SERVICE_STATUSES:
        raise RefusedError("Invalid Status")
    return status


def _int(text: str) -> int:
    return int(text) if text.isdecimal() else 0
