"""Who is entitled to what and how far a ticket has climbed, as documents: the read API and ``bridge explain`` alike.

Everything comes from the store; the billing system is only asked, through the agenda, for a subject never read before.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bridge.clock import Clock
from bridge.core.because import Reason
from bridge.core.chronicle import Gone
from bridge.core.entitlement import Entitlement, entitlement
from bridge.core.model import About, Override, Subject, SubjectKind, Write
from bridge.core.policy import Policy
from bridge.core.reading import Score
from bridge.core.timeline import timeline
from bridge.core.whynot import Case, WhyNot, why_no_topic, why_not
from bridge.instants import show_instant
from bridge.store import Store
from bridge.store.erasing import PERSONAL
from bridge.store.write_rows import VerdictRecord

Document = Mapping[str, object]

_INSTANTS = frozenset({"from", "learned", "opens_at", "since", "until"})  # of a reason's data, where it is no bare date


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
        case = Case(facts, overrides, self.policy, answer.at, as_known)
        return {
            **self._client_document(client_id, answer, as_known or now),
            "why_not": [self._why_not(one) for one in why_not(case)],
            "overrides": [self._override(one) for one in overrides if one.lasts_at(answer.at)],
            "corrected": self._corrected(case, answer),
        }

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
            "because": [self._reason(reason) for reason in answer.because],
            "timeline": [
                {"from": self._shown(segment.start), "until": self._shown(segment.end), "tier": segment.tier}
                for segment in answer.timeline.segments
            ],
        }

    def _corrected(self, case: Case, answer: Entitlement) -> Document | None:
        """Return what was believed at the instant asked for, where it was something else, and what was learned since.

        None: it was the same, or the instant is still to come.
        """
        if case.at > self.clock() or (case.as_known is not None and case.as_known <= case.at):
            return None
        believed = replace(case, as_known=case.at).answer()
        if (believed.tier, believed.channels) == (answer.tier, answer.channels):
            return None
        until = case.as_known or self.clock()
        since = [fact for fact in case.facts if case.at < fact.learned <= until]
        return {
            "tier": believed.tier,
            "learned_since": [
                {
                    "about": fact.about,
                    "name": fact.name,
                    "value": fact.value,
                    "effect": self._shown(fact.effect),
                    "learned": self._shown(fact.learned),
                }
                for fact in since
            ],
        }

    def _why_not(self, one: WhyNot) -> Document:
        channels = {str(channel): str(access) for channel, access in one.channels.items()}
        return {"if": self._reason(one.change), "tier": one.tier, "channels": channels}

    def _override(self, override: Override) -> Document:
        return {
            "kind": override.kind,
            "on": str(override.subject) if override.subject else "everything",
            "until": self._shown(override.over),
            "reason": override.reason,
            "tier": override.tier or None,
        }

    def _reason(self, reason: Reason) -> Document:
        """Return a reason with its instants as the clocks of the billing system's zone show them (D4)."""
        return {name: self._local(name, value) for name, value in reason.document().items()}

    def _local(self, name: str, value: object) -> object:
        if name not in _INSTANTS or not isinstance(value, str) or "T" not in value:
            return value
        return self._shown(datetime.fromisoformat(value))

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
        document: dict[str, Any] = json.loads(last.document)
        family = self.store.tickets.family(ticket_id)
        verdicts = self.store.writes.verdicts(family)
        document["writes"] = [self._write(write, verdicts) for write in self.store.writes.of(family)]
        document["decided_at"] = self._shown(last.at)
        document["overrides"] = [self._override(one) for one in self._bearing_on(family, document["client"])]
        document["why_not"] = self._why_no_reply(document)
        return document

    def _bearing_on(self, family: Sequence[str], client: int | None) -> Sequence[Override]:
        """Return every hold, pause, grant and session that lasts now, whether it withholds something or not."""
        subjects = [Subject(SubjectKind.TICKET, ticket) for ticket in family]
        subjects += [Subject(SubjectKind.CLIENT, str(client))] if client else []
        now = self.clock()
        return [one for one in self.store.overrides.of(subjects) if one.lasts_at(now)]

    def _why_no_reply(self, document: Mapping[str, Any]) -> Sequence[Document]:
        """Return what would have to be otherwise for the ticket to have its topic, and for what is withheld to go."""
        found = [
            {"if": {"rule": one["rule"], "fact": f"not: {one['why']}"}, "sent": one["key"], "until": one["until"]}
            for one in document["withheld"]
        ]
        if document["topic"] is None and document["because"]:
            scores = [Score(one["topic"], one["score"]) for one in document["scores"]]
            found.append({"if": why_no_topic(scores, self.policy.finder).document()})
        return found

    def _erased(self, subject: Subject, *, is_known: bool) -> Erased | None:
        """Return when a subject was erased, unless it was learned again: then it is no longer true."""
        since = None if is_known else self.store.erasing.erased_at(subject)
        return Erased(since) if since else None

    def _is_gone(self, subject: Subject) -> bool:
        """Tell whether the last reading did not find it any more."""
        told = [fact.value for fact in self.store.facts.of(subject) if fact.about is About.GONE]
        return bool(told) and told[-1] == "yes"

    def _write(self, write: Write, verdicts: Sequence[VerdictRecord]) -> Document:
        return {
            "key": write.key,
            "kind": write.kind,
            "state": write.state,
            "at": self._shown(write.at),
            "error": write.error,
            "verdicts": [
                {"verdict": one.verdict, "reason": one.reason, "at": self._shown(one.at)}
                for one in verdicts
                if (one.ticket, one.key) == (write.ticket, write.key)
            ],
        }

    def _shown(self, instant: datetime | None) -> str | None:
        return show_instant(instant, self.policy.zone) if instant else None
