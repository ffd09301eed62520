"""The bell that tells a waiting worker, in this process or another, that the agenda has changed.

Nobody polls for work. A ring that is missed costs at most the time its waiter chose to wait: what is to be done stands
on the agenda and not in the bell.
"""

import os
import select
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

_RECONNECT_PAUSE = 1.0  # seconds


class LineLostError(Exception):
    """The connection over which the bell is heard is gone; it is opened again at the next wait."""


class Line(Protocol):
    """An open ear: something to poll, and to empty once it can be read."""

    def fileno(self) -> int: ...

    def was_rung(self) -> bool:
        """Take everything that has come in and tell whether it holds a ring; raises LineLostError."""
        ...

    def close(self) -> None: ...


class Bell(Protocol):
    """Rung in or after the transaction that changed the agenda."""

    def ring_within(self, connection: Connection) -> None:
        """Ring when this transaction commits, where the database itself carries the ring."""
        ...

    def ring_after(self) -> None:
        """Ring now, where the database does not."""
        ...

    def open_line(self) -> Line:
        """Begin to listen; raises LineLostError."""
        ...

    def close(self) -> None: ...


class Waiter:
    """Waits for the bell. Open it before the look at the agenda that decides how long to wait."""

    def __init__(self, open_line: Callable[[], Line]) -> None:
        self._open_line = open_line
        self._line: Line | None = None
        with suppress(LineLostError):  # the first wait tries again
            self._line = open_line()
        self._hearing, self._nudge = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def wait(self, seconds: float) -> bool:
        """Return True as soon as the bell rings, False after ``seconds`` or when interrupted."""
        try:
            if self._line is None:
                self._line = self._open_line()
                return True  # it may have rung while nobody listened
            line = self._line
            return line.fileno() in _readable((line.fileno(), self._hearing), seconds) and line.was_rung()
        except LineLostError:
            self._hang_up()
            _readable((self._hearing,), min(seconds, _RECONNECT_PAUSE))
            return False

    def interrupt(self) -> None:
        """End the wait under way, and every later one, at once; for shutting down, safe in a signal handler.

        Once closed there is no wait to end, and this does nothing.
        """
        with suppress(OSError):
            os.write(self._nudge, b"\0")

    def close(self) -> None:
        """Stop listening; not while another thread waits."""
        self._hang_up()
        nudge, self._nudge = self._nudge, -1
        os.close(self._hearing)
        os.close(nudge)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _readable(descriptors: tuple[int, ...], seconds: float) -> set[int]:
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return {descriptor for descriptor, _ in poll.poll(max(0.0, seconds) * 1000)}


class PipeBell:
    """A named pipe beside the SQLite file: any process may write a byte, one waiting worker reads it."""

    def __init__(self, path: Path) -> None:
        with suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        # Open for both directions: writing needs no reader, and never raises a broken pipe.
        self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def ring_within(self, connection: Connection) -> None:
        pass

    def ring_after(self) -> None:
        with suppress(BlockingIOError):  # full: it has been rung often enough
            os.write(self._descriptor, b"\0")

    def open_line(self) -> "PipeLine":
        return PipeLine(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class PipeLine:
    """The reading end. Rings from before it was opened are forgotten."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = os.dup(descriptor)
        self.was_rung()

    def fileno(self) -> int:
        return self._descriptor

    def was_rung(self) -> bool:
        try:
            return bool(os.read(self._descriptor, 1 << 16))
        except BlockingIOError:  # another waiter of this machine was quicker
            return False

    def close(self) -> None:
        os.close(self._descriptor)
