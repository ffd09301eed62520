"""Backfill: a plan changes nothing, what is written is the plan, and each client ends as a look would have left it."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bridge import wiring
from bridge.clock import CLOCK_FILE
from bridge.config import load
from bridge.core.model import About, Fact, Subject, SubjectKind
from bridge.listing import HeldBy, Page
from bridge.reconcile import look
from mappings.whmcs.lists import Listed
from tests.backfill.house import SECRET, WRITES, House


def client(id_: object) -> Subject:
    return Subject(SubjectKind.CLIENT, str(id_))


def what(facts: tuple[Fact, ...]) -> set[tuple[object, ...]]:
    return {(fact.about, fact.name, fact.item, fact.value, fact.effect) for fact in facts}


def test_a_plan_changes_nothing_here_or_there(house: House) -> None:
    house.actor.fill(clients=120, tickets=6)
    told = house.done("backfill", "all", "--receipts", str(house.path("plan.jsonl")))
    assert (told["changes"]["learned"], told["written"], told["as_planned"]) == (120, False, None)
    assert not set(house.calls()) & WRITES
    with house.store() as store:
        assert store.policies.current() is None
        assert store.facts.last_order() == store.decisions.last_seq() == 0
        assert list(store.tickets.open_ids()) == []
        assert list(store.agenda.subjects(SubjectKind.CLIENT)) == []


def test_what_is_written_is_the_plan_and_a_second_time_changes_nothing(house: House) -> None:
    house.actor.fill(clients=120, tickets=9)
    for number in (1, 2, 3):
        house.actor.sign_up(first_name=f"Ana {number}", signed_up="0000-00-00")
    house.done("backfill", "all", "--receipts", str(house.path("plan.jsonl")))
    told = house.done("backfill", "all", "--write", "--receipts", str(house.path("written.jsonl")))
    assert told["as_planned"] is True
    assert house.receipts("plan.jsonl") == house.receipts("written.jsonl")
    assert {"learned", "tags", "withheld"} <= set(told["changes"])
    house.calls()
    again = house.done("backfill", "clients", "--write", "--receipts", str(house.path("again.jsonl")))
    assert (again["changes"], house.receipts("again.jsonl")) == ({}, [])
    assert not set(house.calls()) & WRITES


def test_what_has_changed_since_the_plan_is_said(house: House) -> None:
    house.actor.fill(clients=20)
    house.done("backfill", "clients")
    house.actor.set_client_status(3, "Inactive", silent=True)
    assert house.done("backfill", "clients", "--write")["as_planned"] is False


def test_a_client_ends_as_a_look_would_have_left_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """D1, D3: the same facts, tier, and next look, from a page as from a whole reading."""
    house.path("clock").write_text(datetime.now(UTC).isoformat())  # it stands: a status has effect when it is found
    monkeypatch.setenv(CLOCK_FILE, str(house.path("clock")))
    house.actor.fill(clients=70)
    house.done("backfill", "clients", "--write")
    settings = load(house.config)
    ids = [str(number) for number in range(1, 71)]
    with house.store() as listed:
        facts = {id_: what(listed.facts.of(client(id_))) for id_ in ids}
        rows = {id_: listed.clients.row(id_) for id_ in ids}
        due = {id_: listed.agenda.planned(client(id_)) for id_ in ids}
    house.path("bridge.db").rename(house.path("listed.db"))
    with house.store() as looked:
        made = wiring.parts(settings, looked)
        wiring.enter_policy(settings, looked, made.clock())
        looked.agenda.touch([client(id_) for id_ in ids], made.clock())
        for lease in looked.agenda.lease("test", made.clock(), seconds=60, limit=100):
            came = look(made, lease)
            looked.agenda.put_back(lease, due=came.due, urgency=came.urgency)
        assert {id_: what(looked.facts.of(client(id_))) for id_ in ids} == facts
        for id_ in ids:
            row, other = looked.clients.row(id_), rows[id_]
            assert row is not None
            assert other is not None
            assert replace(row, decided_at=other.decided_at) == other
        assert {id_: looked.agenda.planned(client(id_)) for id_ in ids} == due
    assert {row.tier for row in rows.values() if row} == {"former", "professional", "new-customer", "best-effort"}
    assert sum(at is not None for at in due.values()) > 3, "day 30 is planned"


def test_a_thousand_clients_with_one_product_each_cost_21_calls(house: House) -> None:
    """P10's best: ten pages of clients, ten of products, one for the addons on them."""
    house.actor.fill(clients=1000)
    house.calls()
    house.done("backfill", "clients", "--write")
    asked = house.calls()
    assert asked == {"GetClients": 10, "GetClientsProducts": 10, "GetClientsAddons": 1}
    with house.store() as store:
        assert sum(store.clients.row(str(number)) is not None for number in range(1, 1001)) == 1000


