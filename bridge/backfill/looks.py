"""Looks at tickets, and at clients of whom a list says too little: rehearsed for a plan, else made by whoever works.

To write is to put them on the agenda, some at a time, and to wait until each has been looked at: by the worker that
runs, or by one that the command brings along. So there is one code path, and one hand on a subject.
"""

import json
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bridge.backfill.progress import Phase
from bridge.backfill.receipts import Receipt, of_client, of_ticket, writes_to_customer
from bridge.backfill.running import Run
from bridge.core.model import Fact, Source, Subject, SubjectKind, WriteState
from bridge.errors import BillingError, BridgeError
from bridge.reconcile.clients import standing
from bridge.reconcile.documents import action_line, decision_document
from bridge.reconcile.learning import read_client
from bridge.reconcile.parts import Parts
from bridge.reconcile.rehearsing import Rehearsed, rehearse
from bridge.reconcile.start import answer_from
from bridge.store import Store
from bridge.store.listings import Listed, Need
from bridge.store.marks import SetAnswerFrom
from bridge.store.touches import BACKFILL

log = logging.getLogger(__name__)

BATCH = 100
AT_ONCE = 200  # subjects on the agenda for this run
CALLS_A_LOOK = 3
STEP = 0.05  # seconds between questions whether looks have been made
WORST_FAILURES = 3  # in a row, before a look counts as failed; its worker goes on trying
STANDING = ("client", "tier", "topic", "rung", "step", "waiting_for", "outcome", "tags", "withheld")  # of a decision
PATIENCE = 300.0  # seconds within which a look comes to rest


class NobodyWorksError(BridgeError):
    """The worker that made the looks has ended."""


# Planning -------------------------------------------------------------------------------------------------------


def rehearse_looks(run: Run) -> None:
    """Rehearse what is left, and write down what it would come to."""
    progress, listings = run.progress, run.parts.store.listings
    progress.totals[Phase.LOOKS] = progress.tried.get(Phase.LOOKS, 0) + listings.count(progress.run, Need.LOOK)
    rehearsing = Rehearsing(run)
    while batch := listings.in_need(progress.run, Need.LOOK, limit=BATCH):
        run.ahead()
        found: dict[Subject, list[Receipt] | None] = {}
        for receipts in run.pool.map(rehearsing.one_by_one, _by_client(batch)):
            found |= receipts
        _note(run, found)


def _by_client(batch: Sequence[Listed]) -> list[list[Listed]]:
    """Return a client's tickets together: what one of them is replied counts under the caps of the next."""
    groups: defaultdict[str, list[Listed]] = defaultdict(list)
    for one in batch:
        groups[one.client or str(one.subject)].append(one)
    return list(groups.values())


