"""The billing system of the simulation: the shop in memory, time passing in each call, every fault of the list.

What it does besides is keeping books for the auditor: the readings it served, the commands it met, what came of them.
Times on its messages have whole seconds, as a billing system's have.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random

from bridge.billing import Command, Receipt
from bridge.core.model import Client, Holding, Quote, Subject, Ticket
from bridge.errors import BillingRefusedError, BillingUnavailableError, OutcomeUnknownError
from bridge.reconcile.parts import DEADLINE
from tests.reconcile.shop import PLAN, FakeClock, Shop
from tests.simulation.stage import KilledError, Stage

LAG = timedelta(seconds=30)  # the oldest that a stale reading is


class Fault(StrEnum):
    """What a call meets in place of an answer (reliability.md, "API faults")."""

    REFUSE = "refuse"
    HANG = "hang"
    APPLY_THEN_HANG = "apply-then-hang"
    APPLY_THEN_500 = "apply-then-500"
    APPLY_THEN_RESET = "apply-then-reset"
    HANG_THEN_APPLY = "hang-then-apply"
    APPLY_BUT_HTML_200 = "apply-but-html-200"
    APPLY_THEN_TRUNCATED = "apply-then-truncated"
    SLOW_DRIP = "slow-drip"
    ERROR_500 = "500"
    FORBIDDEN = "403"
    STALE = "stale"  # of readings only


@dataclass(frozen=True, slots=True)
class Effect:
    """A fault: the seconds until it shows, whether the command is carried out, and what the caller is told."""

    seconds: float
    applies: bool
    raises: type[Exception]
    lateness: float = 0.0  # seconds after the caller gave up, at which it is carried out after all


EFFECTS = {
    Fault.REFUSE: Effect(0.01, False, BillingUnavailableError),
    Fault.HANG: Effect(DEADLINE, False, OutcomeUnknownError),
    Fault.APPLY_THEN_HANG: Effect(DEADLINE, True, OutcomeUnknownError),
    Fault.APPLY_THEN_500: Effect(0.2, True, OutcomeUnknownError),
    Fault.APPLY_THEN_RESET: Effect(1.0, True, OutcomeUnknownError),
    Fault.HANG_THEN_APPLY: Effect(DEADLINE, False, OutcomeUnknownError, lateness=60.0),
    Fault.APPLY_BUT_HTML_200: Effect(0.3, True, OutcomeUnknownError),
    Fault.APPLY_THEN_TRUNCATED: Effect(0.3, True, OutcomeUnknownError),
    Fault.SLOW_DRIP: Effect(DEADLINE, True, OutcomeUnknownError),
    Fault.ERROR_500: Effect(0.2, False, OutcomeUnknownError),
    Fault.FORBIDDEN: Effect(0.05, False, BillingRefusedError),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A ticket as it was served to a worker, and how old that was when asked for."""

    asked: datetime
    shown: datetime
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class Met:
    """A command that came in: when, on which reading of its ticket, and what it met."""

    command: Command
    begun: datetime
    reading: Reading | None
    fault: Fault | None


