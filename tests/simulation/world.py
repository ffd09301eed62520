"""One run: the bridge's own worker, reconcile and store, twice at once, in a world where a plan happens.

The world does what the plan says and nothing else; what it did and when is its ``history``, which is all that the
auditor has to judge by, beside what the billing system ended with.
"""

import heapq
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from threading import BoundedSemaphore
from typing import Any, cast
from unittest.mock import patch

from bridge.billing import Hint, Learned
from bridge.config import document
from bridge.core.model import (
    About,
    Author,
    Client,
    Fact,
    Priority,
    Source,
    Subject,
    SubjectKind,
    WriteState,
)
from bridge.core.model import (
    Stage as QuoteStage,
)
from bridge.core.tags import vocabulary
from bridge.errors import StoreUnavailableError
from bridge.overrides import OF_A_CLIENT, Desk
from bridge.reading import reader
from bridge.reconcile import Looked, Parts, look
from bridge.reconcile.everybody import look_at_everybody
from bridge.store import Store
from bridge.store.deliveries import Delivery, DeliveryState
from bridge.store.leases import Lease, restart_lease_clock
from bridge.store.writes import restart_settling
from bridge.worker import Worker
from tests.reconcile.bench import LeaseClock
from tests.simulation.house import Contents, House, Watched
from tests.simulation.market import Fault, Market, WholeSeconds
from tests.simulation.plan import Arg, Plan, Step
from tests.simulation.rules import RULES, WORDS
from tests.simulation.stage import KilledError, Player, Stage

WORKERS = 2
IDLE = 30 * 86_400.0  # seconds: nothing but a ring or what is due wakes a worker
RESEND = 15  # seconds until a sender whose webhook could not be stored comes again
PATIENCE = timedelta(minutes=40)  # within which everything must be at rest once nothing goes wrong any more
AGAIN = 330  # seconds: the looks that are made again come within five minutes
UNDER_WAY = (WriteState.INTENDED, WriteState.SENDING, WriteState.UNKNOWN)


class NeverAtRestError(AssertionError):
    """Something is due, leased, waiting or under way for ever."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was done, when, and on what clock of the bridge's."""

    at: datetime
    act: str
    args: tuple[Arg, ...]


@dataclass(frozen=True, slots=True)
class Doom:
    """A worker is to end when it passes a point for the ``passes``-th time from 0, and to be back after so long."""

    point: str
    passes: int
    seconds: int


