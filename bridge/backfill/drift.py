"""Drift: where what the store believes, or what stands on a ticket, is not what it would be if all were looked at now.

Lists are cheap and only raise a suspicion; a rehearsed look at each suspect decides. So an hour's check of a quiet shop
costs its lists, and nothing is called drift that only a page's edge made look so. What is due or being looked at now is
in hand, and no drift. A priority is none either: it is set once and never fought over (W2).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from bridge.backfill.clients import add_unlisted, list_holdings
from bridge.backfill.looks import BATCH, Rehearsing, look
from bridge.backfill.paging import Pages
from bridge.backfill.progress import Phase
from bridge.backfill.running import Run
from bridge.backfill.tickets import open_tickets
from bridge.core.facts import facts_of_client
from bridge.core.model import Client, Subject, SubjectKind
from bridge.listing import ClientHead, TicketHead
from bridge.store.client_pages import Known
from bridge.store.listings import Listed, Need
from bridge.store.tickets import TicketRow

RUN = "reconcile"  # the name of its lists, and of the mark that keeps its progress


class Drift(StrEnum):
    """What kind of difference there is."""

    UNKNOWN = "unknown"  # the billing system has it, the store has never seen it
    FACTS = "facts"  # a client's status, sign-up date or holdings are others
    VANISHED = "vanished"  # the store knows it, the billing system has it no more
    OPEN = "open"  # known as closed, and open there
    CLOSED = "closed"  # known as open, and closed or gone there
    OWNER = "owner"  # the ticket is another client's
    UNREAD = "unread"  # somebody has written since it was read
    TAGS = "tags"  # its tags are not those decided
    UNREADABLE = "unreadable"  # the billing system's list makes no sense of it


def find_drift(run: Run) -> None:
    """Compare everything; what drifts is then in the store's lists, with its kind."""
    progress = run.progress
    list_holdings(run)
    progress.phase = Phase.CLIENTS
    _compare_clients(run)
    progress.phase = Phase.TICKETS
    _compare_tickets(run)
    progress.phase = Phase.LOOKS
    _confirm(run)


def drifting(run: Run) -> Iterator[Listed]:
    """Yield what drifts."""
    last: Subject | None = None
    while page := run.parts.store.listings.in_need(run.progress.run, Need.DRIFTS, after=last, limit=BATCH):
        yield from page
        last = page[-1].subject


def settle(run: Run) -> None:
    """Have whatever drifts looked at."""
    for page in _paged(run, Need.DRIFTS):
        needs = {one.subject: Need.LOOK for one in page}
        run.parts.store.listings.put_need(run.progress.run, needs, run.told())
    run.progress.phase = Phase.LOOKS
    run.progress.tried.pop(Phase.LOOKS, None)
    look(run)


def _paged(run: Run, need: Need) -> Iterator[Sequence[Listed]]:
    """Yield, page by page, what is in a need; whoever takes a page takes it out of that need."""
    while page := run.parts.store.listings.in_need(run.progress.run, need, limit=BATCH):
        yield page


# Suspicions -----------------------------------------------------------------------------------------------------


def _compare_clients(run: Run) -> None:
    listing, progress, store = run.listing, run.progress, run.parts.store
    pages = Pages(listing.list_clients, listing.page_size, run.pool, run.ahead)
    for page, after in pages.read(0):
        found = [*_clients(run, page.rows), *(_of_client(client, Drift.UNREADABLE) for client in page.unreadable)]
        progress.advance(Phase.CLIENTS, after, total=page.total)
        progress.count(Phase.CLIENTS, tried=page.taken)
        store.listings.add(progress.run, found, run.told())
        run.stepped()
    add_unlisted(run, Drift.VANISHED)


def _of_client(client: str, drift: Drift | None) -> Listed:
    return Listed(Subject(SubjectKind.CLIENT, client), Need.LOOK if drift else Need.NOTHING, drift or "")


