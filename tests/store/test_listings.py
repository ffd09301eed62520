"""What a run lists waits in the store with the run's progress; pages of clients are taken in whole, or not at all."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bridge.backfill.progress import progress_from
from bridge.core.model import About, Fact, Holding, Override, OverrideKind, Source, Subject, SubjectKind
from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.errors import UsageError
from bridge.listing import HeldBy
from bridge.store import Store
from bridge.store.client_pages import Known, Settled, Taken
from bridge.store.clients import ClientRow
from bridge.store.listings import Listed, Need
from bridge.store.marks import SetAnswerFrom
from tests.store.fixtures import NOW, client, ticket

RUN = "backfill"
HELD = Holding("product:1", "product:42", "Active", date(2026, 3, 1))


def fact(value: str) -> Fact:
    return Fact(About.CLIENT_STATUS, value, learned=NOW, source=Source.READING)


def settled(known: Known) -> Settled:
    row = ClientRow(known.id, "digest", "best-effort", NOW)
    return Settled((fact("Active"),), row, NOW + timedelta(days=30), 0, tuple(known.tickets))


def taken(found: Sequence[tuple[Known, Settled]]) -> Taken:
    return Taken(RUN, [Listed(client(known.id)) for known, _ in found], f"{len(found)} taken")


def test_holdings_wait_for_their_clients_and_a_row_seen_twice_counts_once(store: Store) -> None:
    store.listings.begin(RUN, "begun")
    undated = Holding("addon:9", "addon:0", "Suspended", None)
    store.listings.add_holdings(RUN, [HeldBy("7", HELD), HeldBy("7", undated), HeldBy("8", HELD)], ["9"], "listed")
    store.listings.add_holdings(RUN, [HeldBy("7", HELD)], [], "again")
    assert store.listings.held_by(RUN, ["7", "6"]) == {"7": (undated, HELD), "6": ()}
    assert [one.subject for one in store.listings.in_need(RUN, Need.LOOK, limit=10)] == [client("9")]
    assert store.marks.get(RUN) == "again"
    store.listings.begin(RUN, "anew")
    assert store.listings.held_by(RUN, ["7"]) == {"7": ()}


@pytest.mark.parametrize("forget", ["begin", "end"])
def test_lists_are_forgotten_a_page_at_a_time_and_other_runs_keep_theirs(
    store: Store, forget: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.store.listings._PAGE", 2)
    for run in (RUN, "reconcile"):
        store.listings.add_holdings(run, [HeldBy(str(number), HELD) for number in range(5)], [], "listed")
    getattr(store.listings, forget)(RUN, "over")
    assert not any(store.listings.held_by(RUN, [str(number) for number in range(5)]).values())
    assert all(store.listings.held_by("reconcile", [str(number) for number in range(5)]).values())
    assert (store.marks.get(RUN), store.marks.get("reconcile")) == ("over", "listed")


def test_a_run_killed_while_the_lists_before_it_are_forgotten_is_none_to_go_on_with(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.listings.add_holdings(RUN, [HeldBy("7", HELD)], [], "listed")

    def die(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.listings, "_forget", die)
    with pytest.raises(KeyboardInterrupt):
        store.listings.begin(RUN, "begun")
    assert progress_from(store.marks.get(RUN)) is None


def test_a_look_once_needed_stays_needed_until_it_is_made(store: Store) -> None:
    store.listings.add(RUN, [Listed(ticket("7"), Need.LOOK, client="42"), Listed(client("1"), Need.LOOK, "odd")], "")
    store.listings.add(RUN, [Listed(ticket("7"))], "")
    assert store.listings.in_need(RUN, Need.LOOK, limit=9) == [
        Listed(client("1"), Need.LOOK, "odd"),
        Listed(ticket("7"), Need.LOOK, client=None),
    ]
    assert store.listings.in_need(RUN, Need.LOOK, after=client("1"), limit=9)[0].subject == ticket("7")
    store.listings.put_need(RUN, {ticket("7"): Need.FAILED, client("1"): Need.DONE}, "worked")
    assert (store.listings.count(RUN, Need.LOOK), store.listings.count(RUN, Need.FAILED, Need.DONE)) == (0, 2)
    store.listings.look_again(RUN)
    assert [one.subject for one in store.listings.in_need(RUN, Need.LOOK, limit=9)] == [ticket("7")]


def test_who_is_known_and_on_no_page_is_found(store: Store) -> None:
    for id_ in ("1", "2"):
        store.facts.learn(client(id_), NOW, lambda _: [fact("Active")])
        store.tickets.upsert(id_, client=None, is_open=True, policy="p", timeline_digest="")
    store.tickets.upsert("3", client=None, is_open=False, policy="p", timeline_digest="")
    store.listings.add(RUN, [Listed(client("1")), Listed(ticket("2"))], "")
    assert list(store.listings.unlisted(RUN, SubjectKind.CLIENT)) == [client("2")]
    assert list(store.listings.unlisted(RUN, SubjectKind.TICKET)) == [ticket("1")]


def test_a_page_of_clients_is_taken_in_with_its_progress(store: Store) -> None:
    store.tickets.upsert("70", client="7", is_open=True, policy="p", timeline_digest="old")
    store.overrides.add(Override(OverrideKind.GRANT, client("7"), NOW, None, "asked to", NOW, tier="professional"))
    store.client_pages.settle(["7", "8"], NOW, settled, taken)
    known = store.client_pages.known(["8", "7"])
    assert [(one.id, [fact.value for fact in one.facts], one.read_at) for one in known] == [
        ("8", ["Active"], NOW),
        ("7", ["Active"], NOW),
    ]
    assert (known[1].tickets, len(known[1].overrides), known[0].overrides) == ({"70": "old"}, 1, ())
    assert store.clients.row("7") == ClientRow("7", "digest", "best-effort", NOW)
    assert store.agenda.planned(client("7")) == NOW + timedelta(days=30)
    assert store.agenda.planned(ticket("70")) == NOW
    assert store.marks.get(RUN) == "2 taken"


def test_a_client_read_after_the_list_began_is_passed_over(store: Store) -> None:
    """D3: what the list says of it was so before."""
    store.facts.learn(client("7"), NOW + timedelta(seconds=1), lambda _: [fact("Closed")])
    store.client_pages.settle(["7"], NOW, settled, taken)
    assert [one.value for one in store.facts.of(client("7"))] == ["Closed"]
    assert store.marks.get(RUN) == "0 taken"


def test_a_page_that_breaks_off_is_not_taken_in_at_all(store: Store) -> None:
    def broken(_: Sequence[tuple[Known, Settled]]) -> Taken:
        raise UsageError("here it ends")

    with pytest.raises(UsageError):
        store.client_pages.settle(["7"], NOW, settled, broken)
    assert (store.facts.of(client("7")), store.clients.row("7"), store.agenda.planned(client("7"))) == ((), None, None)


def test_a_rehearsal_knows_what_it_would_learn_and_writes_nothing(store: Store) -> None:
    rehearsed = store.rehearsal()
    assert [one.value for one in rehearsed.facts.learn(client("7"), NOW, lambda _: [fact("Active")])] == ["Active"]
    assert [one.order for one in rehearsed.facts.of(client("7"))] == [1]
    assert rehearsed.facts.of(client("7"), NOW - timedelta(seconds=1)) == ()
    assert store.facts.of(client("7")) == ()
    with pytest.raises(AssertionError, match="writes nothing"):
        rehearsed.marks.put("a", "b")


def test_a_name_is_held_by_one_at_a_time(store: Store) -> None:
    with store.alone(RUN) as first, store.alone(RUN) as second, store.alone("reconcile") as other:
        assert (first, second, other) == (True, False, True)
    with store.alone(RUN) as again:
        assert again


def test_what_is_due_or_looked_at_is_in_hand(store: Store) -> None:
    subjects = [ticket(id_) for id_ in ("1", "2", "3")]
    store.agenda.touch(subjects[:2], NOW)
    store.agenda.touch(subjects[2:], NOW + timedelta(days=1))
    lease, *_ = store.agenda.lease("worker", NOW, seconds=60, limit=1)
    assert set(store.agenda.in_hand(subjects, NOW)) == set(subjects[:2])
    store.agenda.put_back(lease, due=NOW, failed=True, wait=60)
    assert store.agenda.in_hand([lease.subject], NOW) == {lease.subject: 1}
    assert store.agenda.in_hand([Subject(SubjectKind.TICKET, "9")], NOW) == {}


def test_covered_tickets_keep_all_but_their_answer_from(store: Store) -> None:
    """W7: known or not yet."""
    store.tickets.upsert("1", client="42", is_open=False, policy="p", timeline_digest="d")
    given = SetAnswerFrom(AnswerFrom(NOW, AnswerFromCause.BACKFILL), NOW)
    store.tickets.cover({"1": None, "2": "43"}, given)
    rows = store.tickets.rows(["1", "2", "3"])
    assert {id_: (row.client, row.is_open, row.policy, row.answer_from) for id_, row in rows.items()} == {
        "1": ("42", False, "p", given),
        "2": ("43", True, None, given),
    }