@dataclass
class Market(Shop):
    """The shop on the stage."""

    stage: Stage = field(kw_only=True)
    random: Random = field(kw_only=True)
    met: list[Met] = field(default_factory=list)
    done: list[tuple[datetime, Command]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    is_calm: bool = False
    calling: Callable[[], None] = lambda: None  # told of each call
    ever_tickets: list[str] = field(default_factory=list)
    ever_clients: list[str] = field(default_factory=list)
    _past: dict[str, list[tuple[datetime, Ticket | None]]] = field(default_factory=dict)
    _readings: dict[tuple[str, str], Reading] = field(default_factory=dict)
    _under_way: list[tuple[datetime, Command]] = field(default_factory=list)

    # The port -------------------------------------------------------------------------------------------------

    def read_client(self, client_id: str) -> Client | None:
        self._read("client")
        return self.clients.get(client_id)

    def read_quote(self, quote_id: str) -> Quote | None:
        self._read("quote")
        return self.quotes[quote_id][1] if quote_id in self.quotes else None

    def find_quotes(self, client_id: str, subject: str) -> Sequence[Quote]:
        self._read("quotes")
        return [quote for client, quote in self.quotes.values() if client == client_id and quote.subject == subject]

    def resolve(self, subject: Subject) -> Subject | None:
        self._read("client")
        return self.behind.get(subject)

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        asked = self.stage.now
        is_stale = self._read("ticket") is Fault.STALE
        shown = asked - LAG if is_stale else self.stage.now
        ticket = self._as_of(ticket_id, shown) if is_stale else self.tickets.get(ticket_id)
        self._readings[self._reader(), ticket_id] = Reading(asked, shown, ticket)
        self.stage.wait(self._latency())
        return ticket

    def apply(self, command: Command) -> Receipt:
        self._require_up()
        reading = self._readings.get((self._reader(), ticket_of(command)))
        fault = self._next(type(command).__name__)
        self.met.append(Met(command, self.stage.now, reading, fault))
        self._travel(command)
        if self.enforces_keys and any(other.key == command.key for _, other in self._under_way):
            self.counts["first call still running"] += 1
            raise OutcomeUnknownError("a first call with this key is still running")
        if fault is None:
            receipt = self._carry_out(command)
            self.stage.wait(self._latency())
            return receipt
        return self._fail(command, EFFECTS[fault])

    def _travel(self, command: Command) -> None:
        """Let the command be on its way; a sender that is killed meanwhile may have sent it all the same."""
        try:
            self.stage.wait(self._latency())
        except KilledError:
            if self.random.random() < 0.5:
                self.counts["done although its sender was killed"] += 1
                self._under_way.append((self.stage.now + timedelta(seconds=0.5), command))
            raise

    def _fail(self, command: Command, effect: Effect) -> Receipt:
        if effect.applies:
            self._carry_out(command)
        if effect.lateness:
            due = self.stage.now + timedelta(seconds=effect.seconds + self.random.uniform(0, effect.lateness))
            self._under_way.append((due, command))
        self.stage.wait(effect.seconds)
        raise effect.raises("Not allowed" if effect.raises is BillingRefusedError else "no answer")

    # What calls meet ------------------------------------------------------------------------------------------

    def _read(self, what: str) -> Fault | None:
        """Let a reading take its time and meet its fault, all but a stale one's, which is the caller's to show."""
        self._require_up()
        fault = self._next(what)
        self.stage.wait(self._latency())
        if fault is None or fault is Fault.STALE:
            return fault
        effect = EFFECTS[fault]
        self.stage.wait(effect.seconds)
        raise effect.raises("the answer cannot be read")

    def _require_up(self) -> None:
        self.calling()
        self.catch_up()
        if self.is_down:
            self.counts["call while the shop is down"] += 1
            self.stage.wait(0.01)
            raise BillingUnavailableError("the shop is down")

    def _next(self, what: str) -> Fault | None:
        waiting = self.faults.get(what, [])
        if not waiting or self.is_calm:
            return None
        fault = waiting.pop(0)
        is_write = what[0].isupper()
        self.counts[f"{'write' if is_write else 'reading'} {fault}"] += 1
        return fault

    def _latency(self) -> float:
        return self.random.choice((0.0, 0.02, 0.1, 0.7))

    def _reader(self) -> str:
        return self.stage.player.name if self.stage.player else ""

    # What is so, and was --------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Carry out what hung and is due by now."""
        due = [command for at, command in self._under_way if at <= self.stage.now]
        self._under_way = [(at, command) for at, command in self._under_way if at > self.stage.now]
        for command in due:
            try:
                self._carry_out(command)
            except BillingRefusedError:  # its ticket is gone by now
                self.counts["late and too late"] += 1

    @property
    def is_settled(self) -> bool:
        """Whether nothing hangs that may yet be carried out."""
        return not self._under_way

    def _carry_out(self, command: Command) -> Receipt:
        is_new = not (self.enforces_keys and command.key in self._answers)
        receipt = super()._carry_out(command)
        if is_new:
            self.done.append((self.stage.now, command))
        return receipt

    def _change(self, ticket: str, **fields: object) -> None:
        super()._change(ticket, **fields)
        self.remember(ticket)

    def hold(self, client: str, status: str, registered: date) -> None:
        """Let a client hold the plan, with this status; what it held before keeps its date."""
        old = self.clients[client].holdings
        ours = [one for one in old if one.name == f"addon:{client}01"]
        day = ours[0].registered if ours else registered
        held = Holding(f"addon:{client}01", PLAN, status, day)
        self.clients[client] = replace(self.clients[client], holdings=(*(one for one in old if one not in ours), held))

    def quote_of(self, ticket: str) -> Quote | None:
        """Return the quote that was drafted for a ticket."""
        subject = f"Assistance with ticket #ABC-{ticket}"
        return next((quote for _, quote in self.quotes.values() if quote.subject == subject), None)

    def has_met(self, ticket: str, key: str) -> bool:
        """Tell whether the command of this key was ever carried out."""
        return any(is_of(command, ticket, key) for _, command in self.done)

    def remember(self, ticket: str) -> None:
        """Keep how a ticket is now, for stale readings."""
        self._past.setdefault(ticket, []).append((self.stage.now, self.tickets.get(ticket)))

    def _as_of(self, ticket: str, instant: datetime) -> Ticket | None:
        """Return the ticket as it was then; one that was not there yet as it is now."""
        past = [state for at, state in self._past.get(ticket, []) if at <= instant]
        return past[-1] if past else self.tickets.get(ticket)


def is_of(command: Command, ticket: str, key: str) -> bool:
    """Tell whether a command is what has this key on a ticket, whichever attempt a person has asked for."""
    return command.key.partition("-again-")[0] == f"t{ticket}-{key}"


class WholeSeconds(FakeClock):
    """The shop's own clock: the stage's time, in whole seconds."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    def __call__(self) -> datetime:
        return self._stage.now.replace(microsecond=0)


def ticket_of(command: Command) -> str:
    """Return the ticket that a command is about; only its key says so of a quote."""
    named: str | None = getattr(command, "ticket", None)
    return named or command.key.split("-", 1)[0].removeprefix("t")
