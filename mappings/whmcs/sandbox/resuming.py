"""A shop from its file: every act of its journal carried out again, in order, each at its own instant."""

import json
from datetime import datetime

from mappings.whmcs.sandbox.addon import COMMANDS
from mappings.whmcs.sandbox.commands import ACTIONS
from mappings.whmcs.sandbox.control import change_settings, perform
from mappings.whmcs.sandbox.door import Ask, carry_out
from mappings.whmcs.sandbox.journal import Kept, Line
from mappings.whmcs.sandbox.outbox import Fate
from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.shop import Shop
from mappings.whmcs.sandbox.state import RefusedError


def resume(shop: Shop, kept: Kept) -> None:
    """Bring a new shop to where its journal ends; its outbox must not have been started."""
    for line in kept.lines:
        _do_again(shop, line)
    shop.outbox.resume({event: Fate(fate) for event, fate in kept.gone()})


def _do_again(shop: Shop, line: Line) -> None:
    match line:
        case {"act": str(act), "params": dict(params), "at": str(at)}:
            _act(shop, act, params, datetime.fromisoformat(at))
        case {"command": str(command), "door": str(door), "key": str(key), "params": dict(params), "at": str(at)}:
            _command(shop, Ask(door, command, Params(params), key), datetime.fromisoformat(at))
        case {"settings": dict(params)}:
            change_settings(shop, Params(params))


def _act(shop: Shop, act: str, params: dict[str, object], at: datetime) -> None:
    try:
        perform(shop, act, Params(params), at=at)
    except RefusedError:
        return  # as it was the first time


def _command(shop: Shop, ask: Ask, at: datetime) -> None:
    command = COMMANDS[ask.command.lower()] if ask.door == "addon" else ACTIONS[ask.command.lower()]
    answer = carry_out(shop, ask, command, None, at=at)
    if ask.key:
        shop.keys.keep(ask.key, json.dumps(answer).encode())
