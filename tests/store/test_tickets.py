"""What the bridge keeps of tickets and clients; a merged ticket's family and the later answer-from stay together."""

from datetime import datetime, timedelta

import pytest

from bridge.core.policy import AnswerFrom, AnswerFromCause
from bridge.store import Store
from bridge.store.clients import ClientRow
from bridge.store.marks import SetAnswerFrom
from tests.store.fixtures import NOW

EARLY = NOW - timedelta(days=3)
LATE = NOW + timedelta(days=3)


def answer_from(instant: datetime, set_at: datetime = NOW) -> SetAnswerFrom:
    return SetAnswerFrom(AnswerFrom(instant, AnswerFromCause.BACKFILL), set_at)


def see(store: Store, ticket: str, client: str | None = "42", *, is_open: bool = True) -> None:
    store.tickets.upsert(ticket, client=client, is_open=is_open, policy="p1", timeline_digest="t1")


def test_a_look_replaces_what_the_look_before_saw(store: Store) -> None:
    assert store.tickets.row("7") is None
    see(store, "7")
    store.tickets.upsert("7", client=None, is_open=False, policy="p2", timeline_digest="t2")
    row = store.tickets.row("7")
    assert row is not None
    assert (row.client, row.is_open, row.policy, row.timeline_digest) == (None, False, "p2", "t2")


def test_a_look_leaves_answer_from_and_merges_as_they_are(store: Store) -> None:
    see(store, "7")
    store.tickets.set_answer_from(["7"], answer_from(EARLY))
    store.tickets.merge("8", "7")
    see(store, "7")
    row = store.tickets.row("7")
    assert row is not None
    assert (row.answer_from, row.merged_into) == (answer_from(EARLY), "8")


def test_the_open_tickets_are_those_that_were_open_when_last_seen(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.store.tickets._PAGE", 2)
    for number in range(5):
        see(store, str(number), "42" if number % 2 else "43")
    see(store, "3", is_open=False)
    assert list(store.tickets.open_ids()) == ["0", "1", "2", "4"]
    assert [row.id for row in store.tickets.open_of("42")] == ["1"]


def test_a_family_is_a_ticket_and_all_that_were_merged_into_it_at_any_remove(store: Store) -> None:
    """Q4."""
    store.tickets.merge("2", "1")
    store.tickets.merge("3", "2")
    store.tickets.merge("3", "9")
    assert store.tickets.family("3") == ("3", "2", "9", "1")
    assert store.tickets.family("2") == ("2", "1")
    assert store.tickets.family("unknown") == ("unknown",)


def test_merges_never_go_round_in_a_circle(store: Store) -> None:
    store.tickets.merge("2", "1")
    store.tickets.merge("1", "2")
    store.tickets.merge("2", "2")
    assert store.tickets.family("2") == ("2", "1")
    assert store.tickets.family("1") == ("1",)


def test_a_merged_ticket_is_closed(store: Store) -> None:
    see(store, "1")
    see(store, "2")
    store.tickets.merge("2", "1")
    assert list(store.tickets.open_ids()) == ["2"]


@pytest.mark.parametrize(
    ("masters", "mergeds", "expected"),
    [
        (None, None, None),
        (None, LATE, LATE),
        (LATE, None, LATE),
        (None, EARLY, None),  # the store's is later
        (EARLY, None, NOW),  # what was set back for the master alone does not hold for what came over
        (EARLY, LATE, LATE),
        (LATE, EARLY, LATE),
    ],
)
def test_the_later_answer_from_goes_to_the_master(
    store: Store, masters: datetime | None, mergeds: datetime | None, expected: datetime | None
) -> None:
    """Q4, W7: here the store's own is between the two."""
    store.marks.set_answer_from(answer_from(NOW, NOW - timedelta(days=1)))
    for ticket, instant in (("master", masters), ("merged", mergeds)):
        see(store, ticket)
        if instant is not None:
            store.tickets.set_answer_from([ticket], answer_from(instant))
    store.tickets.merge("master", "merged")
    row = store.tickets.row("master")
    assert row is not None
    assert (row.answer_from and row.answer_from.answer_from.instant) == expected


def test_of_a_tickets_own_answer_from_and_the_stores_the_one_set_last_stands(store: Store) -> None:
    """W7."""
    see(store, "7")
    store.tickets.set_answer_from(["7"], answer_from(EARLY, NOW))
    row = store.tickets.row("7")
    assert row is not None
    assert row.standing_answer_from(None) == row.answer_from
    assert row.standing_answer_from(answer_from(NOW, EARLY)) == row.answer_from
    assert row.standing_answer_from(answer_from(NOW, LATE)) == answer_from(NOW, LATE)


def test_a_client_is_kept_as_last_decided(store: Store) -> None:
    assert store.clients.row("42") is None
    store.clients.upsert(ClientRow("42", "t1", "new-customer", NOW))
    store.clients.upsert(ClientRow("42", "t2", "best-effort", LATE))
    assert store.clients.row("42") == ClientRow("42", "t2", "best-effort", LATE)
