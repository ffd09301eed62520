"""``bridge reconcile``: is what the store believes, and what stands on tickets, still so? ``--check`` only tells.

Cheap enough to be run every hour: lists by the page, and a look of its own only at what they make suspicious.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import click

from bridge import wiring
from bridge.backfill.drift import RUN, drifting, find_drift, settle
from bridge.backfill.limits import Limits
from bridge.backfill.progress import Phase, Progress, What
from bridge.backfill.receipts import Receipts
from bridge.backfill.running import Run
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import labelled, show
from bridge.cli.steps import Steps
from bridge.condition import DRIFT
from bridge.config import Settings, load
from bridge.errors import UsageError
from bridge.instants import show_instant
from bridge.logs import start_logging
from bridge.reconcile.parts import Parts

EXAMPLES = 5
HANDS = 16

Found = Mapping[str, list[str]]  # subjects by the kind of drift


@click.command()
@click.option(
    "--check", "only_checks", is_flag=True, help="Only tell: exit 3 where anything drifts; nothing is changed."
)
@config_option
@json_option
def reconcile(only_checks: bool, config: Path, as_json: bool) -> int:
    """Compare every client and open ticket with the billing system, and look at what differs."""
    settings = load(config)
    start_logging(logging.WARNING)
    with wiring.kept_store(settings) as store, store.alone(RUN) as is_alone:
        if not is_alone:
            raise UsageError("a reconcile runs on this store already: let it end")
        made = wiring.parts(settings, store)
        if store.policies.current() is None:
            raise UsageError("nothing is known yet to compare: `bridge backfill all` comes first")
        progress = Progress(
            RUN, What.ALL, not only_checks, sends=False, started=made.clock(), listed_since=made.clock()
        )
        progress.after_decision, progress.after_fact = store.decisions.last_seq(), store.facts.last_order()
        store.listings.begin(RUN, progress.document())
        found = _carry_out(settings, made, progress)
        count = progress.all_failed if progress.writes else sum(map(len, found.values()))
        at = show_instant(progress.started.replace(microsecond=0), settings.connection.zone)
        store.marks.put(DRIFT, json.dumps({"at": at, "count": count}))
        store.listings.begin(RUN, progress.document())
    document = {
        "at": at,
        "looked_through": progress.tried,
        "drift": sum(map(len, found.values())),
        "by_kind": found,
        "failed": progress.all_failed,
        "settled": progress.writes,
    }
    show(document, as_json=as_json, page=lambda: _page(progress, found))
    if progress.all_failed:
        return Ending.SOME_FAILED
    return Ending.DIFFERENCES if found and only_checks else Ending.DONE


def _carry_out(settings: Settings, made: Parts, progress: Progress) -> Found:
    connection = settings.connection
    limits = Limits(made.store, connection.max_requests_per_second, connection.max_concurrency)
    at_work = wiring.working(settings, made) if progress.writes else nullcontext(lambda: True)
    with (
        at_work as is_at_work,
        Receipts(None, progress) as receipts,
        ThreadPoolExecutor(HANDS, thread_name_prefix="reconcile") as pool,
        Steps(progress) as steps,
    ):
        run = Run(made, wiring.listing(made), limits, progress, receipts, pool, None, steps.tell, is_at_work)
        find_drift(run)
        found: dict[str, list[str]] = defaultdict(list)
        for one in drifting(run):
            found[one.why].append(str(one.subject))
        if progress.writes:
            settle(run)
        progress.phase = Phase.DONE
    return found


_MEANS = {
    "unknown": "there, and never seen here",
    "facts": "status, sign-up date or holdings are others",
    "vanished": "known here, and gone there",
    "open": "closed here, and open there",
    "closed": "open here, and closed or gone there",
    "owner": "another client's there",
    "unread": "written on since it was read",
    "tags": "tags are not those decided",
    "unreadable": "the list makes no sense of it",
}


def _page(progress: Progress, found: Found) -> Iterator[object]:
    looked = f"{progress.tried.get(Phase.CLIENTS, 0)} clients, {progress.tried.get(Phase.TICKETS, 0)} open tickets"
    yield f"Compared: {looked}."
    if not found:
        yield "Nothing drifts."
    yield labelled([(kind, _told(kind, subjects)) for kind, subjects in sorted(found.items())], width=12)
    if progress.all_failed:
        yield f"{progress.all_failed} could not be compared: the log says why."
    if found:
        yield "Looked at, and settled." if progress.writes else "`bridge reconcile` has them looked at."


def _told(kind: str, subjects: list[str]) -> str:
    more = f" and {len(subjects) - EXAMPLES} more" if len(subjects) > EXAMPLES else ""
    return f"{len(subjects)}, {_MEANS.get(kind, kind)}: {', '.join(subjects[:EXAMPLES])}{more}"
