"""A sandbox for each test, on a clock that stands still and a port of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from mappings.whmcs.sandbox import RunningSandbox, serve
from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Addon, Api, Receiver

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    running = serve(clock=lambda: NOON)
    yield running
    running.stop()


@pytest.fixture
def actor(sandbox: RunningSandbox) -> Actor:
    return Actor(sandbox.url)


@pytest.fixture
def api(sandbox: RunningSandbox) -> Api:
    return Api(sandbox)


@pytest.fixture
def addon(sandbox: RunningSandbox) -> Addon:
    return Addon(sandbox)


@pytest.fixture
def receiver(actor: Actor) -> Iterator[Receiver]:
    """Return a bridge that takes everything; the sandbox sends to it."""
    receiving = Receiver()
    actor.conduct(url=receiving.start())
    yield receiving
    receiving.stop()


@pytest.fixture
def client(actor: Actor) -> int:
    return actor.sign_up(first_name="Zoë", last_name="Client", email="zoe@customers.example")


@pytest.fixture
def ticket(actor: Actor, client: int) -> int:
    return actor.open_ticket(client, "It's broken", "First line\nif a < b & c")
