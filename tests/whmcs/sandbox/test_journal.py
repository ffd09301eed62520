"""A sandbox that keeps its state goes on where it ended, however it ended: the kill loops rest on it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.errors import UsageError
from mappings.whmcs.sandbox import RunningSandbox, serve
from mappings.whmcs.sandbox.actor import Dump
from tests.whmcs.sandbox.doors import Addon, Api, Receiver, eventually

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Opening = Callable[[], RunningSandbox]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.jsonl"


@pytest.fixture
def opened(file: Path) -> Iterator[Opening]:
    """Return what ends the sandbox that runs and starts the next one on the same file."""
    running: list[RunningSandbox] = []

    def again() -> RunningSandbox:
        for one in running:
            one.stop()
        running.append(serve(clock=lambda: NOON, state_file=file))
        return running[-1]

    yield again
    for one in running:
        one.stop()


def without_calls(state: Dump) -> Dump:
    return {name: rows for name, rows in state.items() if name != "calls"}


def test_everything_that_was_done_is_there_again(opened: Opening) -> None:
    before = opened()
    actor = before.actor()
    owner = actor.sign_up(first_name="Zoë", signed_up="2026-02-20")
    actor.buy(owner, "product:42", at="2026-02-21T10:00:00+00:00")
    ticket = actor.open_ticket(owner, "It's broken", "a < b & c")
    actor.settings(echoes=False)
    Api(before)("AddTicketReply", ticketid=ticket, message="first")
    Addon(before)("SetTicketTags", ticketid=ticket, add=["support-x"], remove=[])
    actor.settings(echoes=True)
    Api(before)("AddTicketNote", ticketid=ticket, message="seen")
    assert Api(before)("AddTicketReply", ticketid=99, message="nobody")["result"] == "error"
    shop, sent = without_calls(actor.state()), actor.outbox()["events"]
    after = opened()
    assert without_calls(after.actor().state()) == shop
    assert after.actor().outbox()["events"] == sent
    assert after.secret == before.secret


def test_a_key_stays_known(opened: Opening) -> None:
    before = opened()
    ticket = before.actor().open_ticket(before.actor().sign_up(), "Help", "x")
    first = Addon(before)("AddTicketReply", key="key-1", ticketid=ticket, message="once")
    after = opened()
    assert Addon(after)("AddTicketReply", key="key-1", ticketid=ticket, message="once") == first
    assert len(after.actor().ticket(ticket)["messages"]) == 2


def test_an_event_that_was_taken_is_not_sent_again_and_one_that_waits_is(opened: Opening) -> None:
    taking = Receiver()
    before = opened().actor()
    before.conduct(url=taking.start())
    before.sign_up()
    eventually(lambda: before.waiting_events() == 0)
    before.conduct(paused=True)
    before.sign_up()
    (taken, waits) = before.outbox()["events"]
    after = opened().actor()
    assert after.waiting_events() == 1
    later = Receiver()
    after.conduct(url=later.start())
    after.sign_up()
    eventually(lambda: after.waiting_events() == 0)
    ids = [event["id"] for event in after.outbox()["events"]]
    assert sorted(one.id for one in later.received) == sorted(ids[1:])
    assert ids[:2] == [taken["id"], waits["id"]]
    assert len(set(ids)) == 3
    taking.stop()
    later.stop()


def test_a_line_that_a_kill_cut_short_never_happened(opened: Opening, file: Path) -> None:
    opened().actor().sign_up()
    opened().stop()
    with file.open("ab") as journal:
        journal.write(b'{"act":"sign-up","params":{},"a')
    after = opened()
    assert len(after.actor().state()["clients"]) == 1
    after.actor().sign_up()
    assert len(opened().actor().state()["clients"]) == 2


def test_what_signs_in_is_not_in_the_file_and_nobody_else_may_read_it(opened: Opening, file: Path) -> None:
    running = opened()
    Api(running)("OpenTicket", deptid=1, subject="A", message="b", name="Ana", email="ana@customers.example")
    assert running.credentials.secret not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["[]\n", "a shopping list", '{"secret": "whsec_x"}\n'])
def test_a_file_of_something_else_is_refused_and_left_alone(file: Path, content: str) -> None:
    file.write_text(content)
    with pytest.raises(UsageError, match=r"--state .*: this is no sandbox's file"):
        serve(state_file=file)
    assert file.read_text() == content


def test_reading_writes_nothing(opened: Opening, file: Path) -> None:
    running = opened()
    Api(running)("GetTickets")
    Addon(running)("BridgeInfo")
    (head,) = file.read_text().splitlines()
    assert set(json.loads(head)) == {"secret", "shop"}
