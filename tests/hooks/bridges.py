"""Bridges for the screens' tests: the real web over documents as the real one makes them, and ones that misbehave."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.serving import make_server

from bridge.config.sources import DESK_LABEL, READ_LABEL, derived_token
from bridge.secrets import Secret
from bridge.services import Document, Gone
from tests.web.asking import as_wsgi
from tests.web.fakes import FakeDesk, FakeExplain, FakeGone, FakeHouse

TICKET: Document = {
    "ticket": 7,
    "client": 42,
    "tier": "new-customer",
    "topic": "wordpress",
    "scope": "application",
    "scores": [{"topic": "wordpress", "score": 1.75, "why": ["phrase 'wordpress' in the message"]}],
    "ladder": ["guide", "clarify", "clarify", "staff"],
    "rung": "clarify",
    "step": 2,
    "waiting_for": "customer",
    "outcome": None,
    "tags": ["support-new-customer", "support-rung-clarify"],
    "quote": None,
    "writes": [
        {"key": "guide", "kind": "reply", "state": "done", "at": "2026-03-18T10:05:00+00:00", "error": ""},
        {"key": "clarify-1", "kind": "reply", "state": "done", "at": "2026-03-19T10:25:00+00:00", "error": ""},
        {"key": "note-cap", "kind": "note", "state": "parked", "at": "2026-03-19T10:26:00+00:00", "error": "no answer"},
    ],
    "withheld": [
        {"key": "clarify-2", "rule": "W4", "why": "3 replies in 24 hours", "until": "2026-03-20T10:25:00+00:00"},
    ],
    "because": [
        {
            "rule": "L2",
            "fact": "the rung was answered and the customer wrote again: one rung up",
            "message": 2,
            "step": 2,
        },
        {"rule": "S2", "fact": "the topic is wordpress: wordpress has 1.75 and leads by 1.75"},
    ],
    "decided": [],
    "next_change": "2026-03-31T00:00:00+01:00",
    "decided_at": "2026-03-19T10:25:00+00:00",
}

CLIENT: Document = {
    "client": 42,
    "at": "2026-03-20T12:00:00+00:00",
    "as_known": "2026-03-20T12:00:00+00:00",
    "tier": "new-customer",
    "until": "2026-03-31T00:00:00+01:00",
    "channels_until": "2026-03-31T00:00:00+01:00",
    "opens_at": None,
    "channels": {"live_chat": "realtime", "telegram": "scheduled", "email": "open", "ticket": "closed"},
    "plans": ["unlimited-professional"],
    "courtesy": True,
    "because": [{"rule": "T2", "fact": "signed up", "date": "2026-03-01", "days": 30, "source": "reading"}],
    "timeline": [
        {"from": None, "until": "2026-03-01T00:00:00+00:00", "tier": "guest"},
        {"from": "2026-03-01T00:00:00+00:00", "until": "2026-03-31T00:00:00+01:00", "tier": "new-customer"},
        {"from": "2026-03-31T00:00:00+01:00", "until": None, "tier": "best-effort"},
    ],
}


@dataclass
class ToldExplain(FakeExplain):
    """Answers about ticket 7 and client 42, counting; ticket 8 was merged into 7; 9 is not known."""

    documents: dict[str, Document] = field(default_factory=lambda: {"7": TICKET, "42": CLIENT})
    count: int = 0

    def client(self, client_id: str, at: datetime | None, as_known: datetime | None) -> Document | Gone | None:
        self.count += 1
        return self.documents.get(client_id)

    def ticket(self, ticket_id: str) -> Document | Gone | None:
        self.count += 1
        return FakeGone("7") if ticket_id == "8" else self.documents.get(ticket_id)


@dataclass
class Bridge:
    """The bridge's web at an address, with what is behind it."""

    url: str
    explain: ToldExplain
    house: FakeHouse

    @property
    def desk(self) -> FakeDesk:
        return self.house.desk

    def reset(self) -> None:
        """Forget what was held, received and asked."""
        self.desk.kept.clear()
        self.house.store.kept.clear()
        self.explain.count = 0
        self.tell(ticket=TICKET, client=CLIENT)

    def tell(self, **documents: Mapping[str, object]) -> None:
        """Change what is answered about ticket 7 (``ticket``) and client 42 (``client``)."""
        names = {"ticket": "7", "client": "42"}
        self.explain.documents |= {names[name]: document for name, document in documents.items()}


@contextmanager
def bridge(secret: str) -> Iterator[Bridge]:
    """Serve a house whose secret is the module's, with tokens derived from it as the real configuration does."""
    explain = ToldExplain()
    shared = Secret(secret, "the module")
    house = FakeHouse(
        explain=explain,
        secrets=(shared,),
        tokens=(derived_token(shared, READ_LABEL),),
        desk_tokens=(derived_token(shared, DESK_LABEL),),
    )
    server = make_server("127.0.0.1", 0, as_wsgi(house.services), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Bridge(f"http://127.0.0.1:{server.server_port}", explain, house)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """Listen, and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def black_hole() -> Iterator[str]:
    """Listen with a queue that is full, so that nobody is let in: what a firewall does that drops packets."""
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def nobody() -> str:
    """Return an address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
