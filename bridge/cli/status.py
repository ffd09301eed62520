"""``bridge status``: how it stands, and what a person should do about it, in one screen."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from bridge import wiring
from bridge.cli.options import config_option, json_option
from bridge.cli.output import show
from bridge.config import Settings, load
from bridge.core.model import WriteState
from bridge.errors import StoreUnavailableError
from bridge.instants import show_instant
from bridge.store import Store
from bridge.store.status import Status

MOST_NAMED = 5  # tickets in one line
LATE_SECONDS = 120  # what is due and not looked at for so long means that no worker is at work, or too few


@click.command()
@config_option
@json_option
def status(config: Path, as_json: bool) -> None:
    """Show queues, writes and failures, and the remedy for what is wrong."""
    settings = load(config)
    clock = wiring.clock(settings)
    with wiring.opened_store(settings) as store:
        now = clock()
        found = store.status(now)
        is_paused = any(pause.lasts_at(now) for pause in store.overrides.pauses())
        waiting = store.writes.list(WriteState.PARKED, WriteState.REFUSED)
        has_worker = store.has_worker()
        trouble = _trouble(store)
    document = {
        name: _instant(value, settings) if isinstance(value, datetime) else value
        for name, value in asdict(found).items()
    }
    tickets = list(dict.fromkeys(record.write.ticket for record in waiting if not record.write.is_abandoned))
    remedies = [
        *trouble,
        *([BREAKER] if found.breaker_since else []),
        *([NO_WORKER] if has_worker is False else []),
        *_remedies(found, now, tickets, is_paused=is_paused and not found.breaker_since),
    ]
    document |= {"at": _instant(now, settings), "is_paused": is_paused, "remedies": remedies}
    document["worker"] = _WORKER[has_worker]
    document["store"] = "sqlite" if settings.store_url.startswith("sqlite") else "postgresql"
    show(document, as_json=as_json, page=lambda: _page(document, remedies))


def _trouble(store: Store) -> list[str]:
    """Say why the store takes nothing now, such as a disk that is almost full: then nothing is sent either."""
    try:
        store.check()
    except StoreUnavailableError as error:
        return [f"! Nothing is sent and webhooks may be turned away: {error}."]
    return []


def _instant(instant: datetime, settings: Settings) -> str:
    return show_instant(instant.replace(microsecond=0), settings.connection.zone)


BREAKER = (
    "! The bridge has paused itself: more replies within an hour than [replies] per_hour, which looks like a loop."
    " See whom they went to (`bridge writes list`), stop what makes them come, then `bridge resume`."
)
NO_WORKER = "! No worker runs on this store, so nothing is done: start `bridge serve`."
_WORKER = {True: "running", False: "not running", None: "not told by this store"}

_ROWS = (
    ("Worker", "worker"),
    ("Webhooks waiting", "deliveries_waiting"),
    ("Webhooks set aside (unreadable)", "deliveries_set_aside"),
    ("Last webhook", "last_delivery"),
    ("Due now", "due_now"),
    ("Oldest due", "oldest_due"),
    ("Next due", "next_due"),
    ("Subjects failing", "failures"),
    ("Writes under way", "writes_open"),
    ("Writes waiting for a person", "writes_parked"),
    ("Last write", "last_write"),
    ("Replies in the last hour", "replies_last_hour"),
    ("Paused by the breaker since", "breaker_since"),
    ("Store", "store"),
)


def _page(document: dict[str, object], remedies: list[str]) -> Iterator[str]:
    yield f"{'As of':32}{document['at']}"
    for label, name in _ROWS:
        value = document[name]
        yield f"{label:32}{'-' if value is None else value}"
    yield ""
    yield from remedies or ["All is well."]


def _remedies(found: Status, now: datetime, tickets: Sequence[str], *, is_paused: bool) -> Iterator[str]:
    """Say what is wrong and what to do, the worst first."""
    if found.oldest_due and (now - found.oldest_due).total_seconds() > LATE_SECONDS:
        yield "! Work is late: is `bridge serve` (or `bridge work`) running, and can it reach the billing system?"
    if tickets:
        named = f"{', '.join(tickets[:MOST_NAMED])}{' and more' if len(tickets) > MOST_NAMED else ''}"
        yield f"! Writes wait for a person, on ticket {named}: `bridge explain ticket {tickets[0]}` says why."
    if found.failures:
        yield "! Some subjects fail and are tried again: the log has the reason (look.postponed, look.failed)."
    if found.deliveries_set_aside:
        yield "! Signed webhooks could not be read and were set aside: does something else sign with our secret?"
    if is_paused:
        yield "! Replies and quotes are paused: `bridge resume` goes on."
