"""The shape of the config file, table by table: which keys there are, what may stand at each, and what it means unsaid.

Only what can be judged at one place is judged here; what concerns several places is in ``bridge.config.checks``.
"""

from datetime import timedelta
from enum import StrEnum

from bridge.config import addresses, hours, words
from bridge.config.fields import Table, Value, entries, table, tables, values
from bridge.config.lines import Quoting, default_lines, quoting
from bridge.config.sources import SecretSource, source
from bridge.core.model import Access, Channel, Priority, Rung, Scope
from bridge.core.policy import REPLIES_PER_HOUR, Finder, Quotes, Replies

LONGEST_TOLERANCE = timedelta(hours=1)
MOST = 1_000_000
REPLIES = Replies()


class Send(StrEnum):
    """Whether a drafted quote is sent (Q1)."""

    NEVER = "never"
    AUTOMATIC = "automatic"


class WithoutAddon(StrEnum):
    """Where tags are kept when the billing system's API has none."""

    NOTE = "note"
    NONE = "none"


def store_url(value: object) -> str | SecretSource:
    """Parse the store's address, or the place where it is kept because it holds a password."""
    return source(value) if isinstance(value, dict) else addresses.store_url(value)


class Api(Table):
    identifier = Value(source)
    secret = Value(source)
    access_key = Value(source, default=None)


class Billing(Table):
    system = Value(words.line, default="whmcs")
    url = Value(addresses.billing_url)
    timezone = Value(words.zone)
    secret = Value(source, default=None)
    api = table(Api)
    staff_name = Value(words.line, default="Support Bridge")
    robots = values(words.line)
    max_requests_per_second = Value(words.number(0.1, 10_000), default=10.0)
    max_concurrency = Value(words.whole(1, 256), default=4)


class Server(Table):
    listen = Value(addresses.listen, default=addresses.Listen("127.0.0.1", 8100))
    worker_metrics = Value(addresses.listen, default=None)


class Webhooks(Table):
    secrets = values(source)
    tolerance = Value(words.duration_up_to(LONGEST_TOLERANCE), default=timedelta(minutes=5))
    max_body = Value(words.size, default=256 * 1024)


class Store(Table):
    url = Value(store_url, default="sqlite:///bridge.db")
    keep_bodies = Value(words.days, default=90)
    keep_decisions = Value(words.days, default=400)


class ReadApi(Table):
    tokens = values(source)


class Plan(Table):
    products = values(words.whole(1, 2**31))
    addons = values(words.whole(1, 2**31))
    counts = values(words.line, default=("Active",))


class Guest(Table):
    ladder = Value(words.ladder, default=(Rung.STAFF,))
    channels = entries(words.choice(Channel, "channel"), Value(words.choice(Access, "access")))
    priority = Value(words.choice(Priority, "priority"), default=None)


class Tier(Table):
    name = Value(words.name)
    client_status = values(words.line)
    plan = Value(words.line, default=None)
    within = Value(words.days, default=None)
    ladder = Value(words.ladder)
    courtesy = Value(words.flag, default=False)
    priority = Value(words.choice(Priority, "priority"), default=None)
    channels = entries(words.choice(Channel, "channel"), Value(words.choice(Access, "access")))


class Links(Table):
    schedule = Value(addresses.page, default="")
    policy = Value(addresses.page, default="")
    professional = Value(addresses.page, default="")


class Guide(Table):
    title = Value(words.line)
    url = Value(addresses.page)
    text = Value(words.text, default="")


class Topic(Table):
    name = Value(words.name)
    scope = Value(words.choice(Scope, "scope"))
    priority = Value(words.choice(Priority, "priority"), default=None)
    phrases = values(words.line)
    patterns = values(words.pattern)
    guide = table(Guide)
    clarifications = values(words.line)
    quote = Value(quoting, default=Quoting(may=True))


class Guides(Table):
    threshold = Value(words.number(0, MOST), default=Finder().threshold)
    margin = Value(words.number(0, MOST), default=Finder().margin)
    learned = Value(words.line, default=None)


class ReplyLimits(Table):
    directory = Value(words.line, default=None)
    language = Value(words.language, default="en")
    per_ticket_per_day = Value(words.whole(0, MOST), default=REPLIES.per_ticket_per_day)
    per_client_per_day = Value(words.whole(0, MOST), default=REPLIES.per_client_per_day)
    per_hour = Value(words.whole(1, MOST), default=REPLIES_PER_HOUR)
    resume_after_staff = Value(words.flag, default=REPLIES.resume_after_staff)
    stale_after = Value(words.duration, default=REPLIES.stale_after)
    automatic = values(words.pattern)
    solved = values(words.line)


class QuoteRules(Table):
    send = Value(words.choice(Send, "way of sending"), default=Send.NEVER)
    valid_for = Value(words.days, default=Quotes().valid_days)
    date_format = Value(words.date_format, default="DD/MM/YYYY")
    default = Value(default_lines, default=())


class Tags(Table):
    prefix = Value(words.prefix, default="support-")
    without_addon = Value(words.choice(WithoutAddon, "way of keeping tags"), default=WithoutAddon.NOTE)


class Hours(Table):
    timezone = Value(words.zone, default=None)
    monday = Value(hours.openings, default=())
    tuesday = Value(hours.openings, default=())
    wednesday = Value(hours.openings, default=())
    thursday = Value(hours.openings, default=())
    friday = Value(hours.openings, default=())
    saturday = Value(hours.openings, default=())
    sunday = Value(hours.openings, default=())
    country = Value(hours.country, default=None)


class Config(Table):
    """The whole file."""

    billing = table(Billing)
    server = table(Server)
    webhooks = table(Webhooks)
    store = table(Store)
    api = table(ReadApi)
    plans = entries(words.name, table(Plan))
    tiers = tables(Tier, "[[tiers]]")
    guest = table(Guest)
    links = table(Links)
    topics = tables(Topic, "[[topics]]")
    guides = table(Guides)
    replies = table(ReplyLimits)
    quotes = table(QuoteRules)
    tags = table(Tags)
    hours = table(Hours)


ALWAYS_READ = tuple(name for name in Config().fields if name not in {"plans", "tiers", "topics"})
