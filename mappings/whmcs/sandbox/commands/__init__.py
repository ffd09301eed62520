"""The vendor's API actions that the sandbox speaks, one module a kind of thing; this is the table of them all.

Rule: a command takes a ``Visit`` and returns its answer's own fields; ``result: success`` is added at the door. Ids and
counts are strings or numbers per action, exactly as the vendor's samples have them (whmcs.md 2.2).
"""

from mappings.whmcs.sandbox.commands.billing import BILLING
from mappings.whmcs.sandbox.commands.bridging import BRIDGING
from mappings.whmcs.sandbox.commands.clients import CLIENTS
from mappings.whmcs.sandbox.commands.lists import LISTS
from mappings.whmcs.sandbox.commands.quotes import QUOTES
from mappings.whmcs.sandbox.commands.tickets import TICKETS
from mappings.whmcs.sandbox.commands.visit import Command

#: What ``includes/api.php`` answers, by lower-case name: actions are case-insensitive there.
ACTIONS: dict[str, Command] = {
    name.lower(): command for name, command in (CLIENTS | LISTS | TICKETS | QUOTES | BILLING).items()
}

#: What the addon's endpoint adds.
ADDON_COMMANDS: dict[str, Command] = {name.lower(): command for name, command in BRIDGING.items()}
