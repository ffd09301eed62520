"""One subject: read, learn, decide, intend, apply, record. Everything that makes the bridge look comes to this.

A look may be cut off anywhere and made again: what it learned is kept, what it may have written is found by reading.
"""

from dataclasses import replace
from datetime import timedelta

from bridge.core.model import SubjectKind
from bridge.reconcile.clients import look_at_client
from bridge.reconcile.detours import follow
from bridge.reconcile.parts import Looked, Parts
from bridge.reconcile.tickets import look_at_ticket
from bridge.store.leases import Lease

__all__ = ["Looked", "Parts", "look"]

# When the looks come that follow a webhook which fires before the change it speaks of, or before a reading shows it.
# The last first.
RECHECKS = (timedelta(minutes=5), timedelta(seconds=15))


def look(parts: Parts, lease: Lease) -> Looked:
    """Look at one subject once; raises BridgeError by type when it cannot be done now."""
    match lease.subject.kind:
        case SubjectKind.CLIENT:
            return _with_rechecks(look_at_client(parts, lease), parts, lease)
        case SubjectKind.TICKET:
            return _with_rechecks(look_at_ticket(parts, lease), parts, lease)
        case _:
            return follow(parts, lease)


def _with_rechecks(looked: Looked, parts: Parts, lease: Lease) -> Looked:
    """Come again soon after a webhook that fires before the change it speaks of, or that a reading lags behind."""
    wanted = max(lease.rechecks, looked.rechecks)
    if wanted == 0 or looked.failed:
        return replace(looked, rechecks=wanted)
    again = min(wanted, len(RECHECKS)) - 1
    due = parts.clock() + RECHECKS[again]
    return replace(looked, due=min(due, looked.due or due), rechecks=again)
