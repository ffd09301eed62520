"""What a reading shows to have been done: how an unknown outcome is settled, and why nothing is said twice.

The same look serves an attempt that got no answer, a crash while sending, and a store that was restored from an old
backup: what is on the ticket was written, whatever our records say (W3, W4).
"""

from dataclasses import dataclass
from typing import assert_never

from bridge.billing import Billing, ChangePriority, ChangeTags, Command, CreateQuote, PostNote, PostReply, SendQuote
from bridge.core.conversation import found_reply
from bridge.core.folding import digest
from bridge.core.model import Stage
from bridge.core.view import TicketView


@dataclass(frozen=True, slots=True)
class Evidence:
    """It is done: ``message`` is the reply's id, ``quote`` the quote's, where there is one."""

    message: int | None = None
    quote: str | None = None


def evidence(command: Command, view: TicketView, billing: Billing) -> Evidence | None:
    """Return what shows that ``command`` was carried out; None: nothing does."""
    match command:
        case PostReply():
            message = found_reply(view.ticket.messages, digest(command.text))
            return Evidence(message=message.id) if message else None
        case PostNote():
            same = digest(command.text)
            is_done = any(digest(note.text) == same for note in view.ticket.notes)
        case ChangePriority():
            is_done = view.ticket.priority is command.priority
        case SendQuote():
            is_done = view.quote is not None and view.quote.stage is not Stage.DRAFT
        case CreateQuote():
            quotes = billing.find_quotes(command.client, command.subject)
            return Evidence(quote=quotes[0].id) if quotes else None
        case ChangeTags():  # read anew at every look
            is_done = False
        case _:
            assert_never(command)
    return Evidence() if is_done else None
