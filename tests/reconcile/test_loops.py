"""Loops, really played: whatever answers the bridge each time it speaks, it falls silent (W4, W5, L6).

What a loop may cost is bounded four times over: by keys (W3), per ticket, per client, and over everybody together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from bridge.config import Settings
from bridge.config.document import stamped
from bridge.core.model import Author, OverrideKind, Rung, Subject, SubjectKind, Ticket
from bridge.core.policy import Policy
from bridge.overrides import Desk
from bridge.store import open_store
from tests.reconcile.bench import Bench, LeaseClock
from tests.reconcile.maker import Maker
from tests.reconcile.shop import FakeClock, Shop
from tests.reconcile.stories import BROKEN, FURTHER
from tests.store.fixtures import make_quickly

DAY = timedelta(hours=24)
PER_HOUR = 10


@dataclass
class NamedShop(Shop):
    """The shop as a bridge of this name sees it: what another bridge wrote, an admin of another name wrote."""

    name: str = ""

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        ticket = super().read_ticket(ticket_id)
        if ticket is None:
            return None
        messages = tuple(
            replace(one, author=Author.STAFF) if one.author is Author.BRIDGE and one.name != self.name else one
            for one in ticket.messages
        )
        return replace(ticket, messages=messages)

    def _add_message(self, ticket: str, author: Author, text: str) -> None:
        super()._add_message(ticket, author, text)
        *before, last = self.tickets[ticket].messages
        name = self.name if author is Author.BRIDGE else ""
        self.tickets[ticket] = replace(self.tickets[ticket], messages=(*before, replace(last, name=name)))


@pytest.fixture
def rivals(settings: Settings, lease_clock: LeaseClock, tmp_path: Path) -> Iterator[tuple[Bench, Bench]]:
    """Set up two bridges of different names and words, each with a store of its own, at one shop."""
    benches = []
    first = NamedShop(FakeClock(), enforces_keys=False, name="Bridge A")
    second = replace(first, name="Bridge B", _stale=[])
    for shop, policy in ((first, settings.policy), (second, in_other_words(settings.policy))):
        folder = tmp_path / shop.name
        folder.mkdir()
        url = f"sqlite:///{folder / 'bridge.db'}"
        make_quickly(url)
        benches.append(Bench(shop, open_store(url), policy, settings.texts, lease_clock))
    yield benches[0], benches[1]
    for bench in benches:
        bench.store.close()


def in_other_words(policy: Policy) -> Policy:
    guided = {
        name: replace(topic, guide=topic.guide and replace(topic.guide, title=f"{topic.guide.title} (2)"))
        for name, topic in policy.topics.items()
    }
    return stamped(replace(policy, topics=guided))


def speakers(shop: Shop) -> list[str]:
    return [one.name for ticket in shop.tickets.values() for one in ticket.messages if one.author is Author.BRIDGE]


def said_by_bridges(shop: Shop) -> list[str]:
    return [one.text for ticket in shop.tickets.values() for one in ticket.messages if one.author is Author.BRIDGE]


def most_within(shop: Shop, window: timedelta) -> int:
    """Return the most messages of ours in any such stretch of time."""
    told = (one for ticket in shop.tickets.values() for one in ticket.messages if one.author is Author.BRIDGE)
    times = sorted(one.at for one in told)
    return max((sum(start <= at < start + window for at in times) for start in times), default=0)


def with_guided_guests(policy: Policy) -> Policy:
    return replace(policy, guest=replace(policy.guest, ladder=(Rung.GUIDE,)))


# Two bridges ----------------------------------------------------------------------------------------------------


def test_two_bridges_at_one_shop_do_not_answer_each_other(rivals: tuple[Bench, Bench]) -> None:
    """L6: the name of another bridge is a person's, and a person's word silences."""
    shop = rivals[0].shop
    shop.sign_up()
    ticket = shop.open_ticket("7", BROKEN)
    for _ in range(5):
        for bench in rivals:
            bench.hint(ticket)
            bench.settle()
        shop.customer_writes("7", FURTHER)
        shop.clock.pass_time(1800)
    assert speakers(shop) == ["Bridge A", "Bridge A"]  # the customer's ladder, as if it were alone


def test_two_bridges_that_spoke_at_once_are_silent_from_then_on(rivals: tuple[Bench, Bench]) -> None:
    shop, late = rivals[0].shop, rivals[1].shop
    shop.sign_up()
    ticket = shop.open_ticket("7", BROKEN)
    late.read_stale("7")
    for _ in range(5):
        for bench in rivals:
            bench.hint(ticket)
            bench.settle()
        shop.customer_writes("7", FURTHER)
        shop.clock.pass_time(1800)
    assert speakers(shop) == ["Bridge A", "Bridge B"]


# Machines and scripts -------------------------------------------------------------------------------------------


def test_a_script_that_replies_a_thousand_times_is_told_each_thing_once(benches: Maker) -> None:
    bench = benches()
    bench.shop.sign_up()
    bench.opens("7", BROKEN)
    for number in range(1000):
        bench.shop.customer_writes("7", f"{FURTHER} ({number})")
        bench.clock.pass_time(60)
        if number % 100 == 0:
            bench.hint(Subject(SubjectKind.TICKET, "7"))
            bench.settle()
    said = bench.shop.said("7")
    assert len(said) == len(set(said)) <= 3
    assert len(bench.shop.noted("7")) <= 3


def test_a_machine_that_opens_a_ticket_for_each_answer_meets_the_clients_cap(benches: Maker) -> None:
    """W4: nothing in its messages says that no person wrote them."""
    bench = benches()
    bench.shop.sign_up()
    for number in range(16):
        bench.clock.pass_time(7200)
        bench.opens(str(100 + number), BROKEN)
        bench.settle()
    assert most_within(bench.shop, DAY) == bench.policy.replies.per_client_per_day
    assert all(len(bench.shop.said(ticket)) <= 1 for ticket in bench.shop.tickets)


# Guests, whom no cap of a client bounds -------------------------------------------------------------------------


@pytest.fixture
def flooded(benches: Maker, caplog: pytest.LogCaptureFixture) -> Bench:
    """Let a machine without an account open a ticket for every answer, as quickly as it is answered."""
    bench = benches(with_guided_guests(benches.policy))
    bench.parts = replace(bench.parts, replies_per_hour=PER_HOUR)
    caplog.clear()
    for number in range(PER_HOUR + 5):
        bench.clock.pass_time(60)
        bench.opens(str(100 + number), BROKEN, client=None)
        bench.settle()
    return bench


def test_a_loop_that_meets_no_other_cap_trips_the_breaker_and_alarms(
    flooded: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(said_by_bridges(flooded.shop)) == PER_HOUR
    alarms = [record for record in caplog.get_records("setup") if record.message == "replies.paused"]
    assert [(record.levelname, record.__dict__["per_hour"]) for record in alarms] == [("ERROR", PER_HOUR)]
    assert flooded.store.status(flooded.clock()).breaker_since is not None


def test_what_the_breaker_withholds_says_so_and_what_to_do(flooded: Bench) -> None:
    """W5: the tickets wait for staff, and their explanation names the breaker and its end."""
    explained = flooded.explained(str(100 + PER_HOUR))
    (withheld,) = cast("list[dict[str, str]]", explained["withheld"])
    assert (withheld["key"], withheld["rule"]) == ("guide", "W5")
    assert withheld["why"].startswith("everything is paused: breaker: ")
    assert "bridge resume" in withheld["why"]
    assert "needs-staff" in flooded.shop.tags(str(100 + PER_HOUR))


def test_a_resume_sends_what_is_owed_and_a_loop_that_goes_on_trips_again(flooded: Bench) -> None:
    """W5: held back is still owed, and each resume costs so many replies at most."""
    for lap in range(1, 4):
        now = flooded.clock()
        assert Desk(flooded.store, flooded.policy.zone, now).resume()
        flooded.clock.pass_time(1)
        for number in range(PER_HOUR):
            flooded.opens(f"{lap}{number:03}", BROKEN, client=None)
        flooded.settle()
        assert len(said_by_bridges(flooded.shop)) == PER_HOUR * (lap + 1)
    pauses = flooded.store.overrides.pauses()
    assert {pause.kind for pause in pauses} == {OverrideKind.PAUSE}
    assert all(earlier.released and earlier.released <= later.start for earlier, later in pairwise(pauses))


def test_the_breaker_stays_open_however_long_nobody_resumes(flooded: Bench) -> None:
    flooded.clock.pass_time(7200)
    flooded.opens("900", BROKEN, client=None)
    flooded.settle()
    assert flooded.shop.said("900") == []
