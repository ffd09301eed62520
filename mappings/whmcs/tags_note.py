"""Tags where there is nowhere to write them: one private note on the ticket that lists them and is kept current.

The newest note in our form is what counts. A change writes the new one before it deletes the older, so that a crash
between the two leaves one too many and never none.
"""

import logging
from collections.abc import Iterable, Sequence

from bridge.billing import ChangeTags, Connection, Receipt
from bridge.core.model import Note
from bridge.errors import BillingRefusedError
from mappings.whmcs.line import Call, Line, readable
from mappings.whmcs.lookups import ticket_notes

log = logging.getLogger(__name__)

_TITLE = "Support tags: "
_FOOT = "The support bridge keeps this note current; it replaces the note when the tags change."

_LONGEST_KEY = 128


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


def keep_tags_note(line: Line, shop: Connection, command: ChangeTags, *, reading: str, deadline: float) -> Receipt:
    """Make the ticket's tags note say what is wanted, where the shop wants one; ``reading`` is what reads a ticket."""
    if not shop.tags_in_note:
        return Receipt()
    with readable(reading):
        answer = line.ask(reading, {"ticketid": int(command.ticket)}, deadline=deadline)
        notes = ticket_notes(line, shop, answer, deadline=deadline)
    _replace(line, command, notes, deadline)
    return Receipt(tags=command.wanted)


def _replace(line: Line, command: ChangeTags, notes: Sequence[Note], deadline: float) -> None:
    """Write the note that is wanted, unless it stands there, and delete ours beside it."""
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
    key = f"{command.key}-{note.id}"[-_LONGEST_KEY:]
    try:
        line.tell(Call("DeleteTicketNote", {"noteid": note.id}, key), deadline=deadline)
    except BillingRefusedError:
        log.warning("tags_note.left", extra={"ticket": command.ticket, "note": note.id})
