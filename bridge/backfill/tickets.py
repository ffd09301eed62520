"""Which tickets are open: listed by status, and those known as open that no list shows.

A ticket that is written on while its list is read jumps to the front and can be passed over. So the front is read once
more at the end, down to what was the newest at the beginning.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from bridge.backfill.paging import Pages, patiently
from bridge.backfill.progress import Phase
from bridge.backfill.running import Run
from bridge.core.model import Subject, SubjectKind
from bridge.listing import TicketHead
from bridge.store.listings import Listed, Need

MISSING = "not listed as open"


def list_open_tickets(run: Run) -> None:
    """Have every open ticket wait for its look, in one go: a hundred cost a call, so it begins anew after a kill."""
    for heads in open_tickets(run):
        run.parts.store.listings.add(run.progress.run, map(_to_be_looked_at, heads), run.told())
        run.stepped()
    missing = run.parts.store.listings.unlisted(run.progress.run, SubjectKind.TICKET)
    run.parts.store.listings.add(run.progress.run, [Listed(one, Need.LOOK, MISSING) for one in missing], run.told())


def _to_be_looked_at(head: TicketHead) -> Listed:
    return Listed(Subject(SubjectKind.TICKET, head.id), Need.LOOK, client=head.client)


def open_tickets(run: Run) -> Iterator[Sequence[TicketHead]]:
    """Yield the open tickets by the page; some of them twice."""
    statuses = patiently(lambda _: run.listing.open_statuses(), 0)
    newest = {status: _newest(run, status) for status in statuses}
    run.progress.totals[Phase.TICKETS] = sum(total for total, _ in newest.values())
    for status in statuses:
        for heads in _pages(run, status):
            run.progress.count(Phase.TICKETS, tried=len(heads))
            yield heads
    yield from _written_on_since(run, {status: at for status, (_, at) in newest.items()})


def _newest(run: Run, status: str) -> tuple[int, datetime | None]:
    """Return how many tickets a status has, and when the newest of them was written on."""
    page = patiently(partial(run.listing.list_tickets, status), 0)
    times = [head.last_message for head in page.rows if head.last_message is not None]
    return page.total or page.taken, max(times, default=None)


def _pages(run: Run, status: str) -> Iterator[Sequence[TicketHead]]:
    pages = Pages(partial(run.listing.list_tickets, status), run.listing.page_size, run.pool, run.ahead)
    for page, _ in pages.read(0):
        unreadable = [TicketHead(id_, None, None) for id_ in page.unreadable]
        yield (*page.rows, *unreadable)


def _written_on_since(run: Run, newest: Mapping[str, datetime | None]) -> Iterator[Sequence[TicketHead]]:
    """Yield the front of each status once more, down to what nobody has written on since the beginning."""
    times = [at for at in newest.values() if at is not None]
    for status in newest:
        for heads in _pages(run, status):
            yield heads
            last = heads[-1].last_message if heads else None
            if last is None or (times and last <= max(times)):
                break
