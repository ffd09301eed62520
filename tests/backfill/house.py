"""A shop with a history, and the commands run against it in this process, each as a person would say it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bridge import wiring
from bridge.cli import run
from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.config import load
from bridge.store import Store
from mappings.whmcs.sandbox import RunningSandbox, serve
from mappings.whmcs.sandbox.actor import Actor

BRIDGE = "Support Bridge"
WRITES = {"SetTicketTags", "AddTicketReply", "AddTicketNote", "UpdateTicket", "CreateQuote", "SendQuote"}


@dataclass(frozen=True)
class Told:
    """How a command ended: its exit code, its JSON document, and what it said on stderr."""

    code: int
    document: dict[str, Any]
    said: str


@dataclass
class House:
    """A shop, and a bridge beside it that has never run."""

    folder: Path
    shop: RunningSandbox
    capsys: "pytest.CaptureFixture[str]"

    @property
    def actor(self) -> Actor:
        return self.shop.actor()

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def says(self, *arguments: str) -> Told:
        """Run a command with ``--json``."""
        self.capsys.readouterr()
        code = run([*arguments, "--config", str(self.config), "--json"])
        out, said = self.capsys.readouterr()
        return Told(code, json.loads(out) if out else {}, said)

    def done(self, *arguments: str) -> dict[str, Any]:
        """Run a command that ends well."""
        told = self.says(*arguments)
        assert told.code == 0, (told.document, told.said)
        return told.document

    def receipts(self, name: str) -> list[dict[str, Any]]:
        """Return the receipts in a file, in an order of their own."""
        return sorted(map(json.loads, self.path(name).read_text().splitlines()), key=json.dumps)

    def path(self, name: str) -> Path:
        return self.folder / name

    @contextmanager
    def store(self) -> Iterator[Store]:
        with wiring.opened_store(load(self.config)) as store:
            yield store

    def calls(self) -> Counter[str]:
        """Return what the shop was asked since this was last asked."""
        calls = self.shop.shop.state.calls
        asked = Counter(call.command for call in calls)
        calls.clear()
        return asked

    def ago(self, *, hours: int = 0, minutes: int = 0) -> str:
        return (datetime.now(UTC) - timedelta(hours=hours, minutes=minutes)).isoformat()

    def notes(self, ticket: int) -> list[str]:
        return [note["text"] for note in self.actor.ticket(ticket)["notes"]]

    def said_to_customers(self) -> dict[int, int]:
        """Return how many messages of the bridge's each ticket has that has any."""
        tickets = self.shop.shop.state.tables.tickets.values()
        counts = {ticket.id: sum(message.admin == BRIDGE for message in ticket.messages) for ticket in tickets}
        return {ticket: count for ticket, count in counts.items() if count}


@contextmanager
def house(folder: Path, capsys: "pytest.CaptureFixture[str]", *, store: str = "") -> Iterator[House]:
    """Set up a shop and a configuration, on SQLite or on the ``store`` given; the secret must be in the environment."""
    shop = serve()
    for name, content in starter().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        quick = re.sub(r"max_requests_per_second = \d+", "max_requests_per_second = 1000", content)
        placed = quick.replace("https://billing.example.com/", shop.url)
        path.write_text(placed.replace("sqlite:///bridge.db", store or f"sqlite:///{folder / 'bridge.db'}"))
    try:
        yield House(folder, shop, capsys)
    finally:
        shop.stop()


SECRET = SECRET_VARIABLE
