"""``bridge writes``: what went out and what became of it, and how a person settles what waits for one (W3).

A person decides after a look at the ticket; the decision is kept with its reason. The bridge looks once more itself
before it sends anything anew.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bridge import wiring
from bridge.cli.options import config_option, json_option, reason_option
from bridge.cli.output import ago, listing, say, show, shown
from bridge.cli.refused import basics
from bridge.cli.usual import UsualGroup
from bridge.config import load
from bridge.core.model import Write, WriteState
from bridge.errors import UsageError
from bridge.store.write_rows import Verdict, VerdictRecord, WriteRecord

WAITS_FOR_A_PERSON = frozenset({WriteState.PARKED, WriteState.REFUSED})

_USUAL_LIMIT = 20
_ticket_argument = click.argument("ticket", metavar="TICKET", type=click.IntRange(min=1))
_key_argument = click.argument("key")

_ADVICE = """
What was refused was not sent; what is parked may have been: nobody answered.
Look at the ticket, mend what the error names, and say which it is:
  bridge writes retry TICKET KEY --reason WHY     not there, and shall be
  bridge writes abandon TICKET KEY --reason WHY   shall not be sent any more"""


@click.group(cls=UsualGroup)
def writes() -> None:
    """List what went out, and settle what waits for a person."""


@writes.command("list")
@click.option("--parked", is_flag=True, help="Only what waits for a person, the longest waiting first.")
@click.option(
    "--state",
    type=click.Choice([one.value for one in WriteState]),
    multiple=True,
    help="Only in this state; may be repeated.",
)
@click.option("--limit", type=click.IntRange(min=1), default=_USUAL_LIMIT, show_default=True, help="At most so many.")
@config_option
@json_option
def list_(parked: bool, state: tuple[str, ...], limit: int, config: Path, as_json: bool) -> None:
    """List writes with what became of them, the last changed first."""
    if parked and state:
        raise UsageError("--parked and --state ask for different things; give one of them")
    place = basics(config)
    zone = place.zone
    with wiring.found_store(place) as store:
        now = wiring.clock_beside(place.billing_url)()
        waiting = store.writes.waiting_for_a_person(limit=limit) if parked else ()
        found = waiting or ([] if parked else store.writes.list(*map(WriteState, state), limit=limit))
        verdicts = store.writes.verdicts(sorted({record.write.ticket for record in found}))
    document = {"writes": [_document(record, verdicts, zone) for record in found]}
    show(document, as_json=as_json, page=lambda: _page(found, now))


@writes.command()
@_ticket_argument
@_key_argument
@reason_option
@config_option
@json_option
def retry(ticket: int, key: str, reason: str, config: Path, as_json: bool) -> None:
    """Have a write sent anew that is not on the ticket, if it is still owed.

    For what is parked or was refused. Look at the ticket first: whoever retries says that it is not there. The bridge
    looks once more, and sends under a new idempotency key, since the billing system may repeat its old answer.
    """
    _judge(Verdict.RETRY, str(ticket), key, reason, config, as_json=as_json)


@writes.command()
@_ticket_argument
@_key_argument
@reason_option
@config_option
@json_option
def abandon(ticket: int, key: str, reason: str, config: Path, as_json: bool) -> None:
    """Leave a write at that: it is never sent again, and waits for nobody."""
    _judge(Verdict.ABANDON, str(ticket), key, reason, config, as_json=as_json)


_DONE = {
    Verdict.RETRY: "it is looked for on the ticket once more, and sent if it is still owed; "
    "`bridge explain ticket {ticket}` tells what came of it.",
    Verdict.ABANDON: "it is left at that and never sent; its customer waits for staff. "
    "`bridge writes retry {ticket} {key} --reason WHY` would take that back.",
}


def _judge(verdict: Verdict, ticket: str, key: str, reason: str, config: Path, *, as_json: bool) -> None:
    settings = load(config)
    with wiring.opened_store(settings) as store:
        judge = store.writes.retry if verdict is Verdict.RETRY else store.writes.abandon
        if not judge(ticket, key, wiring.clock(settings)(), reason=reason):
            raise UsageError(_nothing_waits(ticket, key, store.writes.of([ticket])))
    line = f"ticket {ticket}, {key} ({reason}): {_DONE[verdict].format(ticket=ticket, key=key)}"
    say(line, as_json=as_json, ticket=int(ticket), key=key, verdict=verdict.value, reason=reason)


def _nothing_waits(ticket: str, key: str, there: Sequence[Write]) -> str:
    """Return why nothing can be decided about a write, and what can be."""
    state = next((write.state for write in there if write.key == key), None)
    if state is not None:
        return f"ticket {ticket}, {key}: it is {_STATES[state]}; only what is parked or refused waits for a person"
    keys = ", ".join(write.key for write in there)
    known = f"it has {keys}" if keys else "it has none"
    return f"ticket {ticket} has no write {key}: {known}; `bridge writes list --parked` shows what waits for a person"


_STATES = {
    WriteState.INTENDED: "intended, and sent at the next look",
    WriteState.SENDING: "being sent",
    WriteState.UNKNOWN: "of unknown outcome, and the bridge settles that itself by reading the ticket",
    WriteState.DONE: "done",
    WriteState.REFUSED: "refused",
    WriteState.PARKED: "parked",
    WriteState.WITHDRAWN: "withdrawn: not sent, and not owed any more",
}


def _page(found: Sequence[WriteRecord], now: datetime) -> Iterator[object]:
    if not found:
        yield "None."
        return
    rows = ((record.write.ticket, record.write.key, _state(record.write), record.write.attempts,
             ago(record.write.at, now), record.write.error) for record in found)  # fmt: skip
    yield listing(("Ticket", "Key", "State", "Tries", "Since", "Error"), rows)
    if any(record.write.state in WAITS_FOR_A_PERSON and not record.write.is_abandoned for record in found):
        yield _ADVICE


def _state(write: Write) -> str:
    return f"{write.state}, abandoned" if write.is_abandoned else str(write.state)


def _document(record: WriteRecord, verdicts: Sequence[VerdictRecord], zone: ZoneInfo) -> dict[str, object]:
    write = record.write
    return {
        "ticket": int(write.ticket),
        "client": int(record.client) if record.client else None,
        "key": write.key,
        "kind": write.kind,
        "state": write.state,
        "is_abandoned": write.is_abandoned,
        "attempts": write.attempts,
        "generation": write.generation,
        "error": write.error,
        "at": shown(write.at, zone),
        "decided_at": shown(record.decided_at, zone),
        "attempted_at": shown(record.attempted_at, zone),
        "done_at": shown(record.done_at, zone),
        "verdicts": [
            {"verdict": one.verdict, "reason": one.reason, "at": shown(one.at, zone), "error": one.error}
            for one in verdicts
            if (one.ticket, one.key) == (write.ticket, write.key)
        ],
    }
