"""What the two API doors share: meet the fault that waits, carry the command out, write down what came of it.

Rule: every request that reaches a door leaves exactly one line in the calls log, whatever became of it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response

from mappings.whmcs.sandbox.commands.visit import Answer, Command, Visit
from mappings.whmcs.sandbox.faults import Fault, FaultKind
from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.shop import Shop
from mappings.whmcs.sandbox.state import Call, Circumstances, RefusedError

#: What a command by this beginning of its name only reads.
READS = ("get", "read", "whmcsdetails", "bridgeinfo")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request at a door: ``door`` is "api" or "addon", ``command`` as it was sent."""

    door: str
    command: str
    params: Params
    key: str = ""


Outcome = tuple[Response, str]


def meet_and_act(shop: Shop, ask: Ask, act: Callable[[Fault | None], Outcome]) -> Response:
    """Answer a request, under a fault where one waits for this command."""
    fault = shop.faults.next_for(ask.command.lower())
    has_acted = False

    def once() -> Response:
        nonlocal has_acted
        has_acted = True
        response, outcome = act(fault)
        note(shop, ask, outcome, fault)
        return response

    response = shop.faults.meet(fault, once)
    if not has_acted:
        note(shop, ask, "not-applied", fault)
    return response


def carry_out(shop: Shop, ask: Ask, command: Command, fault: Fault | None, *, at: datetime | None = None) -> Answer:
    """Run a command on the shop; a refusal is an answer too. ``at``: an instant in place of the clock's."""
    if fault and fault.kind is FaultKind.SLOW:
        shop.faults.wait(fault.seconds)
    only_reads = ask.command.lower().startswith(READS)
    with shop.state.acting(Circumstances(ask.door if ask.door == "api" else "bridge", at=at)) as live:
        if not only_reads:
            instant = shop.state.instant().isoformat()
            shop.journal.write(command=ask.command, door=ask.door, key=ask.key, params=shown(ask), at=instant)
        is_stale = fault is not None and fault.tables is not None and only_reads
        tables = fault.tables if is_stale and fault and fault.tables else live
        visit = Visit(shop.state, tables, ask.params, shop.state.settings.staff_name, shop.outbox.waiting())
        try:
            return {"result": "success", **command(visit)}
        except RefusedError as refusal:
            return {"result": "error", "message": str(refusal)}


def note(shop: Shop, ask: Ask, outcome: str, fault: Fault | None = None) -> None:
    """Add a line to the calls log."""
    at = shop.state.instant().isoformat()
    shop.state.record(Call(at, ask.door, ask.command, ask.key, shown(ask), outcome, fault.kind if fault else ""))


def shown(ask: Ask) -> dict[str, object]:
    """Return the parameters without those that sign in."""
    return {name: value for name, value in ask.params.values.items() if name not in SIGN_IN}


#: Parameters that sign in: never in the log.
SIGN_IN = frozenset({"identifier", "secret", "username", "password", "accesskey"})


def json_response(answer: Answer, status: int = 200) -> Response:
    return Response(json.dumps(answer), status=status, content_type="application/json")
