"""One webhook, read: its kind, its variables under folded names, its instant.

Hooks spell the same variable ``ticketid``, ``ticketId`` and ``ticket_id``, and send ids as numbers or as text. Here
they become one spelling; which variable means what is the business of the tables in ``hooks`` and ``began``, hook by
hook, because the same name means a client in one hook and a login in another. Nothing here raises on any JSON value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mappings.whmcs.words import identifier

_KIND = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")

# With the underscore it is always the login, never the client (ClientAdd has both).
_LOGIN = "user_id"

# A clock that says otherwise is broken, and no time is better than that one.
_YEARS = range(1990, 2200)

# A signed body is small, but each id is a row to look at: no event merges more tickets than this.
_MOST_IDS = 200


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook's ``type`` ("" where there is none), its ``data`` under folded names, its ``timestamp`` as sent."""

    kind: str
    data: Mapping[str, object]
    timestamp: object

    def ids(self, *names: str) -> Iterator[str]:
        """Yield the valid ids under the first of ``names`` that holds any; it may hold a list of them."""
        for name in names:
            found = [each for value in _several(self.data.get(name)) if (each := identifier(value))]
            if found:
                yield from found
                return

    def id(self, *names: str) -> str | None:
        """Return the first valid id under one of ``names``."""
        return next(self.ids(*names), None)

    def word(self, name: str) -> str:
        """Return the text under ``name``, "" where there is none."""
        value = self.data.get(name)
        return value.strip() if isinstance(value, str) else ""

    def instant(self, zone: ZoneInfo) -> datetime | None:
        """Return when it happened; a time without offset is in ``zone`` (D4); None: it does not say."""
        if not isinstance(self.timestamp, str):
            return None
        try:
            moment = datetime.fromisoformat(self.timestamp.strip().upper())
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        return moment if moment.year in _YEARS else None


def event_of(body: Mapping[str, object]) -> Event:
    """Read a webhook's body; module hooks carry their variables one level down, in ``params``."""
    kind = body.get("type")
    data = _folded(body.get("data"))
    return Event(
        kind=kind if isinstance(kind, str) and _KIND.fullmatch(kind) else "",
        data={**data, **_folded(data.get("params"))},
        timestamp=body.get("timestamp"),
    )


def _folded(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return {}
    names = {name: name.casefold() for name in value if isinstance(name, str)}
    return {folded.replace("_", ""): value[name] for name, folded in names.items() if folded != _LOGIN}


def _several(value: object) -> list[object]:
    """Return the values of a list in any of the forms PHP gives it: list, numbered object, "1,2", or just one."""
    match value:
        case list():
            several = value
        case dict():
            several = list(value.values())
        case str():
            several = list(value.split(",", _MOST_IDS))
        case _:
            several = [value]
    return several[:_MOST_IDS]
