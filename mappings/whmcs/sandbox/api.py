"""The vendor's public door, ``includes/api.php``: form fields in, credentials in the body (whmcs.md 2.1).

Rule: a business error is an HTTP 200; only a caller who may not come in, or who asks for nothing, gets another status.
"""

import hmac

from flask import Blueprint, Response, request

from mappings.whmcs.sandbox.commands import ACTIONS
from mappings.whmcs.sandbox.commands.visit import Answer, Command
from mappings.whmcs.sandbox.door import Ask, Outcome, carry_out, json_response, meet_and_act, note
from mappings.whmcs.sandbox.faults import Fault
from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.shop import Shop


def api_door(shop: Shop) -> Blueprint:
    door = Blueprint("api", __name__)

    @door.post("/includes/api.php")
    def api() -> Response:
        params = _sent()
        ask = Ask("api", params.text("action"), params)
        problem = _problem(shop, ask, request.remote_addr or "")
        if problem is not None:
            note(shop, ask, "rejected")
            return problem
        return meet_and_act(shop, ask, lambda fault: _answer(shop, ask, ACTIONS[ask.command.lower()], fault))

    return door


def _sent() -> Params:
    """Return what PHP calls the request: the query's fields, and over them the body's; ``name[]`` is a list."""
    fields = {
        name: values if name.endswith("[]") else values[-1]
        for source in (request.args, request.form)
        for name, values in source.lists()
    }
    return Params(fields)


def _problem(shop: Shop, ask: Ask, address: str) -> Response | None:
    """Return why the caller does not come in, None: it does."""
    params, action, settings = ask.params, ask.command.lower(), shop.state.settings
    identifier, secret = params.text("identifier") or params.text("username"), _secret(params)
    if not identifier or not secret:
        return _rejected(403, "Invalid or missing credentials")
    if address not in settings.allowed_ips and not _is_same(params.text("accesskey"), shop.credentials.access_key):
        return _rejected(403, f"Invalid IP {address}")
    if not _is_same(identifier, shop.credentials.identifier) or not _is_same(secret, shop.credentials.secret):
        return _rejected(403, "Authentication Failed")
    if not action:
        return _rejected(400, "Empty action request")
    if action not in ACTIONS or action in settings.denied_actions:
        return _rejected(403, f'Invalid Permissions: API action "{action}" is not allowed')
    return None


def _secret(params: Params) -> str:
    """Return the credential's secret; some clients send the pair as user name and password."""
    return params.text("secret") or params.text("password")


def _is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _rejected(status: int, message: str) -> Response:
    return json_response({"result": "error", "message": message}, status)


def _answer(shop: Shop, ask: Ask, command: Command, fault: Fault | None) -> Outcome:
    answer = carry_out(shop, ask, command, fault)
    outcome = "done" if answer["result"] == "success" else "error"
    if ask.params.text("responsetype") == "json":
        return json_response(answer), outcome
    return _name_value_pairs(answer), outcome


def _name_value_pairs(answer: Answer) -> Response:
    """Answer as the vendor does to who does not ask for JSON: its old format, scalars only."""
    pairs = (f"{name}={value};" for name, value in answer.items() if not isinstance(value, (dict, list)))
    return Response("".join(pairs), content_type="text/plain")
