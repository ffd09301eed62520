"""What a run of backfill or reconcile has listed, until it ends: memory holds none of it, a kill costs nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "listed",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("registered", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run", "kind", "owner", "id"),
    )
    is_in_need = sa.text("need <> ''")
    op.create_index(
        "listed_in_need",
        "listed",
        ["run", "need", "kind", "id"],
        sqlite_where=is_in_need,
        postgresql_where=is_in_need,
    )
