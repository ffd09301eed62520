"""What people decide over the policy, set and ended in one place: the commands and the web both come here.

Each takes effect at once (T7, C2, W5, D4), and everything that it may concern is looked at again; nothing is written to
a ticket from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from bridge.errors import UsageError
from bridge.instants import parse_option, show_instant
from bridge.store import Store

HOLDS: Final = frozenset({OverrideKind.HOLD})
OF_A_CLIENT: Final = frozenset(OverrideKind) - {OverrideKind.PAUSE}  # what a client's release ends (T7)


@dataclass(frozen=True, slots=True)
class Desk:
    """The open store, and now: where people set and end what lasts."""

    store: Store
    zone: ZoneInfo
    now: datetime

    def instant(self, name: str, text: str) -> datetime:
        """Read an instant (D4); ``name`` is what the person who gave it calls it."""
        return parse_option(name, text, self.zone)

    def future(self, name: str, text: str) -> datetime:
        """Read an instant that is still to come."""
        instant = self.instant(name, text)
        if instant <= self.now:
            raise UsageError(f"{name} {self.shown(instant)} is not in the future; nothing was changed")
        return instant

    def shown(self, instant: datetime) -> str:
        return show_instant(instant, self.zone)

    def knows(self, subject: Subject) -> bool:
        """Tell whether a look ever read this ticket or client, or a ticket of theirs: else the number may be wrong."""
        if subject.kind is SubjectKind.TICKET:
            return self.store.tickets.row(subject.id) is not None
        return bool(self.store.facts.of(subject)) or bool(self.store.tickets.open_of(subject.id))

    def hold(self, subject: Subject, end: datetime, reason: str) -> None:
        """Stop replies and quotes on a ticket, or for a client (W5)."""
        self._set(Override(OverrideKind.HOLD, subject, self.now, end, reason, self.now))

    def holding(self, subject: Subject) -> tuple[Override, ...]:
        """Return what stops replies and quotes here now: a ticket's holds, its client's, and the pause (W5)."""
        subjects = [subject]
        row = self.store.tickets.row(subject.id) if subject.kind is SubjectKind.TICKET else None
        if row is not None and row.client is not None:
            subjects.append(Subject(SubjectKind.CLIENT, row.client))
        stopping = {OverrideKind.HOLD, OverrideKind.PAUSE}
        found = self.store.overrides.of(subjects)
        return tuple(one for one in found if one.kind in stopping and one.lasts_at(self.now))

    def grant(self, subject: Subject, tier: str, end: datetime, reason: str) -> None:
        """Give a client a tier (T7)."""
        self._set(Override(OverrideKind.GRANT, subject, self.now, end, reason, self.now, tier=tier))

    def session(self, subject: Subject, start: datetime, end: datetime) -> None:
        """Book a chat session for a client (C2)."""
        self._set(Override(OverrideKind.SESSION, subject, start, end, "booked session", self.now))

    def release(self, subject: Subject, kinds: Iterable[OverrideKind]) -> int:
        """End what lasts of these kinds; return how many that was."""
        ended = self.store.overrides.release(subject, kinds, self.now)
        self._look_at(subject)
        return ended

    def pause(self, reason: str) -> bool:
        """Stop replies and quotes everywhere (W5); return whether that was new."""
        if any(lasting.lasts_at(self.now) for lasting in self.store.overrides.pauses()):
            return False
        self._set(Override(OverrideKind.PAUSE, None, self.now, None, reason, self.now))
        return True

    def resume(self) -> bool:
        """End the pause; return whether there was one."""
        ended = self.store.overrides.release(None, {OverrideKind.PAUSE}, self.now)
        self._look_at(None)
        return ended > 0

    def _set(self, override: Override) -> None:
        self.store.overrides.add(override)
        self._look_at(override.subject)

    def _look_at(self, subject: Subject | None) -> None:
        """Have everything looked at that the change may concern; None: every open ticket."""
        self.store.agenda.touch(self._concerned(subject), self.now, now=self.now)

    def _concerned(self, subject: Subject | None) -> Iterable[Subject]:
        match subject:
            case None:
                return (Subject(SubjectKind.TICKET, ticket) for ticket in self.store.tickets.open_ids())
            case Subject(SubjectKind.CLIENT, client):
                tickets = self.store.tickets.open_of(client)
                return [subject, *(Subject(SubjectKind.TICKET, row.id) for row in tickets)]
            case _:
                return [subject]
