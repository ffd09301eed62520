"""What the facts say about one client once they are weighed: only what a reading bears out is so (D3).

The weighing is told apart from the policy: a chronicle knows statuses and dates, and nothing of tiers. It is built from
all facts, or from those learned by some instant, so that any answer can be given as it was known then (T6).

Two clients merged (T8): what came over starts with the merge. A holding came over with a merge when it was first read
here at the merge or later, and either the ABSORBED fact names it (``Fact.name``: the holdings of the gone client,
separated by commas), or this client had been read before the merge and no webhook about the holding here is older.
Of several merges the last that fits counts. MERGED_INTO makes a client gone only when a reading finds it so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter

from bridge.core.days import utc
from bridge.core.model import About, Fact, Source
from bridge.core.stretches import Stretch, began, place, stretches

_SHOW_A_CLIENT = frozenset({About.SIGNED_UP, About.CLIENT_STATUS, About.HOLDING})


@dataclass(frozen=True, slots=True)
class SignUp:
    """The sign-up date as read, or as a webhook has it until then (T2)."""

    day: date
    source: Source


@dataclass(frozen=True, slots=True)
class Gone:
    """The client is there no more: merged into ``survivor``, or deleted (None). Either way it answers 404 (T8)."""

    since: datetime
    survivor: str | None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One client's past as it is known: ``statuses`` are its own, ``holdings`` those of all it holds, by start."""

    is_known: bool  # that there is, or was, such a client
    signed_up: SignUp | None
    statuses: Sequence[Stretch]
    holdings: Sequence[Stretch]
    gone: Gone | None


def chronicle(facts: Iterable[Fact], *, as_known: datetime | None) -> Chronicle:
    """Weigh the facts learned by ``as_known`` (None: all). Order and repetition of ``facts`` do not matter."""
    told = _Told.of(facts, utc(as_known) if as_known else None)
    signed_up = _sign_up(told)
    return Chronicle(
        is_known=told.first_read is not None or signed_up is not None,
        signed_up=signed_up,
        statuses=stretches(told.read(About.CLIENT_STATUS), told.hinted(About.CLIENT_STATUS)),
        holdings=_holdings(told),
        gone=_gone(told),
    )


_Strands = Mapping[tuple[About, str], Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class _Told:
    """The known facts in the order learned, by what they speak of and how they were learned."""

    readings: _Strands
    webhooks: _Strands
    first_read: datetime | None  # the first reading that showed a client
    merges: Sequence[Fact]

    @classmethod
    def of(cls, facts: Iterable[Fact], as_known: datetime | None) -> "_Told":
        known = [fact for fact in facts if as_known is None or fact.learned <= as_known]
        known.sort(key=place)
        readings: dict[tuple[About, str], list[Fact]] = {}
        webhooks: dict[tuple[About, str], list[Fact]] = {}
        first_read = None
        for fact in known:
            is_reading = fact.source is Source.READING
            (readings if is_reading else webhooks).setdefault((fact.about, fact.name), []).append(fact)
            if is_reading and first_read is None and fact.about in _SHOW_A_CLIENT:
                first_read = utc(fact.learned)
        return cls(readings, webhooks, first_read, [fact for fact in known if fact.about is About.ABSORBED])

    def read(self, about: About, name: str = "") -> Sequence[Fact]:
        return self.readings.get((about, name), ())

    def hinted(self, about: About, name: str = "") -> Sequence[Fact]:
        return self.webhooks.get((about, name), ())


def _sign_up(told: _Told) -> SignUp | None:
    """Return the date last read, else the first webhook's; a date read as zero outdoes the webhook too (T2)."""
    if read := told.read(About.SIGNED_UP):
        value = read[-1].value
        return SignUp(date.fromisoformat(value), Source.READING) if value else None
    dated = [webhook for webhook in told.hinted(About.SIGNED_UP) if webhook.value]
    if not dated:
        return None
    first = min(dated, key=lambda webhook: (began(webhook), webhook.order))
    return SignUp(date.fromisoformat(first.value), Source.WEBHOOK)


def _holdings(told: _Told) -> list[Stretch]:
    """Return the stretches of every holding, by start; those of one holding stay in their turn."""
    found: list[Stretch] = []
    for (about, name), readings in told.readings.items():
        if about is not About.HOLDING:
            continue
        webhooks = told.hinted(about, name)
        turns = stretches(readings, webhooks)
        arrived = _arrival(readings[0], webhooks, told) if told.merges else None
        found += turns if arrived is None else [replace(turn, start=max(turn.start, arrived)) for turn in turns]
    found.sort(key=attrgetter("start"))
    return found


def _arrival(first: Fact, webhooks: Sequence[Fact], told: _Told) -> datetime | None:
    """Return when a holding came over with a merged client; None: it has been this client's from its start (T8)."""
    merges = [merge for merge in told.merges if began(merge) <= utc(first.learned)]
    named = [merge for merge in merges if first.name in merge.name.split(",")]
    oldest = min((began(webhook) for webhook in webhooks), default=None)
    unnamed = (
        merge
        for merge in merges
        if told.first_read is not None and told.first_read < began(merge) and (oldest is None or began(merge) <= oldest)
    )
    return max(map(began, named or unnamed), default=None)


def _gone(told: _Told) -> Gone | None:
    """Return since when the client is gone: from the merge if there was one, else from when it was found gone."""
    readings = told.read(About.GONE)
    if not readings or readings[-1].value != "yes":
        return None
    found = readings[-1]
    for reading in reversed(readings):
        if reading.value != "yes":
            break
        found = reading
    since = utc(found.learned)
    merges = [*told.read(About.MERGED_INTO), *told.hinted(About.MERGED_INTO)]
    if not merges:
        return Gone(since, None)
    last = max(merges, key=lambda merge: (began(merge), merge.order))
    return Gone(min(began(last), since), last.value)  # clocks may differ: nobody is merged once it is gone