class World:
    """The stage, the shop, the store, two workers, a network, and the people of a plan."""

    def __init__(self, plan: Plan, house: House, audit: Callable[["World"], None]) -> None:
        self.plan = plan
        self.counts: Counter[str] = Counter()
        self.history: list[Happened] = []
        self.rules = RULES[plan.rules]
        self.skew = timedelta()
        self.is_store_down = False
        self.random = Random(plan.schedule)
        lease_clock = LeaseClock()
        self.lease_clock = lease_clock
        self.stage = Stage(datetime.fromisoformat(plan.start), self.random, lease_clock.pass_time)
        self.shop = Market(WholeSeconds(self.stage), plan.keeps_keys, stage=self.stage, random=self.random)
        self.shop.counts = self.counts
        self.shop.calling = partial(self.passed, "call")
        self.zone = house.settings.policy.zone
        self._house = house
        self._raw = house.emptied()
        self.store = Store(Watched(self._raw._database, before=self._before_transaction, after=self._after_transaction))
        self._audit = audit
        self._is_started = False
        self._numbers = count()
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._players: dict[int, Player] = {}
        self._looking: set[Subject] = set()
        self._unheard: set[Subject] = set()
        self._dooms: dict[int, Doom] = {}
        self._stalls: dict[int, int] = {}
        self._answer_lost_in: int | None = None
        self._backup: tuple[Contents, int] | None = None

    def clock(self) -> datetime:
        """Return the bridge's own time."""
        return self.stage.now + self.skew

    # The run --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Let the whole plan happen; raises what the auditor finds."""
        jitter = Random(self.plan.schedule + 1)
        with (
            patch("bridge.store.embedded.time", self.lease_clock),
            patch("bridge.worker.random", jitter),
            self.stage.ended(),
        ):
            for step in self.plan.steps:
                self._pass(step.after)
                self._do(step)

    def _do(self, step: Step) -> None:
        act = getattr(self, "do_" + step.act.replace("-", "_"))
        told = act(*step.args)
        if told is None:
            return
        self.happened(step.act, *step.args)
        if told:
            self._send(told, step.hears)

    def happened(self, act: str, *args: Arg) -> None:
        self.counts[f"act {act}"] += 1
        self.history.append(Happened(self.stage.now, act, args))

    def _pass(self, seconds: float) -> None:
        """Let time pass, and what is due in it happen."""
        until = self.stage.now + timedelta(seconds=seconds)
        while self._events and self._events[0][0] <= until:
            due, _, happen = heapq.heappop(self._events)
            self.stage.advance(max(due, self.stage.now))
            happen()
        self.stage.advance(until)

    def _later(self, seconds: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.stage.now + timedelta(seconds=seconds), next(self._numbers), happen))

    # Workers --------------------------------------------------------------------------------------------------

    def _rise(self, number: int) -> None:
        """Let a worker's process begin, unless it runs."""
        player = self._players.get(number)
        if self._is_started and (player is None or player not in self.stage.players):
            self._players[number] = self.stage.enter(f"w{number}", partial(self._live, number))

    def _live(self, number: int) -> None:
        for life in count():
            try:
                self._work(number, f"worker-{number}-{life}-{len(self.history)}")
            except KilledError:
                player = self._players[number]
                if player.is_killed:
                    raise
                self.stage.wait(self._dooms.pop(number).seconds)

    def _work(self, number: int, owner: str) -> None:
        """Work as a process of its own does, until killed; the hand in the pool is this very thread."""
        policy = self.rules.policy(self._house.settings.policy)
        parts = Parts(
            store=self.store,
            billing=self.shop,
            dialect=WorldDialect(),
            policy=policy,
            reader=reader(policy),
            texts=self._house.settings.texts,
            clock=self.clock,
            crash=self.passed,
        )
        worker = Worker(
            store=self.store,
            look=partial(self._look, parts),
            look_at_everybody=partial(look_at_everybody, self.store),
            clock=self.clock,
            owner=owner,
            hands=1,
            pause=IDLE,
        )
        pool, waiter, free = cast("Any", Inline()), cast("Any", Sleep(self.stage)), BoundedSemaphore(1)
        latest = worker.clock()
        while True:
            latest = worker._minded(latest)
            worker._turn(pool, free, waiter)

    def _look(self, parts: Parts, lease: Lease) -> Looked:
        """Look, and keep whose look was never ended: the next at the same subject takes over."""
        if lease.subject in self._looking:
            self.counts["look taken over"] += 1
        self._looking.add(lease.subject)
        try:
            looked = look(parts, lease)
        except Exception as error:
            self.counts[f"look ended by {type(error).__name__}"] += 1
            self._looking.discard(lease.subject)
            raise
        self.counts["look"] += 1
        self._looking.discard(lease.subject)
        return looked

    def passed(self, point: str) -> None:
        """Pass a point at which this thread's worker may be doomed, or stall past its lease."""
        self.counts[f"passed {point}"] += 1
        player = self.stage.player
        if player is None:
            return
        number = int(player.name[1:])
        if point == "sending" and number in self._stalls:
            self.counts["stalled while sending"] += 1
            self.stage.wait(self._stalls.pop(number))
        doom = self._dooms.get(number)
        if doom is None or doom.point != point:
            return
        if doom.passes:
            self._dooms[number] = replace(doom, passes=doom.passes - 1)
            return
        self.counts[f"crash at {point}"] += 1
        raise KilledError(point)

    def _before_transaction(self) -> None:
        if self.stage.player is None:
            if self.is_store_down:
                raise StoreUnavailableError("the store is down")
            return
        self.stage.wait()
        self.passed("store")
        if self.is_store_down:
            self.counts["transaction while the store is down"] += 1
            self.stage.wait(0.05)
            raise StoreUnavailableError("the store is down")

    def _after_transaction(self, rings: bool) -> None:
        if rings:
            self.stage.ring()
        if self.stage.player is None or self._answer_lost_in is None:
            return
        self._answer_lost_in -= 1
        if self._answer_lost_in < 0:
            self._answer_lost_in = None
            self.counts["commit whose answer was lost"] += 1
            raise StoreUnavailableError("the connection was lost")

    def _kill_all(self) -> None:
        for player in list(self.stage.players):
            self.stage.kill(player)
        self._dooms.clear()

    def _start_all(self) -> None:
        """Let the processes begin anew, as ``bridge serve`` does: claim the store, enter the policy."""
        with self._raw._database.writing() as connection:
            restart_lease_clock(connection)
            restart_settling(self._raw._database, connection)
        policy = self.rules.policy(self._house.settings.policy)
        entered = self._raw.policies.enter(policy.digest, document(policy), vocabulary(policy), self.clock())
        if entered.changed:
            look_at_everybody(self._raw, self.clock())
        self._is_started = True
        for number in range(WORKERS):
            self._rise(number)

    # The network ----------------------------------------------------------------------------------------------

    def _send(self, told: "Told", hears: Sequence[int]) -> None:
        """Let a webhook come as often, and as late, as the plan says."""
        if not hears:
            self.counts["webhook lost"] += 1
            self._unheard.update(told.subjects)
        if len(hears) > 1:
            self.counts["webhook doubled"] += 1
        body = json.dumps({"at": self.stage.now.replace(microsecond=0).isoformat(), "told": told.facts}).encode()
        number = next(self._numbers)
        for delay in hears:
            self._later(delay, partial(self._deliver, f"msg_{number}", told, body))

    def _deliver(self, id_: str, told: "Told", body: bytes) -> None:
        delivery = Delivery(id_, "world", "Told", told.subjects, told.is_early, body, self.clock())
        try:
            acceptance = self.store.deliveries.accept(delivery)
        except StoreUnavailableError:
            self.counts["webhook turned away"] += 1
            self._later(RESEND, partial(self._deliver, id_, told, body))
            return
        self.counts[f"webhook {acceptance}"] += 1

    # At rest --------------------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Let nothing go wrong any more, and everything come to rest; then let the auditor look."""
        self._heal()
        self._look_at_unheard()
        limit = self.stage.now + PATIENCE
        while not self.is_at_rest():
            if self.stage.now > limit:
                raise NeverAtRestError(self._unrest())
            self._pass(20)
        self.happened("rested")
        self._audit(self)
        self.shop.is_calm = False

    def _heal(self) -> None:
        self.shop.faults.clear()
        self._dooms.clear()
        self._stalls.clear()
        self._answer_lost_in = None
        self.shop.is_calm, self.shop.is_down, self.is_store_down = True, False, False
        self._set_clock(0)
        if not self._is_started:
            self.do_start()
        for number in range(WORKERS):
            self._rise(number)
        last = max((due for due, _, _ in self._events), default=self.stage.now)
        self._pass((last - self.stage.now).total_seconds() + AGAIN)

    def _look_at_unheard(self) -> None:
        """Have looked at, as ``reconcile`` does, whatever a lost webhook was about; of all else the bridge knows."""
        self.store.agenda.touch(sorted(self._unheard), self.clock(), now=self.clock())
        self._unheard.clear()

    def is_at_rest(self) -> bool:
        return self.stage.is_quiet() and not self._events and self.shop.is_settled and not self._unrest()

    def _unrest(self) -> str:
        """Return what the store still has to do, "" for nothing."""
        status = self._raw.agenda.counts(self.clock())
        waiting = [row.id for row in self._raw.deliveries.list(DeliveryState.WAITING)]
        under_way = [(row.write.ticket, row.write.key) for row in self._raw.writes.list(*UNDER_WAY)]
        is_idle = status.due_now == 0 and status.leased == 0 and not waiting and not under_way
        return "" if is_idle else f"{status}, deliveries waiting {waiting}, writes under way {under_way}"

    # What a plan can let happen. Each returns what its webhook tells, None: it makes no sense now --------------

    def do_rest(self) -> None:
        self.rest()

    def do_start(self) -> "Told | None":
        if self._is_started:
            return None
        self._start_all()
        self._set_clock(0)
        self.happened("started")
        return None

    def do_sign_up(self, client: str, days_ago: int, has_plan: int) -> "Told | None":
        if client in self.shop.ever_clients:
            return None
        self.shop.ever_clients.append(client)
        day = self._today() - timedelta(days=days_ago)
        self.shop.clients[client] = Client(client, "Active", day, (), first_name="Ana", language="en")
        if has_plan:
            self.shop.hold(client, "Active", day)
        return Told.of_client(client, (About.SIGNED_UP, day.isoformat(), ""))

    def _today(self) -> date:
        return self.stage.now.astimezone(self.zone).date()

    def do_open(self, ticket: str, client: str, says: str) -> "Told | None":
        if ticket in self.shop.ever_tickets or (client and client not in self.shop.clients):
            return None
        self.shop.ever_tickets.append(ticket)
        self.shop.open_ticket(ticket, WORDS[says][0], client=client or None)
        return Told.of_ticket(ticket, is_open=True)

    def do_customer(self, ticket: str, says: str) -> "Told | None":
        if ticket not in self.shop.tickets:
            return None
        self.shop.customer_writes(ticket, WORDS[says][0])
        return Told.of_ticket(ticket, is_open=True)

    def do_staff(self, ticket: str) -> "Told | None":
        return self._written(ticket, Author.STAFF, "Let me see.")

    def do_robot(self, ticket: str) -> "Told | None":
        return self._written(ticket, Author.ROBOT, "This ticket was moved.")

    def _written(self, ticket: str, author: Author, text: str) -> "Told | None":
        if ticket not in self.shop.tickets or not self.shop.tickets[ticket].is_open:
            return None
        self.shop._add_message(ticket, author, text)
        return Told.of_ticket(ticket, is_open=True)

    def do_close(self, ticket: str) -> "Told | None":
        if ticket not in self.shop.tickets or not self.shop.tickets[ticket].is_open:
            return None
        self.shop.close(ticket)
        return Told.of_ticket(ticket, is_open=False)

    def do_reopen(self, ticket: str) -> "Told | None":
        if ticket not in self.shop.tickets or self.shop.tickets[ticket].is_open:
            return None
        self.shop._change(ticket, is_open=True, status="Open")
        return Told.of_ticket(ticket, is_open=True)

    def do_tag(self, ticket: str, tag: str) -> "Told | None":
        return self._tagged(ticket, lambda tags: tags | {tag})

    def do_untag(self, ticket: str, tag: str) -> "Told | None":
        return self._tagged(ticket, lambda tags: tags - {tag})

    def _tagged(self, ticket: str, change: Callable[[frozenset[str]], frozenset[str]]) -> "Told | None":
        if ticket not in self.shop.tickets:
            return None
        self.shop._change(ticket, tags=change(self.shop.tickets[ticket].tags or frozenset()))
        return NOBODY

    def do_priority(self, ticket: str, priority: str) -> "Told | None":
        if ticket not in self.shop.tickets:
            return None
        self.shop._change(ticket, priority=Priority(priority))
        return Told.of_ticket(ticket)

    def do_holding(self, client: str, status: str) -> "Told | None":
        """Buy the plan, or let it be suspended or come back."""
        if client not in self.shop.clients:
            return None
        held = self.shop.clients[client].holdings
        if (not held and status != "Active") or any(one.status == status for one in held):
            return None
        self.shop.hold(client, status, self._today())
        return Told.of_client(client, (About.HOLDING, status, f"addon:{client}01"))

    def do_client_status(self, client: str, status: str) -> "Told | None":
        if client not in self.shop.clients or self.shop.clients[client].status == status:
            return None
        self.shop.clients[client] = replace(self.shop.clients[client], status=status)
        return Told.of_client(client, (About.CLIENT_STATUS, status, ""))

    # What changes hands: when it was done shows only in a reading, so all else rests before and after ------------

    def do_merge(self, master: str, merged: str) -> "Told | None":
        if master not in self.shop.tickets or merged not in self.shop.tickets:
            return None
        self.rest()
        self.shop.merge(master, merged)
        self.shop.remember(merged)
        told = (SubjectKind.TICKET.value, merged, About.MERGED_INTO.value, master, "")
        return Told((Subject(SubjectKind.TICKET, master), Subject(SubjectKind.TICKET, merged)), (told,))

    def do_give(self, ticket: str, client: str) -> "Told | None":
        if ticket not in self.shop.tickets or (client and client not in self.shop.clients):
            return None
        self.rest()
        self.shop.give(ticket, client or None)
        return self._seen(Told.of_ticket(ticket))

    def do_delete_ticket(self, ticket: str) -> "Told | None":
        if ticket not in self.shop.tickets:
            return None
        del self.shop.tickets[ticket]
        self.shop.remember(ticket)
        return Told.of_ticket(ticket, is_early=True)

    def do_delete_client(self, client: str) -> "Told | None":
        if client not in self.shop.clients:
            return None
        self.rest()
        del self.shop.clients[client]
        return self._seen(Told.of_client(client))

    def do_merge_clients(self, survivor: str, gone: str) -> "Told | None":
        if survivor not in self.shop.clients or gone not in self.shop.clients:
            return None
        self.rest()
        self.shop.take_over(survivor, self.shop.clients.pop(gone).holdings)
        for ticket in [id_ for id_, one in self.shop.tickets.items() if one.client == gone]:
            self.shop.give(ticket, survivor)
        kind = SubjectKind.CLIENT.value
        facts = (
            (kind, survivor, About.ABSORBED.value, gone, ""),
            (kind, gone, About.MERGED_INTO.value, survivor, ""),
        )
        return self._seen(Told((Subject(SubjectKind.CLIENT, survivor), Subject(SubjectKind.CLIENT, gone)), facts))

    def do_quote(self, ticket: str, stage: str) -> "Told | None":
        """Accept or decline the ticket's quote, where it has one that is not decided."""
        self.rest()
        found = self.shop.quote_of(ticket)
        if found is None or found.stage in {QuoteStage.ACCEPTED, QuoteStage.LOST}:
            return None
        self.shop.set_stage(found.id, QuoteStage(stage))
        return self._seen(Told((Subject(SubjectKind.QUOTE, found.id),)))

    def _seen(self, told: "Told") -> "Told":
        """Have a change that counts from when it is found found now."""
        self._send(told, (0,))
        self._pass(300)
        return NOBODY

    # People at the bridge -------------------------------------------------------------------------------------

    def _desk(self) -> Desk:
        return Desk(self._raw, self.zone, self.clock())

    def _decided(self) -> "Told":
        self.stage.ring()
        return NOBODY

    def do_hold(self, kind: str, id_: str, seconds: int) -> "Told":
        self._desk().hold(Subject(SubjectKind(kind), id_), self.clock() + timedelta(seconds=seconds), "asked to")
        return self._decided()

    def do_grant(self, client: str, tier: str, seconds: int) -> "Told":
        subject = Subject(SubjectKind.CLIENT, client)
        self._desk().grant(subject, tier, self.clock() + timedelta(seconds=seconds), "asked to")
        return self._decided()

    def do_session(self, client: str, begins: int, seconds: int) -> "Told":
        start = self.clock() + timedelta(seconds=begins)
        self._desk().session(Subject(SubjectKind.CLIENT, client), start, start + timedelta(seconds=seconds))
        return self._decided()

    def do_release(self, kind: str, id_: str) -> "Told":
        self._desk().release(Subject(SubjectKind(kind), id_), OF_A_CLIENT)
        return self._decided()

    def do_pause(self) -> "Told":
        self._desk().pause("asked to")
        return self._decided()

    def do_resume(self) -> "Told":
        self._desk().resume()
        return self._decided()

    def do_retry(self) -> "Told":
        """Let a person look at what is parked or refused, and have sent again what nobody has got."""
        now = self.clock()
        for row in self._raw.writes.list(WriteState.PARKED, WriteState.REFUSED):
            if self.shop.is_settled and not self.shop.has_met(row.write.ticket, row.write.key):
                self._raw.writes.retry(row.write.ticket, row.write.key, now, reason="it is not on the ticket")
                self._raw.agenda.touch([Subject(SubjectKind.TICKET, row.write.ticket)], now, now=now)
                self.happened("retried", row.write.ticket, row.write.key)
        return self._decided()

    # The operator, and trouble ----------------------------------------------------------------------------------

    def do_policy(self, name: str) -> "Told | None":
        if RULES[name] == self.rules or not self._is_started:
            return None
        self.rest()
        self._kill_all()
        self.rules = RULES[name]
        self._start_all()
        return NOBODY

    def do_backup(self) -> "Told":
        self._backup = (self._house.contents(), len(self.history))
        return NOBODY

    def do_restore(self) -> "Told | None":
        if self._backup is None or not self._is_started:
            return None
        self._kill_all()
        self._house.put(self._backup[0])
        self._unheard.update(Subject(SubjectKind.TICKET, id_) for id_ in self.shop.ever_tickets)
        self._unheard.update(Subject(SubjectKind.CLIENT, id_) for id_ in self.shop.ever_clients)
        self._start_all()
        return NOBODY

    def do_restart(self) -> "Told | None":
        if not self._is_started:
            return None
        self._kill_all()
        self._start_all()
        return NOBODY

    def do_kill(self, number: int) -> "Told | None":
        player = self._players.get(number)
        if player is None or player not in self.stage.players:
            return None
        self.stage.kill(player)
        self._dooms.pop(number, None)
        self._later(self.random.choice((1, 30, 200)), partial(self._rise, number))
        return NOBODY

    def do_doom(self, number: int, point: str, passes: int, seconds: int) -> "Told":
        self._dooms[number] = Doom(point, passes, seconds)
        return NOBODY

    def do_stall(self, number: int, seconds: int) -> "Told":
        self._stalls[number] = seconds
        return NOBODY

    def do_fault(self, what: str, fault: str, times: int) -> "Told":
        self.shop.faults.setdefault(what, []).extend([Fault(fault)] * times)
        return NOBODY

    def do_shop_down(self, seconds: int) -> "Told":
        self.shop.is_down = True
        self._later(seconds, partial(setattr, self.shop, "is_down", False))
        return NOBODY

    def do_store_down(self, seconds: int) -> "Told":
        self.is_store_down = True
        self._later(seconds, partial(setattr, self, "is_store_down", False))
        return NOBODY

    def do_answer_lost(self, transactions: int) -> "Told":
        self._answer_lost_in = transactions
        return NOBODY

    def do_clock(self, seconds: int) -> "Told | None":
        return NOBODY if self._set_clock(seconds) else None

    def _set_clock(self, seconds: int) -> bool:
        """Set the bridge's clock off the true time by so much; its workers notice within their pause."""
        skew = timedelta(seconds=seconds)
        is_new, self.skew = skew != self.skew, skew
        if is_new:
            self.stage.ring()
        return is_new


