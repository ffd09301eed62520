"""What customers and staff do, chapter by chapter, and what must stand there in the end; nothing here asks the bridge.

Each story is written down from the policy, with the configuration that ``bridge init`` writes: one clarification for
WordPress, none for the other topics, quotes drafted and never sent. Between two chapters the bridge comes to rest and
half an hour passes, so that what each message answers is certain.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mappings.whmcs.sandbox.actor import Actor

WORDPRESS = "My WordPress website stopped working after installing a plugin."
DNS = "I need help to change a DNS entry on my service."
FURTHER = "I did that, but the site is still broken."
STUCK = "There is no file manager in my panel."
STAFF = "You find it under Files."
CANNOT = "I still cannot do it. Can you do it for me?"
SOLVED = "Thank you, it works now."
VAGUE = "Could you please look into the matter that we spoke about?"

GUIDE, CLARIFICATION = "https://example.com/kb/", "here are the steps of our guide once more"
NONE_LEFT, QUOTED, ABSTAINED = "no automatic answer is left", "drafted, and not sent", "no automatic answer. It is not"

Act = Callable[[Actor, int], object]  # done on a ticket


@dataclass(frozen=True)
class Story:
    """One ticket's: how its client comes, what happens then, and what is wanted at the end.

    ``replies`` and ``notes`` are words that only that message has, in the order wanted. ``events``: how many webhooks
    the story is, the echoes of the bridge's own writes among them; an estimate, for pacing only.
    """

    opens: str
    chapters: tuple[Act | None, ...]
    tags: frozenset[str]
    replies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    quotes: int = 0
    priority: str = "Medium"
    client: Mapping[str, str] = field(default_factory=lambda: {"signed_up": "2025-01-10"})  # none: a guest
    holds: str = ""  # bought at sign-up


def customer(text: str) -> Act:
    return lambda actor, ticket: actor.customer_replies(ticket, text)


def staff(text: str) -> Act:
    return lambda actor, ticket: actor.staff_replies(ticket, text, name="Rita")


def buys(item: str) -> Act:
    return lambda actor, ticket: actor.buy(actor.ticket(ticket)["client"], item)


def _tags(*words: str) -> frozenset[str]:
    return frozenset(words)


STORIES: Mapping[str, Story] = {
    "climbs to a quote": Story(
        WORDPRESS,
        (customer(FURTHER), customer(STUCK), staff(STAFF), customer(CANNOT)),
        _tags("best-effort", "rung-quote", "topic-wordpress", "scope-application", "quoted", "needs-staff"),
        replies=(GUIDE, CLARIFICATION),
        notes=(NONE_LEFT, QUOTED),
        quotes=1,
    ),
    "is solved": Story(
        DNS,
        (customer(SOLVED), None, customer("Thanks again!"), None),
        _tags("best-effort", "rung-guide", "topic-dns", "scope-tools", "solved"),
        replies=(GUIDE,),
    ),
    "is new": Story(
        WORDPRESS,
        (customer(FURTHER), None, None, None),
        _tags("new-customer", "rung-clarify", "topic-wordpress", "scope-application", "realtime"),
        replies=(GUIDE, CLARIFICATION),
        client={"signed_up": "2026-02-27"},
    ),
    "is professional": Story(
        WORDPRESS,
        (None, customer(FURTHER), None, None),
        _tags("professional", "rung-execute", "topic-wordpress", "scope-application", "realtime", "needs-staff"),
        priority="High",
        holds="product:42",
    ),
    "buys the plan": Story(
        WORDPRESS,
        (buys("product:42"), None, customer(FURTHER), None),
        _tags("professional", "rung-execute", "topic-wordpress", "scope-application", "realtime", "needs-staff"),
        replies=(GUIDE,),
        priority="High",
    ),
    "staff take over": Story(
        WORDPRESS,
        (staff(STAFF), customer(FURTHER), None, customer(STUCK)),
        _tags("best-effort", "rung-clarify", "topic-wordpress", "scope-application", "needs-staff"),
        replies=(GUIDE,),
    ),
    "is not clear": Story(
        VAGUE,
        (None, customer("Is anybody there?"), None, None),
        _tags("best-effort", "rung-guide", "needs-staff"),
        notes=(ABSTAINED,),
    ),
    "is a guest's": Story(
        DNS,
        (customer("Is anybody there?"), None, None, None),
        _tags("guest", "rung-staff", "topic-dns", "scope-tools", "needs-staff"),
        client={},
    ),
}
CHAPTERS = 4  # after the opening
EVENTS_A_TICKET = 6.2  # webhooks, on the average of all stories


def open_ticket(actor: Actor, story: Story, number: int) -> int:
    """Sign up the client, and open the ticket."""
    if not story.client:
        return actor.open_ticket_as_guest("Gil", f"gil{number}@customers.example", "Help", story.opens)
    client = actor.sign_up(first_name="Ana", email=f"ana{number}@customers.example", **story.client)
    if story.holds:
        actor.buy(client, story.holds)
    return actor.open_ticket(client, "Help", story.opens)
