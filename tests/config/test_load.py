"""What the example comes to, and that everything wrong is said at once, each with what is allowed."""

import subprocess
import sys
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bridge.config import load
from bridge.core.model import Access, Channel, Priority, Rung, Scope
from bridge.core.policy import QuoteLine
from bridge.errors import ConfigError
from tests.config.conftest import ENVIRONMENT, ROOT, Edit, Shop, wrong

REFERENCE_TABLES = (
    "billing server webhooks store api plans tiers guest links topics guides replies quotes tags hours"  # all of them
)


def test_the_example_loads_where_it_lies() -> None:
    assert load(ROOT / "config.example.toml", environment=ENVIRONMENT).system == "whmcs"


def test_one_secret_is_enough_to_be_live(shop: Shop) -> None:
    one = Shop(shop.folder, {"BRIDGE_SECRET": ENVIRONMENT["BRIDGE_SECRET"]})
    settings = one.load()
    assert settings.secrets == (settings.connection.secret,)
    assert len(settings.api_tokens) == 1


def test_the_policy_is_the_examples(shop: Shop) -> None:
    policy = shop.load().policy
    assert [tier.name for tier in policy.tiers] == ["former", "professional", "new-customer", "best-effort"]
    professional = policy.tier("professional")
    assert (professional.plan, professional.priority) == ("unlimited-professional", Priority.HIGH)
    assert policy.tier("new-customer").within == 30
    assert policy.tier("new-customer").courtesy
    assert policy.tier("best-effort").ladder == (Rung.GUIDE, Rung.CLARIFY, Rung.CLARIFY, Rung.QUOTE)
    assert policy.tier("best-effort").channels[Channel.LIVE_CHAT] is Access.SCHEDULED
    assert policy.guest.ladder == (Rung.STAFF,)
    assert policy.plans["unlimited-professional"].items == {"product:42", "addon:7"}
    assert policy.topics["outage"].scope is Scope.PROVIDER
    assert policy.topics["wordpress"].quote == (QuoteLine("Repair of a WordPress site", 1, "35.00"),)
    assert policy.replies.stale_after == timedelta(hours=36)
    assert policy.hours is None


def test_the_running_is_the_examples(shop: Shop) -> None:
    settings = shop.load()
    assert settings.connection.url == "https://billing.example.com/"
    assert settings.connection.robots == {"System"}
    assert settings.connection.tags_in_note
    assert tuple(settings.listen) == ("127.0.0.1", 8100)
    assert (settings.tolerance, settings.max_body) == (timedelta(minutes=5), 256 * 1024)
    assert settings.store_url == f"sqlite:///{shop.folder / 'bridge.db'}"
    assert settings.language == "en"


def test_tiers_with_a_client_status_are_asked_first(shop: Shop) -> None:
    """T4: former is asked before all others, wherever it stands in the file."""
    without = (
        '[[tiers]]\nname = "former"\nclient_status = ["Closed"]\n',
        '[[tiers]]\nname = "early"\nwithin = "1 day"\n',
    )
    closed = '[[tiers]]\nname = "former"\nclient_status = ["Closed"]\nladder = ["staff"]\n\n[guest]'
    settings = shop.load(without, ("[guest]", closed))
    names = [tier.name for tier in settings.policy.tiers]
    assert names == ["former", "early", "professional", "new-customer", "best-effort"]


def test_hours_are_read_with_the_holidays_of_the_country(shop: Shop) -> None:
    """C3: days without opening times are closed, holidays too."""
    hours = shop.load(('# monday   = "09', 'monday   = "09'), ("# country ", "country ")).policy.hours
    assert hours is not None
    assert [(opening.start, opening.end) for opening in hours.week[0]] == [(time(9), time(13)), (time(14), time(18))]
    assert hours.week[1:] == ((),) * 6
    assert date(2026, 12, 25) in hours.holidays
    assert date(2026, 12, 28) not in hours.holidays
    assert hours.zone.key == "Europe/Lisbon"


def test_an_opening_may_end_at_midnight(shop: Shop) -> None:
    hours = shop.load(("# friday ", "friday ")).policy.hours
    assert hours is not None
    assert hours.week[4][0].end == time.min
    assert date(2026, 12, 25) not in hours.holidays


def test_a_quote_may_have_several_lines_or_none_at_all(shop: Shop) -> None:
    lines = '[{ description = "A", unit_price = "1.50" }, { description = "B", quantity = 2, unit_price = "3" }]'
    own = ('{ description = "Repair of a WordPress site", quantity = 1, unit_price = "35.00" }', lines)
    topic = shop.load(own).policy.topics["wordpress"]
    assert topic.quote == (QuoteLine("A", 1, "1.50"), QuoteLine("B", 2, "3"))
    assert not shop.load((own[0], "false")).policy.topics["wordpress"].may_quote
    assert shop.load((own[0], "true")).policy.topics["wordpress"].may_quote


