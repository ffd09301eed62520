"""What is owed may change between a decision and its write, and a store may be an old one restored (W3 to W7, L6)."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.billing import PostNote, PostReply
from bridge.config import Settings
from bridge.config.document import stamped
from bridge.core.model import OverrideKind, Rung, Subject, SubjectKind, WriteState
from bridge.reconcile.everybody import look_at_everybody
from bridge.store import open_store
from tests.reconcile.bench import Bench, CrashedError, LeaseClock
from tests.reconcile.maker import Maker
from tests.reconcile.shop import FakeClock, Fate, Shop
from tests.reconcile.stories import BROKEN, FURTHER, UNCLEAR, with_ladder, with_quotes_sent

TICKET = Subject(SubjectKind.TICKET, "7")
DNS = "I need help to change a DNS entry on my service."


@pytest.fixture
def bench(benches: Maker) -> Bench:
    return benches()


# Between the decision and the write -----------------------------------------------------------------------------


@pytest.mark.parametrize("fate", [Fate.UNAVAILABLE, Fate.LOST])
def test_a_person_who_replied_meanwhile_silences_what_was_not_sent(any_bench: Bench, fate: Fate) -> None:
    """L6: staff always win, over a write that is under way too, once it is certain that it was not sent."""
    any_bench.shop.sign_up()
    any_bench.shop.meet(PostReply, fate)
    any_bench.opens("7", BROKEN)
    any_bench.turn()
    any_bench.clock.pass_time(1)
    any_bench.shop.staff_write("7")
    any_bench.hint(TICKET)
    any_bench.settle()
    assert any_bench.shop.said("7") == []
    assert any_bench.write("7", "guide").state is WriteState.WITHDRAWN


def test_what_is_not_owed_any_more_and_was_sent_after_all_is_found(benches: Maker) -> None:
    bench = benches(enforces_keys=False)
    bench.shop.sign_up()
    bench.shop.meet(PostReply, Fate.APPLIED_LATE)
    bench.opens("7", BROKEN)
    bench.turn()
    bench.clock.pass_time(1)
    bench.shop.staff_write("7")
    bench.hint(TICKET)
    bench.settle()
    assert len(bench.shop.said("7")) == 1
    assert bench.write("7", "guide").state is WriteState.DONE


def test_an_unknown_outcome_is_not_repeated_before_it_has_settled(benches: Maker) -> None:
    bench = benches(enforces_keys=False)
    bench.shop.sign_up()
    bench.shop.meet(PostReply, Fate.LOST)
    bench.opens("7", BROKEN)
    bench.turn()
    settles = bench.parts.deadline + bench.parts.settle
    for seconds in (1.0, settles / 2, settles / 2 - 2):
        bench.pass_time(seconds)
        bench.hint(TICKET)  # a hint ends the wait of the look, never that of the write
        while bench.turn():
            pass
        assert bench.shop.said("7") == []
    bench.pass_time(2)
    bench.settle()
    assert len(bench.shop.said("7")) == 1


def test_settling_goes_by_the_lease_clock_whatever_the_policys_clock_says(benches: Maker) -> None:
    bench = benches(enforces_keys=False)
    bench.shop.sign_up()
    bench.shop.meet(PostReply, Fate.LOST)
    bench.opens("7", BROKEN)
    bench.turn()
    bench.clock.pass_time(7200)
    bench.hint(TICKET)
    bench.turn()
    assert bench.shop.said("7") == []


def test_who_has_lost_the_lease_writes_nothing(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    shop_reads = bench.shop.read_client

    def read_slowly(client_id: str) -> object:
        bench.lease_clock.pass_time(61)
        assert bench.store.agenda.lease("another", bench.clock(), seconds=60, limit=1)
        return shop_reads(client_id)

    bench.shop.read_client = read_slowly  # type: ignore[assignment, method-assign]  # slower, and else the same
    bench.turn()
    assert bench.shop.applied == []
    assert "look.failed" in caplog.text


def test_a_lease_that_runs_short_is_renewed_before_a_write(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    shop_reads = bench.shop.read_client

    def read_slowly(client_id: str) -> object:
        bench.lease_clock.pass_time(59)
        return shop_reads(client_id)

    bench.shop.read_client = read_slowly  # type: ignore[assignment, method-assign]  # slower, and else the same
    bench.turn()
    assert len(bench.shop.said("7")) == 1


# Holds, pauses, caps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (OverrideKind.HOLD, TICKET),
        (OverrideKind.HOLD, Subject(SubjectKind.CLIENT, "42")),
        (OverrideKind.PAUSE, None),
    ],
    ids=["ticket", "client", "everywhere"],
)
def test_what_a_hold_or_pause_keeps_back_is_sent_when_it_ends(
    bench: Bench, kind: OverrideKind, subject: Subject | None
) -> None:
    bench.shop.sign_up()
    bench.override(kind, subject, hours=2)
    bench.opens("7", BROKEN)
    bench.settle()
    assert bench.shop.said("7") == []
    assert "needs-staff" in bench.shop.tags("7")
    bench.clock.pass_time(7200)
    bench.settle()
    assert len(bench.shop.said("7")) == 1
    assert "needs-staff" not in bench.shop.tags("7")


def test_a_client_is_told_so_much_a_day_over_all_tickets_and_the_rest_the_next_day(benches: Maker) -> None:
    """W4: at most N replies per client in any 24 hours; what a cap held back is still owed when it ends."""
    bench = benches(replace(benches.policy, replies=replace(benches.policy.replies, per_client_per_day=2)))
    bench.shop.sign_up()
    for ticket in ("7", "8", "9"):
        bench.clock.pass_time(60)
        bench.opens(ticket, BROKEN)
    bench.settle()
    said = {ticket: len(bench.shop.said(ticket)) for ticket in ("7", "8", "9")}
    assert sum(said.values()) == 2
    (waits,) = (ticket for ticket, times in said.items() if not times)
    assert len(bench.shop.noted(waits)) == 1
    bench.clock.pass_time(86_400)
    bench.settle()
    assert {len(bench.shop.said(ticket)) for ticket in said} == {1}
    assert len(bench.shop.noted(waits)) == 1


# W7: first starts and new policies ------------------------------------------------------------------------------


def test_the_first_start_at_a_shop_with_many_open_tickets_mails_nobody_and_notes_nothing(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.clock.now -= timedelta(minutes=10)
    for number in range(100, 120):
        bench.shop.open_ticket(str(number), BROKEN)
    bench.clock.now += timedelta(minutes=10)
    tickets = [Subject(SubjectKind.TICKET, str(number)) for number in range(100, 120)]
    bench.store.agenda.touch(tickets, bench.clock())
    bench.settle()
    assert not any(bench.shop.said(ticket.id) or bench.shop.noted(ticket.id) for ticket in tickets)
    assert all("needs-staff" in bench.shop.tags(ticket.id) for ticket in tickets)
    bench.writes("100", FURTHER)
    bench.settle()
    assert len(bench.shop.said("100")) == 1


def test_a_new_policy_withholds_only_what_the_old_one_did_not_owe(bench: Bench) -> None:
    """W7: of two tickets, one waits for staff under the old policy, and one for a hold to end."""
    bench.shop.sign_up()
    bench.policy = with_ladder(bench.policy, Rung.GUIDE, Rung.CLARIFY)
    bench.opens("7", UNCLEAR)
    hold = Subject(SubjectKind.TICKET, "8")
    bench.override(OverrideKind.HOLD, hold, hours=2)
    bench.opens("8", DNS)
    bench.settle()
    topics = dict(bench.policy.topics)
    topics["dns"] = replace(topics["dns"], phrases=(*topics["dns"].phrases, "strange since yesterday"))
    bench.clock.pass_time(60)
    bench.enter(stamped(replace(bench.policy, topics=topics)))
    look_at_everybody(bench.store, bench.clock())
    bench.settle()
    assert "topic-dns" in bench.shop.tags("7")
    assert bench.shop.said("7") == []
    assert "W7" in str(bench.explained("7")["withheld"])
    bench.clock.pass_time(7200)
    bench.settle()
    assert len(bench.shop.said("8")) == 1
    bench.writes("7", FURTHER)
    bench.settle()
    assert len(bench.shop.said("7")) == 1


def test_a_tier_that_only_the_new_policy_has_stops_no_look_and_sends_nothing_old(bench: Bench) -> None:
    """W7, L5: what the old policy owed is asked on the tiers that the old policy gives."""
    bench.shop.sign_up()
    bench.policy = with_ladder(bench.policy, Rung.STAFF)
    bench.enter(stamped(bench.policy))
    bench.opens("7", BROKEN)
    bench.settle()
    assert bench.shop.said("7") == []
    renamed = tuple(
        replace(tier, name=f"{tier.name}-2", ladder=(Rung.GUIDE, Rung.STAFF)) for tier in bench.policy.tiers
    )
    bench.clock.pass_time(60)
    bench.enter(stamped(replace(bench.policy, tiers=renamed)))
    look_at_everybody(bench.store, bench.clock())
    bench.settle()
    assert any(tag.endswith("-2") for tag in bench.shop.tags("7"))
    assert bench.shop.said("7") == []
    assert "W7" in str(bench.explained("7")["withheld"])


# The quote ------------------------------------------------------------------------------------------------------


def test_a_quote_is_sent_by_itself_only_where_the_config_says_so_and_the_note_tells_which(benches: Maker) -> None:
    bench = benches(with_quotes_sent(benches.policy))
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    assert [str(quote.stage) for _, quote in bench.shop.quotes.values()] == ["delivered"]
    assert len(bench.shop.said("7")) == 1
    assert ["sent to the customer" in note for note in bench.shop.noted("7")] == [True]


def test_otherwise_it_stays_a_draft_and_nobody_is_told_but_staff(benches: Maker) -> None:
    bench = benches(with_ladder(benches.policy, Rung.QUOTE))
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    assert [str(quote.stage) for _, quote in bench.shop.quotes.values()] == ["draft"]
    assert bench.shop.said("7") == []
    assert ["not sent" in note for note in bench.shop.noted("7")] == [True]


def test_a_quote_that_may_not_be_read_stops_nothing_but_the_news_of_it(benches: Maker) -> None:
    """Q1: drafted, noted, tagged; the customer's next message is looked at as ever."""
    bench = benches(with_ladder(benches.policy, Rung.QUOTE))
    bench.shop.forbids_quotes = True
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    assert len(bench.shop.quotes) == 1
    assert len(bench.shop.noted("7")) == 1
    assert "quoted" in bench.shop.tags("7")
    bench.writes("7", "It works now, thank you!")
    bench.settle()
    assert "solved" in bench.shop.tags("7")


