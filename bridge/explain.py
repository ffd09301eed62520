"""Who is entitled to what and how far a ticket has climbed, as documents: the read API and ``bridge explain`` alike.

Everything comes from the store; the billing system is only asked, through the agenda, for a subject never read before.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bridge.clock import Clock
from bridge.core.chronicle import Gone
from bridge.core.entitlement import Entitlement, entitlement
from bridge.core.model import About, Subject, SubjectKind, Write
from bridge.core.policy import Policy
from bridge.core.timeline import timeline
from bridge.instants import show_instant
from bridge.store import Store
from bridge.store.erasing import PERSONAL

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TicketGone:
    """The ticket was merged into ``survivor``, which has its story now, or deleted (None)."""

    survivor: str | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What was known was erased at ``since``, and nothing has been learned again."""

    since: datetime
    survivor: str | None = None  # as of one that is gone


@dataclass(frozen=True, slots=True)
class Explain:
    """Answers about clients and tickets. ``seek`` is asked to have a subject read that the store does not know yet."""

    store: Store
    policy: Policy
    clock: Clock
    seek: Callable[[Subject], None]

    def client(self, client_id: str, at: datetime | None, as_known: datetime | None) -> Document | Gone | Erased | None:
        """Return the tier answer for a client (T6); Gone where it was merged or deleted; None: never heard of."""
        subject = Subject(SubjectKind.CLIENT, client_id)
        facts = self.store.facts.of(subject)
        erased = self._erased(subject, is_known=any(fact.about in PERSONAL for fact in facts))
        if erased:
            return erased
        if not facts:
            self.seek(subject)
            facts = self.store.facts.of(subject)
        now = self.clock()
        overrides = self.store.overrides.of([subject])
        line = timeline(facts, overrides, self.policy, as_known=as_known)
        if line.gone is not None:
            return line.gone if line.signed_up or self._was_client(subject) else None
        if not facts:
            return None
        answer = entitlement(line, overrides, self.policy, at=at or now, as_known=as_known)
        return self._client_document(client_id, answer, as_known or now)

    def _was_client(self, subject: Subject) -> bool:
        return any(fact.about != "gone" for fact in self.store.facts.of(subject))

    def _client_document(self, client_id: str, answer: Entitlement, as_known: datetime) -> Document:
        return {
            "client": int(client_id),
            "at": self._shown(answer.at),
            "as_known": self._shown(as_known),
            "tier": answer.tier,
            "until": self._shown(answer.until),
            "channels_until": self._shown(answer.channels_until),
            "opens_at": self._shown(answer.opens_at),
            "channels": {str(channel): str(access) for channel, access in answer.channels.items()},
            "plans": list(answer.plans),
            "courtesy": answer.courtesy,
            "because": [reason.document() for reason in answer.because],
            "timeline": [
                {"from": self._shown(segment.start), "until": self._shown(segment.end), "tier": segment.tier}
                for segment in answer.timeline.segments
            ],
        }

    def ticket(self, ticket_id: str) -> Document | TicketGone | Erased | None:
        """Return where a ticket stands, as last decided, with its writes as they are now; None: never heard of it."""
        subject = Subject(SubjectKind.TICKET, ticket_id)
        last = self.store.decisions.last(subject)
        erased = self._erased(subject, is_known=last is not None)
        if erased:
            return erased
        if last is None:
            self.seek(subject)
            last = self.store.decisions.last(subject)
        row = self.store.tickets.row(ticket_id)
        if row is not None and row.merged_into is not None:
            return TicketGone(row.merged_into)
        if last is None:
            return None
        if self._is_gone(subject):
            return TicketGone(None)
        document: dict[str, object] = json.loads(last.document)
        writes = self.store.writes.of(self.store.tickets.family(ticket_id))
        document["writes"] = [self._write(write) for write in writes]
        document["decided_at"] = self._shown(last.at)
        return document

    def _erased(self, subject: Subject, *, is_known: bool) -> Erased | None:
        """Return when a subject was erased, unless it was learned again: then it is no longer true."""
        since = None if is_known else self.store.erasing.erased_at(subject)
        return Erased(since) if since else None

    def _is_gone(self, subject: Subject) -> bool:
        """Tell whether the last reading did not find it any more."""
        told = [fact.value for fact in self.store.facts.of(subject) if fact.about is About.GONE]
        return bool(told) and told[-1] == "yes"

    def _write(self, write: Write) -> Document:
        return {
            "key": write.key,
            "kind": write.kind,
            "state": write.state,
            "at": self._shown(write.at),
            "error": write.error,
        }

    def _shown(self, instant: datetime | None) -> str | None:
        return show_instant(instant, self.policy.zone) if instant else None
