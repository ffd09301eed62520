"""Each thing is sent once, ever: by one worker, under its caps, and never again while its outcome is open (W3, W4)."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bridge.core.model import WriteKind, WriteState
from bridge.store import Store
from bridge.store.caps import Caps
from bridge.store.leases import Lease
from bridge.store.write_rows import Intent
from bridge.store.writes import Begun
from tests.store.fixtures import NOW, ticket

GUIDE = Intent(
    ticket="7",
    client="42",
    key="guide",
    kind=WriteKind.REPLY,
    payload={"text": "See https://example.com/guide", "status": "Open"},
    after=3,
    source="guide",
    source_digest="d1",
    digest="f1",
)
DAY = timedelta(hours=24)


def hold(store: Store, id_: str = "7", *, seconds: float = 60) -> Lease:
    store.agenda.touch([ticket(id_)], NOW, now=NOW)
    (lease,) = store.agenda.lease("worker", NOW, seconds=seconds, limit=1)
    return lease


def begin(
    store: Store,
    lease: Lease,
    intent: Intent = GUIDE,
    *,
    now: datetime = NOW,
    settle: float = 120,
    caps: Caps | None = None,
    allow_repeat: bool = False,
) -> Begun:
    return store.writes.begin(lease, intent, now=now, deadline=20, settle=settle, caps=caps, allow_repeat=allow_repeat)


def state(store: Store, key: str = "guide", ticket_id: str = "7") -> WriteState:
    record = store.writes.record(ticket_id, key)
    assert record is not None
    return record.write.state


def sent(store: Store, intent: Intent, now: datetime, caps: Caps | None = None) -> Begun:
    """Send an intent as a worker does, and return how it began."""
    store.writes.intend(intent, now)
    lease = hold(store, intent.ticket)
    begun = begin(store, lease, intent, now=now, caps=caps)
    if begun is Begun.YES:
        store.writes.finish(intent.ticket, intent.key, WriteState.DONE, now=now)
    store.agenda.put_back(lease, due=None)
    return begun


def test_a_write_is_intended_then_sending_then_done(store: Store) -> None:
    assert store.writes.intend(GUIDE, NOW) is WriteState.INTENDED
    assert begin(store, hold(store)) is Begun.YES
    (write,) = store.writes.of(["7"])
    assert (write.state, write.attempts, write.at) == (WriteState.SENDING, 1, NOW)
    later = NOW + timedelta(seconds=1)
    assert store.writes.finish("7", "guide", WriteState.DONE, now=later, message=9)
    (write,) = store.writes.of(["7"])
    assert (write.state, write.message, write.at, write.after) == (WriteState.DONE, 9, later, 3)
    assert (write.source, write.source_digest, write.digest) == ("guide", "d1", "f1")


def test_what_goes_out_is_kept_exactly(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    record = store.writes.record("7", "guide")
    assert record is not None
    assert record.payload == GUIDE.payload
    assert (record.client, record.decided_at, record.attempted_at) == ("42", NOW, None)
    assert store.writes.record("7", "clarify-1") is None


def test_an_intent_that_was_never_sent_is_renewed_with_what_is_said_now(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    store.writes.intend(replace(GUIDE, payload={"text": "other"}, after=5), NOW + DAY)
    record = store.writes.record("7", "guide")
    assert record is not None
    assert (record.payload, record.write.after, record.decided_at) == ({"text": "other"}, 5, NOW + DAY)
    assert record.write.at == NOW  # its state has not changed since


@pytest.mark.parametrize("end", [WriteState.UNKNOWN, WriteState.DONE, WriteState.REFUSED, WriteState.PARKED])
def test_a_key_that_was_used_is_never_intended_again(store: Store, end: WriteState) -> None:
    """W3."""
    store.writes.intend(GUIDE, NOW)
    begin(store, hold(store))
    store.writes.finish("7", "guide", end, now=NOW)
    assert store.writes.intend(replace(GUIDE, payload={"text": "other"}), NOW) is end
    record = store.writes.record("7", "guide")
    assert record is not None
    assert record.payload == GUIDE.payload


def test_nothing_is_sent_by_whoever_lost_the_lease_or_holds_it_too_short(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    assert begin(store, hold(store, seconds=10)) is Begun.LOST_LEASE
    assert state(store) is WriteState.INTENDED
    lease = hold(store, "8")
    store.agenda.put_back(lease, due=None)
    assert begin(store, lease) is Begun.LOST_LEASE


def test_what_was_begun_is_not_begun_again(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    assert [begin(store, lease), begin(store, lease)] == [Begun.YES, Begun.ALREADY]


def test_what_was_never_intended_is_not_begun(store: Store) -> None:
    assert begin(store, hold(store)) is Begun.ALREADY


def test_an_open_outcome_is_repeated_only_by_whoever_has_settled_it(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    begin(store, lease)
    store.writes.finish("7", "guide", WriteState.UNKNOWN, now=NOW, error="read timeout")
    assert begin(store, lease) is Begun.ALREADY
    assert begin(store, lease, allow_repeat=True) is Begun.YES
    assert [write.attempts for write in store.writes.of(["7"])] == [2]


@pytest.mark.parametrize("end", [WriteState.DONE, WriteState.REFUSED, WriteState.PARKED])
def test_what_is_done_refused_or_parked_is_not_even_repeated(store: Store, end: WriteState) -> None:
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    begin(store, lease)
    store.writes.finish("7", "guide", end, now=NOW)
    assert begin(store, lease, allow_repeat=True) is Begun.ALREADY


def test_an_attempt_that_reached_nobody_is_not_counted(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    begin(store, lease)
    store.writes.finish("7", "guide", WriteState.INTENDED, now=NOW, error="connection refused")
    (write,) = store.writes.of(["7"])
    assert (write.state, write.attempts, write.error) == (WriteState.INTENDED, 0, "connection refused")
    assert begin(store, lease) is Begun.YES


def test_done_is_final(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    begin(store, hold(store))
    store.writes.finish("7", "guide", WriteState.DONE, now=NOW)
    assert not store.writes.finish("7", "guide", WriteState.UNKNOWN, now=NOW)
    assert not store.writes.withdraw("7", "guide", NOW)
    assert state(store) is WriteState.DONE


def test_only_what_was_never_attempted_is_withdrawn_and_may_be_intended_again(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    assert store.writes.withdraw("7", "guide", NOW)
    assert not store.writes.withdraw("7", "guide", NOW)
    assert state(store) is WriteState.WITHDRAWN
    assert store.writes.intend(GUIDE, NOW) is WriteState.INTENDED
    begin(store, hold(store))
    assert not store.writes.withdraw("7", "guide", NOW)


def test_what_reading_found_is_done_and_stands_where_it_was_found(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    begin(store, hold(store))
    for _ in range(2):
        store.writes.found("7", "guide", 9, NOW + DAY)
    (write,) = store.writes.of(["7"])
    assert (write.state, write.message, write.at) == (WriteState.DONE, 9, NOW + DAY)
    store.writes.found("7", "guide", 10, NOW + DAY + DAY)  # the same reply, after its ticket was merged
    (write,) = store.writes.of(["7"])
    assert (write.message, write.at) == (10, NOW + DAY)


def test_an_attempt_settles_on_the_lease_clock_its_deadline_included(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    assert store.writes.settles_in("7", "guide") == 0
    begin(store, hold(store), settle=120)
    assert store.writes.settles_in("7", "guide") == pytest.approx(140, abs=1)
    store.writes.finish("7", "guide", WriteState.UNKNOWN, now=NOW + DAY)
    assert store.writes.settles_in("7", "guide") == pytest.approx(140, abs=1)
    store.writes.finish("7", "guide", WriteState.DONE, now=NOW + DAY)
    assert store.writes.settles_in("7", "guide") == 0


def test_a_settled_attempt_no_longer_waits(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    store.writes.begin(hold(store), GUIDE, now=NOW, deadline=0.02, settle=0.03)
    time.sleep(0.06)
    assert store.writes.settles_in("7", "guide") == 0


def test_a_quote_leads_back_to_its_ticket(store: Store) -> None:
    store.writes.intend(replace(GUIDE, key="quote", kind=WriteKind.QUOTE), NOW)
    begin(store, hold(store), replace(GUIDE, key="quote"))
    store.writes.finish("7", "quote", WriteState.DONE, now=NOW, quote="12")
    assert store.writes.ticket_of_quote("12") == "7"
    assert store.writes.ticket_of_quote("13") is None


def test_a_reply_counts_under_its_caps_from_its_attempt_for_exactly_a_day(store: Store) -> None:
    """W4: at most N in any 24 hours."""
    caps = Caps(per_ticket=2, per_client=9)
    replies = [replace(GUIDE, key=f"clarify-{number}") for number in range(4)]
    assert sent(store, replies[0], NOW, caps) is Begun.YES
    assert sent(store, replies[1], NOW + timedelta(hours=1), caps) is Begun.YES
    assert sent(store, replies[2], NOW + DAY - timedelta(microseconds=1), caps) is Begun.CAPPED
    assert state(store, "clarify-2") is WriteState.INTENDED
    assert sent(store, replies[2], NOW + DAY, caps) is Begun.YES
    assert sent(store, replies[3], NOW + DAY, caps) is Begun.CAPPED


def test_a_client_has_a_cap_over_all_tickets_and_guests_have_none(store: Store) -> None:
    """W4."""
    caps = Caps(per_ticket=9, per_client=2)
    of_client = [sent(store, replace(GUIDE, ticket=str(number)), NOW, caps) for number in range(3)]
    assert of_client == [Begun.YES, Begun.YES, Begun.CAPPED]
    guests = [sent(store, replace(GUIDE, ticket=f"g{number}", client=None), NOW, caps) for number in range(3)]
    assert guests == [Begun.YES] * 3


def test_notes_are_free_and_only_what_may_have_been_sent_counts(store: Store) -> None:
    """W4."""
    lease = hold(store)
    note = replace(GUIDE, key="note-quote", kind=WriteKind.NOTE)
    store.writes.intend(note, NOW)
    begin(store, lease, note)
    ends = [WriteState.REFUSED, WriteState.INTENDED, WriteState.PARKED, WriteState.UNKNOWN]
    for number, end in enumerate(ends):
        intent = replace(GUIDE, key=f"clarify-{number}")
        at = NOW + timedelta(minutes=number)
        store.writes.intend(intent, at)
        begin(store, lease, intent, now=at)
        store.writes.finish("7", intent.key, end, now=at)
    counted = (NOW + timedelta(minutes=2), NOW + timedelta(minutes=3))
    assert store.writes.replies_of_ticket("7", NOW - DAY) == counted
    assert store.writes.replies_of_client("42", NOW - DAY) == counted
    assert store.writes.replies_of_client("42", counted[0]) == counted[1:]


def test_a_repeat_does_not_count_itself(store: Store) -> None:
    caps = Caps(per_ticket=1, per_client=1)
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    assert begin(store, lease, caps=caps) is Begun.YES
    store.writes.finish("7", "guide", WriteState.UNKNOWN, now=NOW)
    assert begin(store, lease, caps=caps, allow_repeat=True) is Begun.YES


def test_workers_on_many_tickets_of_one_client_do_not_exceed_its_cap_together(store: Store) -> None:
    """W4: counted and taken in one transaction."""
    caps = Caps(per_ticket=1, per_client=3)
    intents = [replace(GUIDE, ticket=str(number)) for number in range(12)]
    leases = []
    for intent in intents:
        store.writes.intend(intent, NOW)
        leases.append(hold(store, intent.ticket))
    with ThreadPoolExecutor(12) as pool:
        begun = list(pool.map(lambda pair: begin(store, *pair, caps=caps), zip(leases, intents, strict=True)))
    assert Counter(begun) == {Begun.YES: 3, Begun.CAPPED: 9}


@pytest.mark.parametrize("end", [WriteState.PARKED, WriteState.REFUSED])
def test_a_person_lets_a_write_be_tried_anew_or_leaves_it_for_ever(store: Store, end: WriteState) -> None:
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    begin(store, lease)
    assert not store.writes.retry("7", "guide", NOW, reason="too soon")
    assert not store.writes.abandon("7", "guide", NOW, reason="too soon")
    store.writes.finish("7", "guide", end, now=NOW, error="no")
    assert [record.write.key for record in store.writes.waiting_for_a_person()] == ["guide"]
    assert store.writes.abandon("7", "guide", NOW, reason="by phone")
    assert (store.status(NOW).writes_parked, state(store)) == (0, end)
    assert store.writes.waiting_for_a_person() == ()
    assert begin(store, lease, allow_repeat=True) is Begun.ALREADY
    assert store.writes.retry("7", "guide", NOW, reason="not there")
    assert begin(store, lease) is Begun.YES


def test_a_verdict_is_kept_with_its_reason_and_what_it_was_about_and_its_ticket_is_looked_at(store: Store) -> None:
    store.writes.intend(GUIDE, NOW)
    lease = hold(store)
    begin(store, lease)
    store.writes.finish("7", "guide", WriteState.REFUSED, now=NOW, error="not allowed")
    store.agenda.put_back(lease, due=None)
    later = NOW + timedelta(hours=1)
    assert store.writes.abandon("7", "guide", NOW, reason="by phone")
    assert store.writes.retry("7", "guide", later, reason="not there")
    told = [(one.verdict, one.reason, one.at, one.state, one.error) for one in store.writes.verdicts(["7"])]
    assert told == [
        ("abandon", "by phone", NOW, WriteState.REFUSED, "not allowed"),
        ("retry", "not there", later, WriteState.REFUSED, "not allowed"),
    ]
    assert store.agenda.planned(ticket("7")) == NOW
    (write,) = store.writes.of(["7"])
    assert (write.generation, write.is_abandoned, write.error) == (1, False, "")


def test_writes_are_listed_by_state_the_last_changed_first(store: Store) -> None:
    for number in range(3):
        sent(store, replace(GUIDE, key=f"clarify-{number}"), NOW + timedelta(minutes=number))
    store.writes.intend(GUIDE, NOW)
    assert [record.write.key for record in store.writes.list(WriteState.DONE, limit=2)] == ["clarify-2", "clarify-1"]
    assert [record.write.key for record in store.writes.list(WriteState.INTENDED)] == ["guide"]
    assert len(store.writes.list()) == 4


def test_the_status_counts_what_is_under_way_and_when_the_last_was_done(store: Store) -> None:
    assert store.status(NOW).last_write is None
    sent(store, replace(GUIDE, key="clarify-1"), NOW)
    store.writes.intend(GUIDE, NOW)
    status = store.status(NOW)
    assert (status.writes_open, status.writes_parked, status.last_write) == (1, 0, NOW)
