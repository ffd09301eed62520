"""A look at a client: read it, and have its open tickets looked at if that changes anything for them (L5)."""

import logging

from bridge.core.entitlement import next_realtime_change, realtime_at
from bridge.core.model import Subject, SubjectKind
from bridge.core.timeline import timeline
from bridge.reconcile.learning import learn_deliveries, read_client
from bridge.reconcile.parts import Looked, Parts
from bridge.store.clients import ClientRow
from bridge.store.leases import Lease
from bridge.store.touches import LOSES_REALTIME, NORMAL

log = logging.getLogger(__name__)


def look_at_client(parts: Parts, lease: Lease) -> Looked:
    """Learn about the client, touch open tickets decided on another timeline, plan the next change (D1)."""
    learn_deliveries(parts, lease.subject)
    client_id = lease.subject.id
    known = read_client(parts, client_id)
    overrides = parts.store.overrides.of([lease.subject])
    line = timeline(known.facts, overrides, parts.policy, as_known=None)
    now = parts.clock()
    tier = line.at(now).tier
    parts.store.clients.upsert(ClientRow(client_id, line.digest, tier, now))
    stale = [row.id for row in parts.store.tickets.open_of(client_id) if row.timeline_digest != line.digest]
    parts.store.agenda.touch((Subject(SubjectKind.TICKET, ticket) for ticket in stale), now, now=now)
    log.info("client.decided", extra={"client": client_id, "tier": tier, "tickets": len(stale)})
    due = line.after(now)
    loses = (
        realtime_at(line, overrides, parts.policy, at=now)
        and due is not None
        and due == next_realtime_change(line, overrides, parts.policy, after=now)
    )
    return Looked(due=due, urgency=LOSES_REALTIME if loses else NORMAL)
