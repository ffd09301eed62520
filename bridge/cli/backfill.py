"""``bridge backfill``: what the billing system holds is read and made so; a plan by default, ``--write`` applies it.

``limit`` changes how fast a run under way asks. Progress goes to stderr: a bar on a terminal, plain lines elsewhere.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import click

from bridge import wiring
from bridge.backfill.limits import Limits, forget_limits, set_limits
from bridge.backfill.progress import Progress, What, progress_from, resumable
from bridge.backfill.receipts import Receipts
from bridge.backfill.run import PLAN, RUN, answer_from, begin, resume, work
from bridge.backfill.running import Run
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import labelled, show
from bridge.cli.steps import Steps
from bridge.config import Settings, load
from bridge.errors import UsageError
from bridge.logs import start_logging
from bridge.reconcile.parts import Parts
from bridge.store import Store

HANDS = 16  # threads that ask: how many of them may at once is a limit, and changes


def _in_a_folder(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file that could not be written, before anything is asked or done."""
    if path is not None and not (path.parent.is_dir() and os.access(path.parent, os.W_OK)) and not path.exists():
        raise click.BadParameter(f"{path} cannot be written: {path.parent} is no folder to write in; name one that is")
    return path


@click.group()
def backfill() -> None:
    """Read what the billing system holds, and make it so."""


def _verb(what: What, summary: str) -> None:
    """Add the command that covers ``what``: they differ in that alone."""

    @backfill.command(what.value, help=summary)
    @click.option(
        "--write", "writes", is_flag=True, help="Apply it; without this it is a plan, and nothing is changed."
    )
    @click.option("--send-replies", "sends", is_flag=True, help="Also send the replies that are owed (W7).")
    @click.option("--resume", "resumes", is_flag=True, help="Go on where an interrupted run stopped.")
    @click.option("--rate", type=click.FloatRange(min=0.1), help="Requests a second; default [billing].")
    @click.option("--concurrency", type=click.IntRange(1, HANDS), help="Requests at once; default [billing].")
    @click.option(
        "--receipts",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        callback=_in_a_folder,
        help="Write a JSON line a change here.",
    )
    @click.option("--yes", is_flag=True, help="Ask nothing, even where customers will be written to.")
    @config_option
    @json_option
    def command(  # noqa: PLR0913, PLR0917 - an option each
        writes: bool,
        sends: bool,
        resumes: bool,
        rate: float | None,
        concurrency: int | None,
        receipts: Path | None,
        yes: bool,
        config: Path,
        as_json: bool,
    ) -> int:
        if sends and what is What.CLIENTS:
            raise UsageError("--send-replies is about tickets: say `bridge backfill tickets` or `all`")
        settings = load(config)
        start_logging(logging.WARNING)  # the bar and the receipts tell of what goes well
        with wiring.opened_store(settings) as store, store.alone(RUN) as is_alone:
            if not is_alone:
                raise UsageError("a backfill runs on this store already; `bridge backfill limit` changes its pace")
            if writes and sends and not yes:
                _ask(store, what)
            planned = progress_from(store.marks.get(PLAN))
            made = wiring.parts(settings, store)
            begun = _begun(made, what, writes=writes, sends=sends, resumes=resumes)
            limits = _limits(settings, store, rate, concurrency)
            try:
                _carry_out(settings, made, begun, limits, receipts)
            finally:
                forget_limits(store)
        show(_document(begun, planned), as_json=as_json, page=lambda: _page(begun, planned))
        return Ending.SOME_FAILED if begun.all_failed else Ending.DONE


_verb(What.CLIENTS, "Clients, from lists: who is in which tier, and when that changes.")
_verb(What.TICKETS, "Open tickets: tags, priority and notes; replies only with --send-replies.")
_verb(What.ALL, "Clients, then open tickets.")


