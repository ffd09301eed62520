"""``bridge status``: what is wrong and what to do about it, then how everything stands, in one screen.

``--watch`` draws it anew every two seconds on a terminal; into a pipe it prints one plain snapshot.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bridge import wiring
from bridge.cli.options import config_option, json_option
from bridge.cli.output import ago, labelled, show, shown
from bridge.cli.refused import basics
from bridge.cli.troubles import Trouble, troubles
from bridge.clock import Clock
from bridge.condition import Condition, condition
from bridge.config import Basics
from bridge.errors import StoreUnavailableError
from bridge.store import Store

WATCH_SECONDS = 2.0

_WORKER = {True: "running", False: "not running"}


@click.command()
@click.option("--watch", is_flag=True, help="Draw it anew every two seconds, until interrupted.")
@config_option
@json_option
def status(watch: bool, config: Path, as_json: bool) -> None:
    """Show what is wrong with its remedy, then queues, writes and failures."""
    place = basics(config)
    clock = wiring.clock_beside(place.billing_url)
    with wiring.found_store(place) as store:
        if watch and not as_json and sys.stdout.isatty():
            _watch(store, place, clock)
            return
        found = condition(store, clock())
    show(_document(found, place), as_json=as_json, page=lambda: _page(found, place))


def _watch(store: Store, place: Basics, clock: Clock) -> None:
    from rich.console import Console, Group  # noqa: PLC0415 - only who watches waits for it
    from rich.live import Live  # noqa: PLC0415 - as above

    console = Console(markup=False, emoji=False, highlight=False)
    with Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            try:
                parts = _page(condition(store, clock()), place)
            except StoreUnavailableError as error:
                parts = iter([f"! The store cannot be read: {error}. It is asked again."])
            live.update(Group(*parts), refresh=True)  # type: ignore[arg-type]  # texts and tables: rich takes both
            time.sleep(WATCH_SECONDS)


def _document(found: Condition, place: Basics) -> dict[str, object]:
    zone = place.zone
    counted = {
        name: shown(value, zone) if isinstance(value, datetime) else value
        for name, value in asdict(found.status).items()
    }
    return {
        "at": shown(found.now, zone),
        "remedies": [str(trouble) for trouble in troubles(found)],
        **counted,
        "is_paused": bool(found.pauses),
        "failing": [
            {"subject": str(one.subject), "failures": one.failures, "error": one.error, "again_in": one.again_in}
            for one in found.failing
        ],
        "parked": [
            {"ticket": int(one.write.ticket), "key": one.write.key, "state": one.write.state, "error": one.write.error}
            for one in found.waiting
        ],
        "rejected": found.rejected,
        "config_refused": found.config_refused,
        "drift": found.drift,
        "policy": {
            "digest": found.policy.digest if found.policy else None,
            "since": shown(found.policy.since, zone) if found.policy else None,
            "open_tickets": found.progress.open_tickets,
            "decided_under_it": found.progress.decided,
        },
        "worker": _WORKER[found.has_worker],
        "store": _store(place),
    }


def _store(place: Basics) -> str:
    return "sqlite" if place.store_url.startswith("sqlite") else "postgresql"


def _page(found: Condition, place: Basics) -> Iterator[object]:
    zone = place.zone
    yield from _told(troubles(found))
    yield ""
    yield labelled(_rows(found, place, zone))


def _told(wrong: Sequence[Trouble]) -> Iterator[object]:
    if not wrong:
        yield "All is well."
    for trouble in wrong:
        yield labelled([("!", trouble.what), ("", trouble.remedy), *(("", f"  {run}") for run in trouble.run)], width=1)


def _rows(found: Condition, place: Basics, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    now, told = found.now, found.status
    rejected = found.rejected["count"] if found.rejected else 0
    came = f"{told.deliveries_waiting} waiting, {told.deliveries_set_aside} set aside, {rejected} rejected in all"
    looks = f"{told.due_now} due, {told.looks_waiting} waiting, {told.leased} under way, {told.failures} failing"
    went = (
        f"{told.writes_open} under way, {told.writes_parked} for a person, {told.replies_last_hour} replies in an hour"
    )
    yield "As of", f"{shown(now, zone)}; worker {_WORKER[found.has_worker]}; store {_store(place)}"
    yield "Webhooks", f"{came}; the last {_since(told.last_delivery, now)}"
    yield "Looks", f"{looks}; the next planned for {shown(told.next_due, zone) or 'no time'}"
    yield (
        "Writes",
        f"{went}; the last {_since(told.last_write, now)}",
    )
    yield "Policy", _policy(found, zone)
    yield "Drift", _drift(found)


def _since(instant: datetime | None, now: datetime) -> str:
    return f"{ago(instant, now)} ago" if instant else "never"


def _policy(found: Condition, zone: ZoneInfo) -> str:
    if found.policy is None:
        return "none yet: nothing was ever decided on this store"
    done = found.progress
    under = f"{done.decided} of {done.open_tickets} open tickets decided under it"
    return f"{found.policy.digest[:12]} since {shown(found.policy.since, zone)}; {under}"


def _drift(found: Condition) -> str:
    if found.drift is None:
        return "never compared; `bridge reconcile --check` does"
    return f"{found.drift['count']} differences found at {found.drift['at']}"
