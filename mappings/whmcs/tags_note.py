"""Tags where WHMCS's API has none: one private note on the ticket that lists them and is kept current.

The newest note in our form is what counts. A change writes the new one before it deletes the older, so that a crash
between the two leaves one too many and never none.
"""

import logging
from collections.abc import Iterable, Sequence

from bridge.billing import ChangeTags
from bridge.core.model import Note
from bridge.errors import BillingRefusedError
from mappings.whmcs.line import Call, Line

log = logging.getLogger(__name__)

_TITLE = "Support tags: "
_FOOT = "The support bridge keeps this note current; it replaces the note when the tags change."


def note_text(tags: Iterable[str]) -> str:
    return f"{_TITLE}{', '.join(sorted(tags))}\n\n{_FOOT}"


def tags_of(note: Note) -> frozenset[str]:
    listed = note.text.strip().splitlines()[0].removeprefix(_TITLE)
    return frozenset(tag for each in listed.split(",") if (tag := each.strip()))


def tags_notes(notes: Iterable[Note]) -> list[Note]:
    """Return the notes in our form, oldest first; one that somebody has edited is theirs."""
    return [note for note in notes if note.text.strip().startswith(_TITLE) and note.text.strip().endswith(_FOOT)]


def tags_in(notes: Iterable[Note]) -> frozenset[str]:
    """Return the tags that the newest of our notes lists."""
    kept = tags_notes(notes)
    return tags_of(kept[-1]) if kept else frozenset()


def keep_current(line: Line, command: ChangeTags, notes: Sequence[Note], *, deadline: float) -> None:
    """Make the ticket's tags note say ``command.wanted``; one that says so already is left alone."""
    kept = tags_notes(notes)
    if kept and command.wanted and tags_of(kept[-1]) == command.wanted:
        kept.pop()
    elif command.wanted:
        new = {"ticketid": int(command.ticket), "message": note_text(command.wanted)}
        line.tell(Call("AddTicketNote", new, command.key), deadline=deadline)
    for note in kept:
        _delete(line, note, command, deadline)


def _delete(line: Line, note: Note, command: ChangeTags, deadline: float) -> None:
    """Delete an outdated note; a refusal leaves a note too many, which is no reason to call the tags unwritten."""
    try:
        line.tell(Call("DeleteTicketNote", {"noteid": note.id}, command.key), deadline=deadline)
    except BillingRefusedError:
        log.warning("tags_note.left", extra={"ticket": command.ticket, "note": note.id})
