"""The desk: what people set takes effect at once, ends when it is released, and has what it concerns looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bridge.core.model import OverrideKind, Subject, SubjectKind
from bridge.errors import UsageError
from bridge.overrides import HOLDS, OF_A_CLIENT, Desk
from bridge.store import open_store

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
TICKET = Subject(SubjectKind.TICKET, "7")
CLIENT = Subject(SubjectKind.CLIENT, "42")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk of a shop with ticket 7, open, of client 42."""
    store = open_store(f"sqlite:///{tmp_path}/bridge.db")
    store.tickets.upsert("7", client="42", is_open=True, policy=None, timeline_digest="")
    yield Desk(store, ZoneInfo("Europe/Lisbon"), NOW)
    store.close()


def test_w5_a_ticket_is_stopped_by_its_own_hold_by_its_clients_and_by_the_pause(desk: Desk) -> None:
    desk.hold(TICKET, TOMORROW, "phone")
    desk.hold(CLIENT, TOMORROW, "dispute")
    assert desk.pause("migration")
    assert [one.reason for one in desk.holding(TICKET)] == ["phone", "dispute", "migration"]
    assert [one.reason for one in desk.holding(CLIENT)] == ["dispute", "migration"]


def test_w5_a_hold_stops_nothing_from_its_end_on(desk: Desk) -> None:
    desk.hold(TICKET, TOMORROW, "phone")
    assert replace(desk, now=TOMORROW - timedelta(seconds=1)).holding(TICKET)
    assert not replace(desk, now=TOMORROW).holding(TICKET)


def test_t7_a_grant_and_a_session_stop_nothing_and_a_clients_release_ends_them_too(desk: Desk) -> None:
    desk.grant(CLIENT, "professional", TOMORROW, "a gift")
    desk.session(CLIENT, NOW, TOMORROW)
    desk.hold(CLIENT, TOMORROW, "dispute")
    assert [one.kind for one in desk.holding(CLIENT)] == [OverrideKind.HOLD]
    assert desk.release(CLIENT, HOLDS) == 1
    assert desk.release(CLIENT, OF_A_CLIENT) == 2


def test_a_clients_hold_has_its_open_tickets_looked_at(desk: Desk) -> None:
    desk.hold(CLIENT, TOMORROW, "dispute")
    assert set(desk.store.agenda.subjects(SubjectKind.TICKET)) == {TICKET}
    assert set(desk.store.agenda.subjects(SubjectKind.CLIENT)) == {CLIENT}


def test_w5_a_pause_is_one_however_often_it_is_asked_for(desk: Desk) -> None:
    assert desk.pause("migration")
    assert not desk.pause("again")
    assert desk.resume()
    assert not desk.resume()


def test_d4_what_must_come_is_refused_when_it_is_past(desk: Desk) -> None:
    assert desk.future("until", "2026-03-21") == datetime(2026, 3, 21, tzinfo=UTC)
    with pytest.raises(UsageError, match=r"until 2026-03-20T12:00:00\+00:00 is not in the future"):
        desk.future("until", "2026-03-20T12:00")
