"""From what a decision asks for to the command that does it, with its text; and that command as a record.

A command is recorded before it is sent (``payload``), so that a second attempt sends the very same thing, whatever has
changed in between. Idempotency keys are made here: one for each thing that is said once, a fresh one for tags.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, assert_never

from bridge.billing import ChangePriority, ChangeTags, Command, CreateQuote, PostNote, PostReply, SendQuote
from bridge.core.actions import DeliverQuote, DraftQuote, SendReply, SetPriority, SetTags, WriteNote
from bridge.core.decision import Decision
from bridge.core.folding import digest
from bridge.core.model import Priority, WriteKind
from bridge.core.policy import Policy, QuoteLine
from bridge.core.view import TicketView
from bridge.texts import Texts

Once = SendReply | WriteNote | DraftQuote | DeliverQuote | SetPriority


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A command ready to be sent, with what will recognise it: the folded text's digest, and the text's source."""

    key: str
    kind: WriteKind
    command: Command
    digest: str = ""
    source: str = ""
    source_digest: str = ""
    after: int = 0


def outgoing(
    action: Once, view: TicketView, decision: Decision, policy: Policy, texts: Texts, now: datetime
) -> Outgoing:
    """Return the command that carries out an action that is done once, ever (W3)."""
    ticket = view.ticket
    name = _idempotency_key(view, action.key)
    match action:
        case SendReply():
            text = texts.reply(action.text, _language(view), _reply_values(view, decision, policy))
            command = PostReply(name, ticket.id, text, ticket.status)
            return Outgoing(
                action.key, WriteKind.REPLY, command, digest(text), action.text, action.source_digest, action.after
            )
        case WriteNote():
            text = texts.note(action.reason, action.data)
            return Outgoing(action.key, WriteKind.NOTE, PostNote(name, ticket.id, text), digest(text))
        case DraftQuote():
            today = now.astimezone(policy.zone).date()
            subject = quote_subject(ticket.number or ticket.id)
            draft = CreateQuote(name, action.client, subject, action.lines, action.valid_until, today)
            return Outgoing(action.key, WriteKind.QUOTE, draft)
        case DeliverQuote():
            return Outgoing(action.key, WriteKind.DELIVERY, SendQuote(name, action.quote))
        case SetPriority():
            return Outgoing(action.key, WriteKind.PRIORITY, ChangePriority(name, ticket.id, action.priority))
        case _:
            assert_never(action)


def _idempotency_key(view: TicketView, key: str) -> str:
    """Return the key of what is said once; what a person has sent anew has another, lest a refusal be repeated."""
    own = (write for write in view.writes if (write.ticket, write.key) == (view.ticket.id, key))
    generation = next((write.generation for write in own), 0)
    return f"t{view.ticket.id}-{key}" + (f"-again-{generation}" if generation else "")


def quote_subject(number: str) -> str:
    """Return the subject that a ticket's quote has: it can be found again by it, and a ticket has one at most (Q4)."""
    return f"Assistance with ticket #{number}"


def tag_command(action: SetTags, ticket: str) -> ChangeTags:
    """Return the command that changes tags: done as often as wanted, so every attempt has a key of its own."""
    return ChangeTags(f"tags-{uuid.uuid4().hex}", ticket, action.add, action.remove, action.wanted)


def _language(view: TicketView) -> str:
    return view.client.language if view.client else ""


def _reply_values(view: TicketView, decision: Decision, policy: Policy) -> Mapping[str, object]:
    guide = policy.topics[decision.topic].guide if decision.topic else None
    quote = view.quote
    return {
        "client": {"first_name": view.client.first_name if view.client else ""},
        "ticket": {"number": view.ticket.number, "subject": view.ticket.subject},
        "tier": decision.tier,
        "guide": asdict(guide) if guide else {},
        "quote": {"number": quote.id, "valid_until": quote.valid_until} if quote else {},
    }


# Records of commands ------------------------------------------------------------------------------------------


def payload_of(command: Command) -> dict[str, object]:
    """Return a command as plain JSON values; ``command_from`` brings it back."""
    plain: dict[str, object] = json.loads(json.dumps(asdict(command), default=_plain))
    return plain


def command_from(kind: WriteKind, payload: Mapping[str, Any]) -> Command:
    """Return the command that was recorded for a write of ``kind``."""
    values = dict(payload)
    match kind:
        case WriteKind.REPLY:
            return PostReply(**values)
        case WriteKind.NOTE:
            return PostNote(**values)
        case WriteKind.DELIVERY:
            return SendQuote(**values)
        case WriteKind.PRIORITY:
            return ChangePriority(**{**values, "priority": Priority(values["priority"])})
        case WriteKind.QUOTE:
            lines = tuple(QuoteLine(**line) for line in values["lines"])
            days = {name: date.fromisoformat(values[name]) for name in ("valid_until", "today")}
            return CreateQuote(**{**values, **days, "lines": lines})
        case WriteKind.TAGS:
            names = {name: frozenset(values[name]) for name in ("add", "remove", "wanted")}
            return ChangeTags(**{**values, **names})
        case _:
            assert_never(kind)


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case _:
            raise TypeError(f"a command holds a {type(value).__name__}, which has no place in a record")
