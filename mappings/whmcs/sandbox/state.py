"""The sandbox's state: its tables, its clock and its one lock, and the only door to changing them.

Rule: everything that reads or changes rows does so inside ``with state.acting(...)``. An act says what happened through
``emit``; while it lasts the act carries its own origin, so that a hook of the bridge's own write says ``"bridge"``.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bridge.clock import Clock
from mappings.whmcs.sandbox.rows import Activity, AddonOffer, Admin, Department, Product, Tables

Emit = Callable[[dict[str, object], str], None]  # an event's body, and the subject whose order it keeps

#: Statuses a new shop knows; the first two sets are what its two built-in filters mean.
AWAITING = ("Open", "Customer-Reply")
ACTIVE = (*AWAITING, "Answered", "On Hold", "In Progress")
STATUSES = ("Open", "Answered", "Customer-Reply", "On Hold", "In Progress", "Closed")
PRIORITIES = ("Low", "Medium", "High")


class RefusedError(Exception):
    """The shop says no: the vendor's own words, an HTTP 200 with ``result: error`` on the wire."""


@dataclass(slots=True)
class Settings:
    """How this shop is set up; all of it may be changed while it runs."""

    staff_name: str = "Support Bridge"
    allowed_ips: frozenset[str] = frozenset({"127.0.0.1"})
    denied_actions: frozenset[str] = frozenset()  # lower case: what the API role does not grant
    echoes: bool = True  # whether API writes run hooks: per action it differs, see whmcs.md 1.8
    tags_supported: bool = True


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds while one act lasts."""

    origin: str = ""
    silent: bool = False  # no hook runs
    at: datetime | None = None  # an instant in place of the clock's


@dataclass(frozen=True, slots=True)
class Call:
    """One request at one of the two API doors, as an auditor wants it."""

    at: str
    door: str
    command: str
    key: str
    params: Mapping[str, object]
    outcome: str  # done, error, repeated, running, rejected, not-applied
    fault: str = ""


@dataclass(slots=True)
class State:
    """A shop. ``zone`` is its own: the wire's times carry none."""

    clock: Clock
    zone: ZoneInfo
    emit_to: Emit
    tables: Tables = field(default_factory=Tables)
    settings: Settings = field(default_factory=Settings)
    calls: list[Call] = field(default_factory=list)
    _ids: Counter[str] = field(default_factory=Counter)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _circumstances: Circumstances = field(default_factory=Circumstances)

    @contextmanager
    def acting(self, circumstances: Circumstances | None = None) -> Iterator[Tables]:
        """Hold the shop for one act."""
        with self._lock:
            before = self._circumstances
            now = circumstances or Circumstances()
            self._circumstances = now if now.at else replace(now, at=self.clock())  # one act, one instant
            try:
                yield self.tables
            finally:
                self._circumstances = before

    def next_id(self, table: str) -> int:
        self._ids[table] += 1
        return self._ids[table]

    def instant(self) -> datetime:
        """Return the shop's time, aware and local, to the second as everything it stores."""
        return (self._circumstances.at or self.clock()).astimezone(self.zone).replace(microsecond=0)

    def now(self) -> datetime:
        """Return the local time as rows hold it: naive."""
        return self.instant().replace(tzinfo=None)

    def today(self) -> date:
        return self.now().date()

    def emit(self, kind: str, subject: str, data: dict[str, object]) -> None:
        """Run a hook: hand the event to the outbox, unless the act is silent."""
        act = self._circumstances
        if act.silent or (act.origin and not self.settings.echoes):
            return
        event: dict[str, object] = {"type": kind, "timestamp": self.instant().isoformat(), "data": data}
        if act.origin == "bridge":
            event["origin"] = act.origin
        self.emit_to(event, subject)

    def log(self, description: str, client: int = 0) -> None:
        """Add a line to the activity log, as staff see it."""
        self.tables.activity.append(Activity(self.next_id("activity"), self.now(), description, client))

    def record(self, call: Call) -> None:
        with self._lock:
            self.calls.append(call)


def stock(state: State) -> None:
    """Fill a new shop: the plans of the reference configuration, three departments, three members of staff."""
    tables = state.tables
    tables.products = {
        1: Product(1, "Shared Hosting", module="cpanel", price="5.00"),
        2: Product(2, "Unmanaged Server", module="virtualizor", price="20.00"),
        42: Product(42, "Unlimited Professional Service", price="99.00"),
    }
    tables.offers = {7: AddonOffer(7, "Unlimited Professional Service", price="99.00"), 8: AddonOffer(8, "Backups")}
    tables.departments = {1: Department(1, "Support"), 2: Department(2, "Sales"), 3: Department(3, "Billing")}
    # The API's admin is assigned to one department only: who forgets to ask for the others does not see them.
    tables.admins = {
        1: Admin(1, "bridge", state.settings.staff_name, frozenset({1})),
        2: Admin(2, "grace", "Grace Staff", frozenset({1, 2, 3})),
        3: Admin(3, "system", "System", frozenset()),
    }