def _clients(run: Run, heads: Sequence[ClientHead]) -> list[Listed]:
    ids = [head.id for head in heads]
    held = run.parts.store.listings.held_by(run.progress.run, ids)
    clients = {head.id: Client(head.id, head.status, head.signed_up, held[head.id]) for head in heads}
    known = run.parts.store.client_pages.known(ids)
    return [_of_client(one.id, _suspected(run, one, clients[one.id])) for one in known]


def _suspected(run: Run, known: Known, client: Client) -> Drift | None:
    since = run.progress.listed_since
    if known.read_at is None:
        return Drift.UNKNOWN
    if known.read_at > since:
        return None  # read after the lists began: they are older
    return Drift.FACTS if facts_of_client(client, known.facts, found=since, zone=run.parts.policy.zone) else None


def _compare_tickets(run: Run) -> None:
    progress, store = run.progress, run.parts.store
    ours = {tag.casefold() for tag in store.policies.vocabulary()}
    for heads in open_tickets(run):
        ids = [head.id for head in heads]
        rows = store.tickets.rows(ids)
        tags = run.listing.list_tags(ids) or {}
        found = [_of_ticket(head, _difference(run, head, rows.get(head.id), tags.get(head.id), ours)) for head in heads]
        store.listings.add(progress.run, found, run.told())
        run.stepped()
    closed = [Listed(one, Need.LOOK, Drift.CLOSED) for one in store.listings.unlisted(progress.run, SubjectKind.TICKET)]
    store.listings.add(progress.run, closed, run.told())


def _of_ticket(head: TicketHead, drift: Drift | None) -> Listed:
    subject = Subject(SubjectKind.TICKET, head.id)
    return Listed(subject, Need.LOOK if drift else Need.NOTHING, drift or "", head.client)


def _difference(
    run: Run, head: TicketHead, row: TicketRow | None, tags: frozenset[str] | None, ours: set[str]
) -> Drift | None:
    if row is None or row.policy is None:
        return Drift.UNKNOWN
    if not row.is_open:
        return Drift.OPEN
    if row.client != head.client:
        return Drift.OWNER
    decision = run.parts.store.decisions.last(Subject(SubjectKind.TICKET, head.id))
    if decision is None:
        return Drift.UNKNOWN
    wanted = {str(tag).casefold() for tag in json.loads(decision.document)["tags"]}
    if tags is not None and {tag.casefold() for tag in tags} & ours != wanted & ours:
        return Drift.TAGS
    seen = _last_seen(decision.inputs)
    is_read = seen is not None and head.last_message is not None and head.last_message <= seen
    return None if is_read else Drift.UNREAD


def _last_seen(inputs: str) -> datetime | None:
    """Return when the last message was written that a decision knew of, None: its inputs are not kept any more."""
    view: Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]] = json.loads(inputs) if inputs else {}
    times = [datetime.fromisoformat(message["at"]) for message in view.get("ticket", {}).get("messages", ())]
    return max(times, default=None)


# Certainty ------------------------------------------------------------------------------------------------------


def _confirm(run: Run) -> None:
    """Rehearse a look at each suspect; what is in hand anyway, or would come out as it is, is no drift."""
    progress, store = run.progress, run.parts.store
    progress.totals[Phase.LOOKS] = store.listings.count(progress.run, Need.LOOK)
    rehearsing = Rehearsing(run)
    for page in _paged(run, Need.LOOK):
        in_hand = store.agenda.in_hand([one.subject for one in page], run.parts.clock())
        suspects = [one for one in page if one.subject not in in_hand]
        differs = dict(zip((one.subject for one in suspects), run.pool.map(rehearsing.differs, suspects), strict=True))
        needs = {one.subject: _VERDICT[differs.get(one.subject, False)] for one in page}
        progress.count(Phase.LOOKS, tried=len(page), failed=sum(need is Need.FAILED for need in needs.values()))
        store.listings.put_need(progress.run, needs, run.told())
        run.stepped()


_VERDICT = {True: Need.DRIFTS, False: Need.DONE, None: Need.FAILED}
