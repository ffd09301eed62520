"""A program for the tests of the wire: the real server over a house of fakes. ``python -m tests.web.served PORT``.

It prints one line for each thing that happens: opened, stored, closed. A body with "slow" takes a second.
"""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from bridge.errors import StoreUnavailableError
from bridge.store.deliveries import Acceptance, Delivery
from bridge.web.app import create_app
from bridge.web.asgi import Application
from bridge.web.server import run
from tests.web.fakes import FakeHouse, FakeStore


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


@dataclass
class SlowStore(FakeStore):
    def accept(self, delivery: Delivery) -> Acceptance:
        if b"slow" in delivery.body:
            time.sleep(1)
        acceptance = super().accept(delivery)
        say("stored")
        return acceptance


@contextmanager
def opening() -> Iterator[Application]:
    say("opened")
    yield create_app(FakeHouse(store=SlowStore()).services)
    say("closed")


def refusing() -> AbstractContextManager[Application]:
    raise StoreUnavailableError("the store cannot be opened; look at its disk")


if __name__ == "__main__":
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s %(reason)s", defaults={"reason": ""}))
    logging.getLogger().addHandler(handler)
    run(refusing if "refuse" in sys.argv else opening, "127.0.0.1", int(sys.argv[1]))
