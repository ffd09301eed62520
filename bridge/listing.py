"""The port's second half: what a billing system lists, a page at a time, so that a client costs a fraction of a call.

A mapping's ``Billing`` that can be listed fulfils ``Listing`` too. Pages are cut out of a list that goes on changing:
rows move between them, one can be seen twice or not at all. So a row adds to what is known, but what a list does *not*
show is never more than a reason to look (``bridge.backfill``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar, runtime_checkable

from bridge.core.model import Holding

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of a list. ``taken`` rows of ``total`` (None: it does not say) stood on it, readable or not.

    ``unreadable`` are the ids of those (of a holding: of its client) that made no sense: they are looked at one by one.
    """

    rows: tuple[Row, ...]
    taken: int
    total: int | None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientHead:
    """All of a client that a timeline needs, but for its holdings."""

    id: str
    status: str
    signed_up: date | None


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A holding, and the client that holds it."""

    client: str
    holding: Holding


@dataclass(frozen=True, slots=True)
class TicketHead:
    """What the list of tickets says of one; its conversation is read one by one."""

    id: str
    client: str | None
    last_message: datetime | None


@runtime_checkable
class Listing(Protocol):
    """Lists of a billing system. Safe to call from several threads; raises BillingError by type, as ``Billing``."""

    page_size: int  # rows on a full page

    def limit(self, *, per_second: float, at_once: int) -> None:
        """Change how fast it may be asked, from now on, by everything that shares this connection."""
        ...

    def list_clients(self, start: int) -> Page[ClientHead]:
        """Return the clients from the ``start``-th on, by id."""
        ...

    def list_holdings(self, start: int) -> Page[HeldBy]:
        """Return the holdings from the ``start``-th on, but for those that hang on another (``list_attached``)."""
        ...

    def list_attached(self, names: Sequence[str]) -> Page[HeldBy]:
        """Return the holdings that hang on those named, in one call: keep it to a thousand names."""
        ...

    def open_statuses(self) -> Sequence[str]:
        """Return the statuses in which a ticket is open (L2)."""
        ...

    def list_tickets(self, status: str, start: int) -> Page[TicketHead]:
        """Return the tickets in a status from the ``start``-th on, the one last written on first."""
        ...

    def list_tags(self, tickets: Sequence[str]) -> Mapping[str, frozenset[str]] | None:
        """Return the tags of tickets, those that are gone left out; None: they cannot be listed."""
        ...
