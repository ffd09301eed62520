"""A store that cannot be written: nothing is said to be taken that is not, nothing is sent, and all drains after.

A full, a refusing and a locked one under a real ``bridge serve`` (reliability.md, "What must hold").
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bridge.secrets import Secret
from tests.hostile.disk import Disk, mounted
from tests.hostile.rig import EVENT, Answered, bodies_in, deliver
from tests.journey.house import BRIDGE, House, house

BROKEN = "My WordPress website stopped working after installing a plugin."
LARGE = b'{"type": "ServiceEdit", "data": "' + b"x" * 200_000 + b'"}'
TOO_LITTLE = 4 << 20  # bytes: room to store, none to be sure that what is sent can be recorded


@dataclass
class Sender:
    """Sends webhooks of its own and keeps a book of what it was told."""

    at: House
    book: dict[str, int | None] = field(default_factory=dict)
    last: Answered | None = None

    def send(self, identifier: str, body: bytes = EVENT) -> int | None:
        secret = Secret(self.at.shop.secret, "the shop's")
        self.last = deliver(self.at.port, identifier, body, secret=secret)
        self.book[identifier] = self.last.status if self.last else None
        return self.book[identifier]

    @property
    def taken(self) -> set[str]:
        return {identifier for identifier, status in self.book.items() if status is not None and status < 300}


@contextmanager
def house_on_a_disk(folder: Path) -> Iterator[tuple[House, Disk]]:
    """Run a bridge whose store alone is on a small disk."""
    (folder / "house").mkdir()
    with mounted(folder / "disk", mebibytes=32) as disk:
        url = f'url = "sqlite:///{disk.folder}/bridge.db"'
        with house(folder / "house", change=lambda config: re.sub(r'(?m)^url = "sqlite:.*$', url, config)) as at:
            yield at, disk


def tell_apart(at: House, disk: Disk, sender: Sender) -> None:
    """Check the book against the store: whatever was taken is there."""
    stored = bodies_in(disk.folder / "bridge.db")
    assert sender.taken <= stored.keys()
    assert not re.search(r"look\.broke|Traceback|delivery\.failed|request\.failed", log_of(at))


def log_of(at: House) -> str:
    return (at.folder / "log").read_text()


def said_once(at: House, *tickets: int) -> bool:
    return all(len(at.said(ticket)) == 1 for ticket in tickets)


@pytest.mark.journey
@pytest.mark.disk
def test_a_full_disk_takes_and_sends_nothing_says_so_and_drains_when_there_is_room(tmp_path: Path) -> None:
    with house_on_a_disk(tmp_path) as (at, disk):
        at.turn_clock(minutes=1)
        sender = Sender(at)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        at.settle()
        disk.fill(leave=TOO_LITTLE)
        first = at.actor.open_ticket(owner, "Help", BROKEN)
        at.eventually(lambda: at.actor.waiting_events() == 0)  # taken: there was room for that
        at.eventually(lambda: "almost full" in log_of(at))
        remedies = " ".join(at.told("status")["remedies"])
        disk.fill()
        statuses = [sender.send(f"large-{number}", LARGE) for number in range(30)]
        assert statuses[-1] == 503
        assert sender.last is not None
        assert int(sender.last.headers["retry-after"]) > 0
        assert set(statuses) <= {202, 503}
        assert not at.is_ready()
        second = at.actor.open_ticket(owner, "Help", BROKEN)
        time.sleep(1)
        assert at.said(first) == at.said(second) == []
        disk.empty()
        at.eventually(lambda: at.actor.waiting_events() == 0)
        at.settle()
        at.eventually(lambda: said_once(at, first, second))
        assert {sender.send(identifier, LARGE) for identifier in list(sender.book)} <= {200, 202}
        tell_apart(at, disk, sender)
        assert "almost full" in remedies
        assert not any("full" in remedy for remedy in at.told("status")["remedies"])


@pytest.mark.journey
@pytest.mark.disk
def test_a_disk_that_turns_read_only_takes_and_sends_nothing_until_it_can_be_written_again(tmp_path: Path) -> None:
    with house_on_a_disk(tmp_path) as (at, disk):
        at.turn_clock(minutes=1)
        sender = Sender(at)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        at.settle()
        with disk.refusing():
            assert [sender.send(f"refused-{number}") for number in range(3)] == [503] * 3
            assert not at.is_ready()
            ticket = at.actor.open_ticket(owner, "Help", BROKEN)
            time.sleep(1)
            assert at.said(ticket) == []
            assert at.actor.waiting_events() > 0
        at.eventually(lambda: said_once(at, ticket))
        assert {sender.send(identifier) for identifier in list(sender.book)} == {202}
        tell_apart(at, disk, sender)


@pytest.mark.journey
def test_a_store_that_another_process_locks_takes_and_sends_nothing_until_it_is_let_go(tmp_path: Path) -> None:
    with house(tmp_path) as at:
        at.turn_clock(minutes=1)
        sender = Sender(at)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        at.settle()
        with closing(sqlite3.connect(at.folder / "bridge.db", isolation_level=None, timeout=30)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert sender.send("locked") == 503
            ticket = at.actor.open_ticket(owner, "Help", BROKEN)
            assert at.said(ticket) == []
            other.execute("ROLLBACK")
        at.eventually(lambda: said_once(at, ticket))
        assert sender.send("locked") == 202
        tell_apart(at, Disk(at.folder), sender)
        assert {message["admin"] for message in at.actor.ticket(ticket)["messages"]} == {"", BRIDGE}
