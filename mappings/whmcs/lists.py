"""What WHMCS lists, the same for both transports: clients, what they hold, open tickets.

GetClients and GetClientsProducts take pages, without a client they give everybody's; GetClientsAddons takes none, so
its rows are asked for by the services they hang on (a comma list). GetTickets shows what was written on last first, so
an answered ticket jumps to the front while its list is being read; what each caller does about that is its own affair.
Rows are read by hand here: a schema costs ten times as much, and there are a hundred thousand of them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import TypeVar

from bridge.billing import Connection
from bridge.core.model import Holding
from bridge.listing import ClientHead, HeldBy, Page, TicketHead
from mappings.whmcs import nouns, words
from mappings.whmcs.line import Line, readable
from mappings.whmcs.rows import maybe_id, number, some_id
from mappings.whmcs.shapes import Answer, UnreadableError, day, moment, nested, rows, text
from mappings.whmcs.words import ADDON, PRODUCT, identifier

Row = TypeVar("Row")

PAGE = 100  # the vendor names no upper bound; published clients keep under 250


class Listed:
    """Fulfils ``bridge.listing.Listing`` for whoever has a line."""

    page_size = PAGE
    _line: Line
    _shop: Connection

    def limit(self, *, per_second: float, at_once: int) -> None:
        self._line.limit(per_second=per_second, at_once=at_once)

    def list_clients(self, start: int) -> Page[ClientHead]:
        # Before 8.2 there is no orderby; the default order then is by name, which moves no faster.
        asked = {"limitstart": start, "limitnum": PAGE, "sorting": "ASC", "orderby": "id"}
        with readable("GetClients"):
            answer = nested(self._line.ask("GetClients", asked))
            return _page(answer, rows(answer, "clients", "client"), _client, whose="id")

    def list_holdings(self, start: int) -> Page[HeldBy]:
        with readable("GetClientsProducts"):
            answer = nested(self._line.ask("GetClientsProducts", {"limitstart": start, "limitnum": PAGE}))
            return _page(answer, rows(answer, "products", "product"), _product, whose="clientid")

    def list_attached(self, names: Sequence[str]) -> Page[HeldBy]:
        services = ",".join(name.removeprefix(PRODUCT) for name in names if name.startswith(PRODUCT))
        if not services:
            return Page((), 0, 0)
        with readable("GetClientsAddons"):
            answer = nested(self._line.ask("GetClientsAddons", {"serviceid": services}))
            return _page(answer, rows(answer, "addons", "addon"), _addon, whose="userid")

    def open_statuses(self) -> Sequence[str]:
        with readable("GetSupportStatuses"):
            answer = self._line.ask("GetSupportStatuses")
            titles = [text(row.get("title")) for row in rows(answer, "statuses", "status")]
            if not titles:
                raise UnreadableError("statuses: none were listed")
            return [title for title in titles if not words.is_closed(title)]

    def list_tickets(self, status: str, start: int) -> Page[TicketHead]:
        # Without ignore_dept_assignments only the departments of the API's own admin are listed.
        asked = {"limitstart": start, "limitnum": PAGE, "status": status, "ignore_dept_assignments": True}
        with readable("GetTickets"):
            answer = nested(self._line.ask("GetTickets", asked))
            return _page(answer, rows(answer, "tickets", "ticket"), self._ticket, whose="id")

    def _ticket(self, row: Answer) -> TicketHead:
        local = moment(row.get("lastreply"))
        last = None if local is None else local.replace(tzinfo=local.tzinfo or self._shop.zone).astimezone(UTC)
        return TicketHead(some_id(row.get("id", row.get("ticketid"))), maybe_id(row.get("userid") or 0), last)

    def list_tags(self, tickets: Sequence[str]) -> Mapping[str, frozenset[str]] | None:  # noqa: ARG002 - the port's
        """Return None: WHMCS's own API knows no tags."""
        return None


def _page(answer: Answer, found: Sequence[Answer], make: Callable[[Answer], Row], *, whose: str) -> Page[Row]:
    """Make a page of rows; one that makes no sense is named by the id under ``whose``, if it has at least that."""
    made: list[Row] = []
    unreadable: list[str] = []
    for row in found:
        try:
            made.append(make(row))
        except UnreadableError:
            unreadable.append(some_id(row.get(whose)))
    total = number(answer["totalresults"]) if "totalresults" in answer else None
    return Page(tuple(made), len(found), total, tuple(unreadable))


def _client(row: Answer) -> ClientHead:
    return ClientHead(some_id(row.get("id")), _status(row), day(row.get("datecreated")))


def _product(row: Answer) -> HeldBy:
    held = Holding(
        PRODUCT + some_id(row.get("id")), PRODUCT + some_id(row.get("pid")), _status(row), day(row.get("regdate"))
    )
    return HeldBy(some_id(row.get("clientid")), held)


def _addon(row: Answer) -> HeldBy:
    kind = identifier(row.get("addonid")) or "0"  # 0: made for this client alone
    held = Holding(ADDON + some_id(row.get("id")), ADDON + kind, _status(row), day(row.get("regdate")))
    return HeldBy(some_id(row.get("userid", row.get("clientid"))), held)


def _status(row: Answer) -> str:
    found = text(row.get("status"))
    if not found:
        raise UnreadableError("status: missing")
    return found


def tags_of(answer: Answer) -> Mapping[str, frozenset[str]] | None:
    """Return what the addon says to many tickets at once; None: it is one that answers for one ticket only."""
    match answer.get("tags_of"):
        case dict() as listed:
            return {some_id(ticket): nouns.tags(tags) or frozenset() for ticket, tags in listed.items()}
        case [] | "":
            return {}
        case _:
            return None
