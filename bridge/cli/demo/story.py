"""The demo's story: what four customers do, and what the policy promises of each act.

A promise is checked against the shop itself (its messages, notes, tags and quotes), never against what the bridge says
it did. At the end every ticket is counted through: nothing missing, nothing twice, nothing more.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bridge.cli.demo.stage import START, Stage
from bridge.cli.demo.telling import Telling

Ticket = dict[str, Any]
BRIDGE = "Support Bridge"
HANG_SECONDS = 1.0


def play(stage: Stage, telling: Telling) -> None:
    """Play it through."""
    story = _Story(stage, telling)
    for chapter in (_newcomer, _best_effort, _solved, _hostile, _outages, _day_thirty, _audit):
        chapter(story)


@dataclass
class _Story:
    """The story so far: the clock, and how often the bridge should have spoken on each ticket."""

    stage: Stage
    telling: Telling
    now: datetime = field(default_factory=lambda: datetime.fromisoformat(START).astimezone(UTC))
    replies: dict[int, int] = field(default_factory=dict)
    notes: dict[int, int] = field(default_factory=dict)

    def later(self, *, minutes: int = 0, until: datetime | None = None) -> None:
        self.now = until or self.now + timedelta(minutes=minutes)
        self.stage.turn_clock(self.now)

    def act(self, who: str, what: str) -> None:
        self.telling.act(self.now.strftime("%d %b %H:%M"), who, what)

    def promise(self, what: str, found: object, wanted: object) -> None:
        self.telling.promise(what, is_kept=found == wanted, found=found)

    def settled(self, ticket: int, before: Ticket | None = None) -> Ticket:
        """Let the bridge finish; tell what it decided about the ticket and what is new on it."""
        self.stage.settle()
        decision, after = self.stage.ticket(ticket), self.stage.actor.ticket(ticket)
        why = [f"{reason['rule']} {reason['fact']}" for reason in decision["because"][-2:]]
        why += [f"{one['rule']} withholds {one['key']}: {one['why']}" for one in decision["withheld"]]
        title = f"{decision['tier']}, rung {decision['rung']} ({decision['step']}), waits for {decision['waiting_for']}"
        self.telling.decided(title, why)
        for line in _news(before or {"messages": [], "notes": [], "tags": []}, after):
            self.telling.wrote(line)
        return after

    def opens(self, who: str, client: int, subject: str, message: str) -> int:
        self.later(minutes=5)
        ticket = self.stage.actor.open_ticket(client, subject, message)
        self.act(who, f'opens ticket {ticket}: "{message}"')
        self.replies[ticket], self.notes[ticket] = 0, 0
        return ticket

    def writes(self, who: str, ticket: int, message: str) -> Ticket:
        before = self.stage.actor.ticket(ticket)
        self.later(minutes=20)
        self.stage.actor.customer_replies(ticket, message)
        self.act(who, f'writes: "{message}"')
        return before


def _newcomer(story: _Story) -> None:
    story.telling.chapter("Ana signs up: the best access there is, at once, for 30 days")
    ana = story.stage.actor.sign_up(first_name="Ana", signed_up="2026-03-01")
    story.act("Ana", "signs up")
    story.stage.settle()
    answer = story.stage.client(ana)
    story.telling.decided(
        f"{answer['tier']} until {answer['until']}", [f"{one['rule']} {one['fact']}" for one in answer["because"]]
    )
    story.promise("live chat is real-time", answer["channels"]["live_chat"], "realtime")
    story.promise("until day 30, to the second", answer["until"], "2026-03-31T00:00:00+01:00")

    ticket = story.opens(
        "Ana", ana, "My site is down", "My WordPress website stopped working after installing a plugin."
    )
    after = story.settled(ticket)
    story.replies[ticket] += 1
    story.promise("she gets the guide", "kb/wordpress-plugin" in _said(after)[-1], True)
    story.promise("its tags say who she is and where it stands", _tags(after), _NEWCOMER_TAGS | {"rung-guide"})

    before = story.writes("Ana", ticket, "I did that, but the site is still broken.")
    after = story.settled(ticket, before)
    story.replies[ticket] += 1
    story.promise("she gets a clarification", len(_said(after)), 2)
    story.promise("one rung up", _tags(after), _NEWCOMER_TAGS | {"rung-clarify"})

    story.later(minutes=30)
    before = story.stage.actor.ticket(ticket)
    story.stage.actor.buy(ana, "addon:7")
    story.act("Ana", "buys the Unlimited Professional Service plan")
    after = story.settled(ticket, before)
    wanted = {"professional", "realtime", "rung-execute", "topic-wordpress", "scope-application"}
    story.promise("the tags change", _tags(after), wanted)
    story.promise("and nobody is written to", len(_said(after)), 2)


_NEWCOMER_TAGS = {"new-customer", "realtime", "topic-wordpress", "scope-application"}


def _best_effort(story: _Story) -> None:
    story.telling.chapter("Bruno is past day 30: guide, clarification, a person, and in the last case a quote")
    bruno = story.stage.actor.sign_up(first_name="Bruno", signed_up="2026-01-10")
    ticket = story.opens("Bruno", bruno, "Website", "After installing a plugin my WordPress shows a white screen.")
    story.settled(ticket)
    story.settled(ticket, story.writes("Bruno", ticket, "I do not understand how to rename a folder."))
    before = story.writes("Bruno", ticket, "There is no file manager in my panel.")
    after = story.settled(ticket, before)
    story.replies[ticket], story.notes[ticket] = 2, 1
    story.promise("two answers, then nothing is left to send: a note asks for staff", _counts(after), (2, 1))
    story.promise("tagged for staff", "needs-staff" in _tags(after), True)

    story.later(minutes=30)
    story.stage.actor.staff_replies(ticket, "You find it under Files, at the bottom left.", name="Rita")
    story.act("Rita", "(staff) answers herself")
    story.stage.settle()
    before = story.writes("Bruno", ticket, "I still cannot do it. Can you do it for me?")
    after = story.settled(ticket, before)
    story.notes[ticket] += 1
    quotes = story.stage.actor.state()["quotes"]
    story.promise("one quote is drafted, as a draft", [quote["stage"] for quote in quotes], ["Draft"])
    story.promise("a note has its number, and the bridge talks over nobody", _counts(after), (2, 2))
    story.promise("tagged as quoted", {"quoted", "rung-quote", "needs-staff"} <= _tags(after), True)


def _solved(story: _Story) -> None:
    story.telling.chapter("Carla says that it is solved")
    carla = story.stage.actor.sign_up(first_name="Carla", signed_up="2026-02-20")
    ticket = story.opens("Carla", carla, "DNS", "I need help to change a DNS entry on my service.")
    story.settled(ticket)
    before = story.writes("Carla", ticket, "It works now, thank you!")
    after = story.settled(ticket, before)
    story.replies[ticket] += 1
    story.promise("solved, tagged so, and left in peace", ("solved" in _tags(after), len(_said(after))), (True, 1))


def _hostile(story: _Story) -> None:
    story.telling.chapter("The same webhook twice, and a forged one")
    before = story.stage.actor.state()["tickets"]
    last = story.stage.actor.outbox()["events"][-1]["id"]
    story.act("The shop", "sends a webhook again, to the byte")
    story.promise("it was seen before", story.stage.actor.send_again(last), 200)
    story.act("Somebody", "sends a webhook with a signature of their own")
    story.promise("it is turned away", story.stage.forge(), 401)
    story.stage.settle()
    story.promise("nothing has changed", story.stage.actor.state()["tickets"], before)


def _outages(story: _Story) -> None:
    story.telling.chapter("The billing API fails and times out in the middle")
    dora = story.stage.actor.sign_up(first_name="Dora", signed_up="2026-03-01")
    story.stage.settle()
    for kind, what in (
        ("refuse", "the connection is refused"),
        ("apply-then-500", "the reply is posted, and the answer is an error"),
        ("apply-then-hang", "the reply is posted, and no answer comes"),
        ("apply-then-reset", "the reply is posted, and the connection breaks"),
    ):
        story.stage.actor.fault("AddTicketReply", kind, seconds=HANG_SECONDS)
        ticket = story.opens("Dora", dora, "E-mail", "Please assist me in creating an email account.")
        story.act("The API", f"fails: {what}")
        after = story.settled(ticket)
        story.replies[ticket] += 1
        story.promise("one guide, exactly", len(_said(after)), 1)


def _day_thirty(story: _Story) -> None:
    story.telling.chapter("Day 30 passes: nothing announces it, and the tags change by themselves")
    ticket = max(story.replies)
    before = story.stage.actor.ticket(ticket)
    story.later(until=datetime.fromisoformat("2026-03-31T00:00:00+01:00"))
    story.act("Nobody", "does anything")
    after = story.settled(ticket, before)
    wanted = {"best-effort", "rung-guide", "topic-email-account", "scope-tools"}
    story.promise("Dora's ticket: best effort, real-time no more", _tags(after), wanted)
    story.promise("and nobody is written to", len(_said(after)), 1)


def _audit(story: _Story) -> None:
    story.telling.chapter("Counted through at the end")
    tickets = {ticket: story.stage.actor.ticket(ticket) for ticket in story.replies}
    story.promise("every reply exactly once", {number: len(_said(t)) for number, t in tickets.items()}, story.replies)
    story.promise("every note exactly once", {number: len(t["notes"]) for number, t in tickets.items()}, story.notes)
    texts = [(number, text) for number, ticket in tickets.items() for text in _said(ticket)]
    story.promise("no text twice on a ticket", len(texts), len(set(texts)))
    story.promise("one quote in the whole shop", len(story.stage.actor.state()["quotes"]), 1)


def _said(ticket: Ticket) -> list[str]:
    """Return what the bridge has told the customer on a ticket."""
    return [message["text"] for message in ticket["messages"] if message["admin"] == BRIDGE]


def _counts(ticket: Ticket) -> tuple[int, int]:
    return len(_said(ticket)), len(ticket["notes"])


def _tags(ticket: Ticket) -> set[str]:
    return {tag.removeprefix("support-") for tag in ticket["tags"]}


def _news(before: Ticket, after: Ticket) -> list[str]:
    """Return, in a line each, what was written to a ticket."""
    added, removed = sorted(_tags(after) - _tags(before)), sorted(_tags(before) - _tags(after))
    lines = (
        [f"tags  {' '.join([*(f'+{tag}' for tag in added), *(f'-{tag}' for tag in removed)])}"]
        if added or removed
        else []
    )
    lines += [f"reply {_opening(text)}" for text in _said(after)[len(_said(before)) :]]
    return lines + [f"note  {_opening(note['text'])}" for note in after["notes"][len(before["notes"]) :]]


def _opening(text: str) -> str:
    """Return the part of a text that says what it is about, on one line."""
    words = " ".join(text.split())
    return f'"{words[:110]}{"..." if len(words) > 110 else ""}"'
