"""What leads to a look at whom: merges, changes of client, detours, early webhooks, and time alone (Q4, T8, L5, D1)."""

from datetime import datetime, timedelta

import pytest

from bridge.billing import PostReply
from bridge.core.model import About, OverrideKind, Stage, Subject, SubjectKind
from bridge.explain import Explain, TicketGone
from bridge.store.touches import LOSES_REALTIME, NORMAL
from tests.reconcile.bench import Bench, Told
from tests.reconcile.maker import Maker
from tests.reconcile.shop import PLAN, Fate
from tests.reconcile.stories import BROKEN, FURTHER, with_quotes_sent

MASTER, MERGED = Subject(SubjectKind.TICKET, "7"), Subject(SubjectKind.TICKET, "8")
TOLD: Told = ("ticket", "8", About.MERGED_INTO, "7", "")


@pytest.fixture
def bench(benches: Maker) -> Bench:
    return benches()


# Merged tickets -------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(bench: Bench) -> Bench:
    """Return a bridge that sent the guide on two tickets, of which one is then merged into the other."""
    bench.shop.sign_up()
    for ticket in ("7", "8"):
        bench.clock.pass_time(600)
        bench.opens(ticket, BROKEN)
        bench.clock.pass_time(5)
        bench.settle()
    bench.shop.merge("7", "8")
    return bench


@pytest.mark.parametrize("subjects", [(MASTER, MERGED), (MERGED, MASTER)], ids=["to the master", "to the merged"])
@pytest.mark.parametrize("first", [MASTER, MERGED], ids=["master first", "merged first"])
def test_a_merged_tickets_story_is_its_masters_whoever_is_looked_at_first(
    merged: Bench, subjects: tuple[Subject, ...], first: Subject
) -> None:
    merged.store.agenda.touch([first], merged.clock(), now=merged.clock())
    merged.turn()
    merged.hint(*subjects, told=(TOLD,))
    merged.settle()
    assert merged.store.tickets.family("7") == ("7", "8")
    assert len(merged.shop.said("7")) == 2  # a guide on each, and the merge itself says nothing
    merged.writes("7", FURTHER)
    merged.settle()
    assert len(merged.shop.said("7")) == 3
    assert "rung-clarify" in merged.shop.tags("7")