@backfill.command()
@click.option("--rate", type=click.FloatRange(min=0.1), help="Requests a second.")
@click.option("--concurrency", type=click.IntRange(1, HANDS), help="Requests at once.")
@config_option
def limit(rate: float | None, concurrency: int | None, config: Path) -> None:
    """Change how fast the run under way asks; it notices within a second."""
    if rate is None and concurrency is None:
        raise UsageError("say --rate N, --concurrency N or both")
    with wiring.kept_store(load(config)) as store:
        with store.alone(RUN) as is_nobody_there:
            if is_nobody_there:
                raise UsageError("no backfill runs on this store; give --rate and --concurrency to the one you start")
        set_limits(store, per_second=rate, at_once=concurrency)
    click.echo("Set for the run under way.")


def _ask(store: Store, what: What) -> None:
    """Ask before customers are written to; raises UsageError where there is nobody to ask."""
    planned = progress_from(store.marks.get(PLAN))
    is_known = planned is not None and planned.sends and planned.what is what
    told = f"on {planned.written_to} tickets" if is_known and planned else "on how many tickets, only a plan can tell"
    if not sys.stdin.isatty():
        raise UsageError(f"--send-replies writes to customers {told}: say --yes where nobody can be asked")
    click.confirm(f"This writes to customers {told}. Go on?", abort=True, err=True)


def _begun(made: Parts, what: What, *, writes: bool, sends: bool, resumes: bool) -> Progress:
    kept = progress_from(made.store.marks.get(RUN))
    if resumes:
        return resume(made, resumable(kept, what=what, writes=writes, sends=sends))
    return begin(made, what, writes=writes, sends=sends)


def _limits(settings: Settings, store: Store, rate: float | None, concurrency: int | None) -> Limits:
    forget_limits(store)
    set_limits(store, per_second=rate, at_once=concurrency)
    return Limits(store, settings.connection.max_requests_per_second, settings.connection.max_concurrency)


def _carry_out(settings: Settings, made: Parts, progress: Progress, limits: Limits, receipts: Path | None) -> None:
    at_work = wiring.working(settings, made) if progress.writes else _nobody_needed()
    with (
        at_work as is_at_work,
        Receipts(receipts, progress) as taking,
        ThreadPoolExecutor(HANDS, thread_name_prefix="backfill") as pool,
        Steps(progress) as steps,
    ):
        start = answer_from(made, progress)
        run = Run(made, wiring.listing(made), limits, progress, taking, pool, start, steps.tell, is_at_work)
        try:
            work(run)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            click.echo("Interrupted; the same with --resume goes on from here.", err=True)
            raise


def _nobody_needed() -> "nullcontext[Callable[[], bool]]":
    return nullcontext(lambda: True)


def _document(progress: Progress, planned: Progress | None) -> dict[str, object]:
    return {
        "what": progress.what,
        "written": progress.writes,
        "tried": progress.tried,
        "failed": progress.failed,
        "changes": progress.changes,
        "customers_written_to": progress.written_to,
        "receipts": progress.fingerprint,
        "as_planned": _is_as_planned(progress, planned),
    }


def _is_as_planned(progress: Progress, planned: Progress | None) -> bool | None:
    """Tell whether what was written is what the last plan of the same said, None: there is no such plan."""
    if not progress.writes or planned is None or (planned.what, planned.sends) != (progress.what, progress.sends):
        return None
    return planned.digest == progress.digest


_AS_PLANNED = {
    True: "yes: the receipts of the plan and of this run are the same",
    False: "no: something has changed in between; compare the two --receipts files",
    None: "-",
}


def _page(progress: Progress, planned: Progress | None) -> Iterator[object]:
    yield f"{'Written' if progress.writes else 'Plan, nothing was changed'}: backfill {progress.what}"
    customers = "will be" if not progress.writes else "were"
    yield labelled(
        [
            ("Looked through", ", ".join(f"{count} {phase}" for phase, count in progress.tried.items())),
            ("Changes", ", ".join(f"{count} {kind}" for kind, count in sorted(progress.changes.items())) or "none"),
            ("Customers", f"on {progress.written_to} tickets they {customers} written to"),
            (
                "Failed",
                f"{progress.all_failed}" + (": the same with --resume tries them again" * bool(progress.all_failed)),
            ),
            ("Receipts", progress.fingerprint),
            ("As planned", _AS_PLANNED[_is_as_planned(progress, planned)]),
        ],
        width=16,
    )
    if not progress.writes:
        yield "The same with --write applies it."
