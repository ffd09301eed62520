"""The tables of the store, as Python sees them; ``migrations`` makes them, and a test holds the two together.

Predicates of partial indexes are literals: SQLite passes over such an index when a query's predicate is a parameter.
Instants are on the policy's clock; columns that end in ``_tick`` are microseconds on the lease clock (``engine``).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    SmallInteger,
    Table,
    Text,
    TextClause,
    TypedColumns,
    UniqueConstraint,
    text,
)

from bridge.store.columns import Counter, Instant, Words

metadata = MetaData()

# The predicates of the partial indexes: a query that is to use the index says the same words.
IS_WAITING = text("state = 'waiting'")
IS_SET_ASIDE = text("state = 'set-aside'")
IS_SPENT = text("body IS NOT NULL AND state IN ('learned', 'ignored')")
IS_HOLDING = text("about = 'holding'")
IS_FREE = text("free_tick = 0 AND due_at IS NOT NULL")
IS_TAKEN_OR_WAITS = text("free_tick > 0")
IS_FAILING = text("failures > 0")
IS_OPEN = text("is_open")
IS_MERGED = text("merged_into IS NOT NULL")
IS_UNDER_WAY = text("state IN ('intended', 'sending', 'unknown')")
NEEDS_A_PERSON = text("state IN ('parked', 'refused') AND NOT is_abandoned")
IS_REPLY = text("kind = 'reply'")
IS_DONE = text("done_at IS NOT NULL")
IS_QUOTED = text("quote IS NOT NULL")
IS_IN_NEED = text("need <> ''")
IS_SPOKEN = text("payload <> '{}' AND state IN ('done', 'withdrawn', 'refused', 'parked')")  # and still kept


def _partial_index(name: str, *columns: Column[Any], where: TextClause) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class DeliveryColumns(TypedColumns):
    """What came in: one row a webhook-id, for ever."""

    seq: Named[int] = Column(Counter, primary_key=True)
    webhook_id: Named[str] = Column(Text, unique=True)
    system: Named[str] = Column(Text)
    event: Named[str] = Column(Words)
    subject_kind: Named[str | None] = Column(Text)  # whom it waits for: the first of its subjects
    subject_id: Named[str | None] = Column(Text)
    is_early: Named[bool] = Column(Boolean)
    body: Named[bytes | None] = Column(LargeBinary)  # None: its retention has ended
    body_sha256: Named[bytes] = Column(LargeBinary)
    received: Named[datetime] = Column(Instant)
    state: Named[str] = Column(Text)


deliveries = Table("deliveries", metadata, DeliveryColumns)
_partial_index("deliveries_waiting", deliveries.c.subject_kind, deliveries.c.subject_id, where=IS_WAITING)
_partial_index("deliveries_set_aside", deliveries.c.seq, where=IS_SET_ASIDE)
_partial_index("deliveries_spent", deliveries.c.received, where=IS_SPENT)


class FactColumns(TypedColumns):
    """What was learned, in the order learned; never changed."""

    seq: Named[int] = Column(Counter, primary_key=True)
    subject_kind: Named[str] = Column(Text)
    subject_id: Named[str] = Column(Text)
    about: Named[str] = Column(Text)
    value: Named[str] = Column(Words)
    learned: Named[datetime] = Column(Instant)
    source: Named[str] = Column(Text)
    effect: Named[datetime | None] = Column(Instant)
    name: Named[str] = Column(Words)
    item: Named[str] = Column(Words)
    delivery: Named[str | None] = Column(Text)  # the webhook-id it came with, and its place in there
    delivery_index: Named[int | None] = Column(Integer)


facts = Table("facts", metadata, FactColumns, UniqueConstraint("delivery", "delivery_index"))
Index("facts_of", facts.c.subject_kind, facts.c.subject_id, facts.c.seq)
_partial_index("facts_holder", facts.c.name, facts.c.seq, where=IS_HOLDING)


class SubjectColumns(TypedColumns):
    """When each subject was last read."""

    kind: Named[str] = Column(Text, primary_key=True)
    id: Named[str] = Column(Text, primary_key=True)
    read_at: Named[datetime] = Column(Instant)


subjects = Table("subjects", metadata, SubjectColumns)


class AgendaColumns(TypedColumns):
    """Whom to look at, and when: one row a subject.

    ``free_tick`` 0: anybody may take it. Otherwise it is the end of the lease (``owner`` set) or of a wait (not set).
    """

    kind: Named[str] = Column(Text, primary_key=True)
    id: Named[str] = Column(Text, primary_key=True)
    due_at: Named[datetime | None] = Column(Instant)  # None: nothing planned
    urgency: Named[int] = Column(SmallInteger)
    free_tick: Named[int] = Column(BigInteger)
    owner: Named[str | None] = Column(Text)
    fence: Named[int] = Column(BigInteger)  # how often it was leased: tells one lease from the next
    version: Named[int] = Column(BigInteger)  # how often it was touched
    rechecks: Named[int] = Column(Integer)
    failures: Named[int] = Column(Integer)
    error: Named[str] = Column(Words, server_default="")  # of the last look, where it failed


agenda = Table(
    "agenda", metadata, AgendaColumns, CheckConstraint("urgency BETWEEN 0 AND 2", name="agenda_urgency_is_known")
)
_partial_index("agenda_ready", agenda.c.urgency, agenda.c.due_at, where=IS_FREE)
_partial_index("agenda_waiting", agenda.c.free_tick, where=IS_TAKEN_OR_WAITS)
_partial_index("agenda_failing", agenda.c.failures, where=IS_FAILING)


class TicketColumns(TypedColumns):
    """What the bridge keeps of a ticket; the conversation itself is read anew at every look."""

    id: Named[str] = Column(Text, primary_key=True)
    client: Named[str | None] = Column(Text)
    is_open: Named[bool] = Column(Boolean)
    policy: Named[str | None] = Column(Text)
    timeline_digest: Named[str] = Column(Text)
    answer_from: Named[datetime | None] = Column(Instant)  # None: the store's
    answer_from_cause: Named[str | None] = Column(Text)
    answer_from_set_at: Named[datetime | None] = Column(Instant)
    merged_into: Named[str | None] = Column(Text)


tickets = Table("tickets", metadata, TicketColumns)
_partial_index("tickets_open", tickets.c.id, where=IS_OPEN)
Index("tickets_of_client", tickets.c.client)
_partial_index("tickets_merged", tickets.c.merged_into, where=IS_MERGED)


class ClientColumns(TypedColumns):
    """What the last look at a client found: whether its open tickets must be looked at again shows here."""

    id: Named[str] = Column(Text, primary_key=True)
    timeline_digest: Named[str] = Column(Text)
    tier: Named[str] = Column(Text)
    decided_at: Named[datetime] = Column(Instant)


clients = Table("clients", metadata, ClientColumns)


class WriteColumns(TypedColumns):
    """What goes out: (ticket, key) is unique for ever, so that each thing is said once (W3)."""

    ticket: Named[str] = Column(Text, primary_key=True)
    key: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    at: Named[datetime] = Column(Instant)
    attempts: Named[int] = Column(Integer)
    after: Named[int] = Column(BigInteger)
    message: Named[int | None] = Column(BigInteger)
    source: Named[str] = Column(Text)
    source_digest: Named[str] = Column(Text)
    digest: Named[str] = Column(Text)
    quote: Named[str | None] = Column(Text)
    error: Named[str] = Column(Words)
    client: Named[str | None] = Column(Text)
    payload: Named[str] = Column(Text)
    decided_at: Named[datetime] = Column(Instant)
    attempted_at: Named[datetime | None] = Column(Instant)
    done_at: Named[datetime | None] = Column(Instant)
    settle_tick: Named[int] = Column(BigInteger)
    settle_span: Named[int] = Column(BigInteger)  # microseconds: the wait to begin anew when the lease clock does
    is_abandoned: Named[bool] = Column(Boolean)  # a person has seen to it: no longer counted as waiting for one
    generation: Named[int] = Column(Integer, server_default="0")  # how often a person had it sent anew


writes = Table("writes", metadata, WriteColumns)
_partial_index("writes_open", writes.c.state, where=IS_UNDER_WAY)
_partial_index("writes_parked", writes.c.state, where=NEEDS_A_PERSON)
_partial_index("writes_replies_of_client", writes.c.client, writes.c.attempted_at, where=IS_REPLY)
_partial_index("writes_replies", writes.c.attempted_at, where=IS_REPLY)
_partial_index("writes_spoken", writes.c.at, where=IS_SPOKEN)
_partial_index("writes_done", writes.c.done_at, where=IS_DONE)
_partial_index("writes_of_quote", writes.c.quote, where=IS_QUOTED)


class VerdictColumns(TypedColumns):
    """What people decided about writes that waited for them, and why; never changed."""

    seq: Named[int] = Column(Counter, primary_key=True)
    ticket: Named[str] = Column(Text)
    key: Named[str] = Column(Text)
    verdict: Named[str] = Column(Text)
    reason: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant)
    state: Named[str] = Column(Text)  # of the write, and its error, as the person found them
    error: Named[str] = Column(Words)


verdicts = Table("verdicts", metadata, VerdictColumns)
Index("verdicts_of", verdicts.c.ticket, verdicts.c.seq)


class DecisionColumns(TypedColumns):
    """What was decided, on what, and why (W6); a look that decides the same on the same adds nothing."""

    seq: Named[int] = Column(Counter, primary_key=True)
    subject_kind: Named[str] = Column(Text)
    subject_id: Named[str] = Column(Text)
    at: Named[datetime] = Column(Instant)
    policy: Named[str] = Column(Text)
    inputs_digest: Named[str] = Column(Text)
    inputs: Named[str] = Column(Text)
    document: Named[str] = Column(Text)


decisions = Table("decisions", metadata, DecisionColumns)
Index("decisions_of", decisions.c.subject_kind, decisions.c.subject_id, decisions.c.seq)
Index("decisions_at", decisions.c.at, decisions.c.seq)


class PolicyColumns(TypedColumns):
    """Every policy that was ever decided under, and the tags it could write (W1)."""

    digest: Named[str] = Column(Text, primary_key=True)
    document: Named[str] = Column(Text)
    vocabulary: Named[str] = Column(Text)  # a JSON list


policies = Table("policies", metadata, PolicyColumns)


class ActivationColumns(TypedColumns):
    """From when which policy was in force."""

    seq: Named[int] = Column(Counter, primary_key=True)
    digest: Named[str] = Column(Text)
    at: Named[datetime] = Column(Instant)


activations = Table("activations", metadata, ActivationColumns)


class OverrideColumns(TypedColumns):
    """What people have set: holds, grants, sessions and pauses."""

    seq: Named[int] = Column(Counter, primary_key=True)
    kind: Named[str] = Column(Text)
    subject_kind: Named[str | None] = Column(Text)  # None: everywhere
    subject_id: Named[str | None] = Column(Text)
    starts: Named[datetime] = Column(Instant)
    ends: Named[datetime | None] = Column(Instant)
    reason: Named[str] = Column(Words)
    created: Named[datetime] = Column(Instant)
    released: Named[datetime | None] = Column(Instant)
    tier: Named[str] = Column(Text)


overrides = Table("overrides", metadata, OverrideColumns)
Index("overrides_of", overrides.c.subject_kind, overrides.c.subject_id)


class MarkColumns(TypedColumns):
    """Single values that belong to the store as a whole."""

    name: Named[str] = Column(Text, primary_key=True)
    value: Named[str] = Column(Text)


marks = Table("marks", metadata, MarkColumns)


class ListedColumns(TypedColumns):
    """What the billing system listed in a run of backfill or reconcile; gone when the run ends.

    ``owner`` is a holding's client; ``item`` what was bought, or a ticket's client; ``need`` what it still needs.
    """

    run: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    owner: Named[str] = Column(Text, primary_key=True)
    id: Named[str] = Column(Text, primary_key=True)
    item: Named[str] = Column(Words)
    status: Named[str] = Column(Words)
    registered: Named[str] = Column(Text)
    need: Named[str] = Column(Text)


listed = Table("listed", metadata, ListedColumns)
_partial_index("listed_in_need", listed.c.run, listed.c.need, listed.c.kind, listed.c.id, where=IS_IN_NEED)
