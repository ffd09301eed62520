"""Clients from lists: what they hold first, then the clients a page at a time, each taken in with what it holds.

A client costs a fraction of a call, and ends as a look would have left it: facts, tier, next look. What a list would
take away (a holding it does not show) or cannot tell (a row that makes no sense, a known client that is on no page)
it only gives a reason to look for: rows move while they are read.
"""

from collections.abc import Mapping, Sequence
from itertools import islice

from bridge.backfill.paging import Pages
from bridge.backfill.progress import Phase
from bridge.backfill.receipts import Receipt, of_client
from bridge.backfill.running import Run
from bridge.core.facts import facts_of_client
from bridge.core.model import About, Client, Fact, Source, Subject, SubjectKind
from bridge.listing import ClientHead, HeldBy, Page
from bridge.reconcile.clients import standing
from bridge.store.client_pages import Known, Settled, Taken
from bridge.store.listings import UNREADABLE, Listed, Need
from bridge.store.rehearsal import in_order

PAGES_A_STEP = 10  # of holdings: what hangs on a thousand of them is asked for in one call
MISSING = "not listed"
LESS = "holds less than it did"


def list_holdings(run: Run) -> None:
    """Have all holdings wait for their clients; those that hang on others are asked for a thousand at a time."""
    listing, progress = run.listing, run.progress
    pages = Pages(listing.list_holdings, listing.page_size, run.pool, run.ahead)
    reading = pages.read(progress.cursors.get(Phase.HOLDINGS, 0))
    while step := list(islice(reading, PAGES_A_STEP)):
        found = [page for page, _ in step]
        names = [row.holding.name for page in found for row in page.rows]
        found.append(run.listing.list_attached(names))
        progress.advance(Phase.HOLDINGS, step[-1][1], total=step[-1][0].total)
        _keep(run, found)
        run.stepped()


def _keep(run: Run, found: Sequence[Page[HeldBy]]) -> None:
    rows = list({row.holding.name: row for page in found for row in page.rows}.values())
    unreadable = list(dict.fromkeys(client for page in found for client in page.unreadable))
    run.progress.count(Phase.HOLDINGS, tried=sum(page.taken for page in found), failed=len(unreadable))
    run.parts.store.listings.add_holdings(run.progress.run, rows, unreadable, run.told())


def take_clients_in(run: Run) -> None:
    """Take in the clients, page by page; then find those that are known and were on none."""
    listing, progress = run.listing, run.progress
    pages = Pages(listing.list_clients, listing.page_size, run.pool, run.ahead)
    for page, after in pages.read(progress.cursors.get(Phase.CLIENTS, 0)):
        progress.advance(Phase.CLIENTS, after, total=page.total)
        progress.count(Phase.CLIENTS, tried=page.taken, failed=len(page.unreadable))
        _take_in(run, page)
        run.stepped()
    add_unlisted(run, MISSING)


def add_unlisted(run: Run, why: str) -> None:
    """Have the clients looked at that are known, not as gone, and were on no page."""
    store = run.parts.store
    found = store.listings.unlisted(run.progress.run, SubjectKind.CLIENT)
    missing = (Listed(subject, Need.LOOK, why) for subject in found if not _is_gone(store.facts.of(subject)))
    while page := list(islice(missing, 1000)):
        store.listings.add(run.progress.run, page, run.told())


def _is_gone(facts: Sequence[Fact]) -> bool:
    said = [fact.value for fact in facts if fact.about is About.GONE and fact.source is Source.READING]
    return bool(said) and said[-1] == "yes"


def _take_in(run: Run, page: Page[ClientHead]) -> None:
    store, name = run.parts.store, run.progress.run
    heads = {head.id: head for head in page.rows}
    held = store.listings.held_by(name, list(heads))
    clients = {id_: Client(id_, head.status, head.signed_up, held[id_]) for id_, head in heads.items()}
    taking = _Taking(run, clients, page.unreadable)
    if run.progress.writes:
        store.client_pages.settle(list(heads), run.progress.listed_since, taking.settle, taking.taken)
    else:
        known = store.client_pages.known(list(heads))
        fresh = (one for one in known if one.read_at is None or one.read_at <= run.progress.listed_since)
        also = taking.taken([(one, settled) for one in fresh if (settled := taking.settle(one))])
        store.listings.add(name, also.listed, also.progress)


class _Taking:
    """A page of clients being taken in."""

    def __init__(self, run: Run, clients: Mapping[str, Client], unreadable: Sequence[str]) -> None:
        self._run = run
        self._clients = clients
        self._needs = dict.fromkeys(unreadable, UNREADABLE)

    def settle(self, known: Known) -> Settled | None:
        """Decide about a client as listed; None: nothing is new, or it needs a look of its own."""
        parts, since = self._run.parts, self._run.progress.listed_since
        new = in_order(
            known.facts,
            facts_of_client(self._clients[known.id], known.facts, found=since, zone=parts.policy.zone),
        )
        if any(fact.about is About.HOLDING and not fact.value for fact in new):
            self._needs[known.id] = LESS
            return None
        here = standing(known.id, (*known.facts, *new), known.overrides, parts.policy, parts.clock())
        if not new and known.row is not None and known.row.timeline_digest == here.row.timeline_digest:
            return None
        stale = tuple(ticket for ticket, digest in known.tickets.items() if digest != here.row.timeline_digest)
        return Settled(new, here.row, here.due, here.urgency, stale)

    def taken(self, found: Sequence[tuple[Known, Settled]]) -> Taken:
        """Write the page's receipts, and return what is committed with it."""
        run = self._run
        run.receipts.take([_receipt(known, settled) for known, settled in found])
        listed = [
            Listed(Subject(SubjectKind.CLIENT, id_), Need.LOOK if id_ in self._needs else Need.NOTHING, why)
            for id_, why in (dict.fromkeys(self._clients, "") | self._needs).items()
        ]
        stale = [Subject(SubjectKind.TICKET, ticket) for _, settled in found for ticket in settled.stale]
        listed += [Listed(ticket, Need.LOOK, "its client's tier") for ticket in stale]
        return Taken(run.progress.run, listed, run.told())


def _receipt(known: Known, settled: Settled) -> Receipt:
    was = known.row.tier if known.row else None
    return of_client(known.id, was=was, tier=settled.row.tier, new=settled.new, looks=settled.stale)
