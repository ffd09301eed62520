"""The ladder told again, slowly: from the words on a ticket to where it stands and what is owed (L, S, Q, W).

It reads no code of the bridge's: the rules are ``rules.py``, the words are known by heart (``WORDS``, ``TEXTS``), the
past is ``past.py``'s. One plain loop over what happened to the ticket, in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bridge.core.model import Author, Message, Ticket
from tests.simulation.past import Past
from tests.simulation.rules import CLARIFICATIONS, GUIDES, SCOPES, TEXTS, WORDS, Rules

KIND_OF = {text: kind for kind, (text, _, _) in WORDS.items()}


def kind_of(message: Message) -> str:
    """Return what a customer's message, or one of the bridge's, is."""
    if message.author is Author.CUSTOMER:
        return KIND_OF[message.text]
    return said_in(message.text)


def said_in(text: str) -> str:
    """Return which of the bridge's texts this is."""
    return next(kind for kind, phrase in TEXTS.items() if phrase in text)


@dataclass(slots=True)
class Place:
    """Where a ticket stands, and for whom it waits."""

    tier: str
    ladder: tuple[str, ...]
    number: int = 0
    is_open: bool = True
    is_answered: bool = False
    is_solved: bool = False
    is_doubtful: bool = False
    has_staff: bool = False
    asked: datetime | None = None  # the customer message that waits for an answer
    called: str | None = None  # the rung that calls for one
    stage: str | None = None  # of its quote, once a customer has decided
    topic: str | None = None
    said: list[str] = field(default_factory=list)

    @property
    def rung(self) -> str:
        return self.ladder[max(1, self.number) - 1]


def stands(ticket: Ticket, past: Past, rules: Rules, now: datetime, stages: Sequence[tuple[datetime, str]]) -> Place:
    """Return where a ticket stands at ``now``; ``stages``: when its quote was accepted or lost."""
    messages = sorted(ticket.messages, key=lambda message: (message.at, message.id))
    asked = [message for message in messages if message.author is Author.CUSTOMER and kind_of(message) != "machine"]
    first = asked[0].at if asked else now
    tier = past.tier(past.owner(ticket.id, first), first)
    place = Place(tier, rules.ladder(tier))
    place.topic = next((topic for one in asked if (topic := WORDS[kind_of(one)][1])), None)
    turns: list[tuple[datetime, int, object]] = [(message.at, 1, message) for message in messages]
    turns += [(at, 0, "tier") for at in _instants(ticket.id, past, first, now)]
    turns += [(at, 0, status) for at, status in past.flips.get(("open", ticket.id), ())]
    turns += [(at, 0, stage) for at, stage in stages if at <= now]
    for at, _, turn in sorted(turns, key=lambda turn: turn[:2]):
        if isinstance(turn, Message):
            _heard(place, turn, past.tier(past.owner(ticket.id, at), at), rules)
        else:
            _changed(place, str(turn), past.tier(past.owner(ticket.id, at), at), rules)
    place.is_open = ticket.is_open
    return place


def _instants(ticket: str, past: Past, first: datetime, now: datetime) -> set[datetime]:
    """Return when the tier of a ticket may have changed after it was opened."""
    found = {at for at, _ in past.owners(ticket)}
    for _, client in past.owners(ticket):
        found |= set(past.changes(client))
    return {at for at in found if first < at <= now}


def _heard(place: Place, message: Message, tier: str, rules: Rules) -> None:
    match message.author:
        case Author.STAFF:
            place.has_staff = True
            _answer(place)
        case Author.BRIDGE:
            place.said.append(said_in(message.text))
            _answer(place)
        case Author.CUSTOMER if kind_of(message) != "machine":
            if not place.is_open:
                place.is_open = True
                _reseat(place, tier, rules)
            _ask(place, message, WORDS[kind_of(message)][2])


def _answer(place: Place) -> None:
    place.is_answered = place.number > 0
    place.is_doubtful, place.asked, place.called = False, None, None


