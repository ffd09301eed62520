"""Writing once: the protocol by which a reply, note, quote or priority reaches a ticket one time, ever (W3).

    intended -> sending -> done                    the call was answered
                        -> intended                certainly nothing happened: the look is put back and comes again
                        -> refused                 the billing system said no: a person must see to it
                        -> unknown -> done         found by reading
                                   -> sending      not found, settled: once more (or at once, where keys are enforced)
                                   -> parked       unknown again: a person must see to it
                                   -> withdrawn    not found, settled, and not owed any more

Each arrow is a commit. ``sending`` is committed before the socket opens, so a crash anywhere leaves a row that says
what may have happened, and the next look settles it by reading the ticket, never by guessing. A read that fails settles
nothing.
"""

import logging
from dataclasses import dataclass, field, replace
from typing import assert_never

from bridge.billing import CreateQuote
from bridge.core.actions import SetTags
from bridge.core.decision import Decision
from bridge.core.model import Ticket, Write, WriteKind, WriteState
from bridge.core.view import TicketView
from bridge.core.withholding import DAY
from bridge.errors import BillingRefusedError, BillingUnavailableError, BridgeError, OutcomeUnknownError
from bridge.reconcile.commands import Once, Outgoing, command_from, outgoing, payload_of, tag_command
from bridge.reconcile.evidence import Evidence, evidence
from bridge.reconcile.parts import LEASE, Parts
from bridge.store.caps import Caps
from bridge.store.leases import Lease
from bridge.store.write_rows import Intent
from bridge.store.writes import Begun

log = logging.getLogger(__name__)


class LeaseLostError(BridgeError):
    """Another worker has this subject now: nothing more may be written in this look."""


IN_FLIGHT = frozenset({WriteState.SENDING, WriteState.UNKNOWN})

# How often a write of unknown outcome is tried where the billing system keeps no keys: to a customer missing is better
# than twice, in a staff note twice is better than missing.
ATTEMPTS = {
    WriteKind.REPLY: 2,
    WriteKind.QUOTE: 2,
    WriteKind.DELIVERY: 2,
    WriteKind.NOTE: 4,
    WriteKind.PRIORITY: 4,
}
TAGS = "tags"  # in place of a key, which tags have not
SOON = 2.0  # seconds until a write of unknown outcome is repeated where keys are enforced
HELD_UP = 10.0  # seconds of its deadline that an attempt may lose before its call
REFUSED_PAUSE = 300.0  # seconds until tags that were refused are tried again: a person has to change something first


