"""A look at a client: read it, and have its open tickets looked at if that changes anything for them (L5)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.core.entitlement import next_realtime_change, realtime_at
from bridge.core.model import Fact, Override, Subject, SubjectKind
from bridge.core.policy import Policy
from bridge.core.timeline import timeline
from bridge.reconcile.learning import learn_deliveries, read_client
from bridge.reconcile.parts import Looked, Parts
from bridge.store.clients import ClientRow
from bridge.store.leases import Lease
from bridge.store.touches import LOSES_REALTIME, NORMAL

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands now, and when that changes next (D1)."""

    row: ClientRow
    due: datetime | None
    urgency: int


def look_at_client(parts: Parts, lease: Lease) -> Looked:
    """Learn about the client, touch open tickets decided on another timeline, plan the next change (D1)."""
    learn_deliveries(parts, lease.subject)
    client_id = lease.subject.id
    known = read_client(parts, client_id)
    now = parts.clock()
    here = standing(client_id, known.facts, parts.store.overrides.of([lease.subject]), parts.policy, now)
    parts.store.clients.upsert(here.row)
    stale = [
        row.id for row in parts.store.tickets.open_of(client_id) if row.timeline_digest != here.row.timeline_digest
    ]
    parts.store.agenda.touch((Subject(SubjectKind.TICKET, ticket) for ticket in stale), now, now=now)
    log.info("client.decided", extra={"client": client_id, "tier": here.row.tier, "tickets": len(stale)})
    return Looked(due=here.due, urgency=here.urgency)


def standing(
    client_id: str, facts: Sequence[Fact], overrides: Sequence[Override], policy: Policy, now: datetime
) -> Standing:
    """Decide about a client on what is known of it."""
    line = timeline(facts, overrides, policy, as_known=None)
    due = line.after(now)
    loses = (
        due is not None
        and realtime_at(line, overrides, policy, at=now)
        and due == next_realtime_change(line, overrides, policy, after=now)
    )
    row = ClientRow(client_id, line.digest, line.at(now).tier, now)
    return Standing(row, due, LOSES_REALTIME if loses else NORMAL)
