"""An erased client leaves no trace, and nothing that was done is done again for it (W3, W7, T8, Q4)."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bridge.config import Settings
from bridge.core.model import About, Fact, Override, OverrideKind, Source, Subject, SubjectKind, WriteKind, WriteState
from bridge.errors import StoreUnavailableError
from bridge.explain import Erased, Explain
from bridge.store import Store, open_store
from bridge.store.deliveries import Delivery
from bridge.store.embedded import Embedded
from bridge.store.erasing import Erasure
from bridge.store.tables import metadata
from bridge.store.write_rows import Intent
from tests.reconcile.bench import Bench, LeaseClock
from tests.reconcile.maker import Maker
from tests.reconcile.shop import FakeClock, Shop
from tests.reconcile.stories import BROKEN, FURTHER
from tests.store.fixtures import make_quickly, postgres_url, sqlite_url

CLIENT = Subject(SubjectKind.CLIENT, "42")
CANARY = "Kanarienvogel"  # in everything that the client, or anybody about it, has said
SIGNED_UP = date(1987, 6, 5)
OTHER = "Zaunkoenig"  # in what another client has said
TICKETS = 4


on_both = pytest.mark.parametrize(
    "bench", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def bench(
    request: pytest.FixtureRequest, benches: Maker, settings: Settings, lease_clock: LeaseClock, tmp_path: Path
) -> Iterator[Bench]:
    """Set up a bridge on the store that all tests here share, or, where both matter, on one of its own."""
    if not hasattr(request, "param"):
        yield benches()
        return
    with sqlite_url(tmp_path) if request.param == "sqlite" else postgres_url() as url:
        make_quickly(url)
        store = open_store(url)
        yield Bench(Shop(FakeClock(), enforces_keys=True), store, settings.policy, settings.texts, lease_clock)
        store.close()


def kept(store: Store) -> bytes:
    """Return every byte that is kept: the files of a SQLite store, or every row as PostgreSQL shows it."""
    if isinstance(store._database.backend, Embedded):
        path = store._database.backend.path
        return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*") if not one.is_fifo())
    with store._database.reading() as connection:
        rows = [
            row
            for table in metadata.tables
            for row in connection.execute(text(f"SELECT t::text FROM {table} t")).scalars()
        ]
        rows += connection.execute(text("SELECT convert_from(body, 'utf8') FROM deliveries")).scalars()
    return "\n".join(row for row in rows if row).encode()


def live(bench: Bench, client: str, word: str, first_ticket: int) -> None:
    """Let a client's life with us be full of a word."""
    shop, now = bench.shop, bench.clock()
    subject = shop.sign_up(client)
    shop.clients[client] = replace(shop.clients[client], first_name=word, signed_up=SIGNED_UP)
    for number in range(first_ticket, first_ticket + TICKETS):
        ticket = shop.open_ticket(str(number), f"{BROKEN} {word} " * 30, client=client, subject=f"{word}'s site")
        (opening,) = shop.tickets[ticket.id].messages
        said = replace(opening, name=f"{word} Silva", email=f"{word}@example.org", headers=(("From", word),))
        shop.tickets[ticket.id] = replace(shop.tickets[ticket.id], messages=(said,))
        body = f'{{"told": [], "subject": "{word}"}}'.encode()
        bench.store.deliveries.accept(Delivery(f"w{number}", "shop", "Told", (ticket,), False, body, now))
    bench.hint(subject, told=(("client", client, About.CLIENT_STATUS, f"Active {word}", ""),))
    hold = Override(OverrideKind.HOLD, subject, now - timedelta(hours=1), now, f"{word} called", now)  # over
    bench.store.overrides.add(hold)
    bench.settle()


def erase(bench: Bench, client: str = "42") -> Erasure:
    return bench.store.erasing.erase(bench.store.erasing.belongings(client), bench.clock())


def explained(bench: Bench) -> Explain:
    return Explain(bench.store, bench.policy, bench.clock, lambda _: None)


@on_both
def test_no_byte_of_it_is_left_and_the_others_are_untouched(bench: Bench) -> None:
    live(bench, "50", OTHER, 200)
    live(bench, "42", CANARY, 100)
    before = kept(bench.store)
    assert before.count(CANARY.encode()) > 3 * TICKETS
    assert SIGNED_UP.isoformat().encode() in before
    expected = bench.store.erasing.count(bench.store.erasing.belongings("42"))
    assert erase(bench) == expected
    assert bench.store.erasing.leave_no_trace()
    assert min(expected.bodies, expected.decisions, expected.texts) >= TICKETS
    assert (expected.facts, expected.reasons) == (3, 1)
    after = kept(bench.store)
    assert CANARY.encode() not in after
    assert after.count(OTHER.encode()) > 3 * TICKETS
    assert isinstance(explained(bench).client("50", None, None), dict)
    assert isinstance(explained(bench).ticket("200"), dict)


def test_erasing_twice_changes_nothing_and_what_is_gone_says_so(bench: Bench) -> None:
    live(bench, "42", CANARY, 100)
    erase(bench)
    at = bench.clock()
    bench.clock.pass_time(60)
    assert bench.store.erasing.count(bench.store.erasing.belongings("42")) == Erasure()
    assert erase(bench) == Erasure()
    for answer in (explained(bench).client("42", None, None), explained(bench).ticket("100")):
        assert isinstance(answer, Erased)
        assert answer.since >= at


