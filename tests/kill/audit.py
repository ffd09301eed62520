"""The auditor: compares what was sent and what the shop ended with, by the stories alone.

Rule: it asks neither the bridge nor its code. What customers see it reads from the shop; what was acknowledged, from
the shop's own file; what became of that, from the store's rows. ``see`` gathers, ``judge`` is pure.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text

from mappings.whmcs.sandbox.actor import Dump
from tests.journey.house import BRIDGE, TAGS_NOTE, tags_in_notes
from tests.kill.stories import Story
from tests.kill.town import Town, Transport

PREFIX = "support-"
AT_REST = {"learned", "ignored"}


@dataclass(frozen=True)
class Seen:
    """A town at rest. ``stored``: each webhook's state; ``parked`` and ``under_way``: writes, by ticket."""

    made: frozenset[str]  # webhooks that the shop ever made
    acknowledged: frozenset[str]
    stored: Mapping[str, str]
    parked: Mapping[str, Sequence[str]]
    under_way: Mapping[str, Sequence[str]]
    tickets: Mapping[int, Dump]
    quotes: Mapping[int, int]  # by client


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
        return not self.troubles


def audit(town: Town, transport: Transport, told: Mapping[int, Story], *, of_events: bool = True) -> Findings:
    """Judge a town at rest; ``told`` has each ticket's story. ``of_events``: its store has been the same all along."""
    return judge(see(town, told), transport, told, of_events=of_events)


def see(town: Town, tickets: Iterable[int]) -> Seen:
    outbox, gone = town.actor.outbox(), [line for line in _journal(town) if "gone" in line]
    return Seen(
        made=frozenset(event["id"] for event in outbox["events"]),
        acknowledged=frozenset(str(line["gone"]) for line in gone if line["fate"] == "delivered"),
        stored=dict(_rows(town, "SELECT webhook_id, state FROM deliveries")),
        parked=_by_ticket(_rows(town, "SELECT ticket, key FROM writes WHERE state IN ('parked', 'refused')")),
        under_way=_by_ticket(
            _rows(town, "SELECT ticket, key FROM writes WHERE state IN ('intended', 'sending', 'unknown')")
        ),
        tickets={number: town.actor.ticket(number) for number in tickets},
        quotes=Counter(quote["client"] for quote in town.actor.state()["quotes"]),
    )


def _journal(town: Town) -> list[dict[str, object]]:
    return [json.loads(line) for line in town.journal.read_text().splitlines()]


def _rows(town: Town, query: str) -> list[tuple[str, str]]:
    engine = create_engine(town.store_url)
    with engine.connect() as connection:
        rows = [(str(first), str(second)) for first, second in connection.execute(text(query))]
    engine.dispose()
    return rows


def _by_ticket(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ticket, key in rows:
        found.setdefault(ticket, []).append(key)
    return found


def judge(seen: Seen, transport: Transport, told: Mapping[int, Story], *, of_events: bool = True) -> Findings:
    found = Findings(parked=sum(map(len, seen.parked.values())))
    if of_events:
        _events(seen, found)
    found.troubles += [f"ticket {ticket}: under way at rest: {keys}" for ticket, keys in seen.under_way.items()]
    for number, story in told.items():
        ticket = seen.tickets[number]
        missing = [*_messages(found, number, ticket, story)]
        missing += _times(found, f"ticket {number}: quote", seen.quotes.get(ticket["client"], 0), story.quotes)
        if str(number) in seen.parked:  # what waits for a person, and what would have come after it
            continue
        found.lost += len(missing)
        found.troubles += [f"{what}: missing" for what in missing]
        _state(found, transport, number, ticket, story)
    return found


def _events(seen: Seen, found: Findings) -> None:
    """Hold every webhook that was made and acknowledged against the rows of the store."""
    found.sent, found.acknowledged = len(seen.made), len(seen.acknowledged)
    learned = {event for event in seen.made if seen.stored.get(event) in AT_REST}
    found.learned, found.events_lost = len(learned), len(seen.made - learned)
    found.troubles += [f"event {event}: not learned" for event in sorted(seen.made - learned)]
    found.troubles += [f"event {event}: not acknowledged" for event in sorted(seen.made - seen.acknowledged)]
    found.troubles += [f"event {event}: stored and never made" for event in sorted(seen.stored.keys() - seen.made)]


def _messages(found: Findings, number: int, ticket: Dump, story: Story) -> Iterable[str]:
    replies = [message["text"] for message in ticket["messages"] if message["admin"] == BRIDGE]
    notes = [note["text"] for note in ticket["notes"] if not note["text"].startswith(TAGS_NOTE)]
    yield from _once_each(found, f"ticket {number}: reply", replies, story.replies)
    yield from _once_each(found, f"ticket {number}: note", notes, story.notes)


def _once_each(found: Findings, what: str, seen: Sequence[str], wanted: Sequence[str]) -> Iterable[str]:
    """Count what is wanted and there once, and say what is there that is not wanted; yield what is missing."""
    places = []
    for words in wanted:
        of_it = [place for place, message in enumerate(seen) if words in message]
        yield from _times(found, f"{what} {words!r}", len(of_it), 1)
        places += of_it[:1]
    if places != sorted(places):
        found.troubles.append(f"{what}: in the wrong order")
    strange = [message for message in seen if not any(words in message for words in wanted)]
    found.troubles += [f"{what}: not wanted: {message[:80]!r}" for message in strange]


def _times(found: Findings, what: str, times: int, wanted: int) -> Iterable[str]:
    found.wanted += wanted
    found.once += times == wanted == 1
    if times > wanted:
        found.doubled += times - wanted
        found.troubles.append(f"{what}: {times} times, wanted {wanted}")
    return [what] if times < wanted else []


def _state(found: Findings, transport: Transport, number: int, ticket: Mapping[str, Any], story: Story) -> None:
    kept = [ticket["tags"]] if transport is Transport.ADDON else tags_in_notes(ticket)
    tags = [{tag.removeprefix(PREFIX) for tag in one} for one in kept]
    if tags != [story.tags]:
        found.troubles.append(f"ticket {number}: tags {[sorted(one) for one in tags]}, wanted {sorted(story.tags)}")
    if ticket["priority"] != story.priority:
        found.troubles.append(f"ticket {number}: priority {ticket['priority']}, wanted {story.priority}")
