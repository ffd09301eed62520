"""What a decision about a ticket is made from: everything as it was read and known at one instant.

The same view, policy and instant give the same decision (L7). The edge fills a view in; the core only reads it.
"""

from dataclasses import dataclass
from datetime import datetime

from bridge.core.model import Client, Override, Quote, Stage, Ticket, Write, WriteState
from bridge.core.policy import AnswerFrom

_SURELY_SENT = (
    WriteState.DONE,
    WriteState.PARKED,
    WriteState.UNKNOWN,
    WriteState.SENDING,
    WriteState.REFUSED,
    WriteState.INTENDED,
    WriteState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A stretch [start, end) of the ticket's own timeline: its client's tier, or the guest's (L5)."""

    start: datetime | None
    end: datetime | None
    tier: str
    client: str | None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The ticket was closed, or opened again, at ``at``."""

    at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class StageChange:
    """The ticket's quote came to ``stage`` at ``at``."""

    at: datetime
    stage: Stage


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket and all that bears on it.

    ``writes`` are those of the ticket and of all tickets merged into it. ``client_replies`` are the instants of the
    last day's replies to this client on other tickets. ``removable`` are the tags that a policy the store has
    decided under can write (W1). ``overrides`` are the holds, sessions and pauses that may bear on it.
    """

    ticket: Ticket
    client: Client | None
    seats: tuple[Seat, ...]
    writes: tuple[Write, ...]
    answer_from: AnswerFrom
    statuses: tuple[StatusChange, ...] = ()
    stages: tuple[StageChange, ...] = ()
    quote: Quote | None = None
    overrides: tuple[Override, ...] = ()
    client_replies: tuple[datetime, ...] = ()
    removable: frozenset[str] = frozenset()

    def write(self, key: str) -> Write | None:
        """Return the write of that key; where tickets were merged, the one most surely sent, then the ticket's own."""
        found = [write for write in self.writes if write.key == key]
        if len(found) < 2:
            return found[0] if found else None
        return min(
            found, key=lambda write: (_SURELY_SENT.index(write.state), write.ticket != self.ticket.id, write.ticket)
        )

    def seat_at(self, instant: datetime) -> Seat:
        """Return the stretch that holds ``instant``."""
        return next(
            seat
            for seat in self.seats
            if (seat.start is None or seat.start <= instant) and (seat.end is None or instant < seat.end)
        )
