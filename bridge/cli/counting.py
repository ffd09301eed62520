"""How far a long comparison is, on stderr: a line that is drawn anew on a terminal, nothing elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEP = 0.2  # seconds between two drawings


@contextmanager
def counting() -> Iterator[Callable[[str, int], None]]:
    """Yield what is told how many of something are done."""
    drawn = 0.0
    is_watched = sys.stderr.isatty()

    def told(what: str, count: int) -> None:
        nonlocal drawn
        if is_watched and time.monotonic() - drawn >= STEP:
            drawn = time.monotonic()
            sys.stderr.write(f"\r{count:,} {what} ...\x1b[K")
            sys.stderr.flush()

    try:
        yield told
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[K")
