"""Clients and what they hold: GetClients, GetClientsDetails, GetClientsProducts, GetClientsAddons and their writes."""

from collections.abc import Mapping
from functools import partial

from mappings.whmcs.sandbox import clients as acts
from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit, page
from mappings.whmcs.sandbox.rows import Addon, Client, Service, Tables
from mappings.whmcs.sandbox.state import RefusedError
from mappings.whmcs.sandbox.wire import ZERO_DATE, ZERO_TIME, day, encoded, listed

#: UpdateClient's parameter -> the row's attribute.
EDITABLE = {
    "firstname": "first_name",
    "lastname": "last_name",
    "companyname": "company",
    "email": "email",
    "language": "language",
}

#: Answers of fields that this shop leaves empty, so that a strict reader finds them.
BLANK = ("address1", "address2", "city", "fullstate", "state", "postcode", "phonenumber", "tax_id", "notes")
FLAGS = ("taxexempt", "latefeeoveride", "overideduenotices", "separateinvoices", "disableautocc", "emailoptout")


def client_row(client: Client) -> Answer:
    """Return a client as GetClients lists it: the one answer of the vendor's with the sign-up date."""
    return {
        "id": client.id,
        "firstname": encoded(client.first_name),
        "lastname": encoded(client.last_name),
        "companyname": encoded(client.company),
        "email": client.email,
        "datecreated": day(client.signed_up),
        "groupid": 0,
        "status": client.status,
    }


def client_details(client: Client) -> Answer:
    """Return a client as GetClientsDetails has it: everything but the sign-up date."""
    user = {"id": 5000 + client.id, "name": encoded(client.name), "email": client.email, "is_owner": True}
    row = client_row(client) | dict.fromkeys(BLANK, "") | dict.fromkeys(FLAGS, False)
    del row["datecreated"]
    return row | {
        "client_id": client.id,
        "owner_user_id": user["id"],
        "userid": client.id,
        "fullname": encoded(client.name),
        "country": "PT",
        "countrycode": "PT",
        "currency": 1,
        "currency_code": "EUR",
        "credit": "0.00",
        "language": client.language,
        "lastlogin": "No Login Logged",
        "email_verified": True,
        "customfields": [],
        "users": {"user": [user]},
    }


def service_row(tables: Tables, service: Service) -> Answer:
    product = tables.products[service.product]
    return {
        "id": str(service.id),
        "qty": "1",
        "clientid": str(service.client),
        "orderid": str(service.order),
        "ordernumber": str(7858259149 + service.order),
        "pid": str(service.product),
        "regdate": day(service.registered),
        "name": encoded(product.name),
        "translated_name": encoded(product.name),
        "groupname": "Services",
        "domain": service.domain,
        "serverid": "0",
        "suspensionreason": "",
        "firstpaymentamount": product.price,
        "recurringamount": product.price,
        "paymentmethod": "mailin",
        "billingcycle": "Monthly",
        "nextduedate": ZERO_DATE,
        "status": service.status,
        "username": "",
        "password": "not-for-your-logs",
        "overidesuspenduntil": ZERO_DATE,
        "lastupdate": ZERO_TIME,
        "customfields": {"customfield": []},
        "configoptions": {"configoption": []},
    }


def addon_row(addon: Addon) -> Answer:
    return {
        "id": str(addon.id),
        "qty": "1",
        "userid": str(addon.client),
        "orderid": str(addon.order),
        "serviceid": str(addon.service),
        "addonid": str(addon.offer),
        "name": encoded(addon.name),
        "setupfee": "0.00",
        "recurring": "35.00",
        "billingcycle": "Monthly",
        "tax": "",
        "status": addon.status,
        "regdate": day(addon.registered),
        "nextduedate": ZERO_DATE,
        "nextinvoicedate": ZERO_DATE,
        "paymentmethod": "mailin",
        "paymentmethodname": "Mail In Payment",
        "notes": "",
    }


