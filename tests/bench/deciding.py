"""P6: how many tickets a core decides in a second, given facts and conversation; and what the parts of that cost.

The words of each ticket are new to the reader, unless said otherwise: what was read once costs nothing again.
"""

import re
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bridge.core.decision import decide
from bridge.core.model import About, Fact, Source
from bridge.core.reading import Reader
from bridge.core.timeline import timeline
from bridge.core.view import TicketView
from bridge.reading import reader
from bridge.reading.patterns import Pattern, PatternSet
from tests.bench.report import Ratio, Reading, Section
from tests.core.tickets import POLICY, START, c, view
from tests.reading.measure import rows as labelled
from tests.reading.shop import TOPICS

TICKETS = 400  # a round
REMEMBERED = 60  # of them; the reader still knows their words
CLIENTS = 2_000
NOW = START + timedelta(days=1)
WORDS = ("wordpress", "dns", "mailbox", "nginx", "backup")
ALL_POLICY = replace(POLICY, topics={**POLICY.topics, **{topic.name: topic for topic in TOPICS}})
PATTERNS = [rf"\b{word}[a-z]* (?:error|problem|fails) {number}\b" for number in range(10) for word in WORDS]
TWO_KB = "We moved the site last night and since then nothing answers as it did before, please have a look. " * 20


def facts(number: int) -> tuple[Fact, ...]:
    """Return what is known of a client: sign-up, status, and a product with a status that changed twice."""
    signed_up = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number % 800)
    told = [
        (About.SIGNED_UP, str(signed_up.date()), "", ""),
        (About.CLIENT_STATUS, "Active", "", ""),
        *((About.HOLDING, status, f"addon:{number}", "addon:7") for status in ("Active", "Suspended", "Active")),
    ]
    return tuple(
        Fact(
            about,
            value,
            learned=signed_up + timedelta(days=place),
            source=Source.READING,
            effect=signed_up + timedelta(days=place),
            name=name,
            item=item,
            order=place,
        )
        for place, (about, value, name, item) in enumerate(told)
    )


def conversations(round_: str) -> list[TicketView]:
    """Return tickets of one to four messages, with words that no other round has."""
    said = [(str(row["subject"]), str(row["message"])) for row in labelled("topics")]
    shapes = ("", "b", "b c b", "b c b c s")
    return [
        replace_words(view(c(f"{message} ({round_} {number})"), shapes[number % len(shapes)]), subject)
        for number in range(TICKETS)
        for subject, message in [said[number % len(said)]]
    ]


def replace_words(seen: TicketView, subject: str) -> TicketView:
    return replace(seen, ticket=replace(seen.ticket, subject=subject))


def rate(work: Callable[[], object], count: int) -> float:
    """Return how many a second of CPU time: another process on the core costs nothing then."""
    begun = time.process_time()
    work()
    return count / (time.process_time() - begun)


def measure(*, rounds: int, seconds: float) -> Section:
    del seconds
    read = reader(ALL_POLICY)
    known = [facts(number) for number in range(TICKETS)]
    new_words, known_words, timelines = [], [], []
    for round_ in range(rounds):
        views = conversations(f"round {round_}")

        new_words.append(rate(partial(_decide, views, known, read), TICKETS))
        again = partial(_decide, views[-REMEMBERED:] * 4, known * 4, read)
        known_words.append(rate(again, REMEMBERED * 4))
        timelines.append(rate(lambda: [timeline(told, (), ALL_POLICY, as_known=None) for told in known], TICKETS))
    section = Section("deciding")
    section.ratios += [
        Ratio("P6", "tickets decided, facts and conversation given", "1/s and core", known_words, 5_000, 20_000),
        Ratio("P6*", "the same, words never read before", "1/s and core", new_words, 5_000, 20_000),
    ]
    section.readings += [
        Reading("timelines of clients with five facts", "1/s and core", timelines),
        Reading("memory of a client's facts and timeline", "bytes", [_bytes_a_client()]),
        *_matching(rounds),
    ]
    return section


def _decide(views: Sequence[TicketView], known: Sequence[Sequence[Fact]], read: Reader) -> None:
    """Decide as a look does: the client's timeline from its facts, then the ticket."""
    for seen, told in zip(views, known, strict=False):
        timeline(told, (), ALL_POLICY, as_known=None)
        decide(seen, ALL_POLICY, read, NOW)


def _bytes_a_client() -> float:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [(told, timeline(told, (), ALL_POLICY, as_known=None)) for told in map(facts, range(CLIENTS))]
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return taken / len(kept)


def _matching(rounds: int) -> list[Reading]:
    """Compare the ways to ask 50 patterns about 2 KB, in microseconds."""
    together, one_by_one = PatternSet(PATTERNS), [Pattern(each) for each in PATTERNS]
    builtin = [re.compile(each) for each in PATTERNS]
    ways: dict[str, Callable[[], object]] = {
        "one RE2 set": lambda: together.matching(TWO_KB),
        "RE2, one by one": lambda: [each.is_in(TWO_KB) for each in one_by_one],
        "re, one by one": lambda: [each.search(TWO_KB) for each in builtin],
    }
    return [
        Reading(f"50 patterns over 2 KB: {name}", "us", [_microseconds(way) for _ in range(rounds)])
        for name, way in ways.items()
    ]


def _microseconds(way: Callable[[], object]) -> float:
    return 1e6 / rate(lambda: [way() for _ in range(100)], 100)
