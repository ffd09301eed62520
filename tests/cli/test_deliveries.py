"""What came in is listed and shown without its body, and can be learned from again."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from bridge.store.deliveries import Delivery, DeliveryState
from bridge.store.tables import deliveries
from tests.cli.conftest import NOW, Place

AT = NOW - timedelta(minutes=5)
CLIENT = Subject(SubjectKind.CLIENT, "42")
BODY = json.dumps({"type": "ClientClose", "timestamp": AT.isoformat(), "data": {"userid": 42, "note": "private"}})


def take(place: Place, id_: str, *, body: str = BODY, is_readable: bool = True) -> None:
    subjects = (CLIENT,) if is_readable else ()
    kind = "ClientClose" if is_readable else ""
    place.store.deliveries.accept(
        Delivery(id_, "whmcs", kind, subjects, early=False, body=body.encode(), received=AT, is_readable=is_readable)
    )


def state(place: Place, id_: str) -> DeliveryState:
    record = place.store.deliveries.show(id_)
    assert record is not None
    return record.state


def test_deliveries_are_listed_the_latest_first_and_by_state(place: Place) -> None:
    take(place, "msg_1")
    take(place, "msg_2", body="[", is_readable=False)
    assert [one["id"] for one in place.told("deliveries")["deliveries"]] == ["msg_2", "msg_1"]
    assert [one["id"] for one in place.told("deliveries", "--state", "waiting")["deliveries"]] == ["msg_1"]
    page = place.page("deliveries")
    assert ["5", "min", "ClientClose", "client", "42", "waiting", "msg_1"] in [
        line.split() for line in page.splitlines()
    ]
    assert "bridge deliveries replay --set-aside" in page


def test_a_delivery_is_shown_with_what_it_taught_and_its_body_only_when_asked_for(place: Place) -> None:
    take(place, "msg_1")
    fact = Fact(About.CLIENT_STATUS, "Closed", AT, Source.WEBHOOK, effect=AT)
    place.store.deliveries.learned({"msg_1": [Learned(CLIENT, fact)]})
    page = place.page("deliveries", "show", "msg_1")
    assert "client 42" in page
    assert "client-status" in page
    assert "private" not in page
    assert "private" in place.page("deliveries", "show", "msg_1", "--body")
    shown = place.told("deliveries", "show", "msg_1")
    assert (shown["state"], shown["body_bytes"], "body" in shown) == ("learned", len(BODY), False)
    assert [(one["subject"], one["value"]) for one in shown["taught"]] == [("client 42", "Closed")]
    assert "msg_9" in place.refused("deliveries", "show", "msg_9", code=1)


def test_a_delivery_waits_for_a_look_again_when_it_is_replayed(place: Place) -> None:
    take(place, "msg_1")
    place.store.deliveries.learned({"msg_1": []})
    assert place.told("deliveries", "replay", "msg_1") == {"replayed": 1, "left": []}
    assert state(place, "msg_1") is DeliveryState.WAITING
    assert place.store.agenda.planned(CLIENT) is not None


def test_all_that_was_set_aside_is_read_anew_and_what_still_cannot_be_read_is_left_and_named(place: Place) -> None:
    take(place, "good", is_readable=False)  # as an older version found it
    take(place, "bad", body="[", is_readable=False)
    told = place.told("deliveries", "replay", "--set-aside", code=4)
    assert (told["replayed"], [one["id"] for one in told["left"]]) == (1, ["bad"])
    assert (state(place, "good"), state(place, "bad")) == (DeliveryState.WAITING, DeliveryState.SET_ASIDE)
    assert "bad" in place.page("deliveries", "replay", "--set-aside", code=4)


@pytest.mark.parametrize(("hours", "is_told"), [(23, True), (25, False)])
def test_what_no_version_can_read_is_a_trouble_for_a_day_and_a_number_after(
    place: Place, hours: int, is_told: bool
) -> None:
    came = NOW - timedelta(hours=hours)
    place.store.deliveries.accept(
        Delivery("m", "whmcs", "", (), early=False, body=b"[", received=came, is_readable=False)
    )
    status = place.told("status")
    assert status["deliveries_set_aside"] == 1
    assert any("could not be read, the last 23 h ago" in line for line in status["remedies"]) is is_told
    assert "1 set aside" in " ".join(place.page("status").split())


def test_what_is_not_kept_any_more_cannot_be_replayed(place: Place) -> None:
    take(place, "msg_1")
    place.store.deliveries.learned({"msg_1": []})
    with place.store._database.writing() as connection:
        connection.execute(update(deliveries).values(body=None))
    told = place.told("deliveries", "replay", "msg_1", code=4)
    assert told["left"] == [{"id": "msg_1", "left": "its body is not kept any more"}]
    assert state(place, "msg_1") is DeliveryState.LEARNED
    assert "retention has ended" in place.page("deliveries", "show", "msg_1")


def test_which_deliveries_are_meant_must_be_said(place: Place) -> None:
    assert "--set-aside" in place.refused("deliveries", "replay", code=2)
    place.refused("deliveries", "replay", "msg_1", "--set-aside", code=2)
