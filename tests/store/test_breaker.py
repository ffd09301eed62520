"""The breaker: one reply too many within an hour, to everybody together, and the bridge pauses itself (W4, W5)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from bridge.core.model import Override, OverrideKind, WriteKind, WriteState
from bridge.overrides import Desk
from bridge.store import Store
from bridge.store.breaker import HOUR
from bridge.store.caps import Caps
from bridge.store.leases import Lease
from bridge.store.write_rows import Intent
from bridge.store.writes import Begun
from tests.core.tickets import POLICY
from tests.store.fixtures import NOW, ticket

CAPS = Caps(per_ticket=9, per_client=9, per_hour=3)
ONE = timedelta(microseconds=1)


def guest(number: int, kind: WriteKind = WriteKind.REPLY) -> Intent:
    """Return a reply to a guest on a ticket of its own: no other cap bounds it."""
    return Intent(str(number), None, "guide", kind, {"text": "See the guide"})


def leased(store: Store, intent: Intent) -> Lease:
    store.agenda.touch([ticket(intent.ticket)], NOW, now=NOW)
    (lease,) = store.agenda.lease("worker", NOW, seconds=60, limit=1)
    return lease


def begun(store: Store, intent: Intent, now: datetime, caps: Caps | None = CAPS) -> Begun:
    """Begin an intent as a worker does, and let it be done."""
    store.writes.intend(intent, now)
    lease = leased(store, intent)
    outcome = store.writes.begin(lease, intent, now=now, deadline=20, settle=120, caps=caps)
    if outcome is Begun.YES:
        store.writes.finish(intent.ticket, intent.key, WriteState.DONE, now=now)
    store.agenda.put_back(lease, due=None)
    return outcome


def pauses(store: Store) -> list[Override]:
    return [one for one in store.overrides.pauses() if one.lasts_at(NOW + timedelta(days=9))]


def desk(store: Store, now: datetime) -> Desk:
    return Desk(store, POLICY.zone, now)


def test_the_reply_too_many_is_not_begun_and_everything_is_paused_with_the_remedy(store: Store) -> None:
    outcomes = [begun(store, guest(number), NOW) for number in range(4)]
    assert outcomes == [Begun.YES] * 3 + [Begun.TRIPPED]
    assert [write.state for write in store.writes.of(["3"])] == [WriteState.INTENDED]
    (pause,) = pauses(store)
    assert (pause.kind, pause.subject, pause.start, pause.end) == (OverrideKind.PAUSE, None, NOW, None)
    assert pause.reason.startswith("breaker: 3 replies within an hour")
    assert "bridge resume" in pause.reason
    assert "[replies] per_hour" in pause.reason
    status = store.status(NOW)
    assert (status.replies_last_hour, status.breaker_since) == (3, NOW)


def test_only_the_replies_of_the_last_hour_are_counted_to_the_microsecond(store: Store) -> None:
    for number in range(3):
        begun(store, guest(number), NOW + number * timedelta(minutes=1))
    assert store.status(NOW + HOUR - ONE).replies_last_hour == 3
    assert begun(store, guest(3), NOW + HOUR) is Begun.YES
    assert begun(store, guest(4), NOW + HOUR) is Begun.TRIPPED


def test_notes_and_quotes_are_free(store: Store) -> None:
    outcomes = [begun(store, guest(number, WriteKind.NOTE), NOW, caps=None) for number in range(9)]
    assert outcomes == [Begun.YES] * 9
    assert store.status(NOW).replies_last_hour == 0


def test_it_opens_once_however_many_replies_meet_it(store: Store) -> None:
    outcomes = [begun(store, guest(number), NOW) for number in range(9)]
    assert outcomes == [Begun.YES] * 3 + [Begun.TRIPPED] * 6
    assert len(pauses(store)) == 1


def test_a_pause_that_a_person_set_before_is_theirs(store: Store) -> None:
    for number in range(3):
        begun(store, guest(number), NOW)
    desk(store, NOW).pause("maintenance")
    assert begun(store, guest(3), NOW) is Begun.TRIPPED
    assert [pause.reason for pause in pauses(store)] == ["maintenance"]
    assert store.status(NOW).breaker_since is None


def test_a_resume_starts_counting_anew(store: Store) -> None:
    for number in range(4):
        begun(store, guest(number), NOW)
    resumed = NOW + timedelta(minutes=5)
    assert desk(store, resumed).resume()
    assert store.status(resumed).breaker_since is None
    outcomes = [begun(store, guest(number), resumed + timedelta(seconds=1)) for number in range(4, 8)]
    assert outcomes == [Begun.YES] * 3 + [Begun.TRIPPED]
    assert store.status(resumed + timedelta(seconds=1)).breaker_since == resumed + timedelta(seconds=1)


def test_a_repeat_of_an_open_outcome_is_not_counted_twice(store: Store) -> None:
    caps = replace(CAPS, per_hour=1)
    store.writes.intend(guest(0), NOW)
    lease = leased(store, guest(0))
    assert store.writes.begin(lease, guest(0), now=NOW, deadline=20, settle=120, caps=caps) is Begun.YES
    store.writes.finish("0", "guide", WriteState.UNKNOWN, now=NOW)
    again = store.writes.begin(lease, guest(0), now=NOW, deadline=20, settle=120, caps=caps, allow_repeat=True)
    assert again is Begun.YES


def test_workers_on_many_tickets_do_not_exceed_it_together(store: Store) -> None:
    workers = 12
    intents = [guest(number) for number in range(workers)]
    leases = []
    for intent in intents:
        store.writes.intend(intent, NOW)
        leases.append(leased(store, intent))

    def begin(pair: tuple[Lease, Intent]) -> Begun:
        return store.writes.begin(*pair, now=NOW, deadline=20, settle=120, caps=CAPS)

    with ThreadPoolExecutor(workers) as pool:
        outcomes = Counter(pool.map(begin, zip(leases, intents, strict=True)))
    assert outcomes == {Begun.YES: 3, Begun.TRIPPED: workers - 3}
    assert len(pauses(store)) == 1
