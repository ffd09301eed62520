"""The auditor: looks at what the billing system ended with, and says what the policy forbids or misses in it.

Two kinds of check. What must hold always is asked of everything that was ever sent: once, in order, under the caps,
on a reading that called for it. What must hold at rest is asked of each ticket as it stands: its tags, its quote, and
that nothing is owed. Where the policy leaves several ends (what was over before anybody could see it, a race with
staff), any of them is right; the comment at the check says which.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bridge.billing import CreateQuote, PostNote, PostReply, SendQuote
from bridge.core.model import Priority, Ticket, WriteKind, WriteState
from tests.simulation.market import Met, is_of, ticket_of
from tests.simulation.oracle import SLACK, VOCABULARY, Place, acted_on, next_text, said_in, stands, tags
from tests.simulation.past import Past, midnight, pasts
from tests.simulation.rules import RULES, Rules
from tests.simulation.world import World

DAY = timedelta(hours=24)
VALID = timedelta(days=15)  # of a quote: 14 days, and the last of them whole (Q1)
ORDER = ("guide-wordpress", "guide-dns", "clarification-1", "clarification-2")
WITH_A_PERSON = (WriteState.PARKED, WriteState.REFUSED)


class FoundError(AssertionError):
    """What the auditor found, one line each."""


class Auditor:
    """Audits one run, at each of its rests."""

    def __init__(self) -> None:
        self._heard = 0
        self._judged = 0
        self._rules = Rules()
        self._answer_from: dict[str, datetime] = {}

    def audit(self, world: World) -> None:
        """Raise FoundError unless everything is as the policy says."""
        believed = pasts(world.history, world.zone)
        self._learn(world, believed[0])
        findings = [*self._always(world, believed[0])]
        for ticket in world.shop.tickets.values():
            # Any past that may be believed in will do; where none does, the one that the world knows is told.
            told = [list(self._of(ticket, world, past)) for past in believed]
            findings += [] if not all(told) else told[0]
        if findings:
            raise FoundError("\n".join(findings))

    # What the auditor keeps from rest to rest -----------------------------------------------------------------

    def _learn(self, world: World, past: Past) -> None:
        """Go through what happened since the last rest: policies that came into force set answer-from (W7)."""
        for one in world.history[self._heard :]:
            if one.act == "policy":
                after = RULES[str(one.args[0])]
                for ticket in world.shop.tickets.values():
                    then = _as_of(ticket, one.at)
                    before, now = (self._owed_at(then, world, past, rules, one.at) for rules in (self._rules, after))
                    if now is not None and now != before:
                        self._answer_from[ticket.id] = one.at
                self._rules = after
            elif one.act == "started":
                self._rules = RULES[world.plan.rules]
            elif one.act == "merge":
                master, merged = map(str, one.args)
                both = [self._answer_from[each] for each in (master, merged) if each in self._answer_from]
                self._answer_from |= {master: max(both)} if both else {}
        self._heard = len(world.history)

    def _owed_at(self, ticket: Ticket, world: World, past: Past, rules: Rules, at: datetime) -> str | None:
        place = stands(ticket, past, rules, at, _stages(world, past, ticket.id))
        return self._owed(place, ticket, world, past, rules, at)

    # Always ---------------------------------------------------------------------------------------------------

    def _always(self, world: World, past: Past) -> Iterator[str]:
        done = [command for _, command in world.shop.done]
        replies = Counter((one.ticket, said_in(one.text)) for one in done if isinstance(one, PostReply))
        drafts = Counter(ticket_of(one) for one in done if isinstance(one, CreateQuote))
        deliveries = Counter(one.quote for one in done if isinstance(one, SendQuote))
        for what in (replies, drafts, deliveries):
            yield from (f"W3, Q4: {one} was done {times} times" for one, times in what.items() if times > 1)
        yield from self._order(world)
        yield from self._caps(world, past)
        for met in world.shop.met[self._judged :]:
            if isinstance(met.command, PostReply):
                yield from self._was_called_for(met, met.command, world, past)
        self._judged = len(world.shop.met)

    def _order(self, world: World) -> Iterator[str]:
        """Ask that guide, first and second clarification came in this order on each ticket (L1)."""
        for ticket in world.shop.ever_tickets:
            sent = [one for _, one in world.shop.done if isinstance(one, PostReply) and one.ticket == ticket]
            places = [ORDER.index(said) for one in sent if (said := said_in(one.text)) in ORDER]
            if places != sorted(places):
                yield f"L1: ticket {ticket} was told {[said_in(one.text) for one in sent]}, in this order"

    def _caps(self, world: World, past: Past) -> Iterator[str]:
        """Ask that no 24 hours hold more replies than the caps (W4), with slack, as a reply is dated by its attempt.

        A clock that is a day ahead counts other 24 hours than the world does: then no cap can be judged. A restored
        store cannot know of replies on other tickets: then a client's cannot.
        """
        is_restored = any(one.act == "restore" for one in world.history)
        if _was_skewed(world):
            return
        sent = [(at, one.ticket) for at, one in world.shop.done if isinstance(one, PostReply)]
        for at, ticket in sent:
            rules = _rules_at(world, at)
            near = [other for when, other in sent if at - DAY + SLACK < when <= at]
            owner = past.owner(ticket, at)
            of_client = [other for other in near if owner and past.owner(other, at) == owner]
            is_over = len(of_client) > rules.per_client and not is_restored
            if near.count(ticket) > rules.per_ticket or is_over:
                yield f"W4: the cap was passed on ticket {ticket} at {at}"

    def _was_called_for(self, met: Met, command: PostReply, world: World, past: Past) -> Iterator[str]:
        """Ask whether the reading on which a reply was sent called for it; who wrote after that reading was late."""
        ticket, rules, what = command.ticket, _rules_at(world, met.begun), said_in(command.text)
        where = f"{what} on ticket {ticket} at {met.begun}"
        if met.reading is None or met.reading.ticket is None:
            yield f"L7: {where} was sent without a reading"
            return
        seen = met.reading.ticket
        place = stands(seen, past, rules, met.begun, ())
        if place.has_staff and (not rules.resumes or what == "quote-sent"):
            yield f"L6: {where} was sent after a person on staff had replied"
        if not seen.is_open:
            yield f"L2: {where} was sent on a closed ticket"
        if place.asked is None or place.is_solved or place.is_doubtful:
            yield f"L2, L4: {where} answers no question"
            return
        if place.asked < self._starts(ticket, world):
            yield f"W7: {where} answers a message older than answer-from"
        if place.asked + rules.stale_after <= met.begun - SLACK and not _was_skewed(world):
            yield f"W4: {where} answers a message that is stale"
        stopping = past.stopped(ticket, met.begun, set_by=met.reading.asked)
        if stopping and all(spell.lasts(met.reading.asked) for spell in stopping) and not _was_skewed(world):
            yield f"W5: {where} was sent in spite of {stopping}"

    def _starts(self, ticket: str, world: World) -> datetime:
        """Return the first instant a message of which is owed an answer (W7)."""
        begun = next(one.at for one in world.history if one.act == "started").replace(microsecond=0)
        changed = self._answer_from.get(ticket)
        return begun if changed is None else changed.replace(microsecond=0) + timedelta(seconds=1)

    # At rest --------------------------------------------------------------------------------------------------

    def _of(self, ticket: Ticket, world: World, past: Past) -> Iterator[str]:
        now = world.stage.now
        place = stands(ticket, past, world.rules, now, _stages(world, past, ticket.id))
        yield from _foreign_tags(ticket, world)
        yield from _parked(ticket, world, past)
        yield from _notes(ticket, world, past)
        if not ticket.is_open:
            left = _ours(ticket, world) & {"needs-staff", "held"}
            if left:
                yield f"L2: closed ticket {ticket.id} has {sorted(left)}"
            return
        wanted, found = (
            tags(place, past, ticket, now, quoted=_is_quoted(world, past, ticket.id, by=now)),
            _ours(ticket, world),
        )
        if found != wanted:
            yield f"W1: ticket {ticket.id} lacks {sorted(wanted - found)} and has {sorted(found - wanted)}: {place}"
        yield from self._nothing_is_owed(ticket, place, world, past)
        yield from _priority(ticket, place, world, past)

    def _nothing_is_owed(self, ticket: Ticket, place: Place, world: World, past: Past) -> Iterator[str]:
        now = world.stage.now
        owed = self._owed(place, ticket, world, past, world.rules, now)
        if owed is None or past.stopped(ticket.id, now):
            return
        if owed != "quote" and self._may_be_capped(ticket.id, world, past):
            return
        if _with_a_person(world, past, ticket.id, owed):
            return
        yield f"L3: {owed} is owed on ticket {ticket.id} and was not sent: {place}"

    def _owed(self, place: Place, ticket: Ticket, world: World, past: Past, rules: Rules, now: datetime) -> str | None:
        """Return what is owed where a ticket stands, a hold, a pause and the caps not regarded."""
        if place.asked is None or place.called is None or place.stage is not None or not place.is_open:
            return None
        if place.asked < self._starts(ticket.id, world) or place.is_doubtful:
            return None
        rung = acted_on(place, has_client=bool(past.owner(ticket.id, now)))
        if rung == "quote" and not _is_quoted(world, past, ticket.id, by=now):
            return "quote"
        is_theirs = place.has_staff and (not rules.resumes or rung == "quote")
        if is_theirs or place.asked + rules.stale_after <= now:
            return None
        if rung == "quote":
            return "quote-sent" if rules.sends_quotes and "quote-sent" not in place.said else None
        return next_text(place, _spent(world, past, ticket.id)) if rung in {"guide", "clarify"} else None

    def _may_be_capped(self, ticket: str, world: World, past: Past) -> bool:
        """Tell whether a cap may hold a reply back now: what was attempted counts, even where nobody has got it."""
        now, rules, family = world.stage.now, world.rules, past.family(ticket)
        attempted = {
            (met.command.ticket, met.command.key)
            for met in world.shop.met
            if isinstance(met.command, PostReply) and met.begun > now - DAY - SLACK
        }
        owners = {client for _, client in past.owners(ticket) if client}
        of_client = [one for one, _ in attempted if owners & {client for _, client in past.owners(one)}]
        on_ticket = [one for one, _ in attempted if one in family]
        return len(on_ticket) >= rules.per_ticket or len(of_client) >= rules.per_client


# One ticket, piece by piece -----------------------------------------------------------------------------------


def _as_of(ticket: Ticket, at: datetime) -> Ticket:
    return replace(ticket, messages=tuple(message for message in ticket.messages if message.at <= at))


def _rules_at(world: World, at: datetime) -> Rules:
    names = [str(one.args[0]) for one in world.history if one.act == "policy" and one.at <= at]
    return RULES[[world.plan.rules, *names][-1]]


def _was_skewed(world: World) -> bool:
    return any(one.act == "clock" for one in world.history)


def _stages(world: World, past: Past, ticket: str) -> list[tuple[datetime, str]]:
    """Return when the ticket's quote was decided: by the customer, or lost at the end of its last valid day (Q3)."""
    family = past.family(ticket)
    found = [(one.at, str(one.args[1])) for one in world.history if one.act == "quote" and one.args[0] in family]
    sent = {one.quote for _, one in world.shop.done if isinstance(one, SendQuote)}
    quote = next((quote for one in family if (quote := world.shop.quote_of(one)) is not None), None)
    if quote is None or quote.id not in sent:
        return found
    drafted = next(at for at, one in world.shop.done if isinstance(one, CreateQuote) and ticket_of(one) in family)
    ends = midnight(drafted.astimezone(world.zone).date() + VALID, world.zone)
    return found if any(at < ends for at, _ in found) else [(ends, "lost")]


