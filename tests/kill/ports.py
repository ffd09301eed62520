"""Ports that stay one town's while what listened there is dead: below those that the machine hands out by itself.

A port that is free for the second between a kill and the next start is anybody's otherwise, and two towns met.
"""

import fcntl
import os
import random
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_RANGE = range(20_000, 32_000)


@contextmanager
def reserved(count: int) -> Iterator[tuple[int, ...]]:
    """Reserve so many free ports on this machine until the end."""
    with ExitStack() as stack:
        found: list[int] = []
        for port in random.SystemRandom().sample(_RANGE, len(_RANGE)):
            if len(found) < count and (lock := _lock(port)) is not None:
                stack.callback(os.close, lock)
                found.append(port)
        assert len(found) == count, "no port is free"
        yield tuple(found)


def _lock(port: int) -> int | None:
    """Return what holds a port while it is open, None: it is somebody's."""
    opened = os.open(Path(tempfile.gettempdir()) / f"bridge-test-port-{port}", os.O_RDWR | os.O_CREAT, 0o666)
    with suppress(OSError), socket.socket() as probe:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        probe.bind(("127.0.0.1", port))
        return opened
    os.close(opened)
    return None