@dataclass(frozen=True, slots=True)
class Told:
    """What a webhook says: whom it is about, and what began (as the shop's facts, each with kind and id first)."""

    subjects: tuple[Subject, ...]
    facts: tuple[tuple[str, str, str, str, str], ...] = ()
    is_early: bool = False

    def __bool__(self) -> bool:
        return bool(self.subjects)

    @classmethod
    def of_ticket(cls, ticket: str, *, is_open: bool | None = None, is_early: bool = False) -> "Told":
        kind, said = SubjectKind.TICKET, "yes" if is_open else "no"
        facts = () if is_open is None else ((kind.value, ticket, About.TICKET_OPEN.value, said, ""),)
        return cls((Subject(kind, ticket),), facts, is_early)

    @classmethod
    def of_client(cls, client: str, *facts: tuple[About, str, str]) -> "Told":
        kind = SubjectKind.CLIENT
        told = tuple((kind.value, client, about.value, value, name) for about, value, name in facts)
        return cls((Subject(kind, client),), told)


NOBODY = Told(())


class WorldDialect:
    """How the world's webhooks speak: each fact began when the event says."""

    def hint(self, event: Mapping[str, object]) -> Hint:
        return Hint("Told", None)

    def facts(self, event: Mapping[str, object], *, received: datetime) -> Sequence[Learned]:
        effect = datetime.fromisoformat(str(event["at"])).astimezone(UTC)
        return [
            Learned(
                Subject(SubjectKind(kind), id_),
                Fact(About(about), value, learned=received, source=Source.WEBHOOK, effect=effect, name=name),
            )
            for kind, id_, about, value, name in cast("list[list[str]]", event["told"])
        ]


class Inline:
    """A pool whose only hand is the thread that hands out the work."""

    def submit(self, work: Callable[..., None], *args: object) -> None:
        work(*args)


class Sleep:
    """Waits for the bell on the stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def wait(self, seconds: float) -> None:
        self._stage.wait(max(0.001, seconds), is_idle=True)
