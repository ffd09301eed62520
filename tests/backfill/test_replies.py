"""W7: bringing tickets up to date writes to nobody; --send-replies sends each reply once, and only where it is owed."""

import pytest

from tests.backfill.house import House

WORDPRESS = "My WordPress website stopped working after installing a plugin."


@pytest.fixture
def tickets(house: House) -> list[int]:
    """Open tickets of five customers, of an hour ago and before the bridge was there; one is too old to be answered."""
    house.actor.fill(clients=5)
    opened = [
        house.actor.open_ticket(client, "Help", WORDPRESS, silent=True, at=house.ago(hours=hours))
        for client, hours in ((1, 1), (2, 2), (3, 3), (4, 50))
    ]
    house.actor.open_ticket(5, "Help", "How is your office cat?", silent=True, at=house.ago(hours=1))
    return opened


def test_the_first_start_and_a_backfill_write_to_nobody_and_no_later_look_does(
    house: House, tickets: list[int]
) -> None:
    planned = house.done("backfill", "all")
    assert planned["customers_written_to"] == 0
    assert house.done("backfill", "all", "--write")["customers_written_to"] == 0
    assert house.done("backfill", "tickets", "--write")["customers_written_to"] == 0
    house.actor.staff_tags(tickets[0], remove=["support-rung-guide"])
    assert house.done("reconcile")["drift"] == 1
    assert house.said_to_customers() == {}


def test_the_first_start_leaves_no_notes_and_a_later_backfill_one_a_ticket(house: House, tickets: list[int]) -> None:
    house.done("backfill", "tickets", "--write")
    assert not house.notes(tickets[0])
    for _ in range(2):
        house.done("backfill", "tickets", "--write")
        assert len(house.notes(tickets[0])) == 1


def test_send_replies_sends_what_is_owed_once_and_the_plan_says_to_how_many(house: House, tickets: list[int]) -> None:
    house.done("backfill", "all", "--write")
    planned = house.done("backfill", "tickets", "--send-replies", "--receipts", str(house.path("plan.jsonl")))
    assert planned["customers_written_to"] == 3, "not where it is stale (W4), nor where no topic is named"
    assert house.said_to_customers() == {}
    arguments = ("backfill", "tickets", "--send-replies", "--write", "--yes")
    told = house.done(*arguments, "--receipts", str(house.path("written.jsonl")))
    assert (told["customers_written_to"], told["as_planned"]) == (3, True)
    assert house.receipts("written.jsonl") == house.receipts("plan.jsonl")
    assert house.said_to_customers() == dict.fromkeys(tickets[:3], 1)
    assert house.done(*arguments)["customers_written_to"] == 0
    assert house.said_to_customers() == dict.fromkeys(tickets[:3], 1)


def test_the_caps_hold_in_the_plan_and_in_the_deed(house: House) -> None:
    """W4: six a day to one client, whatever waits there."""
    house.actor.fill(clients=1)
    for _ in range(8):
        house.actor.open_ticket(1, "Help", WORDPRESS, silent=True, at=house.ago(hours=1))
    assert house.done("backfill", "tickets", "--send-replies", "--concurrency", "1")["customers_written_to"] == 6
    told = house.done("backfill", "tickets", "--send-replies", "--write", "--yes")
    assert told["customers_written_to"] == 6
    assert sum(house.said_to_customers().values()) == 6


def test_customers_are_not_written_to_before_somebody_said_yes(house: House, tickets: list[int]) -> None:
    told = house.says("backfill", "tickets", "--send-replies", "--write")
    assert told.code == 2
    assert "--yes" in told.said
    assert house.said_to_customers() == {}
    assert house.says("backfill", "clients", "--send-replies").code == 2


def test_what_a_backfill_held_back_stays_held_back_by_a_later_one_after_replies_were_sent(
    house: House, tickets: list[int]
) -> None:
    """W7: of the two that cover a ticket the one set last stands."""
    house.done("backfill", "tickets", "--send-replies", "--write", "--yes")
    sent = house.said_to_customers()
    late = house.actor.open_ticket(4, "Help", WORDPRESS, silent=True, at=house.ago(minutes=1))
    house.done("backfill", "tickets", "--write")
    assert house.said_to_customers() == sent
    assert late not in sent
