r"""The rows of the sandbox's database: what a shop knows about its clients, holdings, tickets and quotes.

Rule: rows change in place, as a database's do; nothing outside ``State`` holds one across two acts. Times are naive and
local, as the vendor stores them; text is plain here and gets its entities and ``\r\n`` at the wire (``wire.py``).
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class Client:
    id: int
    signed_up: date | None  # None: the vendor's zero date
    first_name: str
    last_name: str
    email: str
    language: str = ""
    status: str = "Active"
    company: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Product:
    """What can be bought; with no ``module`` nothing announces what becomes of it (whmcs.md 1.3)."""

    id: int
    name: str
    module: str = ""
    price: str = "10.00"


@dataclass(slots=True)
class AddonOffer:
    id: int
    name: str
    price: str = "35.00"


@dataclass(slots=True)
class Service:
    """A product that a client holds."""

    id: int
    client: int
    product: int
    order: int
    registered: date | None
    status: str
    domain: str = ""


@dataclass(slots=True)
class Addon:
    """An addon that a client holds, on one of its services; ``offer`` 0 is an ad-hoc one."""

    id: int
    client: int
    service: int
    offer: int
    order: int
    registered: date | None
    status: str
    name: str = ""


@dataclass(slots=True)
class Message:
    """One message on a ticket: the opening one has id 0; ``admin`` is a display name, "" for a customer's."""

    id: int
    at: datetime
    text: str
    admin: str = ""
    client: int = 0
    name: str = ""
    email: str = ""


@dataclass(slots=True)
class Note:
    id: int
    at: datetime
    text: str
    admin: str


@dataclass(slots=True)
class Ticket:
    id: int
    number: str  # the mask that people see
    access: str  # the vendor's ``c``
    department: int
    client: int  # 0: a guest
    name: str
    email: str
    subject: str
    opened: datetime
    status: str = "Open"
    priority: str = "Medium"
    flag: int = 0
    messages: list[Message] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def last_reply(self) -> datetime:
        return self.messages[-1].at if self.messages else self.opened


@dataclass(slots=True)
class QuoteItem:
    id: int
    description: str
    quantity: str
    unit_price: str
    discount: str = "0.00"
    taxable: bool = False


@dataclass(slots=True)
class Quote:
    id: int
    client: int
    subject: str
    stage: str
    valid_until: date | None
    created: date
    modified: date
    sent: date | None = None
    accepted: date | None = None
    items: list[QuoteItem] = field(default_factory=list)
    customer_notes: str = ""
    admin_notes: str = ""


@dataclass(slots=True)
class InvoiceItem:
    id: int
    type: str
    related: int
    description: str
    amount: str


@dataclass(slots=True)
class Invoice:
    id: int
    client: int
    created: date
    status: str = "Unpaid"
    paid: datetime | None = None
    items: list[InvoiceItem] = field(default_factory=list)


@dataclass(slots=True)
class Order:
    id: int
    number: int
    client: int
    placed: datetime
    invoice: int
    status: str = "Pending"
    services: list[int] = field(default_factory=list)
    addons: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Department:
    id: int
    name: str


@dataclass(slots=True)
class Admin:
    """A member of staff: tickets show the display ``name``."""

    id: int
    username: str
    name: str
    departments: frozenset[int]


@dataclass(slots=True)
class Activity:
    id: int
    at: datetime
    description: str
    client: int = 0


@dataclass(slots=True)
class Tables:
    """Everything the shop knows: copied whole when a later read is to be a stale one."""

    clients: dict[int, Client] = field(default_factory=dict)
    products: dict[int, Product] = field(default_factory=dict)
    offers: dict[int, AddonOffer] = field(default_factory=dict)
    services: dict[int, Service] = field(default_factory=dict)
    addons: dict[int, Addon] = field(default_factory=dict)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    quotes: dict[int, Quote] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    departments: dict[int, Department] = field(default_factory=dict)
    admins: dict[int, Admin] = field(default_factory=dict)
    activity: list[Activity] = field(default_factory=list)