# A restored backup ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enforces_keys", [True, False], ids=["keys", "plain"])
def test_after_an_old_backup_is_restored_nothing_is_said_again(
    tmp_path: Path, settings: Settings, enforces_keys: bool
) -> None:
    url, backup = f"sqlite:///{tmp_path / 'bridge.db'}", tmp_path / "backup.db"
    shop = Shop(FakeClock(), enforces_keys)
    bench = Bench(shop, open_store(url), settings.policy, settings.texts, LeaseClock())
    shop.sign_up()
    with closing(sqlite3.connect(backup)) as kept, closing(sqlite3.connect(tmp_path / "bridge.db")) as live:
        live.backup(kept)
    bench.opens("7", BROKEN)
    bench.opens("8", UNCLEAR)
    bench.settle()
    bench.writes("7", FURTHER)
    bench.settle()
    seen = shop.seen()
    bench.store.close()
    (tmp_path / "bridge.db").write_bytes(backup.read_bytes())
    for beside in ("bridge.db-wal", "bridge.db-shm"):
        (tmp_path / beside).unlink(missing_ok=True)
    restored = Bench(shop, open_store(url), settings.policy, settings.texts, LeaseClock())
    restored.store.agenda.touch([TICKET, Subject(SubjectKind.TICKET, "8")], shop.clock())
    restored.settle()
    assert shop.seen() == seen
    restored.writes("7", FURTHER)
    restored.settle()
    restored.store.close()
    assert len(shop.said("7")) == len(set(shop.said("7"))) == 2


def test_a_note_that_may_have_been_written_is_looked_for_first(benches: Maker) -> None:
    bench = benches(enforces_keys=False)
    bench.shop.sign_up()
    bench.shop.meet(PostNote, Fate.APPLIED)
    bench.opens("7", UNCLEAR)
    bench.settle()
    assert len(bench.shop.noted("7")) == 1


def test_a_crash_is_no_exception_that_somebody_could_catch() -> None:
    assert not issubclass(CrashedError, Exception)
