"""A billing system in memory, in two flavours: one that keeps idempotency keys (the addon) and a plain one.

It fulfils ``bridge.billing.Billing``. A test acts as customer and staff by its methods, sets what the next commands
meet (``Fate``), and reads ``said`` and ``noted``: what a customer and a colleague would see in the end.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import assert_never

from bridge.billing import (
    ChangePriority,
    ChangeTags,
    Command,
    CreateQuote,
    Hint,
    Learned,
    NameFinding,
    PostNote,
    PostReply,
    Receipt,
    SendQuote,
)
from bridge.core.model import (
    About,
    Author,
    Client,
    Fact,
    Holding,
    Message,
    Note,
    Priority,
    Quote,
    Source,
    Stage,
    Subject,
    SubjectKind,
    Ticket,
)
from bridge.core.policy import Policy
from bridge.errors import BillingRefusedError, BillingUnavailableError, OutcomeUnknownError

START = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
LATE = timedelta(seconds=60)  # after which a command that hung is carried out after all
PLAN = "addon:7"


class Fate(StrEnum):
    """What a command meets in place of a yes."""

    UNAVAILABLE = "unavailable"  # certainly nothing happened
    REFUSED = "refused"
    LOST = "lost"  # no answer, and nothing happened
    APPLIED = "applied"  # no answer, and yet it is done
    APPLIED_LATE = "applied-late"  # no answer, and it is done a minute later


@dataclass
class FakeClock:
    """The policy's clock: it stands where a test puts it."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Shop:
    """The billing system. ``applied`` is every command that was carried out, in order."""

    clock: FakeClock
    enforces_keys: bool
    has_tags: bool = True
    clients: dict[str, Client] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    quotes: dict[str, tuple[str, Quote]] = field(default_factory=dict)  # with the client's id
    behind: dict[Subject, Subject] = field(default_factory=dict)  # whom an order or invoice leads to
    applied: list[Command] = field(default_factory=list)
    reads: Counter[str] = field(default_factory=Counter)
    is_down: bool = False
    forbids_quotes: bool = False  # to be read: a role that lacks the permission
    _fates: dict[type, list[Fate]] = field(default_factory=dict)
    _answers: dict[str, Receipt] = field(default_factory=dict)
    _refusals: set[str] = field(default_factory=set)  # keys: where they are kept, a refusal is the key's answer too
    _late: list[tuple[datetime, Command]] = field(default_factory=list)
    _stale: list[Ticket] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    # The port ---------------------------------------------------------------------------------------------------

    def read_client(self, client_id: str) -> Client | None:
        self._answer("client")
        return self.clients.get(client_id)

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        self._answer("ticket")
        if self._stale:
            return self._stale.pop(0)
        return self.tickets.get(ticket_id)

    def read_quote(self, quote_id: str) -> Quote | None:
        self._answer("quote")
        if self.forbids_quotes:
            raise BillingRefusedError("reading quotes is not allowed")
        return self.quotes[quote_id][1] if quote_id in self.quotes else None

    def find_quotes(self, client_id: str, subject: str) -> Sequence[Quote]:
        self._answer("quote")
        return [quote for client, quote in self.quotes.values() if client == client_id and quote.subject == subject]

    def resolve(self, subject: Subject) -> Subject | None:
        return self.behind.get(subject)

    def check(self) -> Sequence[str]:
        self._answer("check")
        return ["in memory"]

    def check_names(self, policy: Policy) -> Sequence[NameFinding]:
        self._answer("check")
        return ()

    def apply(self, command: Command) -> Receipt:
        self._answer("command")
        if self.enforces_keys and command.key in self._refusals:
            raise BillingRefusedError("Not allowed")
        fates = self._fates.get(type(command), [])
        match fates.pop(0) if fates else None:
            case None:
                return self._carry_out(command)
            case Fate.UNAVAILABLE:
                raise BillingUnavailableError("not reached")
            case Fate.REFUSED:
                self._refusals.add(command.key)
                raise BillingRefusedError("Not allowed")
            case Fate.APPLIED:
                self._carry_out(command)
            case Fate.APPLIED_LATE:
                self._late.append((self.clock() + LATE, command))
            case Fate.LOST:
                pass
            case never:
                assert_never(never)
        raise OutcomeUnknownError("no answer")

    def _answer(self, what: str) -> None:
        if self.is_down:
            raise BillingUnavailableError("the shop is down")
        self.reads[what] += 1
        due = [command for at, command in self._late if at <= self.clock()]
        self._late = [(at, command) for at, command in self._late if at > self.clock()]
        for command in due:
            self._carry_out(command)

    def _carry_out(self, command: Command) -> Receipt:
        """Do it, or answer as the first time where keys are kept."""
        if self.enforces_keys and command.key in self._answers:
            return self._answers[command.key]
        receipt = self._do(command)
        self.applied.append(command)
        self._answers[command.key] = receipt
        return receipt

    def _do(self, command: Command) -> Receipt:
        match command:
            case PostReply():
                self._add_message(command.ticket, Author.BRIDGE, command.text)
            case PostNote():
                note = Note(next(self._ids), self.clock(), Author.BRIDGE, command.text)
                self._change(command.ticket, notes=(*self._ticket(command.ticket).notes, note))
            case ChangeTags():
                tags = ((self._ticket(command.ticket).tags or frozenset()) - command.remove) | command.add
                self._change(command.ticket, tags=tags)
                return Receipt(tags=tags)
            case ChangePriority():
                self._change(command.ticket, priority=command.priority)
            case CreateQuote():
                number = str(next(self._ids))
                self.quotes[number] = (command.client, Quote(number, Stage.DRAFT, command.valid_until, command.subject))
                return Receipt(quote=number)
            case SendQuote():
                self.set_stage(command.quote, Stage.DELIVERED)
            case _:
                assert_never(command)
        return Receipt()

    def _ticket(self, ticket: str) -> Ticket:
        if ticket not in self.tickets:
            raise BillingRefusedError("Ticket ID not found")
        return self.tickets[ticket]

    def _change(self, ticket: str, **fields: object) -> None:
        self.tickets[ticket] = replace(self._ticket(ticket), **fields)  # type: ignore[arg-type]  # named by callers here

    def _add_message(self, ticket: str, author: Author, text: str) -> None:
        old = self._ticket(ticket)
        number = next(self._ids) if old.messages else 0
        self._change(ticket, messages=(*old.messages, Message(number, self.clock(), author, text)))

    # What meets a command ---------------------------------------------------------------------------------------

    def meet(self, kind: type[Command], *fates: Fate) -> None:
        """Let the next commands of a kind meet these, one each."""
        self._fates.setdefault(kind, []).extend(fates)

    def read_stale(self, ticket: str, times: int = 1) -> None:
        """Let the next readings of a ticket show it as it is now."""
        self._stale += [self.tickets[ticket]] * times

    # Customers and staff ----------------------------------------------------------------------------------------

    def sign_up(self, client: str = "42", *, days_ago: int = 100, holding: str = "") -> Subject:
        signed_up = self.clock().date() - timedelta(days=days_ago)
        self.clients[client] = Client(client, "Active", signed_up, (), first_name="Ana", language="en")
        if holding:
            self.buy(client, holding)
        return Subject(SubjectKind.CLIENT, client)

    def buy(self, client: str, item: str = PLAN, status: str = "Active") -> None:
        """Let a client hold one of an item, with a status; once more: the same one with another status."""
        held = Holding(f"addon:{client}01", item, status, date(2026, 1, 10))
        self.clients[client] = replace(self.clients[client], holdings=(held,))

    def take_over(self, client: str, holdings: tuple[Holding, ...]) -> None:
        """Let a client have what another had."""
        self.clients[client] = replace(self.clients[client], holdings=(*self.clients[client].holdings, *holdings))

    def open_ticket(self, ticket: str, message: str, *, client: str | None = "42", **fields: object) -> Subject:
        blank = Ticket(ticket, f"ABC-{ticket}", client, "Help", True, "Open", Priority.MEDIUM, (), tags=frozenset())
        self.tickets[ticket] = replace(blank, **fields)  # type: ignore[arg-type]  # named by the test
        self._add_message(ticket, Author.CUSTOMER, message)
        return Subject(SubjectKind.TICKET, ticket)

    def customer_writes(self, ticket: str, message: str) -> None:
        self._change(ticket, is_open=True, status="Customer-Reply")
        self._add_message(ticket, Author.CUSTOMER, message)

    def staff_write(self, ticket: str, message: str = "Let me see.") -> None:
        self._add_message(ticket, Author.STAFF, message)

    def close(self, ticket: str) -> None:
        self._change(ticket, is_open=False, status="Closed")

    def give(self, ticket: str, client: str | None) -> None:
        self._change(ticket, client=client)

    def merge(self, master: str, merged: str) -> None:
        """Move everything to the master; the merged ticket is gone."""
        ours, theirs = self.tickets[master], self.tickets.pop(merged)
        moved = (replace(message, id=message.id or next(self._ids)) for message in theirs.messages)
        messages = sorted((*ours.messages, *moved), key=lambda message: (message.at, message.id))
        self._change(master, messages=tuple(messages), notes=(*ours.notes, *theirs.notes))

    def set_stage(self, quote: str, stage: Stage) -> None:
        client, old = self.quotes[quote]
        self.quotes[quote] = (client, replace(old, stage=stage))

    # What there is to see ---------------------------------------------------------------------------------------

    def said(self, ticket: str) -> list[str]:
        """Return what the bridge has told the customer."""
        return [message.text for message in self.tickets[ticket].messages if message.author is Author.BRIDGE]

    def noted(self, ticket: str) -> list[str]:
        return [note.text for note in self.tickets[ticket].notes]

    def tags(self, ticket: str) -> set[str]:
        return {tag.removeprefix("support-") for tag in self.tickets[ticket].tags or ()}

    def seen(self) -> Mapping[str, object]:
        """Return everything that people see of the bridge's work: what is so in the end, however it came about."""
        about = {
            ticket: (self.said(ticket), sorted(self.noted(ticket)), sorted(self.tags(ticket)), what.priority)
            for ticket, what in self.tickets.items()
        }
        return {**about, "quotes": [(client, quote.stage, quote.subject) for client, quote in self.quotes.values()]}


class ShopDialect:
    """Webhooks in the simplest words: a list of what is told, each ``[kind, id, about, value, name]``."""

    def hint(self, event: Mapping[str, object]) -> Hint:
        return Hint("Told", None)

    def facts(self, event: Mapping[str, object], *, received: datetime) -> Sequence[Learned]:
        told = event["told"]
        assert isinstance(told, list)
        return [
            Learned(
                Subject(SubjectKind(kind), id_),
                Fact(About(about), value, learned=received, source=Source.WEBHOOK, effect=received, name=name),
            )
            for kind, id_, about, value, name in told
        ]
