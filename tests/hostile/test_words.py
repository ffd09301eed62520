"""Hostile words end to end: what customers type becomes no markup, no merge field, no log line and no second message.

One story a transport, on real processes: customers with tricks for names, subjects and messages, a billing system that
fails and says odd things, a person at the terminal. Then everything that was written, printed and logged is searched.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from bridge import cli
from bridge.cli.init import SECRET_VARIABLE
from bridge.clock import CLOCK_FILE
from tests.journey.house import API_SECRETS, House, house, without_addon

BROKEN = "My WordPress website stopped working after installing a plugin."
FURTHER = "I did that, but the site is still broken."
GUIDE = "Hello {{ client.first_name }}, about {{ ticket.subject }} in {{ ticket.number }}: {{ guide.url }}\n"
URL = "https://example.com/kb/wordpress-plugin"

# What must be found nowhere but in the billing system and the store: each is unlike anything else.
CANARIES = {
    "name": "Zbigniewa",
    "surname": "Quorkfeather",
    "address": "canary.person@mail.example.org",
    "subject": "Xylotomous",
    "message": "hunter2-Pneumonoultra",
    "note": "Sesquipedalian",
}
TRICKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example) ![x](https://evil.example/p)",
    "{$smarty.const._PS_} {php}echo 1;{/php} {literal}x{/literal}",
    "{{ 7*7 }} {% for a in range(9) %}x{% endfor %} [NAME] {$client_password}",
    "[b]bold[/b] [url=https://evil.example]x[/url]",
    "\x1b[31mred\x1b]0;owned\x07 \x9b2J \x08\x08",
    "\u202egnp.exe\u2066\u2069 zero\u200bwidth\u2060\ufeff \u2028line",
    "😀👩‍👩‍👧 \U0001d518\U0001d52b 𠮷野家 e\u0301\u0302\u0303",
    "a\r\nBcc: everyone@evil.example\r\n\r\nHello",
    "&lt;b&gt; &amp;#123; &#x7b;$x}",
    "# Headline\n> quote\n***\n```\ncode\n``` www.evil.example",
)


def _with_token(config: str) -> str:
    return re.sub(r"(?m)^# tokens.*$", 'tokens = [{ env = "BRIDGE_API_TOKEN" }]', config)


def _without_addon(config: str) -> str:
    return without_addon(_with_token(config))


TRANSPORTS: dict[str, Callable[[str], str]] = {"addon": _with_token, "plain": _without_addon}


def assert_is_inert(text: str, trick: str) -> None:
    """Check that our reply holds nothing that Markdown, HTML, Smarty or a terminal takes for more than words."""
    ours = text.replace(URL, "")
    bare = re.sub(r"&#[0-9]+;", "", ours)
    assert not set("{}<>[]*_`~#|\\@&") & set(bare), trick
    assert not re.search(r"://|www\.", bare), trick
    unseen = {unicodedata.category(character) for character in ours} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not unseen, trick
    assert max(map(ord, ours)) < 0x10000, trick
    assert len(text) < 20_000, trick


@pytest.mark.journey
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_hostile_words_are_words_everywhere_and_are_told_to_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], transport: str
) -> None:
    secrets = {**API_SECRETS, "BRIDGE_API_TOKEN": "canary-token-of-the-read-api"}
    for variable, value in secrets.items():
        monkeypatch.setenv(variable, value)
    with house(tmp_path, change=TRANSPORTS[transport], is_up=False) as at:
        (at.folder / "replies/guide.md").write_text(GUIDE)
        at.start()
        at.turn_clock(minutes=1)
        tickets = dict(_opened(at))
        guest = at.actor.open_ticket_as_guest(CANARIES["name"], CANARIES["address"], TRICKS[0], BROKEN)
        at.eventually(lambda: all(at.said(ticket) for ticket in tickets))
        at.turn_clock(minutes=20)
        for ticket, trick in tickets.items():
            at.actor.customer_replies(ticket, f"{FURTHER} {trick} {CANARIES['message']}")
        at.actor.staff_notes(guest, CANARIES["note"])
        at.eventually(lambda: all(len(at.said(ticket)) == 2 for ticket in tickets))
        at.settle()
        for ticket, trick in tickets.items():
            guide, clarification = at.said(ticket)
            assert_is_inert(guide, trick)
            assert URL in guide
            assert clarification != guide
        assert at.said(guest) == []
        shown = _command_lines(at) + "".join(_answered(at, secrets["BRIDGE_API_TOKEN"]))
        monkeypatch.setenv(SECRET_VARIABLE, at.shop.secret)
        monkeypatch.setenv(CLOCK_FILE, str(at.folder / "clock"))
        assert list(_printed(at, min(tickets))) == [0, 0, 0, 1, 0, 0, 0]
        printed = "".join(capfd.readouterr())
        assert at.stop() == 0
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u202e\u2066-\u2069\ufeff]", printed)
        _assert_silent(at, shown + printed, {*secrets.values(), at.shop.secret})


def _opened(at: House) -> Iterator[tuple[int, str]]:
    """Open a ticket for each trick, the first ones while answers to replies are lost; yield each with its trick."""
    for number, trick in enumerate((*TRICKS, "x" * 60_000)):
        owner = at.actor.sign_up(
            first_name=f"{trick[:200]} {CANARIES['name']}",
            last_name=f"{CANARIES['surname']} {trick[:200]}",
            email=f"{number}.{CANARIES['address']}",
            signed_up="2025-01-10",
        )
        if number < 3:
            at.actor.fault("AddTicketReply", ("apply-then-reset", "apply-then-html", "apply-then-500")[number])
        if number == 3:
            at.actor.fault("*", "error", message="\x1b[31m\u202e\x9b2J\r\nno\x07")
        subject = f"{trick[:300]} {CANARIES['subject']}"
        yield at.actor.open_ticket(owner, subject, f"{BROKEN}\n\n{trick}\n{CANARIES['message']}"), trick


def _printed(at: House, ticket: int) -> Iterator[int]:
    """Run commands that show what is known and what went wrong; yield how each ended."""
    for command in (
        ("explain", "ticket", str(ticket)),
        ("explain", "ticket", str(ticket), "--json"),
        ("explain", "client", "1"),
        ("explain", "ticket", "999999"),
        ("status",),
        ("writes",),
        ("deliveries",),
    ):
        yield cli.run(["--debug", *command, "--config", str(at.folder / "config.toml")])


def _answered(at: House, token: str) -> Iterator[str]:
    """Yield what the web answers, its refusals included."""
    for path in ("metrics", "readyz", "v1/tickets/1", "v1/tickets/x", "nowhere", "v1/clients/1/entitlement?at=x"):
        yield requests.get(at.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=10).text
    yield requests.post(f"{at.url}webhooks/whmcs", data=CANARIES["message"], timeout=10).text


def _command_lines(at: House) -> str:
    """Return what everybody on this machine may read of the bridge's processes."""
    assert at._process is not None
    lines, waiting = "", [at._process.pid]
    while waiting:
        process = Path(f"/proc/{waiting.pop()}")
        lines += (process / "cmdline").read_text()
        waiting += map(int, (process / f"task/{process.name}/children").read_text().split())
    return lines


def _assert_silent(at: House, shown: str, secrets: set[str]) -> None:
    """Check that no log, answer, page or command line holds a secret or what a person wrote."""
    log = (at.folder / "log").read_text()
    told = log + shown
    for canary in (*CANARIES.values(), *secrets, "alert(1)", "evil.example", "smarty"):
        place = told.find(canary)
        assert place < 0, told[max(0, place - 200) : place + 100]
    assert "Traceback" not in log
    assert "look.broke" not in told
    assert "write.done" in log
