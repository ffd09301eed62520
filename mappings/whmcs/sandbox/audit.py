"""What an auditor may see: the shop's tables, every API call, every event and its attempts, as plain data.

Rule: text is as it was written, without entities; nothing is left out but the parameters that sign in.
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import date, datetime

from mappings.whmcs.sandbox.faults import Fault
from mappings.whmcs.sandbox.outbox import Event
from mappings.whmcs.sandbox.rows import Tables
from mappings.whmcs.sandbox.shop import Shop

Dump = dict[str, object]


def state_dump(shop: Shop) -> Dump:
    """Return the whole shop: each table as a list of rows, and ``calls``."""
    with shop.state.acting() as tables:
        dump = {field.name: _rows(tables, field.name) for field in fields(Tables)}
        return dump | {"calls": [asdict(call) for call in shop.state.calls], "now": shop.state.instant().isoformat()}


def ticket_dump(shop: Shop, ticket_id: int) -> Dump | None:
    with shop.state.acting() as tables:
        ticket = tables.tickets.get(ticket_id)
        return _plain(asdict(ticket)) if ticket else None


def outbox_dump(shop: Shop, *, with_events: bool) -> Dump:
    events = shop.outbox.snapshot() if with_events else []
    return {
        "made": len(shop.outbox.events),
        "waiting": shop.outbox.waiting(),
        **asdict(shop.outbox.conduct),
        "events": [_event(event) for event in events],
    }


def fault_row(fault: Fault) -> Dump:
    return {"command": fault.command, "kind": fault.kind, "times": fault.times, "skip": fault.skip}


def _event(event: Event) -> Dump:
    said = {"id": event.id, "type": event.type, "subject": event.subject, "body": event.body.decode()}
    return {**said, "fate": event.fate, "attempts": list(event.attempts)}


def _rows(tables: Tables, name: str) -> object:
    table = getattr(tables, name)
    rows = table.values() if isinstance(table, dict) else table
    return [_plain(asdict(row)) for row in rows]


def _plain(value: Dump) -> Dump:
    """Return a row with its dates as text and its sets as lists."""
    return {name: _plain_value(item) for name, item in value.items()}


def _plain_value(value: object) -> object:
    for kind, spell in SPELLINGS.items():
        if isinstance(value, kind):
            return spell(value)
    return value


SPELLINGS: dict[type, Callable[..., object]] = {
    datetime: lambda value: value.isoformat(sep=" "),
    date: lambda value: value.isoformat(),
    dict: _plain,
    list: lambda value: [_plain_value(item) for item in value],
    frozenset: sorted,
}