def test_a_merge_that_no_reading_bears_out_changes_nothing(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.opens("8", BROKEN)
    bench.settle()
    bench.hint(MASTER, MERGED, told=(TOLD,))
    bench.settle()
    assert bench.store.tickets.family("7") == ("7",)


def test_a_merged_ticket_is_explained_by_naming_its_master(merged: Bench) -> None:
    merged.hint(MASTER, MERGED, told=(TOLD,))
    merged.settle()
    found = Explain(merged.store, merged.policy, merged.clock, lambda _: None).ticket("8")
    assert found == TicketGone("7")


@pytest.mark.parametrize("fate", [Fate.LOST, Fate.UNAVAILABLE])
def test_a_write_to_a_ticket_that_was_deleted_meanwhile_is_under_way_no_more(bench: Bench, fate: Fate) -> None:
    bench.shop.sign_up()
    bench.shop.meet(PostReply, fate)
    bench.opens("7", BROKEN)
    bench.turn()
    assert bench.store.status(bench.clock()).writes_open == 1
    del bench.shop.tickets["7"]
    bench.hint(MASTER)
    bench.settle()
    assert bench.store.status(bench.clock()).writes_open == 0


def test_a_deleted_ticket_is_explained_as_gone_until_it_is_found_again(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    explain = Explain(bench.store, bench.policy, bench.clock, lambda _: None)
    deleted = bench.shop.tickets.pop("7")
    bench.hint(MASTER)
    bench.settle()
    assert explain.ticket("7") == TicketGone(None)
    bench.clock.pass_time(60)
    bench.shop.tickets["7"] = deleted
    bench.hint(MASTER)
    bench.settle()
    assert isinstance(explain.ticket("7"), dict)


# Clients --------------------------------------------------------------------------------------------------------


def test_a_ticket_that_is_given_to_another_client_is_seated_anew_and_nothing_is_said(bench: Bench) -> None:
    bench.shop.sign_up("42")
    bench.shop.sign_up("43", holding=PLAN)
    ticket = bench.opens("7", BROKEN)
    bench.settle()
    bench.clock.pass_time(600)
    bench.shop.give("7", "43")
    bench.hint(ticket)
    bench.settle()
    assert {"professional", "rung-execute"} <= bench.shop.tags("7")
    assert len(bench.shop.said("7")) == 1


def test_a_deleted_clients_tickets_are_a_guests(bench: Bench) -> None:
    client = bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    bench.clock.pass_time(600)
    del bench.shop.clients["42"]
    bench.hint(client)
    bench.settle()
    assert "guest" in bench.shop.tags("7")


def test_a_merged_clients_tickets_and_holdings_are_the_survivors(bench: Bench) -> None:
    gone = bench.shop.sign_up("42", holding=PLAN)
    survivor = bench.shop.sign_up("43")
    bench.opens("7", BROKEN, client="42")
    bench.opens("8", BROKEN, client="43")
    bench.settle()
    bench.clock.pass_time(600)
    held = bench.shop.clients.pop("42").holdings
    bench.shop.take_over("43", held)
    bench.shop.give("7", "43")
    told: tuple[Told, ...] = (
        ("client", "43", About.ABSORBED, "42", ""),
        ("client", "42", About.MERGED_INTO, "43", ""),
    )
    bench.hint(survivor, gone, told=told)
    bench.settle()
    bench.hint(Subject(SubjectKind.TICKET, "7"))
    bench.settle()
    assert "professional" in bench.shop.tags("7")
    assert "professional" in bench.shop.tags("8")


def test_a_change_of_the_client_is_written_to_its_open_tickets_and_to_no_others(bench: Bench) -> None:
    client = bench.shop.sign_up()
    bench.shop.sign_up("43")
    for ticket, owner in (("7", "42"), ("8", "42"), ("9", "43")):
        bench.opens(ticket, BROKEN, client=owner)
    bench.settle()
    bench.shop.close("8")
    bench.hint(Subject(SubjectKind.TICKET, "8"))
    bench.settle()
    before = {ticket: bench.shop.tags(ticket) for ticket in ("8", "9")}
    bench.clock.pass_time(600)
    bench.shop.buy("42")
    bench.hint(client)
    bench.settle()
    assert "professional" in bench.shop.tags("7")
    assert {ticket: bench.shop.tags(ticket) for ticket in before} == before


# Detours and early webhooks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [SubjectKind.ORDER, SubjectKind.INVOICE])
def test_an_order_or_invoice_leads_to_its_client(bench: Bench, kind: SubjectKind) -> None:
    client = bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    bench.clock.pass_time(600)
    bench.shop.buy("42")
    bench.shop.behind[Subject(kind, "5")] = client
    bench.hint(Subject(kind, "5"))
    bench.settle()
    assert "professional" in bench.shop.tags("7")


def test_a_holding_leads_to_whom_it_was_last_seen_with(bench: Bench) -> None:
    bench.shop.sign_up(holding=PLAN)
    bench.opens("7", BROKEN)
    bench.settle()
    bench.clock.pass_time(600)
    bench.shop.buy("42", status="Cancelled")
    bench.hint(Subject(SubjectKind.HOLDING, "addon:4201"))
    bench.settle()
    assert "best-effort" in bench.shop.tags("7")


def test_a_quote_leads_to_its_ticket(benches: Maker) -> None:
    bench = benches(with_quotes_sent(benches.policy))
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    (number,) = bench.shop.quotes
    bench.clock.pass_time(600)
    bench.shop.set_stage(number, Stage.ACCEPTED)
    bench.hint(Subject(SubjectKind.QUOTE, number))
    bench.settle()
    assert {"quoted", "quote-accepted", "rung-execute", "needs-staff"} <= bench.shop.tags("7")


@pytest.mark.parametrize("kind", [SubjectKind.ORDER, SubjectKind.HOLDING, SubjectKind.QUOTE])
def test_a_detour_that_leads_to_nobody_ends_there(bench: Bench, kind: SubjectKind) -> None:
    bench.hint(Subject(kind, "999"))
    assert bench.settle() == 1
    assert bench.store.status(bench.clock()).deliveries_waiting == 0


def test_a_webhook_that_comes_before_its_change_is_followed_by_two_more_looks(bench: Bench) -> None:
    client = bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    bench.clock.pass_time(600)
    bench.hint(client, early=True)
    bench.settle()
    assert "best-effort" in bench.shop.tags("7")
    bench.shop.buy("42")
    bench.pass_time(16)
    bench.settle()
    assert "professional" in bench.shop.tags("7")
    bench.shop.buy("42", status="Suspended")
    bench.pass_time(301)
    bench.settle()
    assert "best-effort" in bench.shop.tags("7")


# Time alone -----------------------------------------------------------------------------------------------------


def test_the_next_look_is_planned_at_the_instant_the_window_ends_and_losses_go_first(bench: Bench) -> None:
    """D1: client and open ticket are due at midnight in Lisbon, before anything else that is due then."""
    client = bench.shop.sign_up(days_ago=20)
    ticket = bench.opens("7", BROKEN)
    bench.settle()
    ends = datetime.fromisoformat("2026-04-30T00:00:00+01:00")
    assert bench.store.agenda.planned(client) == ends
    assert bench.store.agenda.planned(ticket) == ends
    bench.store.agenda.touch([MERGED], ends - timedelta(hours=1))
    bench.clock.now = ends
    taken = bench.store.agenda.lease("test", ends, seconds=60, limit=3)
    assert [lease.urgency for lease in taken] == [LOSES_REALTIME, LOSES_REALTIME, NORMAL]


def test_the_window_ends_to_the_second(bench: Bench) -> None:
    bench.shop.sign_up(days_ago=29)
    bench.opens("7", BROKEN)
    bench.settle()
    ends = datetime.fromisoformat("2026-04-21T00:00:00+01:00")
    bench.clock.now = ends - timedelta(microseconds=1)
    bench.settle()
    assert {"new-customer", "realtime"} <= bench.shop.tags("7")
    bench.clock.now = ends
    bench.settle()
    assert bench.shop.tags("7") == {"best-effort", "rung-guide", "topic-wordpress", "scope-application"}


@pytest.mark.parametrize("kind", [OverrideKind.SESSION, OverrideKind.GRANT])
def test_what_a_person_decided_ends_by_itself(bench: Bench, kind: OverrideKind) -> None:
    client = bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    bench.override(kind, client, hours=2, tier="professional")
    bench.settle()
    assert "realtime" in bench.shop.tags("7")
    bench.clock.pass_time(7200)
    bench.settle()
    assert "realtime" not in bench.shop.tags("7")
    assert len(bench.shop.said("7")) == 1


def test_fifty_webhooks_about_one_ticket_are_a_look_or_two(bench: Bench) -> None:
    bench.shop.sign_up()
    ticket = bench.opens("7", BROKEN)
    for _ in range(49):
        bench.hint(ticket)
    assert bench.settle() <= 3
    assert bench.shop.reads["ticket"] <= 2
    assert bench.store.status(bench.clock()).deliveries_waiting == 0
