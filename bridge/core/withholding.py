"""What withholds a reply or a quote that is owed, one rule a function (L4, L6, W3, W4, W5, W7).

Each looks at a case and returns what it has against writing ``key``, None: nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.core.actions import NoteReason, Withheld
from bridge.core.conversation import Said, unrecorded
from bridge.core.ladder import Standing
from bridge.core.model import OverrideKind, WriteKind, WriteState
from bridge.core.policy import AnswerFromCause, Policy, Replies
from bridge.core.position import Position
from bridge.core.view import TicketView

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the rules look at: a ticket, where it stands, and now."""

    here: Standing
    position: Position
    view: TicketView
    policy: Policy
    now: datetime

    def is_spent(self, key: str) -> bool:
        write = self.view.write(key)
        return write is not None and write.state is WriteState.DONE


def silenced(case: Case, asked: Said, key: str) -> Withheld | None:
    """Ask what no time changes: staff, doubt, answer-from, a write that waits for a person."""
    theirs = None if case.policy.replies.resume_after_staff else spoken(case, key)
    return theirs or doubted(case, key) or before(case, asked, key) or blocked(case, key)


def spoken(case: Case, key: str) -> Withheld | None:
    """Ask whether a person has replied (L6); for sending a quote ``resume_after_staff`` is no excuse (Q1)."""
    if case.here.staff_have_spoken:
        return Withheld(key, "L6", "a person on staff has replied on this ticket: it is theirs")
    return None


def doubted(case: Case, key: str) -> Withheld | None:
    if case.here.is_in_doubt:
        return Withheld(key, "L4", "the customer may be saying that it is solved: a person should read it")
    return None


def before(case: Case, asked: Said, key: str) -> Withheld | None:
    """Ask answer-from (W7). Messages have whole seconds: within its own, a first start owes and the others do not."""
    start = case.view.answer_from
    second = start.instant.replace(microsecond=0)
    is_first = start.cause is AnswerFromCause.FIRST_START
    if asked.at > second or (is_first and asked.at == second):
        return None
    why = f"the message is not newer than answer-from ({start.cause}, {start.instant.isoformat()})"
    return Withheld(key, "W7", why, note=None if is_first else NoteReason.ANSWER_FROM)


def blocked(case: Case, key: str) -> Withheld | None:
    write = case.view.write(key)
    if write is None or write.state not in {WriteState.PARKED, WriteState.REFUSED}:
        return None
    how = "was left at that by a person" if write.is_abandoned else "waits for a person"
    return Withheld(key, "W3", f"its write is {write.state} and {how}: {write.error or 'see the ticket'}")


def stale(case: Case, asked: Said, key: str) -> Withheld | None:
    if asked.at + case.policy.replies.stale_after <= case.now:
        return Withheld(key, "W4", "the message it would answer is older than stale_after: too late for a machine")
    return None


def put_off(case: Case, key: str) -> Withheld | None:
    """Ask the holds and the pause (W5)."""
    for override in case.view.overrides:
        if override.kind in {OverrideKind.HOLD, OverrideKind.PAUSE} and override.lasts_at(case.now):
            what = f"{override.kind} on {override.subject}" if override.subject else "everything is paused"
            return Withheld(key, "W5", f"{what}: {override.reason}", override.over, is_put_off=True)
    return None


def capped(case: Case, key: str) -> Withheld | None:
    """Ask the caps: so many replies at most in any 24 hours (W4). One that may have been sent counts.

    So does one that stands on the ticket and of which a restored store knows nothing.
    """
    limits: Replies = case.policy.replies
    on_ticket = [
        write.at
        for write in case.view.writes
        if write.kind is WriteKind.REPLY and write.may_have_been_sent and write.key != key
    ]
    on_ticket += [message.at for message in unrecorded(case.view.ticket.messages, case.view.writes)]
    caps = [("ticket", on_ticket, limits.per_ticket_per_day)]
    if case.view.client is not None:
        caps.append(("client", [*on_ticket, *case.view.client_replies], limits.per_client_per_day))
    for whose, instants, limit in caps:
        recent = sorted(instant for instant in instants if instant + DAY > case.now)
        if len(recent) >= limit:
            free = recent[len(recent) - limit] + DAY if limit else None
            why = f"the {whose} had {len(recent)} replies in 24 hours, the cap is {limit}"
            return Withheld(key, "W4", why, free, is_put_off=True, note=NoteReason.CAP)
    return None