def _is_quoted(world: World, past: Past, ticket: str, *, by: datetime) -> bool:
    """Tell whether a quote was drafted for a ticket, or one merged into it, by an instant."""
    family = past.family(ticket)
    drafts = [(at, ticket_of(command)) for at, command in world.shop.done if isinstance(command, CreateQuote)]
    return any(of in family and at <= by for at, of in drafts)


def _spent(world: World, past: Past, ticket: str) -> set[str]:
    """Return the texts that were said on a ticket and those merged into it."""
    family = past.family(ticket)
    return {said_in(one.text) for _, one in world.shop.done if isinstance(one, PostReply) and one.ticket in family}


def _word_of(tag: str, rules: Sequence[Rules]) -> str | None:
    """Return the word of a tag that a policy which was ever in force could write, None: it is not the bridge's (W1)."""
    words = (tag.removeprefix(one.prefix) for one in rules if tag.startswith(one.prefix))
    return next((word for word in words if word in VOCABULARY), None)


def _ever(world: World) -> list[Rules]:
    names = [str(one.args[0]) for one in world.history if one.act == "policy"]
    return [RULES[name] for name in [world.plan.rules, *names]]


def _ours(ticket: Ticket, world: World) -> set[str]:
    """Return the words of the bridge's tags on a ticket; one under an old prefix is told whole, as it must go."""
    found = set()
    for tag in ticket.tags or ():
        if _word_of(tag, _ever(world)) is not None:
            found.add(tag.removeprefix(world.rules.prefix))
    return found


