"""What was so, told again from what happened: who held which tier when, whose a ticket was, what people had set.

Written anew from the policy's words; of ``bridge.core`` it knows the nouns only. What began and ended again between two
looks may never have been seen by the bridge (D3: what no reading bears out is not so). So there are several pasts that
the bridge may rightly believe in, and ``pasts`` yields them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from tests.simulation.plan import Arg

MOST_PASTS = 64
EVER = datetime(2000, 1, 1, tzinfo=UTC)
Flip = tuple[datetime, str]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was done, and when: the world's history is a list of these."""

    at: datetime
    act: str
    args: tuple[Arg, ...]


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that people set: on whom (kind and id, both empty: everybody), from when until when."""

    act: str
    whom: tuple[str, str]
    start: datetime
    end: datetime
    tier: str = ""
    set_at: datetime = EVER

    def lasts(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class Past:
    """One past. ``flips`` has, by what it is of, each change of a status that was seen."""

    history: Sequence[Happened]
    zone: ZoneInfo
    flips: dict[tuple[str, str], tuple[Flip, ...]]
    spells: tuple[Spell, ...]

    # Clients --------------------------------------------------------------------------------------------------

    def tier(self, client: str, instant: datetime) -> str:
        """Return the tier of a client at an instant (T1 to T8); "" is a guest."""
        if not client or self._is_gone(client, instant):
            return "guest"
        signed_up = self._signed_up(client)
        if instant < midnight(signed_up, self.zone):
            return "guest"
        granted = self.spells_on("grant", ("client", client), instant)
        if granted:
            return granted[-1].tier
        if self._status(("status", client), instant) == "Closed":
            return "former"
        if any(self._holds(holding, client, instant) for holding in self._holdings(client)):
            return "professional"
        is_new = instant < midnight(signed_up + timedelta(days=30), self.zone)
        return "new-customer" if is_new else "best-effort"

    def _signed_up(self, client: str) -> date:
        found = next(one for one in self.history if one.act == "sign-up" and one.args[0] == client)
        return found.at.astimezone(self.zone).date() - timedelta(days=int(found.args[1]))

    def _is_gone(self, client: str, instant: datetime) -> bool:
        return any(
            one.at <= instant
            and ((one.act == "delete-client" and one.args[0] == client) or _merged(one, client) is not None)
            for one in self.history
        )

    def _holdings(self, client: str) -> list[tuple[str, datetime]]:
        """Return whose plan a client has, with the instant from which it has it: its own, and what came over (T8)."""
        found = [(client, EVER)]
        for one in self.history:
            if one.act == "merge-clients" and one.args[0] == client:
                found += [(holder, max(since, one.at)) for holder, since in self._holdings(str(one.args[1]))]
        return found

    def _holds(self, holding: tuple[str, datetime], client: str, instant: datetime) -> bool:
        return holding[1] <= instant and self._status(("holding", holding[0]), instant) == "Active"

    def _status(self, what: tuple[str, str], instant: datetime) -> str:
        began = [status for at, status in self.flips.get(what, ()) if at <= instant]
        return began[-1] if began else ""

    def changes(self, client: str) -> Iterator[datetime]:
        """Yield every instant at which a client's tier may change."""
        if not client:
            return
        yield midnight(self._signed_up(client) + timedelta(days=30), self.zone)
        yield from (one.at for one in self.history if one.act in {"merge-clients", "delete-client"})
        yield from (at for flips in self.flips.values() for at, _ in flips)
        for spell in self.spells:
            yield from (spell.start, spell.end)

    # Tickets --------------------------------------------------------------------------------------------------

    def owners(self, ticket: str) -> list[tuple[datetime, str]]:
        """Return whose a ticket was from when on; the first has had it ever since."""
        found: list[tuple[datetime, str]] = []
        for one in self.history:
            if one.act == "open" and one.args[0] == ticket:
                found.append((EVER, str(one.args[1])))
            elif one.act == "give" and one.args[0] == ticket:
                found.append((one.at, str(one.args[1])))
            elif found and _merged(one, found[-1][1]) is not None:
                found.append((one.at, str(one.args[0])))
        return found

    def owner(self, ticket: str, instant: datetime) -> str:
        return [client for at, client in self.owners(ticket) if at <= instant][-1]

    def family(self, ticket: str) -> tuple[str, ...]:
        """Return a ticket and all that were merged into it."""
        merged = [str(one.args[1]) for one in self.history if one.act == "merge" and one.args[0] == ticket]
        return (ticket, *(each for one in merged for each in self.family(one)))

    # What people set ------------------------------------------------------------------------------------------

    def spells_on(self, act: str, whom: tuple[str, str], instant: datetime) -> list[Spell]:
        return [spell for spell in self.spells if spell.act == act and spell.whom == whom and spell.lasts(instant)]

    def stopped(self, ticket: str, instant: datetime, *, set_by: datetime | None = None) -> list[Spell]:
        """Return the holds and pauses that stop replies and quotes on a ticket (W5), of those set by an instant."""
        found = self.spells_on("pause", ("", ""), instant)
        found += self.holds(ticket, instant)
        return [spell for spell in found if set_by is None or spell.set_at <= set_by]

    def holds(self, ticket: str, instant: datetime) -> list[Spell]:
        whom = [("ticket", one) for one in self.family(ticket)] + [("client", self.owner(ticket, instant))]
        return [spell for each in whom for spell in self.spells_on("hold", each, instant)]


