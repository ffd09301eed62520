"""Staying up until told to end: an interrupt is the caller's, a SIGTERM a plain end.

Listen before anybody is told that the program is up: whoever reads that may end it at once.
"""

import signal
import threading

CHECK_SECONDS = 0.5


def listen_for_the_end() -> threading.Event:
    """Return what a SIGTERM sets, from now on."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    return ended


def stay_up(ended: threading.Event) -> None:
    """Return once ``ended`` is set; KeyboardInterrupt passes through."""
    while not ended.wait(CHECK_SECONDS):
        pass
