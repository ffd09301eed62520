"""One run of backfill: lists are read, clients taken in, tickets looked at; planned or written by one code path."""

import logging
from collections.abc import Callable
from datetime import timedelta

from bridge.backfill.clients import list_holdings, take_clients_in
from bridge.backfill.looks import look, rehearse_looks
from bridge.backfill.progress import PHASES, Phase, Progress, What
from bridge.backfill.running import Run
from bridge.backfill.tickets import list_open_tickets
from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.reconcile.parts import Parts
from bridge.store.listings import Need
from bridge.store.marks import SetAnswerFrom

log = logging.getLogger(__name__)

RUN = "backfill"  # the name of its lists, and of the mark that keeps its progress
PLAN = "backfill-plan"  # the mark that keeps what the last plan came to
STALE = timedelta(hours=1)  # lists that are older when a run is resumed are read again


def begin(parts: Parts, what: What, *, writes: bool, sends: bool) -> Progress:
    """Begin a run: nothing is listed yet."""
    now = parts.clock()
    progress = Progress(RUN, what, writes, sends, started=now, listed_since=now, phase=PHASES[what][0])
    progress.after_decision, progress.after_fact = parts.store.decisions.last_seq(), parts.store.facts.last_order()
    parts.store.listings.begin(RUN, progress.document())
    return progress


def resume(parts: Parts, progress: Progress) -> Progress:
    """Go on with a run: what failed is tried again, lists that are too old are read again."""
    parts.store.listings.look_again(RUN)
    progress.failed.clear()
    progress.tried[Phase.LOOKS] = parts.store.listings.count(RUN, Need.DONE)
    if progress.phase is Phase.DONE:
        progress.phase = Phase.LOOKS
    now = parts.clock()
    if progress.phase in {Phase.HOLDINGS, Phase.CLIENTS} and now - progress.listed_since > STALE:
        progress.phase, progress.listed_since = Phase.HOLDINGS, now
        progress.cursors.pop(Phase.HOLDINGS, None)
    return progress


def answer_from(parts: Parts, progress: Progress) -> AnswerFrom | None:
    """Return the answer-from of what a run covers; one that writes without sending sets it for the whole store (W7).

    None: the run is about clients, and each ticket keeps its own. The first start's stays where it has just been set:
    before it nothing was owed, and staff need no notes about that.
    """
    if progress.what is What.CLIENTS:
        return None
    general = parts.store.marks.answer_from()
    if progress.sends:
        return AnswerFrom(progress.started - timedelta(days=365 * 100), AnswerFromCause.BACKFILL)
    if general is None or (
        general.answer_from.cause is AnswerFromCause.FIRST_START and general.set_at >= progress.started
    ):
        return general.answer_from if general else AnswerFrom(progress.started, AnswerFromCause.FIRST_START)
    made = AnswerFrom(progress.started, AnswerFromCause.BACKFILL)
    if progress.writes and general.set_at < progress.started:
        parts.store.marks.set_answer_from(SetAnswerFrom(made, progress.started))
    return made


def work(run: Run) -> None:
    """Do what is left of a run."""
    progress = run.progress
    phases = PHASES[progress.what]
    for phase in phases[phases.index(progress.phase) :]:
        progress.phase = phase
        _DEEDS[phase](run)
    progress.phase = Phase.DONE
    if progress.all_failed:
        run.parts.store.marks.put(RUN, run.told())
    else:
        run.parts.store.listings.end(RUN, run.told())
    if not progress.writes:
        run.parts.store.marks.put(PLAN, run.told())
    log.info("backfill.done", extra={"what": progress.what, "failed": progress.all_failed, "writes": progress.writes})


def _look(run: Run) -> None:
    if run.progress.writes:
        look(run)
    else:
        rehearse_looks(run)


_DEEDS: dict[Phase, Callable[[Run], None]] = {
    Phase.HOLDINGS: list_holdings,
    Phase.CLIENTS: take_clients_in,
    Phase.TICKETS: list_open_tickets,
    Phase.LOOKS: _look,
}
