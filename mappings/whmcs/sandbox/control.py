"""The control surface, ``/sandbox/...``: act as customer and staff, set faults, change settings, read everything.

Rule: it is JSON and unsigned, for loopback only, and no part of what a billing system offers. Every act also takes
``silent`` (no hook runs) and ``at`` (an RFC 3339 instant in place of the clock's).
"""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from flask import Blueprint, Response, abort, jsonify, make_response, request

from mappings.whmcs.sandbox.acts import ACTS, Made
from mappings.whmcs.sandbox.audit import fault_row, outbox_dump, state_dump, ticket_dump
from mappings.whmcs.sandbox.faults import Fault, FaultKind
from mappings.whmcs.sandbox.outbox import Sending
from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.shop import Shop
from mappings.whmcs.sandbox.state import Circumstances, RefusedError

GoDown = Callable[[float], None]  # close the listening socket for so many seconds


def control_surface(shop: Shop, go_down: GoDown) -> Blueprint:
    control = Blueprint("control", __name__, url_prefix="/sandbox")
    _add_readings(control, shop)
    _add_levers(control, shop, go_down)

    @control.post("/<act>")
    def act(act: str) -> Response:
        if act not in ACTS:
            _refuse(404, f"no such act; there are {', '.join(ACTS)}")
        return jsonify(perform(shop, act, _asked()))

    @control.errorhandler(RefusedError)
    def refused(refusal: RefusedError) -> Response:
        return make_response(jsonify(error=str(refusal)), 400)

    return control


def perform(shop: Shop, act: str, asked: Params, *, at: datetime | None = None) -> Made:
    """Carry out an act of the table, at its own instant or the clock's; return the ids made."""
    with shop.state.acting(Circumstances(silent=asked.flag("silent"), at=at or asked.instant("at"))):
        shop.journal.write(act=act, params=asked.values, at=shop.state.instant().isoformat())
        return ACTS[act](shop.state, asked)


def _add_readings(control: Blueprint, shop: Shop) -> None:
    @control.get("/state")
    def state() -> Response:
        return jsonify(state_dump(shop))

    @control.get("/tickets/<int:ticket_id>")
    def ticket(ticket_id: int) -> Response:
        dump = ticket_dump(shop, ticket_id)
        return jsonify(dump) if dump else _refuse(404, "no such ticket")

    @control.get("/outbox")
    def outbox() -> Response:
        return jsonify(outbox_dump(shop, with_events=request.args.get("events", "1") != "0"))

    @control.get("/faults")
    def faults() -> Response:
        return jsonify([fault_row(fault) for fault in shop.faults.waiting()])


def _add_levers(control: Blueprint, shop: Shop, go_down: GoDown) -> None:
    @control.post("/outbox")
    def conduct() -> Response:
        _change_conduct(shop, _asked())
        return jsonify(outbox_dump(shop, with_events=False))

    @control.post("/outbox/<event_id>/send")
    def send_again(event_id: str) -> Response:
        """Send one event now, once, with its own id and bytes, whatever became of it before."""
        event = shop.outbox.events.get(event_id)
        return jsonify(status=shop.outbox.send(event)) if event else _refuse(404, "no such event")

    @control.post("/faults")
    def add_fault() -> Response:
        with shop.state.acting() as tables:
            shop.faults.add(_fault(_asked()), tables)
        return jsonify({})

    @control.delete("/faults")
    def clear_faults() -> Response:
        shop.faults.clear()
        return jsonify({})

    @control.post("/settings")
    def settings() -> Response:
        change_settings(shop, _asked())
        return jsonify({})

    @control.post("/down")
    def down() -> Response:
        """Stop listening: connections are refused, here too, until the seconds are over."""
        go_down(_asked().real("seconds"))
        return jsonify({})


def _fault(asked: Params) -> Fault:
    kind = asked.text("kind")
    if kind not in set(FaultKind):
        raise RefusedError(f"kind: not a fault; there are {', '.join(FaultKind)}")
    command, times = asked.text("command", "*").lower(), asked.number("times") or 1
    fault = Fault(command, FaultKind(kind), asked.real("seconds"), times, asked.number("skip"))
    fault.message = asked.text("message", fault.message)
    return fault


def _change_conduct(shop: Shop, asked: Params) -> None:
    with shop.outbox.changing() as conduct:
        if "url" in asked.values:
            conduct.url = asked.text("url") or None
        if "paused" in asked.values:
            conduct.paused = asked.flag("paused")
        if "loss" in asked.values:
            conduct.loss = asked.real("loss")
        if "doubling" in asked.values:
            conduct.doubling = asked.real("doubling")
        if (order := asked.text("order")) in set(Sending):
            conduct.order = Sending(order)


def change_settings(shop: Shop, asked: Params) -> None:
    with shop.state.acting():
        shop.journal.write(settings=asked.values)
        settings = shop.state.settings
        if "allowed_ips" in asked.values:
            settings.allowed_ips = frozenset(asked.words("allowed_ips"))
        if "denied_actions" in asked.values:
            settings.denied_actions = frozenset(map(str.lower, asked.words("denied_actions")))
        if "echoes" in asked.values:
            settings.echoes = asked.flag("echoes")
        if "tags_supported" in asked.values:
            settings.tags_supported = asked.flag("tags_supported")


def _asked() -> Params:
    document = request.get_json(silent=True)
    if not isinstance(document, dict):
        _refuse(400, "the body is not a JSON object")
    return Params(document)


def _refuse(status: int, reason: str) -> NoReturn:
    abort(make_response(jsonify(error=reason), status))
