"""The addon's door, ``modules/addons/supportbridge/api.php``: signed JSON in, one command (interface.md).

Rule: the signature is checked on the raw bytes before anything is read; the webhook-id is the idempotency key, and a
repeated one returns the stored first answer and does nothing.
"""

import json

from flask import Blueprint, Response, request
from standardwebhooks import Webhook, WebhookVerificationError

from mappings.whmcs.sandbox.commands import ACTIONS, ADDON_COMMANDS
from mappings.whmcs.sandbox.commands.visit import Answer, Command
from mappings.whmcs.sandbox.door import Ask, Outcome, carry_out, json_response, meet_and_act, note
from mappings.whmcs.sandbox.faults import Fault
from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.shop import Shop

#: The vendor's own commands that the addon runs: reads, and the writes that the bridge makes.
ALLOWED = (
    "GetClients", "GetClientsDetails", "GetClientsProducts", "GetClientsAddons", "GetProducts", "GetTicket",
    "GetTickets", "GetTicketNotes", "GetTicketCounts", "GetQuotes", "GetOrders", "GetInvoice", "GetSupportDepartments",
    "GetSupportStatuses", "WhmcsDetails", "AddTicketReply", "AddTicketNote", "DeleteTicketNote", "UpdateTicket",
    "CreateQuote", "SendQuote",
)  # fmt: skip  # one word a line would hide the list

COMMANDS: dict[str, Command] = {name.lower(): ACTIONS[name.lower()] for name in ALLOWED} | ADDON_COMMANDS


def addon_door(shop: Shop) -> Blueprint:
    door = Blueprint("addon", __name__)

    @door.post("/modules/addons/supportbridge/api.php")
    def addon() -> Response:
        body = request.get_data()
        if not is_authentic(shop.secret, body, dict(request.headers.items())):
            note(shop, Ask("addon", "", Params({})), "rejected")
            return _problem(401, "Invalid signature")
        ask = _parsed(body, request.headers["webhook-id"])
        if ask is None:
            return _problem(400, "The body is not a command")
        if ask.command.lower() not in COMMANDS:
            note(shop, ask, "rejected")
            return _problem(403, "Command not allowed")
        return meet_and_act(shop, ask, lambda fault: _answer_once(shop, ask, fault))

    return door


def is_authentic(secret: str, body: bytes, headers: dict[str, str]) -> bool:
    """Verify a Standard Webhooks signature, at most five minutes old on the real clock."""
    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: malformed parts, which the library lets through
        return False
    return True


def _parsed(body: bytes, key: str) -> Ask | None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    match document:
        case {"command": str(command), "params": dict(params)}:
            return Ask("addon", command, Params(params), key)
        case {"command": str(command)}:
            return Ask("addon", command, Params({}), key)
        case _:
            return None


def _answer_once(shop: Shop, ask: Ask, fault: Fault | None) -> Outcome:
    """Run the command, unless its key has been seen before."""
    if not shop.keys.is_fresh(ask.key):
        stored = shop.keys.answer(ask.key)
        if stored is None:
            return _problem(409, "The first call with this key is still running"), "running"
        return Response(stored, content_type="application/json"), "repeated"
    answer = carry_out(shop, ask, COMMANDS[ask.command.lower()], fault)
    response = json_response(answer)
    shop.keys.keep(ask.key, response.get_data())
    return response, "done" if answer["result"] == "success" else "error"


def _problem(status: int, message: str) -> Response:
    problem: Answer = {"result": "error", "message": message}
    return json_response(problem, status)
