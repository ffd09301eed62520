"""What went out is listed with its outcome, and a person settles what waits for one with a reason (W3)."""

from datetime import timedelta

import pytest

from bridge.core.model import Subject, SubjectKind, WriteKind, WriteState
from bridge.store.write_rows import Intent
from tests.cli.conftest import NOW, Place

AT = NOW - timedelta(hours=3)
ERROR = "The admin role of this API user may not reply to tickets: ask for the permission Reply to Tickets"


def write(place: Place, ticket: str = "7", key: str = "guide", state: WriteState = WriteState.REFUSED) -> None:
    """Keep a write in a state that a person may find it in."""
    place.store.writes.intend(Intent(ticket, "42", key, WriteKind.REPLY, {"text": "secret words"}), AT)
    error = "" if state is WriteState.DONE else ERROR
    place.store.writes.finish(ticket, key, state, now=AT, error=error)


def test_writes_are_listed_with_state_age_error_and_what_to_do(place: Place) -> None:
    write(place)
    page = place.page("writes")
    words = page.split()
    assert words[6:12] == ["7", "guide", "refused", "0", "3", "h"]
    assert "permission Reply to Tickets" in " ".join(words)
    assert "bridge writes retry TICKET KEY --reason WHY" in page
    assert "secret words" not in page


def test_only_what_waits_for_a_person_is_listed_when_asked_for(place: Place) -> None:
    write(place, "7", "guide", WriteState.DONE)
    write(place, "8", "clarify-1", WriteState.PARKED)
    write(place, "9", "quote", WriteState.REFUSED)
    place.page("writes", "abandon", "9", "quote", "--reason", "by phone")
    parked = place.told("writes", "--parked")["writes"]
    assert [(one["ticket"], one["key"], one["state"]) for one in parked] == [(8, "clarify-1", "parked")]
    assert len(place.told("writes")["writes"]) == 3
    assert [one["key"] for one in place.told("writes", "--state", "done")["writes"]] == ["guide"]
    assert "None." in place.page("writes", "--state", "unknown")


@pytest.mark.parametrize("state", [WriteState.PARKED, WriteState.REFUSED])
def test_a_retry_and_an_abandon_are_kept_with_their_reasons(place: Place, state: WriteState) -> None:
    write(place, state=state)
    left = " ".join(place.page("writes", "abandon", "7", "guide", "--reason", "by phone").split())
    assert "never sent" in left
    assert "`bridge writes retry 7 guide --reason WHY`" in left  # works as it is printed
    said = place.told("writes", "retry", "7", "guide", "--reason", "they called again")
    assert (said["ticket"], said["verdict"]) == (7, "retry")
    (now,) = place.told("writes")["writes"]
    assert (now["state"], now["generation"], now["error"]) == ("intended", 1, "")
    assert [(one["verdict"], one["reason"], one["error"]) for one in now["verdicts"]] == [
        ("abandon", "by phone", ERROR),
        ("retry", "they called again", ERROR),
    ]
    assert place.store.agenda.planned(Subject(SubjectKind.TICKET, "7")) is not None


def test_what_waits_for_nobody_cannot_be_decided_by_a_person(place: Place) -> None:
    write(place, state=WriteState.DONE)
    assert "guide: it is done" in place.refused("writes", "retry", "7", "guide", "--reason", "again", code=2)
    line = place.refused("writes", "abandon", "7", "quote", "--reason", "no", code=2)
    assert "no write quote: it has guide" in line
    assert "it has none" in place.refused("writes", "abandon", "8", "quote", "--reason", "no", code=2)
    place.refused("writes", "retry", "7", "guide", code=2)  # without a reason
    place.refused("writes", "retry", "7", "guide", "--reason", " ", code=2)
    assert place.store.writes.verdicts(["7", "8"]) == ()


def test_an_error_text_from_outside_moves_no_cursor_and_is_no_markup(place: Place) -> None:
    place.store.writes.intend(Intent("7", None, "guide", WriteKind.REPLY, {}), AT)
    place.store.writes.finish("7", "guide", WriteState.REFUSED, now=AT, error="[red]\x1b[2Jno\r\nat all")
    assert "[red]\ufffd[2Jno\ufffd at all" in place.page("writes")
