"""The auditor: looks at what the billing system ended with, and says what the policy forbids or misses in it.

Two kinds of check. What must hold always is asked of everything that was ever sent: once, in order, under the caps,
on a reading that called for it. What must hold at rest is asked of each ticket as it stands: its tags, its quote, and
that nothing is owed. Where the policy leaves several ends (what was over before anybody could see it, a race with
staff), any of them is right; the comment at the check says which.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bridge.billing import CreateQuote, PostReply, SendQuote
from bridge.core.model import Ticket
from tests.simulation.books import as_of, decided, is_quoted, rules_at, spent, was_skewed
from tests.simulation.market import Met, ticket_of
from tests.simulation.oracle import SLACK, Place, acted_on, next_text, said_in, stands, tags
from tests.simulation.past import Past, pasts
from tests.simulation.rules import RULES, Rules
from tests.simulation.standing import foreign_tags, notes, ours, parked, priority, waits_for_a_person
from tests.simulation.world import World

DAY = timedelta(hours=24)
ORDER = ("guide-wordpress", "guide-dns", "clarification-1", "clarification-2")


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
                    then = as_of(ticket, one.at)
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
        place = stands(ticket, past, rules, at, decided(world, past, ticket.id))
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
        if was_skewed(world):
            return
        sent = [(at, one.ticket) for at, one in world.shop.done if isinstance(one, PostReply)]
        for at, ticket in sent:
            rules = rules_at(world, at)
            near = [other for when, other in sent if at - DAY + SLACK < when <= at]
            owner = past.owner(ticket, at)
            of_client = [other for other in near if owner and past.owner(other, at) == owner]
            is_over = len(of_client) > rules.per_client and not is_restored
            if near.count(ticket) > rules.per_ticket or is_over:
                yield f"W4: the cap was passed on ticket {ticket} at {at}"

    def _was_called_for(self, met: Met, command: PostReply, world: World, past: Past) -> Iterator[str]:
        """Ask whether the reading on which a reply was sent called for it; who wrote after that reading was late."""
        ticket, rules, what = command.ticket, rules_at(world, met.begun), said_in(command.text)
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
        if place.asked + rules.stale_after <= met.begun - SLACK and not was_skewed(world):
            yield f"W4: {where} answers a message that is stale"
        stopping = past.stopped(ticket, met.begun, set_by=met.reading.asked)
        if stopping and all(spell.lasts(met.reading.asked) for spell in stopping) and not was_skewed(world):
            yield f"W5: {where} was sent in spite of {stopping}"

    def _starts(self, ticket: str, world: World) -> datetime:
        """Return the first instant a message of which is owed an answer (W7)."""
        begun = next(one.at for one in world.history if one.act == "started").replace(microsecond=0)
        changed = self._answer_from.get(ticket)
        return begun if changed is None else changed.replace(microsecond=0) + timedelta(seconds=1)

    # At rest --------------------------------------------------------------------------------------------------

    def _of(self, ticket: Ticket, world: World, past: Past) -> Iterator[str]:
        now = world.stage.now
        place = stands(ticket, past, world.rules, now, decided(world, past, ticket.id))
        yield from foreign_tags(ticket, world)
        yield from parked(ticket, world, past)
        yield from notes(ticket, world, past)
        if not ticket.is_open:
            left = ours(ticket, world) & {"needs-staff", "held"}
            if left:
                yield f"L2: closed ticket {ticket.id} has {sorted(left)}"
            return
        wanted = tags(place, past, ticket, now, quoted=is_quoted(world, past, ticket.id, by=now))
        found = ours(ticket, world)
        if found != wanted:
            yield f"W1: ticket {ticket.id} lacks {sorted(wanted - found)} and has {sorted(found - wanted)}: {place}"
        yield from self._nothing_is_owed(ticket, place, world, past)
        yield from priority(ticket, place, world, past)

    def _nothing_is_owed(self, ticket: Ticket, place: Place, world: World, past: Past) -> Iterator[str]:
        now = world.stage.now
        owed = self._owed(place, ticket, world, past, world.rules, now)
        if owed is None or past.stopped(ticket.id, now):
            return
        if owed != "quote" and self._may_be_capped(ticket.id, world, past):
            return
        if waits_for_a_person(world, past, ticket.id, owed):
            return
        yield f"L3: {owed} is owed on ticket {ticket.id} and was not sent: {place}"

    def _owed(self, place: Place, ticket: Ticket, world: World, past: Past, rules: Rules, now: datetime) -> str | None:
        """Return what is owed where a ticket stands, a hold, a pause and the caps not regarded."""
        if place.asked is None or place.called is None or place.stage is not None or not place.is_open:
            return None
        if place.asked < self._starts(ticket.id, world) or place.is_doubtful:
            return None
        rung = acted_on(place, has_client=bool(past.owner(ticket.id, now)))
        if rung == "quote" and not is_quoted(world, past, ticket.id, by=now):
            return "quote"
        is_theirs = place.has_staff and (not rules.resumes or rung == "quote")
        if is_theirs or place.asked + rules.stale_after <= now:
            return None
        if rung == "quote":
            return "quote-sent" if rules.sends_quotes and "quote-sent" not in place.said else None
        return next_text(place, spent(world, past, ticket.id)) if rung in {"guide", "clarify"} else None

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
