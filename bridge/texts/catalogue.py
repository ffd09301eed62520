"""The texts that the bridge knows, and what each may name: the tables that ``bridge check`` and the docs go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bridge.core.actions import NoteReason
from bridge.texts import safe

Names = dict[str, frozenset[str]]  # a table and its names; a name that stands for itself has none


@dataclass(frozen=True, slots=True)
class Links:
    """Pages that a reply may point to; "" where the admin has none."""

    schedule: str = ""
    policy: str = ""
    professional: str = ""


GUIDE = "guide"
QUOTE_SENT = "quote-sent"

_EVERY_REPLY: Names = {
    "client": frozenset({"first_name"}),
    "ticket": frozenset({"number", "subject"}),
    "links": frozenset({"schedule", "policy", "professional"}),
    "tier": frozenset(),
}
_GUIDE: Names = {"guide": frozenset({"title", "url", "text"})}
_QUOTE: Names = {"quote": frozenset({"number", "valid_until"})}

CLARIFICATION: Names = _EVERY_REPLY | _GUIDE
REPLIES: Mapping[str, Names] = {GUIDE: CLARIFICATION, QUOTE_SENT: _EVERY_REPLY | _QUOTE}

NOTES: Mapping[NoteReason, Names] = {
    NoteReason.ABSTAINED: {"candidates": frozenset(), "why": frozenset()},  # a list of {"topic", "score"}
    NoteReason.NONE_LEFT: {"topic": frozenset(), "sent": frozenset()},  # sent: a list of the keys of W3
    NoteReason.QUOTE: _QUOTE | {"topic": frozenset(), "is_sent": frozenset()},
    NoteReason.CAP: {"withheld": frozenset(), "why": frozenset()},
    NoteReason.ANSWER_FROM: {"withheld": frozenset(), "why": frozenset()},
}

# What came from a customer's keyboard is made harmless before a reply may name it; the rest is the admin's or ours.
CLEANING: Mapping[str, Callable[[str], str]] = {
    "client.first_name": safe.name,
    "ticket.number": safe.line,
    "ticket.subject": safe.line,
}

# The longest that can come, so that a text which fits these fits always: no character is longer once harmless.
_LONGEST_CHARACTER = "\U0003134a"  # nine: a reference of six digits, and those of more are not seen
LONGEST_SAMPLES: Mapping[str, object] = {
    "client": {"first_name": _LONGEST_CHARACTER * safe.LONGEST_NAME},
    "ticket": {"number": "ABC-123456", "subject": _LONGEST_CHARACTER * safe.LONGEST_LINE},
    "tier": "best-effort",
    "guide": {"title": "A guide", "url": "https://example.com/guide", "text": "Do this, then that."},
    "quote": {"number": "1234", "valid_until": "2026-03-15"},
    "candidates": [{"topic": "topic-name", "score": 1.25}] * 3,
    "why": _LONGEST_CHARACTER * safe.LONGEST_LINE,
    "topic": "topic-name",
    "sent": ["guide", "clarify-1", "clarify-2"],
    "withheld": "guide",
    "is_sent": True,
}
