"""The breaker: more replies within an hour than an admin foresees are a loop, and the bridge pauses itself (W4, W5).

The caps bound what one ticket and one client can be sent; a loop that opens new tickets as new guests meets neither.
So the replies of the whole store are counted in the transaction that begins one more, and the one too many sets the
global pause instead: what it holds back is owed as after any pause, and ``bridge resume`` starts counting anew.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select

from bridge.core.model import OverrideKind
from bridge.store.caps import Caps, reply_count
from bridge.store.database import Database
from bridge.store.tables import overrides

HOUR = timedelta(hours=1)
REASON = "breaker: "  # how the reason of a pause begins that no person set

_pause = overrides.c


def trips(
    database: Database, connection: Connection, caps: Caps, now: datetime, *, besides: ColumnElement[bool]
) -> bool:
    """Tell whether one more reply would be too many; if so everything is paused, within the caller's transaction."""
    if caps.per_hour is None:
        return False
    database.backend.serialise(connection, "breaker")
    if reply_count(connection, not_(besides), since=_counts_from(connection, now)) < caps.per_hour:
        return False
    if not _is_paused(connection, now):
        connection.execute(insert(overrides).values(_new_pause(caps.per_hour, now)))
    return True


def open_since(connection: Connection, now: datetime) -> datetime | None:
    """Return since when the breaker has everything paused, None: it does not."""
    is_ours = _pause.reason.startswith(REASON, autoescape=True)
    opened = select(func.min(_pause.starts)).where(_pause.subject_kind.is_(None), is_ours, _lasts_at(now))
    return connection.execute(opened).scalar()


def _counts_from(connection: Connection, now: datetime) -> datetime:
    """Return the start of the last hour, or the last resume where that was later."""
    resumed = select(func.max(_pause.released)).where(_pause.subject_kind.is_(None), _pause.released <= now)
    last: datetime | None = connection.execute(resumed).scalar()
    return max(now - HOUR, last or now - HOUR)


def _is_paused(connection: Connection, now: datetime) -> bool:
    paused = select(_pause.seq).where(_pause.subject_kind.is_(None), _lasts_at(now)).limit(1)
    return connection.execute(paused).first() is not None


def _lasts_at(now: datetime) -> ColumnElement[bool]:
    return and_(or_(_pause.released.is_(None), _pause.released > now), or_(_pause.ends.is_(None), _pause.ends > now))


def _new_pause(limit: int, now: datetime) -> dict[str, object]:
    return {
        "kind": OverrideKind.PAUSE.value,
        "subject_kind": None,
        "subject_id": None,
        "starts": now,
        "ends": None,
        "reason": f"{REASON}{limit} replies within an hour, and one more was due, which looks like a loop: see whom"
        " they went to, then `bridge resume`; if so many are right, raise [replies] per_hour first",
        "created": now,
        "released": None,
        "tier": "",
    }