def _merged(one: Happened, client: str) -> str | None:
    is_it = one.act == "merge-clients" and one.args[1] == client
    return str(one.args[0]) if is_it else None


def pasts(history: Sequence[Happened], zone: ZoneInfo) -> list[Past]:
    """Return every past that the bridge may believe in."""
    spells = tuple(_spells(history))
    rests = [one.at for one in history if one.act == "rested"]
    seen = {what: list(_seen(flips, rests)) for what, flips in _flips(history, zone).items()}
    ways = product(*seen.values())
    return [
        Past(history, zone, dict(zip(seen, way, strict=True)), spells)
        for way, _ in zip(ways, range(MOST_PASTS), strict=False)
    ]


def _flips(history: Sequence[Happened], zone: ZoneInfo) -> dict[tuple[str, str], tuple[Flip, ...]]:
    found: dict[tuple[str, str], list[Flip]] = {}
    for one in history:
        match one.act, one.args:
            case "sign-up", (client, days, int(has_plan)) if has_plan:
                day = one.at.astimezone(zone).date() - timedelta(days=int(days))
                found[("holding", str(client))] = [(midnight(day, zone), "Active")]
            case "holding", (client, status):
                found.setdefault(("holding", str(client)), []).append((one.at, str(status)))
            case "client-status", (client, status):
                found.setdefault(("status", str(client)), []).append((one.at, str(status)))
            case "close", (ticket,):
                found.setdefault(("open", str(ticket)), []).append((one.at, "no"))
            case ("reopen", (ticket,)) | ("customer", (ticket, _)):
                flips = found.setdefault(("open", str(ticket)), [])
                if flips and flips[-1][1] == "no":
                    flips.append((one.at, "yes"))
    return {what: tuple(flips) for what, flips in found.items()}


def _seen(flips: tuple[Flip, ...], rests: Sequence[datetime]) -> Iterator[tuple[Flip, ...]]:
    """Yield what may have been seen of some flips: two in a row with no rest between may both be missed."""
    yield flips
    for index in range(len(flips) - 1):
        (first, _), (second, _) = flips[index : index + 2]
        if not any(first <= rest <= second for rest in rests):
            yield from _seen(flips[:index] + flips[index + 2 :], rests)


def _spells(history: Sequence[Happened]) -> Iterator[Spell]:
    """Yield what people set, each cut off where it was released."""
    for index, one in enumerate(history):
        match one.act, one.args:
            case "hold", (kind, id_, int(seconds)):
                yield _until_released(history[index:], "hold", (str(kind), str(id_)), one.at, one.at, seconds)
            case "session", (client, int(begins), int(seconds)):
                start = one.at + timedelta(seconds=begins)
                yield _until_released(history[index:], "session", ("client", str(client)), one.at, start, seconds)
            case "grant", (client, tier, int(seconds)):
                whom = ("client", str(client))
                yield _until_released(history[index:], "grant", whom, one.at, one.at, seconds, str(tier))
            case "pause", ():
                ends = (later.at for later in history[index:] if later.act == "resume")
                yield Spell("pause", ("", ""), one.at, next(ends, datetime.max.replace(tzinfo=UTC)), set_at=one.at)


def _until_released(  # noqa: PLR0917 - a spell, part by part
    later: Sequence[Happened],
    act: str,
    whom: tuple[str, str],
    set_at: datetime,
    start: datetime,
    seconds: int,
    tier: str = "",
) -> Spell:
    end = start + timedelta(seconds=seconds)
    released = (one.at for one in later if one.act == "release" and one.args == whom)
    return Spell(act, whom, start, min(end, next(released, end)), tier, set_at)
