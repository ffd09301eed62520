"""From a reading to what is new in it: facts are kept only where a reading differs from the one before (D3).

Facts are never changed or taken back. What a reading bears out, and from when, is for the timelines to say.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bridge.core.days import midnight
from bridge.core.model import About, Client, Fact, Quote, Source, Ticket
from bridge.core.stretches import place


def facts_of_client(client: Client | None, known: Sequence[Fact], *, found: datetime, zone: ZoneInfo) -> list[Fact]:
    """Return the facts that reading a client adds; ``client`` None: not found. ``found``: when the look began."""
    last = _Last(known, found)
    if client is None:
        return last.changed(About.GONE, "yes")
    added = last.changed(About.GONE, "no") if last.value(About.GONE) else []
    added += last.changed(About.SIGNED_UP, client.signed_up.isoformat() if client.signed_up else "")
    added += last.changed(About.CLIENT_STATUS, client.status)
    for holding in client.holdings:
        day = holding.registered
        effect = midnight(day, zone) if day and not last.has_holding(holding.name) else None
        added += last.changed(About.HOLDING, holding.status, name=holding.name, item=holding.item, effect=effect)
    held = {holding.name for holding in client.holdings}
    for name, item in last.holdings():
        if name not in held:
            added += last.changed(About.HOLDING, "", name=name, item=item)
    return added


def facts_of_ticket(ticket: Ticket | None, known: Sequence[Fact], *, found: datetime) -> list[Fact]:
    """Return the facts that reading a ticket adds."""
    last = _Last(known, found)
    if ticket is None:
        return last.changed(About.GONE, "yes")
    return [
        *(last.changed(About.GONE, "no") if last.value(About.GONE) else []),
        *last.changed(About.TICKET_OPEN, "yes" if ticket.is_open else "no"),
        *last.changed(About.TICKET_CLIENT, ticket.client or ""),
    ]


def facts_of_quote(quote: Quote | None, known: Sequence[Fact], *, found: datetime) -> list[Fact]:
    """Return the facts that reading the ticket's quote adds."""
    return _Last(known, found).changed(About.QUOTE_STAGE, quote.stage) if quote else []


class _Last:
    """The last reading of each thing, to be compared with a new one."""

    def __init__(self, known: Sequence[Fact], found: datetime) -> None:
        readings = [fact for fact in known if fact.source is Source.READING]
        readings.sort(key=place)
        self._last = {(fact.about, fact.name): fact for fact in readings}
        self._found = found

    def value(self, about: About) -> str | None:
        fact = self._last.get((about, ""))
        return fact.value if fact else None

    def has_holding(self, name: str) -> bool:
        return (About.HOLDING, name) in self._last

    def holdings(self) -> Iterator[tuple[str, str]]:
        """Yield name and item of each holding that the last reading still had."""
        for (about, name), fact in self._last.items():
            if about is About.HOLDING and fact.value:
                yield name, fact.item

    def changed(
        self, about: About, value: str, *, name: str = "", item: str = "", effect: datetime | None = None
    ) -> list[Fact]:
        last = self._last.get((about, name))
        if last is not None and (last.value, last.item) == (value, item):
            return []
        return [Fact(about, value, learned=self._found, source=Source.READING, effect=effect, name=name, item=item)]
