"""Without the addon: the plain API, no keys, tags in a note. Each message is there once all the same (W3)."""

import re
from pathlib import Path

import pytest

from bridge.cli.init import SECRET_VARIABLE
from tests.journey.house import House, house

BROKEN = "My WordPress website stopped working after installing a plugin."
FURTHER = "I did that, but the site is still broken."
TITLE = "Support tags: "
SECRETS = {
    "BRIDGE_API_ID": "sandbox-identifier",
    "BRIDGE_API_SECRET": "sandbox-secret",
    "BRIDGE_API_KEY": "sandbox-access-key",
}


def _plain(config: str) -> str:
    """Sign in with API credentials; the secret only verifies webhooks."""
    api = ", ".join(
        f'{name} = {{ env = "{variable}" }}'
        for name, variable in zip(("identifier", "secret", "access_key"), SECRETS, strict=True)
    )
    config = re.sub(r"^secret +=.*$", f"api = {{ {api} }}", config, count=1, flags=re.MULTILINE)
    return config.replace("[webhooks]\n", f'[webhooks]\nsecrets = [{{ env = "{SECRET_VARIABLE}" }}]\n')


def _tags_notes(at: House, ticket: int) -> list[set[str]]:
    """Return the tags that each note which keeps tags lists."""
    notes: list[str] = [note["text"] for note in at.actor.ticket(ticket)["notes"]]
    kept = (note.splitlines()[0] for note in notes if note.startswith(TITLE))
    return [{tag.strip() for tag in first.removeprefix(TITLE).split(",")} for first in kept]


@pytest.mark.journey
def test_guide_clarification_and_quote_are_there_once_though_answers_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in SECRETS.items():
        monkeypatch.setenv(variable, value)
    with house(tmp_path, change=_plain) as at:
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
        (tags,) = _tags_notes(at, ticket)
        assert {"support-best-effort", "support-rung-quote", "support-quoted"} <= tags
