"""The clock: read once, at the edge, and handed on as an argument (D2).

For tests ``BRIDGE_CLOCK_FILE`` names a file with an RFC 3339 instant, which then stands still, or ``+SECONDS`` ahead of
the real clock. It is looked at again at every reading, so that day 30 passes in a second.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bridge.errors import UsageError

CLOCK_FILE = "BRIDGE_CLOCK_FILE"

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def clock_from_environment() -> Clock:
    """Return the test clock when ``BRIDGE_CLOCK_FILE`` is set, else the real one.

    Whether a test clock may be used at all is for the caller to refuse: only against a loopback billing url.
    """
    path = os.environ.get(CLOCK_FILE)
    return file_clock(Path(path)) if path else real_clock


def file_clock(path: Path) -> Clock:
    """Return a clock that says what the file at ``path`` says; raises UsageError now if it says nothing readable.

    Later on, a file caught half written says what it last said.
    """
    last = _reading(path)

    def now() -> datetime:
        nonlocal last
        with suppress(UsageError):
            last = _reading(path)
        return last()

    return now


def _reading(path: Path) -> Clock:
    """Return the clock that the file describes at the moment."""
    try:
        text = path.read_text().strip()
        if text.startswith("+"):
            ahead = timedelta(seconds=float(text[1:]))
            return lambda: real_clock() + ahead
        instant = datetime.fromisoformat(text)
    except (OSError, ValueError, OverflowError) as exc:
        raise UsageError(
            f"{CLOCK_FILE}={path}: cannot be read as an RFC 3339 instant or +SECONDS; write one into it"
        ) from exc
    if instant.tzinfo is None:
        raise UsageError(f"{CLOCK_FILE}={path}: the instant has no offset; write it like 2026-03-01T12:00:00+00:00")
    in_utc = instant.astimezone(UTC)
    return lambda: in_utc
