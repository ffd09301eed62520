"""Reconcile: a quiet shop shows no drift at the price of its lists; each kind of drift is found, named and settled."""

import json

from bridge.condition import DRIFT
from tests.backfill.house import WRITES, House


def test_a_quiet_shop_shows_no_drift_and_costs_its_lists(house: House) -> None:
    house.actor.fill(clients=120, tickets=10)
    house.done("backfill", "all", "--write")
    house.calls()
    assert house.done("reconcile", "--check")["by_kind"] == {}
    asked = house.calls()
    assert asked["ReadClient"] == asked["ReadTicket"] == 0
    assert sum(asked.values()) < 30
    with house.store() as store:
        assert json.loads(store.marks.get(DRIFT) or "")["count"] == 0


def test_each_kind_of_drift_is_found_named_and_settled(house: House) -> None:
    house.actor.fill(clients=20, tickets=10)
    closing = house.actor.open_ticket(2, "Help", "Please change the DNS A record of my domain.", silent=True)
    house.done("backfill", "all", "--write")
    act, actor = {"silent": True}, house.actor
    actor.set_ticket_status(closing, "Closed", **act)
    assert house.done("reconcile")["by_kind"] == {"closed": [f"ticket {closing}"]}
    actor.customer_replies(closing, "It is still broken", **act)
    actor.staff_tags(1, add=["support-solved"])
    actor.staff_replies(2, "Let me see", **act)
    actor.buy(8, "addon:7", service=8, **act)
    owner = actor.sign_up(first_name="Ana", **act)
    unknown = actor.open_ticket(owner, "Help", "My WordPress is broken", **act)
    actor.delete_client(20, **act)
    actor.give_ticket_to(3, owner, **act)
    house.calls()
    told = house.says("reconcile", "--check")
    assert told.code == 3
    assert told.document["by_kind"] == {
        "open": [f"ticket {closing}"],
        "tags": ["ticket 1"],
        "unread": ["ticket 2"],
        "facts": ["client 8"],
        "unknown": [f"client {owner}", f"ticket {unknown}"],
        "vanished": ["client 20"],
        "owner": ["ticket 3"],
    }
    assert not set(house.calls()) & WRITES
    assert house.says("reconcile", "--check").code == 3, "a check settles nothing"
    with house.store() as store:
        assert json.loads(store.marks.get(DRIFT) or "")["count"] == 8
    assert house.done("reconcile")["settled"] is True
    assert house.done("reconcile", "--check")["by_kind"] == {}


def test_what_staff_did_to_a_priority_is_no_drift(house: House) -> None:
    """W2: it is set once and never fought over."""
    house.actor.fill(clients=14, tickets=14)
    house.done("backfill", "all", "--write")
    house.actor.set_priority(7, "Low", silent=True)
    assert house.done("reconcile", "--check")["by_kind"] == {}


def test_before_anything_is_known_there_is_nothing_to_compare(house: House) -> None:
    with house.store():
        told = house.says("reconcile", "--check")
    assert told.code == 2
    assert "bridge backfill" in told.said
