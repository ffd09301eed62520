"""What a decision asks to be written, and what it withholds. Keys say what a thing is (W3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bridge.core.model import Priority
from bridge.core.policy import QuoteLine

GUIDE_KEY = "guide"
CLARIFY_KEY = "clarify-"  # and a number, counted from 1
QUOTE_KEY = "quote"
DELIVERY_KEY = "quote-delivery"  # the billing system's own sending of the quote
QUOTE_SENT_KEY = "quote-sent"  # the reply that tells the customer
PRIORITY_KEY = "priority-"  # and a rung's name (W2)
NOTE_KEY = "note-"  # and a reason


class NoteReason(StrEnum):
    """Why a staff note is left; a ticket has one of each at most."""

    ABSTAINED = "abstained"  # the finder names no topic (S2)
    NONE_LEFT = "none-left"  # no text is left to send (L3)
    QUOTE = "quote"  # a quote was drafted (Q1)
    CAP = "cap"  # a reply is held back by a cap (W4)
    ANSWER_FROM = "answer-from"  # a reply or quote is withheld by answer-from (W7)


@dataclass(frozen=True, slots=True)
class SendReply:
    """Reply with the text named ``text``. ``after`` is the last message seen; ``source_digest`` the text's template."""

    key: str
    text: str
    after: int
    source_digest: str = ""


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Leave the staff note for ``reason``; ``data`` fills its text."""

    reason: NoteReason
    data: Mapping[str, object]

    @property
    def key(self) -> str:
        return NOTE_KEY + self.reason


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Draft the quote; ``valid_until`` is its last valid day (Q1)."""

    client: str
    lines: tuple[QuoteLine, ...]
    valid_until: date
    key: str = QUOTE_KEY


@dataclass(frozen=True, slots=True)
class DeliverQuote:
    quote: str
    key: str = DELIVERY_KEY


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Set the priority; ``is_so`` where the ticket has it already: it counts as set and nothing is called (W2)."""

    key: str
    priority: Priority
    is_so: bool


@dataclass(frozen=True, slots=True)
class SetTags:
    """The difference between the tags wanted and those present (W2)."""

    add: frozenset[str]
    remove: frozenset[str]
    wanted: frozenset[str]


Saying = SendReply | DraftQuote | DeliverQuote
Action = Saying | WriteNote | SetPriority | SetTags


@dataclass(frozen=True, slots=True)
class Withheld:
    """What would have been written but for ``rule``.

    ``until`` is when it may be written after all, None: nothing in time changes it. ``is_put_off``: it is still owed,
    and written when a cap, hold or pause ends (W4). ``note`` is the reason of the staff note it earns.
    """

    key: str
    rule: str
    why: str
    until: datetime | None = None
    is_put_off: bool = False
    note: NoteReason | None = None
