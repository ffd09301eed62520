"""What people decide about writes is kept, a write can be sent anew under a new key, and a failed look says why."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("writes", sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("agenda", sa.Column("error", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "verdicts",
        sa.Column("seq", _COUNTER, nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("verdicts_of", "verdicts", ["ticket", "seq"])
