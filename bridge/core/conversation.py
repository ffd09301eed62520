"""A ticket's messages as the ladder sees them: who asked, who answered, in order, machines left out.

Two things are mended here that reading alone gets wrong. A reply of ours may be shown under another name: it is known
by its text. A reply of ours may be missing from what was read (deleted, moved, a stale read): what was sent stays sent
and still counts as an answer, at the place where it was given (L2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bridge.core.folding import digest
from bridge.core.model import Author, Message, Write, WriteKind, WriteState
from bridge.core.reading import Reader
from bridge.core.view import TicketView


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the conversation; ``text`` only of customers."""

    at: datetime
    author: Author
    id: int
    text: str = field(default="", repr=False)


def conversation(view: TicketView, reader: Reader) -> tuple[Said, ...]:
    """Return what customers, staff and the bridge said, in order; robots and automatic messages left out (L6, W4)."""
    messages = recognised(view.ticket.messages, view.writes)
    turns = [
        Said(message.at, message.author, message.id, message.text)
        for message in messages
        if message.author is not Author.ROBOT
        and not (message.author is Author.CUSTOMER and reader.is_automatic(view.ticket.subject, message))
    ]
    for write in _missing(messages, view.writes):
        turns.insert(_place(turns, write), Said(write.at, Author.BRIDGE, write.after))
    return tuple(turns)


def recognised(messages: Sequence[Message], writes: Sequence[Write]) -> tuple[Message, ...]:
    """Return the messages in order of time (within one second by id), our own replies marked as the bridge's."""
    ours = {write.digest for write in writes if write.kind is WriteKind.REPLY and write.may_have_been_sent}
    found = {write.message for write in writes if write.message is not None}

    def authored(message: Message) -> Message:
        is_ours = message.author is Author.STAFF and (message.id in found or digest(message.text) in ours)
        return replace(message, author=Author.BRIDGE) if is_ours else message

    in_turn = sorted(dict.fromkeys(messages), key=lambda message: (message.at.replace(microsecond=0), message.id))
    return tuple(map(authored, in_turn))


def found_reply(messages: Sequence[Message], text_digest: str) -> Message | None:
    """Return the message from our side with this text; None where it is not to be seen."""
    return next(
        (
            message
            for message in messages
            if message.author in {Author.BRIDGE, Author.STAFF} and digest(message.text) == text_digest
        ),
        None,
    )


def unrecorded(messages: Sequence[Message], writes: Sequence[Write]) -> Iterator[Message]:
    """Yield the bridge's messages of which no write tells: sent after the backup from which a store was restored."""
    known, ids = {write.digest for write in writes}, {write.message for write in writes}
    for message in messages:
        if message.author is Author.BRIDGE and message.id not in ids and digest(message.text) not in known:
            yield message


def _missing(messages: Sequence[Message], writes: Sequence[Write]) -> Iterator[Write]:
    """Yield the replies that were sent and are not among the messages, oldest first."""
    sent = [write for write in writes if write.kind is WriteKind.REPLY and write.state is WriteState.DONE]
    ids = {message.id for message in messages}
    unseen = [write for write in sent if write.message not in ids]
    texts = {digest(message.text) for message in messages if message.author is Author.BRIDGE} if unseen else set()
    yield from sorted((write for write in unseen if write.digest not in texts), key=lambda write: write.at)


def _place(turns: Sequence[Said], write: Write) -> int:
    """Return the index just behind the last turn that the bridge had seen when it wrote."""
    seen = [index for index, turn in enumerate(turns) if turn.id <= write.after]
    return seen[-1] + 1 if seen else 0
