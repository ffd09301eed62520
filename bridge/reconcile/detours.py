"""Subjects that only lead to another: whoever stands behind an order, invoice, quote or holding is looked at."""

from bridge.core.model import Subject, SubjectKind
from bridge.reconcile.parts import Looked, Parts
from bridge.store.leases import Lease


def follow(parts: Parts, lease: Lease) -> Looked:
    """Touch whoever stands behind the subject; nobody known: nothing to do."""
    behind = _behind(parts, lease.subject)
    now = parts.clock()
    if behind is not None:
        parts.store.agenda.touch([behind], now, rechecks=lease.rechecks, now=now)
    waiting = parts.store.deliveries.waiting(lease.subject)
    parts.store.deliveries.learned({delivery.id: [] for delivery in waiting})
    return Looked(due=None)


def _behind(parts: Parts, subject: Subject) -> Subject | None:
    match subject.kind:
        case SubjectKind.HOLDING:
            client = parts.store.facts.holder(subject.id)
            return Subject(SubjectKind.CLIENT, client) if client else None
        case SubjectKind.QUOTE:
            ticket = parts.store.writes.ticket_of_quote(subject.id)
            return Subject(SubjectKind.TICKET, ticket) if ticket else None
        case SubjectKind.ORDER | SubjectKind.INVOICE:
            return parts.billing.resolve(subject)
        case SubjectKind.CLIENT | SubjectKind.TICKET:
            return subject