def _get_clients(visit: Visit) -> Answer:
    wanted, search = visit.params.text("status"), visit.params.text("search").casefold()
    found = list(visit.tables.clients.values())  # by id: they were numbered in this order
    if wanted or search:
        found = [client for client in found if _is_listed(client, wanted, search)]
    if visit.params.text("sorting").upper() == "DESC":
        found.reverse()
    return page(visit, "clients", "client", found, shape=client_row)


def _is_listed(client: Client, status: str, search: str) -> bool:
    """Match the start of any of the names or of the address, as the vendor's search does."""
    words = (client.email, client.first_name, client.last_name, client.name, client.company)
    return status in {"", client.status} and any(word.casefold().startswith(search) for word in words)


def _get_details(visit: Visit) -> Answer:
    client_id, email = visit.params.number("clientid"), visit.params.text("email")
    if not client_id and not email:
        raise RefusedError("Either clientid Or email Is Required")
    return {"client": client_details(_found(visit.tables, client_id, email))}


def _found(tables: Tables, client_id: int, email: str) -> Client:
    if client_id in tables.clients:
        return tables.clients[client_id]
    for client in tables.clients.values():
        if email and client.email == email:
            return client
    raise RefusedError(acts.NOT_FOUND)


def _get_products(visit: Visit) -> Answer:
    asked = {name: visit.params.number(name) for name in ("clientid", "serviceid", "pid")}
    found = list(visit.tables.services.values())
    if any(asked.values()):
        found = [service for service in found if _is_asked_for(service, asked)]
    echoes = {name: str(value) if value else None for name, value in asked.items()}
    shape = partial(service_row, visit.tables)
    return {**echoes, "domain": None, **page(visit, "products", "product", found, shape=shape, as_text=True)}


def _is_asked_for(service: Service, asked: Mapping[str, int]) -> bool:
    return (
        asked["clientid"] in {0, service.client}
        and asked["serviceid"] in {0, service.id}
        and asked["pid"] in {0, service.product}
    )


def _get_addons(visit: Visit) -> Answer:
    """List addons, all of them: this action knows no pages."""
    client, offer = visit.params.number("clientid"), visit.params.number("addonid")
    services = frozenset(visit.params.numbers("serviceid"))
    rows = [
        addon_row(addon)
        for addon in visit.tables.addons.values()
        if client in {0, addon.client} and offer in {0, addon.offer} and (not services or addon.service in services)
    ]
    echoes = {"serviceid": visit.params.text("serviceid"), "clientid": visit.params.text("clientid")}
    return {**echoes, "totalresults": str(len(rows)), **listed("addons", "addon", rows)}


def _add_client(visit: Visit) -> Answer:
    first_name, last_name = visit.params.text("firstname"), visit.params.text("lastname")
    client = acts.sign_up(visit.state, first_name, last_name, visit.params.text("email"), visit.state.today())
    client.language = visit.params.text("language")
    return {"clientid": str(client.id), "owner_id": str(5000 + client.id)}


def _update_client(visit: Visit) -> Answer:
    """Change a client; the API runs ClientEdit too, whatever was changed."""
    client = _found(visit.tables, visit.params.number("clientid"), visit.params.text("clientemail"))
    for name, attribute in EDITABLE.items():
        if text := visit.params.text(name):
            setattr(client, attribute, text)
    if status := visit.params.text("status"):
        client.status = status
    acts.edited(visit.state, client)
    return {"clientid": str(client.id)}


def _add_note(visit: Visit) -> Answer:
    client = visit.tables.clients.get(visit.params.number("userid"))
    if client is None:
        raise RefusedError("Client ID not found")
    if not visit.params.text("notes"):
        raise RefusedError("Notes can not be empty")
    client.notes.append(visit.params.text("notes"))
    return {"noteid": str(visit.state.next_id("client note"))}


CLIENTS: dict[str, Command] = {
    "GetClients": _get_clients,
    "GetClientsDetails": _get_details,
    "GetClientsProducts": _get_products,
    "GetClientsAddons": _get_addons,
    "AddClient": _add_client,
    "UpdateClient": _update_client,
    "AddClientNote": _add_note,
}