def test_nothing_is_said_again_to_a_client_whom_the_billing_system_still_has(bench: Bench) -> None:
    """W3: keys and digests stay. It is learned anew, and a new message is answered as ever."""
    live(bench, "42", CANARY, 100)
    tickets = [str(number) for number in range(100, 100 + TICKETS)]
    said = {ticket: bench.shop.said(ticket) for ticket in tickets}
    assert all(said.values())
    done = bench.shop.applied[:]
    erase(bench)
    bench.hint(CLIENT, *(Subject(SubjectKind.TICKET, ticket) for ticket in tickets))
    bench.settle()
    assert {ticket: bench.shop.said(ticket) for ticket in tickets} == said
    assert bench.shop.applied == done
    assert isinstance(explained(bench).ticket("100"), dict)
    bench.writes("100", FURTHER)
    bench.settle()
    assert len(bench.shop.said("100")) == 2


@on_both
def test_of_a_client_whom_the_billing_system_has_no_more_nothing_is_learned_again(bench: Bench) -> None:
    live(bench, "42", CANARY, 100)
    tickets = [Subject(SubjectKind.TICKET, number) for number in bench.shop.tickets]
    bench.shop.clients.clear()
    bench.shop.tickets.clear()
    erase(bench)
    bench.hint(CLIENT, *tickets)
    bench.settle()
    assert bench.store.erasing.leave_no_trace()
    assert CANARY.encode() not in kept(bench.store)
    assert isinstance(explained(bench).client("42", None, None), Erased)


@pytest.mark.parametrize(
    ("state", "end", "is_abandoned"),
    [
        (WriteState.INTENDED, WriteState.WITHDRAWN, False),
        (WriteState.SENDING, WriteState.PARKED, True),
        (WriteState.UNKNOWN, WriteState.PARKED, True),
        (WriteState.REFUSED, WriteState.REFUSED, False),
        (WriteState.DONE, WriteState.DONE, False),
    ],
)
def test_what_was_under_way_is_never_sent_without_its_text_nor_again(
    bench: Bench, state: WriteState, end: WriteState, is_abandoned: bool
) -> None:
    bench.shop.sign_up()
    bench.store.writes.intend(Intent("7", "42", "guide", WriteKind.REPLY, {"text": CANARY}, digest="f1"), bench.clock())
    bench.store.writes.finish("7", "guide", state, now=bench.clock(), error=CANARY)
    assert erase(bench).texts == 1
    record = bench.store.writes.record("7", "guide")
    assert record is not None
    write = record.write
    assert (record.payload, write.state, write.is_abandoned, write.digest) == ({}, end, is_abandoned, "f1")
    assert CANARY not in write.error
    assert erase(bench).texts == 0


def test_whom_it_concerns_follows_merges_and_every_owner_a_ticket_had(bench: Bench) -> None:
    """T8, Q4."""
    store, now = bench.store, bench.clock()

    def learn(subject: Subject, about: About, value: str) -> None:
        store.facts.learn(subject, now, lambda _: [Fact(about, value, now, Source.READING)])

    learn(CLIENT, About.ABSORBED, "41")
    learn(Subject(SubjectKind.CLIENT, "41"), About.ABSORBED, "40")
    learn(Subject(SubjectKind.TICKET, "1"), About.TICKET_CLIENT, "40")  # another client's by now
    store.tickets.upsert("1", client="50", is_open=True, policy=None, timeline_digest="")
    store.tickets.upsert("2", client="42", is_open=True, policy=None, timeline_digest="")
    store.tickets.merge("3", "2")
    store.tickets.merge("3", "4")
    store.tickets.upsert("9", client="50", is_open=True, policy=None, timeline_digest="")
    whose = store.erasing.belongings("42")
    assert whose.clients == ("42", "41", "40")
    assert set(whose.tickets) == {"1", "2", "3", "4"}


def test_a_webhook_that_nobody_has_read_is_counted_and_kept(bench: Bench) -> None:
    live(bench, "42", CANARY, 100)
    bench.hint(Subject(SubjectKind.TICKET, "100"))
    whose = bench.store.erasing.belongings("42")
    assert bench.store.erasing.waiting(whose) == 1
    erase(bench)
    (waits,) = bench.store.deliveries.waiting(Subject(SubjectKind.TICKET, "100"))
    assert waits.body


@on_both
def test_a_look_under_way_is_waited_for(bench: Bench) -> None:
    live(bench, "42", CANARY, 100)
    ticket = Subject(SubjectKind.TICKET, "100")
    bench.hint(ticket)
    (lease,) = bench.store.agenda.lease("worker", bench.clock(), seconds=60, limit=1)
    with ThreadPoolExecutor(1) as pool:
        erased = pool.submit(erase, bench)
        time.sleep(0.4)
        assert bench.store.decisions.last(ticket) is not None
        bench.store.agenda.put_back(lease, due=None)
        erased.result(10)
    assert bench.store.decisions.last(ticket) is None


def test_a_look_that_does_not_end_is_told_and_nothing_is_taken_from_under_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.store.erasing.PATIENCE", 0.3)
    live(bench, "42", CANARY, 100)
    ticket = Subject(SubjectKind.TICKET, "100")
    bench.hint(ticket)
    bench.store.agenda.lease("worker", bench.clock(), seconds=60, limit=1)
    with pytest.raises(StoreUnavailableError, match="ticket 100 is being looked at"):
        erase(bench)
    assert bench.store.decisions.last(ticket) is not None