class Rehearsing:
    """Rehearses looks from several threads; replies count under the caps of the tickets rehearsed later (W4)."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._replies = Counter[str]()

    def one_by_one(self, group: Sequence[Listed]) -> dict[Subject, list[Receipt] | None]:
        return {one.subject: self.receipts(one) for one in group}

    def receipts(self, one: Listed) -> list[Receipt] | None:
        """Return what a look would do, None: it cannot be told."""
        try:
            return self._client(one.subject) if one.subject.kind is SubjectKind.CLIENT else self._ticket(one)
        except BillingError as error:
            log.error("rehearsal.failed", extra={"subject": str(one.subject), "error": str(error)})  # noqa: TRY400 - foreseen
            return None

    def _client(self, subject: Subject) -> list[Receipt]:
        parts = self._run.parts
        before = parts.store.facts.of(subject)
        rehearsal = parts.store.rehearsal()
        known = read_client(_with(parts, rehearsal), subject.id)
        return _client_receipts(self._run, subject, before, known.facts[len(before) :])

    def _ticket(self, one: Listed) -> list[Receipt]:
        seen = self._seen(one)
        if seen is None:
            return [{"subject": str(one.subject), "change": "gone"}]
        lines = [action_line(action) for decision in seen.decisions for action in decision.actions]
        withheld = [(each.key, each.rule) for each in seen.decisions[-1].withheld]
        receipts = of_ticket(one.subject, lines, withheld)
        if writes_to_customer(receipts) and one.client:
            self._replies[one.client] += 1  # no other thread has this client
        return receipts

    def _seen(self, one: Listed) -> Rehearsed | None:
        parts = self._run.parts
        start = self._run.start or answer_from(parts, one.subject.id)
        replied = [parts.clock()] * self._replies[one.client] if one.client else []
        return rehearse(parts, one.subject.id, start, replied)

    def differs(self, one: Listed) -> bool | None:
        """Tell whether a look would do anything, or decide otherwise than the last one did; None: it cannot be told."""
        try:
            if one.subject.kind is SubjectKind.CLIENT:
                return bool(self._client(one.subject))
            seen, last = self._seen(one), self._run.parts.store.decisions.last(one.subject)
        except BillingError as error:
            log.error("rehearsal.failed", extra={"subject": str(one.subject), "error": str(error)})  # noqa: TRY400 - foreseen
            return None
        if seen is None or last is None or any(decision.actions for decision in seen.decisions):
            return True
        zone = self._run.parts.policy.zone
        now = decision_document(seen.decisions[-1], seen.view, zone)
        before = json.loads(last.document)
        return any(json.loads(json.dumps(now[name])) != before.get(name) for name in STANDING)


def _with(parts: Parts, store: Store) -> Parts:
    return replace(parts, store=store)


def _client_receipts(run: Run, subject: Subject, before: Sequence[Fact], new: Sequence[Fact]) -> list[Receipt]:
    if not new:
        return []
    parts = run.parts
    overrides, now = parts.store.overrides.of([subject]), parts.clock()
    was = standing(subject.id, before, overrides, parts.policy, now).row.tier if before else None
    tier = standing(subject.id, (*before, *new), overrides, parts.policy, now).row.tier
    return [of_client(subject.id, was=was, tier=tier, new=new, looks=())]


def _note(run: Run, found: Mapping[Subject, list[Receipt] | None]) -> None:
    """Write down what looks came to, None: they failed; commit it, and tell."""
    progress = run.progress
    for receipts in found.values():
        run.receipts.take(receipts or [])
        progress.written_to += writes_to_customer(receipts or [])
    failed = [subject for subject, receipts in found.items() if receipts is None]
    progress.count(Phase.LOOKS, tried=len(found), failed=len(failed))
    needs = {subject: Need.FAILED if receipts is None else Need.DONE for subject, receipts in found.items()}
    run.parts.store.listings.put_need(progress.run, needs, run.told())
    run.stepped()


# Writing --------------------------------------------------------------------------------------------------------


def look(run: Run) -> None:
    """Have everybody looked at who needs it, and write down what came of it."""
    progress, listings = run.progress, run.parts.store.listings
    progress.totals[Phase.LOOKS] = progress.tried.get(Phase.LOOKS, 0) + listings.count(progress.run, Need.LOOK)
    asked: dict[Subject, float] = {}
    allowed, counted = 1.0, time.monotonic()  # looks that may be asked for now
    while True:
        run.ahead()
        a_second, now = run.limits.per_second / CALLS_A_LOOK, time.monotonic()
        allowed, counted = min(allowed + a_second * (now - counted), max(1.0, a_second)), now
        batch = listings.in_need(progress.run, Need.LOOK, limit=min(AT_ONCE - len(asked), int(allowed)))
        if not batch and not asked and not listings.count(progress.run, Need.LOOK):
            return
        _ask_for(run, batch)
        asked |= dict.fromkeys((one.subject for one in batch), time.monotonic())
        allowed -= len(batch)
        rested = _at_rest(run, asked)
        if rested:
            _note(run, rested)
            for subject in rested:
                del asked[subject]
        elif not run.is_at_work():
            raise NobodyWorksError(
                "the worker that made the looks has ended: start `bridge serve`, then say the same with --resume"
            )
        else:
            time.sleep(STEP)


def _ask_for(run: Run, batch: Sequence[Listed]) -> None:
    """Put subjects on the agenda, their answer-from set before it where replies are to be sent (W7)."""
    if not batch:
        return
    store, progress = run.parts.store, run.progress
    tickets = {one.subject.id: one.client for one in batch if one.subject.kind is SubjectKind.TICKET}
    if progress.sends and run.start is not None and tickets:
        general = store.marks.answer_from()  # a store's first start comes after the run began that brought it about
        set_at = max(progress.started, general.set_at) if general else progress.started
        store.tickets.cover(tickets, SetAnswerFrom(run.start, set_at))
    now = run.parts.clock()
    store.agenda.touch((one.subject for one in batch), now, urgency=BACKFILL, now=now)
    store.listings.put_need(progress.run, {one.subject: Need.ASKED for one in batch}, run.told())


def _at_rest(run: Run, asked: Mapping[Subject, float]) -> dict[Subject, list[Receipt] | None]:
    """Return what came of those that have been looked at; None: the look failed, or finds no rest."""
    if not asked:
        return {}
    in_hand = run.parts.store.agenda.in_hand(list(asked), run.parts.clock())
    late = time.monotonic() - PATIENCE
    is_over = {
        subject: subject in in_hand
        for subject, since in asked.items()
        if in_hand.get(subject, WORST_FAILURES) >= WORST_FAILURES or since < late
    }
    return {subject: None if has_failed else _done(run, subject) for subject, has_failed in is_over.items()}


def _done(run: Run, subject: Subject) -> list[Receipt]:
    """Return the receipts of a subject that was looked at, out of what the store kept of it."""
    store, progress = run.parts.store, run.progress
    if subject.kind is SubjectKind.CLIENT:
        facts = store.facts.of(subject)
        new = [fact for fact in facts if fact.order > progress.after_fact and fact.source is Source.READING]
        return _client_receipts(run, subject, [fact for fact in facts if fact.order <= progress.after_fact], new)
    documents = [json.loads(made.document) for made in store.decisions.of(subject, after=progress.after_decision)]
    if not documents:
        return [] if store.tickets.row(subject.id) else [{"subject": str(subject), "change": "gone"}]
    writes = store.writes.of([subject.id])
    capped = {f"reply {write.key}" for write in writes if not write.may_have_been_sent}  # decided, and then held back
    lines = [line for document in documents for line in document["decided"] if line not in capped]
    withheld = [(each["key"], each["rule"]) for each in documents[-1]["withheld"]]
    waiting = [(write.key, str(write.state)) for write in writes if write.state in _WITH_A_PERSON]
    return of_ticket(subject, lines, withheld, waiting)


_WITH_A_PERSON = frozenset({WriteState.PARKED, WriteState.REFUSED})
