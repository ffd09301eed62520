"""The auditor: compares what was sent and what the shop ended with, by the stories alone.

Rule: it asks neither the bridge nor its code. What customers see it reads from the shop; what was acknowledged, from
the shop's own file; what became of that, from the store's rows.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text

from mappings.whmcs.sandbox.actor import Actor
from tests.journey.house import BRIDGE, TAGS_NOTE, tags_in_notes
from tests.kill.stories import Story
from tests.kill.town import Town, Transport

PREFIX = "support-"


@dataclass
class Findings:
    """What a run came to; ``troubles`` says each thing that is wrong, in words."""

    sent: int = 0
    acknowledged: int = 0
    learned: int = 0
    events_lost: int = 0
    wanted: int = 0
    once: int = 0
    lost: int = 0
    doubled: int = 0
    parked: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.troubles and not (self.events_lost or self.lost or self.doubled)


def audit(town: Town, transport: Transport, told: Mapping[int, Story]) -> Findings:
    """Judge a town at rest; ``told`` has each ticket's story."""
    found = Findings()
    _events(town, found)
    parked = _parked(town)
    found.parked = sum(map(len, parked.values()))
    quotes = Counter(quote["client"] for quote in town.actor.state()["quotes"])
    for number, story in told.items():
        ticket = town.actor.ticket(number)
        missing = [*_messages(found, number, ticket, story)]
        missing += _count(found, f"ticket {number}: quote", quotes[ticket["client"]], story.quotes)
        _judge_missing(found, number, missing, parked.get(str(number), []))
        if str(number) not in parked:
            _state(found, transport, number, ticket, story)
    return found


def _events(town: Town, found: Findings) -> None:
    """Hold every webhook that was acknowledged against the rows of the store."""
    found.sent = town.actor.outbox()["made"]
    gone = [line for line in map(json.loads, town.journal.open()) if "gone" in line]
    acknowledged = {line["gone"] for line in gone if line["fate"] == "delivered"}
    states = {row[0]: row[1] for row in _rows(town, "SELECT webhook_id, state FROM deliveries")}
    found.acknowledged = len(acknowledged)
    found.learned = sum(states.get(event) in {"learned", "ignored"} for event in acknowledged)
    found.events_lost = found.sent - found.learned
    found.troubles += [f"event {event}: acknowledged and not stored" for event in acknowledged - states.keys()]
    found.troubles += [f"event {event}: stored and never sent" for event in states.keys() - acknowledged]


def _parked(town: Town) -> dict[str, list[str]]:
    """Return the writes that wait for a person, by ticket."""
    waiting: dict[str, list[str]] = {}
    for ticket, key in _rows(town, "SELECT ticket, key FROM writes WHERE state IN ('parked', 'refused')"):
        waiting.setdefault(ticket, []).append(key)
    found = _rows(town, "SELECT ticket, key, state FROM writes WHERE state IN ('intended', 'sending', 'unknown')")
    assert not found, f"writes under way at rest: {found}"
    return waiting


def _rows(town: Town, query: str) -> list[Any]:
    engine = create_engine(town.store_url)
    with engine.connect() as connection:
        rows = list(connection.execute(text(query)))
    engine.dispose()
    return rows


def _messages(found: Findings, number: int, ticket: Mapping[str, Any], story: Story) -> Iterable[str]:
    replies = [message["text"] for message in ticket["messages"] if message["admin"] == BRIDGE]
    notes = [note["text"] for note in ticket["notes"] if not note["text"].startswith(TAGS_NOTE)]
    yield from _once_each(found, f"ticket {number}: reply", replies, story.replies)
    yield from _once_each(found, f"ticket {number}: note", notes, story.notes)


def _once_each(found: Findings, what: str, seen: list[str], wanted: tuple[str, ...]) -> Iterable[str]:
    """Count what is wanted and there once, and say what is there that is not wanted; yield what is missing."""
    places = []
    for words in wanted:
        times = sum(words in message for message in seen)
        yield from _count(found, f"{what} {words!r}", times, 1)
        places += [place for place, message in enumerate(seen) if words in message][:1]
    if places != sorted(places):
        found.troubles.append(f"{what}: in the wrong order")
    strange = [message for message in seen if not any(words in message for words in wanted)]
    found.troubles += [f"{what}: not wanted: {message[:80]!r}" for message in strange]


def _count(found: Findings, what: str, times: int, wanted: int) -> Iterable[str]:
    found.wanted += wanted
    found.once += times == wanted == 1
    if times > wanted:
        found.doubled += times - wanted
        found.troubles.append(f"{what}: {times} times, wanted {wanted}")
    if times < wanted:
        yield what


def _judge_missing(found: Findings, number: int, missing: list[str], parked: list[str]) -> None:
    """Forgive what is missing only where as much waits for a person, or is behind what does."""
    if missing and not parked:
        found.lost += len(missing)
        found.troubles += [f"{what}: missing" for what in missing]
    elif missing:
        found.troubles += [] if len(parked) else [f"ticket {number}: {missing}"]


def _state(found: Findings, transport: Transport, number: int, ticket: Mapping[str, Any], story: Story) -> None:
    kept = [frozenset(ticket["tags"])] if transport is Transport.ADDON else [*map(frozenset, tags_in_notes(ticket))]
    tags = [{tag.removeprefix(PREFIX) for tag in one} for one in kept]
    if tags != [story.tags]:
        found.troubles.append(f"ticket {number}: tags {[sorted(one) for one in tags]}, wanted {sorted(story.tags)}")
    if ticket["priority"] != story.priority:
        found.troubles.append(f"ticket {number}: priority {ticket['priority']}, wanted {story.priority}")


def story_of(actor: Actor, ticket: int) -> str:
    """Return a ticket in words, for who wonders."""
    return json.dumps(actor.ticket(ticket), indent=1, ensure_ascii=False)
