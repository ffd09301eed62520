"""Processes are killed at random moments while customers write: every message is there once (reliability.md)."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.journey.house import House, house

KILLS = 5  # in each of the two chapters
TICKETS = 30
SEED = 20260301
BROKEN = "My WordPress website stopped working after installing a plugin."
FURTHER = "I did that, but the site is still broken."


@pytest.mark.journey
def test_whatever_is_killed_each_message_is_there_once_and_the_tags_are_right(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    with house(tmp_path) as at:
        at.turn_clock(minutes=1)
        clients = [at.actor.sign_up(first_name=f"Ana {number}", signed_up="2025-01-10") for number in range(TICKETS)]
        tickets: list[int] = []

        def opens(client: int) -> None:
            tickets.append(at.actor.open_ticket(client, "Help", BROKEN))

        _while_killing(at, chance, [partial(opens, client) for client in clients])
        at.turn_clock(minutes=30)
        _while_killing(at, chance, [partial(at.actor.customer_replies, ticket, FURTHER) for ticket in tickets])
        said = {ticket: at.said(ticket) for ticket in tickets}
        assert {ticket: len(set(texts)) for ticket, texts in said.items()} == dict.fromkeys(tickets, 2)
        assert Counter(len(texts) for texts in said.values()) == {2: TICKETS}
        wanted = {"best-effort", "rung-clarify", "topic-wordpress", "scope-application"}
        assert {ticket: at.tags(ticket) for ticket in tickets} == dict.fromkeys(tickets, wanted)
        assert all(not at.actor.ticket(ticket)["notes"] for ticket in tickets)
        status = at.told("status")
        assert (status["writes_open"], status["writes_parked"], status["deliveries_waiting"]) == (0, 0, 0)


def _while_killing(at: House, chance: random.Random, acts: list[Callable[[], object]]) -> None:
    """Let customers act while processes are killed, then let the bridge come to rest."""

    def act() -> None:
        for one in acts:
            one()
            time.sleep(0.05)

    customers = threading.Thread(target=act)
    customers.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.6))
        chance.choice((at.kill_all, at.kill_parent, lambda: at.kill_half(0), lambda: at.kill_half(1)))()
        at.start()
    customers.join()
    at.settle()
