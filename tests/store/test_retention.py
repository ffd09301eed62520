"""What is past its time is forgotten a page at a time, and what must stay for good stays (W3, W6, T6)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source, Subject, WriteKind, WriteState
from bridge.store import Store
from bridge.store.decisions import DecisionRecord
from bridge.store.deliveries import Acceptance, DeliveryState
from bridge.store.retention import Forgotten
from bridge.store.write_rows import Intent
from tests.store.fixtures import NOW, client, delivery, ticket

DAY = timedelta(days=1)
NEVER = NOW - 999 * DAY
GUIDE = Intent("7", "42", "guide", WriteKind.REPLY, {"text": "Hello Ana"}, digest="f1")


def forget(store: Store, *, bodies: datetime = NEVER, decisions: datetime = NEVER) -> tuple[int, int, int]:
    forgotten = store.retention.forget(bodies_before=bodies, decisions_before=decisions)
    return forgotten.bodies, forgotten.decisions, forgotten.texts


def bodies(store: Store) -> dict[str, bytes]:
    return {record.id: record.body or b"" for record in store.deliveries.list()}


def decide(store: Store, subject: Subject, at: datetime, digest: str) -> None:
    store.decisions.record(DecisionRecord(subject, at, "p", digest, "what Ana wrote", "{}"))


def decided(store: Store) -> list[tuple[str, str]]:
    return [(record.subject.id, record.inputs_digest) for record in store.decisions.since(NEVER)]


def is_open(store: Store, id_: str, *, is_open: bool) -> None:
    store.tickets.upsert(id_, client="42", is_open=is_open, policy="p", timeline_digest="t")


@contextmanager
def writing_transactions(store: Store) -> Iterator[list[str]]:
    """Gather the statements of transactions that are opened to write."""
    engine, begun = store._database.backend.engine, list[str]()

    def note(connection: object, *_: object) -> None:
        begun.extend(["BEGIN"] if connection.get_execution_options().get("writes") else [])  # type: ignore[attr-defined]  # SQLAlchemy's

    event.listen(engine, "begin", note)
    yield begun
    event.remove(engine, "begin", note)


def test_a_forgotten_body_leaves_its_id_and_digest_known(store: Store) -> None:
    store.deliveries.accept(delivery("old"))
    store.deliveries.accept(delivery("waiting", ticket("7")))
    store.deliveries.accept(delivery("new", received=NOW + 2 * DAY))
    assert forget(store, bodies=NOW + DAY) == (1, 0, 0)
    assert forget(store, bodies=NOW + DAY) == (0, 0, 0)
    assert bodies(store) == {"old": b"", "waiting": b"{}", "new": b"{}"}
    assert store.deliveries.accept(delivery("old")) is Acceptance.SEEN
    assert store.deliveries.accept(delivery("old", body=b"other")) is Acceptance.CONFLICT


def test_the_end_of_the_time_is_exact(store: Store) -> None:
    store.deliveries.accept(delivery("old"))
    assert forget(store, bodies=NOW) == (0, 0, 0)
    assert forget(store, bodies=NOW + timedelta(microseconds=1)) == (1, 0, 0)


def test_what_was_learned_from_a_forgotten_body_stays_known(store: Store) -> None:
    """T6."""
    store.deliveries.accept(delivery("a", ticket("7")))
    signed_up = Fact(About.SIGNED_UP, "2026-03-01", NOW, Source.WEBHOOK, effect=NOW)
    store.deliveries.learned({"a": [Learned(client("42"), signed_up)]})
    assert forget(store, bodies=NOW + DAY) == (1, 0, 0)
    assert [fact.value for fact in store.facts.of(client("42"))] == ["2026-03-01"]


def test_what_nobody_could_read_is_forgotten_too_and_no_longer_told_of(store: Store) -> None:
    store.deliveries.accept(delivery("odd", body=b"\xff", is_readable=False))
    assert forget(store, bodies=NOW + DAY) == (1, 0, 0)
    assert bodies(store) == {"odd": b""}
    assert store.status(NOW).deliveries_set_aside == 0
    assert [record.state for record in store.deliveries.list()] == [DeliveryState.IGNORED]


def test_old_decisions_go_but_the_last_on_an_open_ticket(store: Store) -> None:
    """W6: it says why the ticket stands as it does."""
    for id_ in ("7", "8"):
        is_open(store, id_, is_open=id_ == "7")
        for number in range(2):
            decide(store, ticket(id_), NOW + number * timedelta(minutes=1), str(number))
    decide(store, ticket("8"), NOW + 2 * DAY, "new")
    assert forget(store, decisions=NOW + DAY) == (0, 3, 0)
    assert decided(store) == [("7", "1"), ("8", "new")]
    assert forget(store, decisions=NOW + DAY) == (0, 0, 0)
    is_open(store, "7", is_open=False)
    assert forget(store, decisions=NOW + DAY) == (0, 1, 0)


@pytest.mark.parametrize("end", [WriteState.DONE, WriteState.REFUSED, WriteState.PARKED, WriteState.WITHDRAWN])
def test_the_text_of_a_write_at_rest_goes_and_its_key_and_digest_stay(store: Store, end: WriteState) -> None:
    """W3."""
    store.writes.intend(GUIDE, NOW)
    store.writes.finish("7", "guide", end, now=NOW)
    assert forget(store, decisions=NOW) == (0, 0, 0)
    assert forget(store, decisions=NOW + DAY) == (0, 0, 1)
    assert forget(store, decisions=NOW + DAY) == (0, 0, 0)
    record = store.writes.record("7", "guide")
    assert record is not None
    assert (record.payload, record.write.state, record.write.digest) == ({}, end, "f1")


@pytest.mark.parametrize("state", [WriteState.INTENDED, WriteState.SENDING, WriteState.UNKNOWN])
def test_the_text_of_a_write_that_is_under_way_is_needed_and_stays(store: Store, state: WriteState) -> None:
    store.writes.intend(GUIDE, NOW)
    store.writes.finish("7", "guide", state, now=NOW)
    assert forget(store, decisions=NOW + DAY) == (0, 0, 0)


def test_a_page_is_forgotten_at_once_and_the_oldest_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.store.retention.PAGE", 2)
    for number in range(5):
        store.deliveries.accept(delivery(str(number), received=NOW - number * DAY))
        is_open(store, str(number), is_open=False)
        decide(store, ticket(str(number)), NOW - number * DAY, "d")
        store.writes.intend(replace(GUIDE, ticket=str(number)), NOW)
        store.writes.finish(str(number), "guide", WriteState.DONE, now=NOW - number * DAY)
    later = NOW + DAY
    step = store.retention.forget(bodies_before=later, decisions_before=later)
    assert (step, step.is_all) == (Forgotten(2, 2, 2), False)
    assert [id_ for id_, body in sorted(bodies(store).items()) if body] == ["0", "1", "2"]
    assert sorted(id_ for id_, _ in decided(store)) == ["0", "1", "2"]
    assert store.retention.forget(bodies_before=later, decisions_before=later) == Forgotten(2, 2, 2)
    assert store.retention.forget(bodies_before=later, decisions_before=later).is_all


def test_with_nothing_to_forget_nothing_is_written(store: Store) -> None:
    store.deliveries.accept(delivery("new"))
    with writing_transactions(store) as begun:
        assert forget(store, bodies=NOW, decisions=NOW) == (0, 0, 0)
    assert begun == []
    with writing_transactions(store) as begun:
        assert forget(store, bodies=NOW + DAY) == (1, 0, 0)
    assert begun == ["BEGIN"]