def _foreign_tags(ticket: Ticket, world: World) -> Iterator[str]:
    last: dict[str, str] = {}
    for one in world.history:
        if one.act in {"tag", "untag"} and one.args[0] == ticket.id:
            last[str(one.args[1])] = one.act
    for tag, act in last.items():
        if _word_of(tag, _ever(world)) is None and (tag in (ticket.tags or ())) is not (act == "tag"):
            yield f"W1: the foreign tag {tag} on ticket {ticket.id} was touched"


def _with_a_person(world: World, past: Past, ticket: str, owed: str) -> bool:
    """Tell whether the write of what is owed waits for a person."""
    kind = "clarify" if owed.startswith("clarification") else owed.split("-", maxsplit=1)[0]
    writes = world.store.writes.of(past.family(ticket))
    return any(write.state in WITH_A_PERSON and write.key.startswith(kind) for write in writes)


def _parked(ticket: Ticket, world: World, past: Past) -> Iterator[str]:
    """Ask whether what waits for a person does so for a reason: it was refused, or tried twice without an answer."""
    for write in world.store.writes.of(past.family(ticket.id)):
        key = f"t{write.ticket}-{write.key}"
        tried = [met for met in world.shop.met if is_of(met.command, write.ticket, write.key)]
        if write.state is WriteState.PARKED and (world.plan.keeps_keys or write.attempts < 2):
            yield f"W3: {key} is parked after {write.attempts} attempts"
        if write.state is WriteState.PARKED and world.shop.has_met(write.ticket, write.key):
            yield f"W3: {key} is parked although it was done"
        if write.state is WriteState.REFUSED and not any(met.fault == "403" for met in tried):
            yield f"W3: {key} is refused, and nobody refused it"
        if write.state is WriteState.WITHDRAWN and world.shop.has_met(write.ticket, write.key):
            yield f"W3: {key} is withdrawn although it was done"


def _notes(ticket: Ticket, world: World, past: Past) -> Iterator[str]:
    """Ask that each note was left once; without keys one more for each attempt that got no answer (W3)."""
    for key, times in Counter(
        one.key for _, one in world.shop.done if isinstance(one, PostNote) and one.ticket in past.family(ticket.id)
    ).items():
        tried = sum(met.command.key == key for met in world.shop.met)
        if times > (1 if world.plan.keeps_keys else tried):
            yield f"W3: the note {key} was left {times} times"


def _priority(ticket: Ticket, place: Place, world: World, past: Past) -> Iterator[str]:
    """Ask for the priority of a rung that has one, unless staff have set another since (W2)."""
    if not place.number or any(one.act == "priority" and one.args[0] == ticket.id for one in world.history):
        return
    is_outage = place.topic == "outage"
    is_tiers = place.tier == "professional" and place.stage is None
    with_a_person = any(
        write.kind is WriteKind.PRIORITY and write.state in WITH_A_PERSON
        for write in world.store.writes.of(past.family(ticket.id))
    )
    if (is_outage or is_tiers) and ticket.priority is not Priority.HIGH and not with_a_person:
        yield f"W2: ticket {ticket.id} has priority {ticket.priority}"
