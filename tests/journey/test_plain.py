"""Without the addon: the plain API, no keys, tags in a note. Each message is there once all the same (W3)."""

from pathlib import Path

import pytest

from tests.journey.house import API_SECRETS, house, tags_in_notes, without_addon

BROKEN = "My WordPress website stopped working after installing a plugin."
FURTHER = "I did that, but the site is still broken."


@pytest.mark.journey
def test_guide_clarification_and_quote_are_there_once_though_answers_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in API_SECRETS.items():
        monkeypatch.setenv(variable, value)
    with house(tmp_path, change=without_addon) as at:
        at.turn_clock(minutes=1)
        owner = at.actor.sign_up(first_name="Ana", signed_up="2025-01-10")
        at.actor.fault("AddTicketReply", "apply-then-reset")
        ticket = at.actor.open_ticket(owner, "Help", BROKEN)
        at.eventually(lambda: len(at.said(ticket)) == 1)
        at.turn_clock(minutes=20)
        at.actor.fault("AddTicketReply", "apply-then-html")
        at.actor.customer_replies(ticket, FURTHER)
        at.eventually(lambda: len(at.said(ticket)) == 2)
        at.turn_clock(minutes=20)
        at.actor.customer_replies(ticket, "There is no file manager in my panel.")
        at.settle()
        at.turn_clock(minutes=20)
        at.actor.staff_replies(ticket, "You find it under Files.", name="Rita")
        at.settle()
        at.turn_clock(minutes=20)
        at.actor.fault("CreateQuote", "apply-then-500")
        at.actor.customer_replies(ticket, "I still cannot do it. Can you do it for me?")
        at.eventually(lambda: len(at.actor.state()["quotes"]) == 1)
        at.turn_clock(minutes=20)
        at.actor.customer_replies(ticket, "Is anybody there?")
        at.settle()
        assert len(at.said(ticket)) == len(set(at.said(ticket))) == 2
        assert len(at.actor.state()["quotes"]) == 1
        (tags,) = tags_in_notes(at.actor.ticket(ticket))
        assert {"support-best-effort", "support-rung-quote", "support-quoted"} <= tags