def test_a_holding_that_a_torn_list_passes_over_is_not_taken_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list may add; what it does not show is only a reason to look."""
    house.actor.fill(clients=14)
    house.done("backfill", "clients", "--write")
    whole = Listed.list_holdings

    def torn(self: Listed, start: int) -> Page[HeldBy]:
        page = whole(self, start)
        return replace(page, rows=tuple(row for row in page.rows if row.client != "7"))

    monkeypatch.setattr(Listed, "list_holdings", torn)
    house.calls()
    told = house.done("backfill", "clients", "--write")
    assert (told["tried"]["looks"], house.calls()["ReadClient"]) == (1, 1)
    assert told["changes"] == {}
    with house.store() as store:
        assert not [fact for fact in store.facts.of(client(7)) if fact.about is About.HOLDING and not fact.value]


def test_a_holding_that_is_gone_and_a_client_that_is_gone_are_found_by_a_look(house: House) -> None:
    house.actor.fill(clients=14)
    house.done("backfill", "clients", "--write")
    house.actor.delete_holding("addon:1", silent=True)
    house.actor.delete_client(3, silent=True)
    house.done("backfill", "clients", "--receipts", str(house.path("plan.jsonl")))
    told = house.done("backfill", "clients", "--write", "--receipts", str(house.path("written.jsonl")))
    assert told["as_planned"] is True
    assert house.receipts("written.jsonl") == house.receipts("plan.jsonl")
    assert {(one["subject"], tuple(one["facts"]), one["was"]) for one in house.receipts("written.jsonl")} == {
        ("client 7", ("holding addon:1 none",), "professional"),
        ("client 3", ("gone yes",), "best-effort"),
    }
    assert house.done("backfill", "clients")["changes"] == {}, "a client known as gone is missed by nobody"


def test_when_more_than_one_in_twenty_fail_it_stops_and_resume_goes_on(house: House) -> None:
    house.actor.fill(clients=30, tickets=30)
    house.actor.fault("ReadTicket", "forbidden", times=2)
    stopped = house.says("backfill", "tickets", "--receipts", str(house.path("plan.jsonl")))
    assert stopped.code == 1
    assert "2 of 30 failed" in stopped.said
    assert "--resume" in stopped.said
    told = house.done("backfill", "tickets", "--resume", "--receipts", str(house.path("plan.jsonl")))
    assert (told["tried"]["looks"], told["failed"].get("looks", 0)) == (30, 0)
    whole = house.done("backfill", "tickets", "--receipts", str(house.path("whole.jsonl")))
    assert house.receipts("plan.jsonl") == house.receipts("whole.jsonl")
    assert whole["receipts"] == told["receipts"]


def test_where_few_fail_it_ends_with_4_and_resume_tries_them_again(house: House) -> None:
    house.actor.fill(clients=30, tickets=30)
    house.actor.fault("ReadTicket", "forbidden")
    told = house.says("backfill", "tickets")
    assert (told.code, told.document["failed"]["looks"]) == (4, 1)
    house.calls()
    assert house.done("backfill", "tickets", "--resume")["tried"]["looks"] == 30
    assert house.calls()["ReadTicket"] == 1
    assert house.says("backfill", "tickets", "--resume").code == 2


def test_resume_wants_the_same_run(house: House) -> None:
    house.actor.fill(clients=30, tickets=30)
    assert "nothing to resume" in house.says("backfill", "all", "--resume").said
    house.actor.fault("ReadTicket", "forbidden", times=9)
    assert house.says("backfill", "all").code == 1
    told = house.says("backfill", "all", "--write", "--resume")
    assert told.code == 2
    assert "bridge backfill all`" in told.said


def test_two_at_once_are_refused(house: House) -> None:
    with house.store() as store, store.alone("backfill") as is_alone:
        assert is_alone
        assert "runs on this store already" in house.says("backfill", "all").said


@pytest.mark.journey
@pytest.mark.parametrize("after", [2, 14, 40])
def test_killed_anywhere_and_resumed_it_is_as_if_it_had_not_been(house: House, after: int) -> None:
    """Killed among the holdings, the clients, the tickets: nothing is missing, nothing twice, the receipts neither."""
    house.actor.fill(clients=450, tickets=15)
    house.done("backfill", "all", "--receipts", str(house.path("plan.jsonl")))
    house.actor.fault("*", "slow", seconds=0.05, times=100_000)
    house.calls()
    arguments = ["backfill", "all", "--write", "--receipts", str(house.path("written.jsonl"))]
    _kill_after(house, arguments, calls=after)
    house.actor.clear_faults()
    told = house.done(*arguments, "--resume")
    assert told["as_planned"] is True
    assert house.receipts("written.jsonl") == house.receipts("plan.jsonl")
    assert house.said_to_customers() == {}
    assert house.says("reconcile", "--check").code == 0


def _kill_after(house: House, arguments: list[str], *, calls: int) -> None:
    command = [sys.executable, "-m", "bridge", *arguments, "--config", str(house.config)]
    environment = {**os.environ, SECRET: house.shop.secret}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while len(house.shop.shop.state.calls) < calls and time.monotonic() < end:
            time.sleep(0.005)
        assert process.poll() is None, "it was killed at work"
        process.kill()