@dataclass
class Writing:
    """The writes of one look at one ticket.

    ``unsettled`` has, for each write that was in flight when the look began (before the ticket was read), the seconds
    that its settle time still lasts. ``client`` None: a guest, who has no cap of a client. ``wait`` and ``error``
    say, at the end, when the look should come again.
    """

    parts: Parts
    lease: Lease
    client: str | None
    unsettled: dict[tuple[str, str], float]
    wait: float | None = None
    error: str = ""
    _tried: set[str] = field(default_factory=set)

    # Settling what an earlier look left open ------------------------------------------------------------------

    def settle(self, view: TicketView) -> None:
        """Record as done what the reading shows to have been done."""
        for write in view.writes:
            if write.state in IN_FLIGHT and (write.ticket, write.key) in self.unsettled:
                self._settle_by_reading(write, view)

    def _settle_by_reading(self, write: Write, view: TicketView) -> None:
        command = command_from(write.kind, self._recorded(write).payload)
        shown = evidence(command, view, self.parts.billing)
        if shown:
            self._finish(write, WriteState.DONE, shown)
            log.info("write.found", extra={"ticket": write.ticket, "key": write.key})

    def let_go(self, view: TicketView, owed: set[str]) -> None:
        """Withdraw what is not owed any more and was certainly not sent; until that is certain, come back."""
        for write in view.writes:
            if write.key in owed or write.kind is WriteKind.TAGS:
                continue
            if write.state is WriteState.INTENDED:
                if self.parts.store.writes.withdraw(write.ticket, write.key, self.parts.clock()):
                    self.parts.tally.wrote(write.kind, WriteState.WITHDRAWN)
            elif write.state in IN_FLIGHT:
                self._withdraw_once_settled(write)

    def _withdraw_once_settled(self, write: Write) -> None:
        left = self.unsettled.get((write.ticket, write.key), self.parts.settle)
        if left > 0:
            self._come_back(left)
        else:
            self._finish(write, WriteState.WITHDRAWN)

    # Carrying out a decision ----------------------------------------------------------------------------------

    def tags(self, action: SetTags, ticket: Ticket) -> Ticket:
        """Write the tags, unless this look failed to; return the ticket with the tags it has now."""
        if TAGS in self._tried:
            return ticket
        self._keep_lease()
        try:
            receipt = self.parts.billing.apply(tag_command(action, ticket.id))
        except BillingRefusedError as error:
            self._refused(TAGS, ticket.id, error)
            self._tags_failed(WriteState.REFUSED, REFUSED_PAUSE, error)
            return ticket
        except OutcomeUnknownError as error:  # the next reading tells
            self._tags_failed(WriteState.UNKNOWN, SOON, error)
            return ticket
        now_on = (
            receipt.tags if receipt.tags is not None else ((ticket.tags or frozenset()) - action.remove) | action.add
        )
        self.parts.tally.wrote(WriteKind.TAGS, WriteState.DONE)
        log.info("write.done", extra={"ticket": ticket.id, "key": TAGS})
        return replace(ticket, tags=now_on)

    def _tags_failed(self, state: WriteState, seconds: float, error: BridgeError) -> None:
        self.parts.tally.wrote(WriteKind.TAGS, state)
        self._tried.add(TAGS)
        self._come_back(seconds, failed=f"tags: {error}")

    def once(self, action: Once, view: TicketView, decision: Decision) -> bool:
        """Carry out what is done once, ever; return whether anything is different now."""
        if action.key in self._tried:
            return False
        self._tried.add(action.key)
        write = view.write(action.key)
        if write is not None and write.state in IN_FLIGHT:
            return self._again(write)
        out = outgoing(action, view, decision, self.parts.policy, self.parts.texts, self.parts.clock())
        return self._first(out, view)

    def _first(self, out: Outgoing, view: TicketView) -> bool:
        intent = Intent(
            ticket=view.ticket.id,
            client=self.client,
            key=out.key,
            kind=out.kind,
            payload=payload_of(out.command),
            after=out.after,
            source=out.source,
            source_digest=out.source_digest,
            digest=out.digest,
        )
        self.parts.store.writes.intend(intent, self.parts.clock())
        self.parts.crash("intended")
        shown = self._shown(out, view)
        if shown:
            self._finish(intent, WriteState.DONE, shown)
            return True
        return self._send(intent)

    def _shown(self, out: Outgoing, view: TicketView) -> Evidence | None:
        """Look before the first send too; where keys are enforced a quote's first needs no reading of its own.

        One that a person has sent anew does: it goes out under another key than the attempt before (Q4).
        """
        is_first = view.write(out.key) is None
        if isinstance(out.command, CreateQuote) and self.parts.billing.enforces_keys and is_first:
            return None
        return evidence(out.command, view, self.parts.billing)

    def _again(self, write: Write) -> bool:
        """Repeat a write whose outcome is unknown, once the reading has not shown it; or leave it to a person."""
        intent = self._recorded(write)
        if self.parts.billing.enforces_keys:
            return self._send(intent, is_repeat=True)
        left = self.unsettled.get((write.ticket, write.key), self.parts.settle)
        if left > 0:
            self._come_back(left)
            return False
        if write.attempts >= ATTEMPTS[write.kind]:
            error = f"tried {write.attempts} times without an answer, and not seen on the ticket"
            self._finish(write, WriteState.PARKED, error=error)
            return True
        return self._send(intent, is_repeat=True)

    def _keep_lease(self) -> None:
        """Make sure that the lease outlasts one more command; raises LeaseLostError."""
        agenda, deadline = self.parts.store.agenda, self.parts.deadline
        if not agenda.is_held(self.lease, for_seconds=deadline) and agenda.extend(self.lease, LEASE) is None:
            raise LeaseLostError(f"another worker has {self.lease.subject} now: this look ends here")

    def _send(self, intent: Intent, *, is_repeat: bool = False) -> bool:
        parts = self.parts
        is_reply = intent.kind is WriteKind.REPLY
        self._keep_lease()
        begun = parts.store.writes.begin(
            self.lease,
            intent,
            now=parts.clock(),
            deadline=parts.deadline,
            settle=parts.settle,
            caps=self._caps() if is_reply else None,
            allow_repeat=is_repeat,
        )
        match begun:
            case Begun.YES:
                parts.crash("sending")
                self._require_prompt()
                return self._call(intent)
            case Begun.LOST_LEASE:
                raise LeaseLostError(f"the lease of {self.lease.subject} was lost: this look ends here")
            case Begun.TRIPPED:  # the look that comes again finds everything paused
                log.error("replies.paused", extra={"by": "breaker", "per_hour": parts.replies_per_hour})
                self._come_back(SOON)
                return False
            case Begun.CAPPED | Begun.ALREADY:  # decided on what another worker has changed meanwhile: look again
                self._come_back(SOON)
                return False
            case _:
                assert_never(begun)

    def _caps(self) -> Caps:
        limits = self.parts.policy.replies
        per_hour = self.parts.replies_per_hour
        return Caps(limits.per_ticket_per_day, limits.per_client_per_day, DAY, per_hour=per_hour)

    def _require_prompt(self) -> None:
        """Start no call where this process was held up since it began: by now another may have settled the attempt.

        A machine that is suspended or starved wakes up here minutes later and knows nothing of it; only the store's
        clock tells. The attempt stays open, as after a crash, and the next look settles it. Raises LeaseLostError.
        """
        if not self.parts.store.agenda.is_held(self.lease, for_seconds=self.parts.deadline - HELD_UP):
            raise LeaseLostError(f"held up while sending on {self.lease.subject}: this look ends here")

    def _call(self, intent: Intent) -> bool:
        ticket, key = intent.ticket, intent.key
        try:
            receipt = self.parts.billing.apply(command_from(intent.kind, intent.payload))
        except BillingUnavailableError:
            self._finish(intent, WriteState.INTENDED)
            raise
        except BillingRefusedError as error:
            self._finish(intent, WriteState.REFUSED, error=str(error))
            self._refused(key, ticket, error)
            return True
        except OutcomeUnknownError as error:
            self._finish(intent, WriteState.UNKNOWN, error=str(error))
            self._come_back(SOON if self.parts.billing.enforces_keys else self.parts.settle, failed=f"{key}: {error}")
            return False
        self.parts.crash("applied")
        self._finish(intent, WriteState.DONE, Evidence(quote=receipt.quote))
        self.parts.crash("recorded")
        log.info("write.done", extra={"ticket": ticket, "key": key})
        return True

    def _finish(
        self, what: Write | Intent, state: WriteState, shown: Evidence | None = None, *, error: str = ""
    ) -> None:
        now, writes, found = self.parts.clock(), self.parts.store.writes, shown or Evidence()
        if writes.finish(what.ticket, what.key, state, now=now, quote=found.quote, message=found.message, error=error):
            self.parts.tally.wrote(what.kind, state)

    def _recorded(self, write: Write) -> Intent:
        """Return the intent as it was committed: what is sent again is the very same thing."""
        record = self.parts.store.writes.record(write.ticket, write.key)
        assert record is not None, "a write in the view has its row"
        return Intent(write.ticket, record.client, write.key, write.kind, record.payload)

    def _refused(self, key: str, ticket: str, error: BillingRefusedError) -> None:
        log.error("write.refused", extra={"ticket": ticket, "key": key, "error": str(error)})

    def _come_back(self, seconds: float, *, failed: str = "") -> None:
        """Have the ticket looked at again; ``failed`` says what could not be done, if that is why."""
        self.wait = seconds if self.wait is None else min(self.wait, seconds)
        self.error = self.error or failed
