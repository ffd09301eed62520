"""What is sent to: the bridge's receiver with its store, and the same with something left out.

``python -m tests.bench.served KIND PORT FOLDER`` serves one of KINDS.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bridge.clock import real_clock
from bridge.logs import start_logging
from bridge.secrets import Secret
from bridge.services import Receiving
from bridge.store import Store, open_store
from bridge.store.deliveries import Acceptance, Delivery
from bridge.web.asgi import Application, Message, Receive, Scope, Send, whole_body
from bridge.web.door import Door
from bridge.web.gathering import Gathering
from bridge.web.receive import Receiver
from bridge.web.server import run
from mappings.whmcs.hooks import HookDialect
from tests.bench.load import SECRET


class OneByOne(Gathering[Delivery, Acceptance]):
    """Stores each delivery at once by itself, as a receiver without group commit would."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.deliveries.accept_all)
        self._accept = store.deliveries.accept

    async def submit(self, item: Delivery) -> Acceptance:
        return self._accept(item)


def not_stored(group: Sequence[Delivery]) -> Sequence[Acceptance]:
    return [Acceptance.NEW] * len(group)


def receiving(store: Store | None) -> Receiving:
    return Receiving(
        systems={"whmcs": HookDialect(ZoneInfo("Europe/Lisbon"))},
        secrets=(Secret(SECRET, "the bench"),),
        tolerance=timedelta(minutes=5),
        max_body=256 * 1024,
        accept_all=not_stored if store is None else store.deliveries.accept_all,
        clock=real_clock,
    )


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand for the rooms behind the door, which nobody asks here."""


async def no_content(_: Scope, receive: Receive, send: Send) -> None:
    """Read the body and answer 204: the server alone, with nothing of the bridge in it."""
    await whole_body(receive)
    start: Message = {"type": "http.response.start", "status": 204, "headers": []}
    await send(start)
    await send({"type": "http.response.body", "body": b""})


def _stored(store: Store) -> Application:
    return Door(Receiver(receiving(store), count=lambda _: None), nobody)


def _unstored(_: Store) -> Application:
    return Door(Receiver(receiving(None), count=lambda _: None), nobody)


def _one_by_one(store: Store) -> Application:
    receiver = Receiver(receiving(store), count=lambda _: None)
    receiver._gathering = OneByOne(store)
    return Door(receiver, nobody)


KINDS: Mapping[str, Callable[[Store], Application]] = {
    "stored": _stored,
    "unstored": _unstored,
    "one-by-one": _one_by_one,
    "204": lambda _: no_content,
}


def serve(kind: str, port: int, folder: Path) -> None:
    @contextmanager
    def opening() -> Iterator[Application]:
        store = open_store(f"sqlite:///{folder / 'bridge.db'}")
        try:
            yield KINDS[kind](store)
        finally:
            store.close()

    start_logging()
    run(opening, "127.0.0.1", port)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