def test_a_store_on_postgresql_is_taken_as_written(shop: Shop) -> None:
    edit = ('"sqlite:///bridge.db"', '"postgresql://bridge@db.example/bridge"')
    assert shop.load(edit).store_url == "postgresql+psycopg://bridge@db.example/bridge"


def test_every_mistake_in_every_table_is_said_at_once(shop: Shop) -> None:
    found = shop.mistakes(
        ('system   = "whmcs"', 'systm = "whmcs"'),
        ('listen = "127.0.0.1:8100"', 'listen = "nowhere"'),
        ('tolerance = "5 minutes"', 'tolerance = "soon"'),
        ('"sqlite:///bridge.db"', '"mysql://x"'),
        ("# tokens = ", "tokens = 3 # "),
        ("products = [42]", 'products = ["42"]'),
        ('ladder   = ["execute"]', 'ladder = ["exectue"]'),
        ('[guest]\nladder   = ["staff"]', '[guest]\nladder = ["quote"]'),
        ("https://example.com/schedule", "example.com"),
        ('scope = "tools"', 'scope = "tool"'),
        ("threshold = 1.0", "threshold = -1.0"),
        ("per_ticket_per_day = 3", "per_ticket_per_day = -3"),
        ('"DD/MM/YYYY"', '"D/M/Y"'),
        ('prefix = "support-"', 'prefix = "support "'),
        ('# monday   = "09:00-13:00, 14:00-18:00"', 'monday = "9-5"'),
        ("# Support bridge:", "telegram = 1\n#"),
    )
    tables = {key.partition(".")[0] for key in found}
    assert tables == set(REFERENCE_TABLES.split()) - {"webhooks"} | {"webhooks", "telegram"}


def test_a_mistake_names_the_file_the_key_and_what_is_allowed(shop: Shop) -> None:
    shop.write(('ladder   = ["execute"]', 'ladder = ["exectue"]'))
    with pytest.raises(ConfigError) as refused:
        load(shop.path, environment=ENVIRONMENT)
    assert str(refused.value) == (
        f"{shop.path}: tiers.professional.ladder: 'exectue' is no rung (did you mean \"execute\"?); "
        "allowed: guide, clarify, quote, staff, execute"
    )


@pytest.mark.parametrize(
    ("edit", "key", "guess"),
    [
        (("[guides]", "[guide]"), "guide", "guides"),
        (("robots ", "robot "), "billing.robot", "robots"),
        (("within =", "whithin ="), "tiers.new-customer.whithin", "within"),
        (("live_chat = ", "livechat = "), "tiers.professional.channels.livechat", "live_chat"),
        (("phrases = [", "phrase = ["), "topics.dns.phrase", "phrases"),
        (("unit_price", "unitprice"), "topics.wordpress.quote.unitprice", "unit_price"),
        (('system   = "whmcs"', 'system = "whcms"'), "billing.system", "whmcs"),
        (('plan = "unlimited', 'plan = "unlimitd'), "tiers.professional.plan", "unlimited-professional"),
        (("# country  = ", 'monday = "10:00-11:00"\ncountry = "pt" # '), "hours.country", "PT"),
    ],
)
def test_what_is_unknown_is_guessed_at(shop: Shop, edit: Edit, key: str, guess: str) -> None:
    assert f'did you mean "{guess}"?' in shop.mistakes(edit)[key]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a = [[[\n", "is not TOML"),
        (b"a = '\xff'\n", "is not UTF-8"),
        (b"x = 1\nx = 2\n", "is not TOML"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_mistake(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "config.toml"
    if content is not None:
        path.write_bytes(content)
    assert list(wrong(path, {}).values())[0].startswith(reason)  # noqa: RUF015 - there is one


def test_an_empty_file_lacks_what_nobody_else_can_know(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    assert set(wrong(path, {})) == {"billing.url", "billing.timezone", "billing.secret", "tiers"}


@pytest.mark.parametrize("content", ["billing = 3", "tiers = 3", "tiers = [3]", "topics = [[1]]", "plans = [1]"])
def test_a_table_that_is_none_is_said_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    assert any("must be" in reason for reason in wrong(path, {}).values())


def test_importing_the_room_brings_neither_store_nor_network() -> None:
    code = (
        "import sys, bridge.config; sys.exit(bool({'sqlalchemy', 'requests', 'flask', 'holidays'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
