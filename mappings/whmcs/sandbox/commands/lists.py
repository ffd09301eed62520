"""The shop's own lists: what it sells, its departments and statuses, its activity, its version."""

from collections import Counter

from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit, page
from mappings.whmcs.sandbox.rows import Product
from mappings.whmcs.sandbox.state import ACTIVE, AWAITING, STATUSES
from mappings.whmcs.sandbox.wire import encoded, listed, moment

WHMCS_VERSION = "9.0.3"
COLOURS = dict(zip(STATUSES, ("#779500", "#000000", "#ff6600", "#224488", "#cc0000", "#888888"), strict=True))


def _get_products(visit: Visit) -> Answer:
    wanted = visit.params.numbers("pid")
    rows = [_product_row(product) for product in visit.tables.products.values() if not wanted or product.id in wanted]
    return {"totalresults": len(rows), **listed("products", "product", rows)}


def _product_row(product: Product) -> Answer:
    """Return a product; a price of -1.00 is a cycle that is not sold."""
    prices = {"prefix": "€", "suffix": " EUR", "monthly": product.price, "quarterly": "-1.00", "annually": "-1.00"}
    return {
        "pid": product.id,
        "gid": 1,
        "type": "other",
        "name": encoded(product.name),
        "slug": product.name.lower().replace(" ", "-"),
        "description": "",
        "module": product.module,
        "paytype": "recurring",
        "pricing": {"EUR": prices},
        "customfields": {"customfield": []},
        "configoptions": {"configoption": []},
    }


def _get_departments(visit: Visit) -> Answer:
    tickets = visit.tables.tickets.values()
    waiting = Counter(ticket.department for ticket in tickets if ticket.status in AWAITING)
    active = Counter(ticket.department for ticket in tickets if ticket.status in ACTIVE)
    rows = [
        {
            "id": str(department.id),
            "name": encoded(department.name),
            "awaitingreply": str(waiting[department.id]),
            "opentickets": str(active[department.id]),
        }
        for department in visit.tables.departments.values()
    ]
    return {"totalresults": len(rows), **listed("departments", "department", rows)}


def _get_statuses(visit: Visit) -> Answer:
    counts = _status_counts(visit)
    rows = [{"title": status, "count": counts[status], "color": COLOURS[status]} for status in STATUSES]
    return {"totalresults": len(rows), **listed("statuses", "status", rows)}


def _get_counts(visit: Visit) -> Answer:
    counts = _status_counts(visit)
    answer: Answer = {
        "filteredDepartments": list(visit.tables.departments),
        "allActive": sum(counts[status] for status in ACTIVE),
        "awaitingReply": sum(counts[status] for status in AWAITING),
        "flaggedTickets": sum(1 for ticket in visit.tables.tickets.values() if ticket.flag),
    }
    if visit.params.flag("includeCountsByStatus"):
        named = {status: {"title": status, "count": counts[status]} for status in STATUSES}
        answer["status"] = {status.lower().replace(" ", "").replace("-", ""): row for status, row in named.items()}
    return answer


def _status_counts(visit: Visit) -> Counter[str]:
    return Counter(ticket.status for ticket in visit.tables.tickets.values())


def _get_activity(visit: Visit) -> Answer:
    client = visit.params.number("clientid") or visit.params.number("userid")
    rows = [
        {
            "id": entry.id,
            "clientId": entry.client,
            "userId": 0,
            "adminId": 0,
            "date": moment(entry.at),
            "description": encoded(entry.description),
            "username": "System",
            "ipaddress": "127.0.0.1",
            "userid": entry.client,
        }
        for entry in reversed(visit.tables.activity)
        if client in {0, entry.client}
    ]
    answer = page(visit, "activity", "entry", rows)
    del answer["numreturned"]  # this action has none
    return answer


def _get_version(_visit: Visit) -> Answer:
    return {"whmcs": {"version": WHMCS_VERSION, "canonicalversion": f"{WHMCS_VERSION}-release.1"}}


LISTS: dict[str, Command] = {
    "GetProducts": _get_products,
    "GetSupportDepartments": _get_departments,
    "GetSupportStatuses": _get_statuses,
    "GetTicketCounts": _get_counts,
    "GetActivityLog": _get_activity,
    "WhmcsDetails": _get_version,
}