def _ask(place: Place, message: Message, mood: str) -> None:
    if place.number and (mood == "solved" or (mood == "thanks" and place.is_solved)):
        place.is_solved, place.is_doubtful, place.asked, place.called = True, False, None, None
        return
    if place.number == 0:
        place.number = 1
    else:
        place.is_doubtful = mood in {"doubt", "thanks"}
        if place.is_answered and place.number < len(place.ladder):
            place.number += 1
    place.is_answered, place.is_solved = False, False
    place.asked, place.called = message.at, place.rung


def _changed(place: Place, what: str, tier: str, rules: Rules) -> None:
    match what:
        case "tier" if place.is_open:
            _reseat(place, tier, rules)
        case "no":
            place.is_open = False
        case "yes" if not place.is_open:
            place.is_open = True
            if place.number:
                _reseat(place, tier, rules)
        case "accepted" | "lost":
            place.stage, place.is_answered, place.asked, place.called = what, False, None, None
            place.is_solved = place.is_solved and what == "lost"


def _reseat(place: Place, tier: str, rules: Rules) -> None:
    """Move to another tier's ladder, cut to its length; what was owed lapses unless still called for (L5)."""
    if tier == place.tier:
        return
    place.tier, place.ladder = tier, rules.ladder(tier)
    place.number = min(place.number, len(place.ladder))
    if place.called != place.rung:
        place.called = None


# What it means ------------------------------------------------------------------------------------------------


def acted_on(place: Place, *, has_client: bool) -> str:
    """Return the rung by the name under which it is acted on (S1, S2, Q2, Q3)."""
    if place.stage == "accepted":
        return "execute"
    if SCOPES.get(place.topic or "") == "provider":
        return "staff"
    if place.rung == "quote" and (place.topic is None or not has_client):
        return "staff"
    return place.rung


def next_text(place: Place, spent: set[str]) -> str | None:
    """Return the text that a guide or clarify rung sends next; None: no topic, or none is left (L3)."""
    if place.topic is None:
        return None
    if place.rung == "guide":
        guide = f"guide-{place.topic}"
        return guide if place.topic in GUIDES and not any(text.startswith("guide-") for text in spent) else None
    return next((text for text in CLARIFICATIONS.get(place.topic, ()) if text not in spent), None)


def tags(place: Place, past: Past, ticket: Ticket, now: datetime, *, quoted: bool) -> set[str]:
    """Return the words that an open ticket's tags must have (W1)."""
    owner = past.owner(ticket.id, now)
    in_session = bool(past.spells_on("session", ("client", owner), now))
    is_realtime = place.tier in {"professional", "new-customer"} or (place.tier == "best-effort" and in_session)
    marks = {
        "realtime": is_realtime,
        "needs-staff": place.number > 0 and not place.is_solved and not place.is_answered,
        "solved": place.is_solved,
        "quoted": quoted,
        "quote-accepted": place.stage == "accepted",
        "quote-lost": place.stage == "lost",
        "held": bool(past.holds(ticket.id, now)),
    }
    words = {place.tier, f"rung-{acted_on(place, has_client=bool(owner))}"}
    if place.topic:
        words |= {f"topic-{place.topic}", f"scope-{SCOPES[place.topic]}"}
    return words | {mark for mark, is_so in marks.items() if is_so}


VOCABULARY = frozenset(
    {"former", "professional", "new-customer", "best-effort", "guest"}
    | {f"rung-{rung}" for rung in ("guide", "clarify", "quote", "staff", "execute")}
    | {f"topic-{topic}" for topic in (*SCOPES, "email-account", "unmanaged-server")}
    | {f"scope-{scope}" for scope in ("tools", "application", "unmanaged", "provider", "billing", "presales")}
    | {"realtime", "needs-staff", "solved", "quoted", "quote-accepted", "quote-lost", "held"}
)
SLACK = timedelta(minutes=5)  # by which the bridge may date a reply before it is there
