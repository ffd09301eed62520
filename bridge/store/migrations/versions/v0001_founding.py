"""The tables of the first version.

Instants are microseconds since 1970 in UTC, on the policy's clock; columns that end in ``_tick`` are microseconds on
the lease clock (``bridge.store.database``).
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _partial_index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    _deliveries()
    _facts()
    _agenda()
    _tickets_and_clients()
    _writes()
    _decisions()
    _policies()
    _overrides_and_marks()


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("seq", _COUNTER, nullable=False),
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("is_early", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("body_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("webhook_id"),
    )
    _partial_index("deliveries_set_aside", "deliveries", ["seq"], where="state = 'set-aside'")
    _partial_index(
        "deliveries_spent",
        "deliveries",
        ["received"],
        where="body IS NOT NULL AND state IN ('learned', 'ignored')",
    )
    _partial_index("deliveries_waiting", "deliveries", ["subject_kind", "subject_id"], where="state = 'waiting'")


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("seq", _COUNTER, nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("learned", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("effect", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.Column("delivery_index", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("delivery", "delivery_index"),
    )
    _partial_index("facts_holder", "facts", ["name", "seq"], where="about = 'holding'")
    op.create_index("facts_of", "facts", ["subject_kind", "subject_id", "seq"])
    op.create_table(
        "subjects",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id"),
    )


def _agenda() -> None:
    op.create_table(
        "agenda",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("free_tick", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("rechecks", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("urgency BETWEEN 0 AND 2", name="agenda_urgency_is_known"),
        sa.PrimaryKeyConstraint("kind", "id"),
    )
    _partial_index("agenda_failing", "agenda", ["failures"], where="failures > 0")
    _partial_index("agenda_ready", "agenda", ["urgency", "due_at"], where="free_tick = 0 AND due_at IS NOT NULL")
    _partial_index("agenda_waiting", "agenda", ["free_tick"], where="free_tick > 0")


def _tickets_and_clients() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=True),
        sa.Column("timeline_digest", sa.Text(), nullable=False),
        sa.Column("answer_from", sa.BigInteger(), nullable=True),
        sa.Column("answer_from_cause", sa.Text(), nullable=True),
        sa.Column("answer_from_set_at", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    _partial_index("tickets_merged", "tickets", ["merged_into"], where="merged_into IS NOT NULL")
    op.create_index("tickets_of_client", "tickets", ["client"])
    _partial_index("tickets_open", "tickets", ["id"], where="is_open")
    op.create_table(
        "clients",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("timeline_digest", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _writes() -> None:
    op.create_table(
        "writes",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("attempted_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("settle_tick", sa.BigInteger(), nullable=False),
        sa.Column("settle_span", sa.BigInteger(), nullable=False),
        sa.Column("is_abandoned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "key"),
    )
    _partial_index("writes_done", "writes", ["done_at"], where="done_at IS NOT NULL")
    _partial_index("writes_of_quote", "writes", ["quote"], where="quote IS NOT NULL")
    _partial_index("writes_open", "writes", ["state"], where="state IN ('intended', 'sending', 'unknown')")
    _partial_index("writes_parked", "writes", ["state"], where="state IN ('parked', 'refused') AND NOT is_abandoned")
    _partial_index("writes_replies_of_client", "writes", ["client", "attempted_at"], where="kind = 'reply'")


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("seq", _COUNTER, nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("inputs_digest", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("decisions_at", "decisions", ["at", "seq"])
    op.create_index("decisions_of", "decisions", ["subject_kind", "subject_id", "seq"])


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("vocabulary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "activations",
        sa.Column("seq", _COUNTER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )


def _overrides_and_marks() -> None:
    op.create_table(
        "overrides",
        sa.Column("seq", _COUNTER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.BigInteger(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("overrides_of", "overrides", ["subject_kind", "subject_id"])
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
