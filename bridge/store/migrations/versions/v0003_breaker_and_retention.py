"""The breaker counts the replies of the last hour; texts that were sent have a retention: an index for each."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _partial_index("writes_replies", "attempted_at", where="kind = 'reply'")
    is_spoken = "payload <> '{}' AND state IN ('done', 'withdrawn', 'refused', 'parked')"
    _partial_index("writes_spoken", "at", where=is_spoken)


def _partial_index(name: str, column: str, *, where: str) -> None:
    op.create_index(name, "writes", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
