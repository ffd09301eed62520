"""What may stand at each key: one changed value a case, refused with what is allowed or read as meant."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from bridge.config import addresses, hours, words
from bridge.config.lines import default_lines, quoting
from bridge.config.sources import source
from tests.config.conftest import Edit, Shop

PARSERS = [
    words.text,
    words.line,
    words.flag,
    words.whole(0, 9),
    words.number(0, 9),
    words.duration,
    words.days,
    words.size,
    words.zone,
    words.language,
    words.name,
    words.prefix,
    words.pattern,
    words.price,
    words.date_format,
    words.ladder,
    addresses.billing_url,
    addresses.page,
    addresses.listen,
    addresses.store_url,
    hours.openings,
    hours.country,
    quoting,
    default_lines,
    source,
]
TOML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("parse", PARSERS)
@given(value=TOML)
def test_a_parser_returns_or_refuses_whatever_it_is_given(parse: Callable[[object], object], value: object) -> None:
    try:
        parse(value)
    except (ValueError, ValidationError):
        return


@pytest.mark.parametrize(
    ("edit", "key", "allowed"),
    [
        (('"https://billing.example.com/"', '"http://billing.example.com/"'), "billing.url", "https://"),
        (('"https://billing.example.com/"', '"https://a:b@example.com/"'), "billing.url", "no user"),
        (('"https://billing.example.com/"', '"billing"'), "billing.url", "whole address"),
        (('"https://billing.example.com/"', '"https://e.com:port/"'), "billing.url", "whole address"),
        (('"Europe/Lisbon"', '"Europe"'), "billing.timezone", "time zone"),
        (('"Europe/Lisbon"', '"../etc/passwd"'), "billing.timezone", "time zone"),
        (('secret   = { env = "BRIDGE_SECRET" }', 'secret = "whsec_abc"'), "billing.secret", "{ env ="),
        (
            ("max_requests_per_second = 10", "max_requests_per_second = 0"),
            "billing.max_requests_per_second",
            "from 0.1",
        ),
        (("max_requests_per_second = 10", "max_requests_per_second = nan"), "billing.max_requests_per_second", "from"),
        (("max_concurrency         = 4", "max_concurrency = true"), "billing.max_concurrency", "whole number from 1"),
        (("max_concurrency         = 4", "max_concurrency = 2.5"), "billing.max_concurrency", "whole number from 1"),
        (('robots     = ["System"]', 'robots = "System"'), "billing.robots", "a list"),
        (('robots     = ["System"]', 'robots = [""]'), "billing.robots[1]", "not empty"),
        (('"127.0.0.1:8100"', '"127.0.0.1:81000"'), "server.listen", "HOST:PORT"),
        (('"127.0.0.1:8100"', "8100"), "server.listen", "HOST:PORT"),
        (('# worker_metrics = "127.0.0.1:8101"', 'worker_metrics = "8101"'), "server.worker_metrics", "HOST:PORT"),
        (
            ('# worker_metrics = "127.0.0.1:8101"', 'worker_metrics = "127.0.0.1:8100"'),
            "server.worker_metrics",
            "its own",
        ),
        (('tolerance = "5 minutes"', 'tolerance = "2 hours"'), "webhooks.tolerance", "at most 60 minutes"),
        (('tolerance = "5 minutes"', 'tolerance = "0 minutes"'), "webhooks.tolerance", "duration"),
        (('"256 KiB"', '"1 GiB"'), "webhooks.max_body", "16 MiB"),
        (('"256 KiB"', "262144"), "webhooks.max_body", "256 KiB"),
        (('"sqlite:///bridge.db"', '"sqlite:///:memory:"'), "store.url", "a file that lasts"),
        (('"sqlite:///bridge.db"', '"postgresql+psycopg://u:p@h/d"'), "store.url", "password"),
        (("products = [42]", "products = [0]"), "plans.unlimited-professional.products[1]", "from 1"),
        (('within = "30 days"', 'within = "720 hours"'), "tiers.new-customer.within", "whole days"),
        (('within = "30 days"', "within = 30"), "tiers.new-customer.within", "whole days"),
        (('within = "30 days"', 'within = "0 days"'), "tiers.new-customer.within", "whole days"),
        (('priority = "High"', 'priority = "high"'), "tiers.professional.priority", "Low, Medium, High"),
        (("courtesy = true", 'courtesy = "yes"'), "tiers.new-customer.courtesy", "true or false"),
        (('live_chat = "realtime"', 'live_chat = "always"'), "tiers.professional.channels.live_chat", "scheduled"),
        (('name  = "dns"', 'name = "dns entry"'), "topics.dns entry.name", "part of a tag"),
        (('name  = "dns"', f'name = "{"d" * 41}"'), f"topics.{'d' * 41}.name", "at most 40"),
        (("'critical error on", "'(?=critical) on"), "topics.wordpress.patterns[1]", "RE2 refuses"),
        (("automatic = []", 'automatic = ["(a"]'), "replies.automatic[1]", "RE2 refuses"),
        (('"35.00" }   #', "35.00 }   #"), "topics.wordpress.quote.unit_price", "in quotes"),
        (("quantity = 1, unit_price", "quantity = 0, unit_price"), "topics.wordpress.quote.quantity", "from 1"),
        (("margin    = 0.3", "margin = -0.1"), "guides.margin", "from 0"),
        (('stale_after = "36 hours"', 'stale_after = "-1 hours"'), "replies.stale_after", "duration"),
        (('stale_after = "36 hours"', 'stale_after = "999999 weeks"'), "replies.stale_after", "at most 36500 days"),
        (('language  = "en"', 'language = "english"'), "replies.language", "ISO 639-1"),
        (("per_client_per_day = 6", "per_client_per_day = -1"), "replies.per_client_per_day", "from 0"),
        (('"never"', '"always"'), "quotes.send", "never, automatic"),
        (('"14 days"', '"14 hours"'), "quotes.valid_for", "whole days"),
        (('"DD/MM/YYYY"', '"DD/DD/YYYY"'), "quotes.date_format", "each once"),
        (('prefix = "support-"', 'prefix = ""'), "tags.prefix", "1 to 30"),
        (('without_addon = "note"', 'without_addon = "field"'), "tags.without_addon", "note, none"),
        (('# sunday   = "10:00-14:00"', 'sunday = "14:00-10:00"'), "hours.sunday", "past midnight"),
        (('# sunday   = "10:00-14:00"', 'sunday = "10:00-14:00, 13:00-15:00"'), "hours.sunday", "without overlap"),
        (('# country  = "PT"', 'country = "DE-XX"\nsunday = "10:00-11:00"'), "hours.country", "no part"),
        (('# country  = "PT"', 'country = "PT"'), "hours", "no day has opening times"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused(shop: Shop, edit: Edit, key: str, allowed: str) -> None:
    assert allowed in shop.mistakes(edit)[key]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1 second", 1), ("5 minutes", 300), ("36 hours", 129_600), ("30 days", 2_592_000), ("2 weeks", 1_209_600)],
)
def test_a_duration_is_a_number_and_a_unit(written: str, meant: int) -> None:
    assert words.duration(written) == timedelta(seconds=meant)


@pytest.mark.parametrize("written", ["30 days", "30days", "30 day"])
def test_days_are_whole_days(written: str) -> None:
    assert words.days(written) == 30


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://127.0.0.1:8200", "http://127.0.0.1:8200/"),
        ("http://[::1]:8200/billing", "http://[::1]:8200/billing/"),
        ("http://localhost/", "http://localhost/"),
        ("https://billing.example.com/whmcs//", "https://billing.example.com/whmcs/"),
    ],
)
def test_a_billing_url_ends_with_one_slash_and_may_be_plain_on_this_machine(written: str, meant: str) -> None:
    assert addresses.billing_url(written) == meant


@pytest.mark.parametrize(
    "written", ["http://127.0.0.1.example.com/", "http://localhost.example.com/", "http://10.0.0.1/"]
)
def test_no_other_machine_passes_for_this_one(written: str) -> None:
    with pytest.raises(ValueError, match="https"):
        addresses.billing_url(written)


@pytest.mark.parametrize(
    ("written", "meant"), [("[::1]:0", ("::1", 0)), ("bridge.example:65535", ("bridge.example", 65535))]
)
def test_a_server_listens_at_host_and_port(written: str, meant: tuple[str, int]) -> None:
    assert tuple(addresses.listen(written)) == meant


@pytest.mark.parametrize("written", ["DD/MM/YYYY", "MM/DD/YYYY", "YYYY-MM-DD", "DD.MM.YYYY", "YYYY/MM/DD"])
def test_every_order_of_a_date_is_known(written: str) -> None:
    assert words.date_format(written) == written
