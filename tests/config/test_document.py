"""W6: a policy is kept as a document, rebuilt from it exactly, and known by its digest."""

import hashlib
import json
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bridge.config import document, policy_from_document
from bridge.config.document import stamped
from bridge.config.hours import CountryHolidays, NoHolidays
from bridge.core.model import Access, Channel, Priority, Rung, Scope
from bridge.core.policy import (
    Finder,
    Guide,
    Hours,
    Opening,
    Plan,
    Policy,
    QuoteLine,
    Quotes,
    Replies,
    Text,
    Tier,
    Topic,
)
from tests.config.conftest import ENVIRONMENT, SECRET, Shop

NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)
ZONES = st.sampled_from(["UTC", "Europe/Lisbon", "America/New_York"]).map(ZoneInfo)
LINES = st.lists(st.builds(QuoteLine, NAME, st.integers(1, 9), NAME), max_size=2).map(tuple)
FEW = st.lists(NAME, max_size=3).map(tuple)
TIER = st.builds(
    Tier,
    NAME,
    st.lists(st.sampled_from(Rung), min_size=1, max_size=4).map(tuple),
    st.dictionaries(st.sampled_from(Channel), st.sampled_from(Access)),
    st.none() | NAME,
    st.none() | st.integers(1, 99),
    st.frozensets(NAME, max_size=2),
    st.booleans(),
    st.none() | st.sampled_from(Priority),
)
TOPIC = st.builds(
    Topic,
    NAME,
    st.sampled_from(Scope),
    st.none() | st.builds(Guide, NAME, NAME, NAME),
    st.lists(st.builds(Text, NAME, NAME), max_size=2).map(tuple),
    LINES,
    st.booleans(),
    st.none() | st.sampled_from(Priority),
    FEW,
    FEW,
)
OPENING = st.builds(Opening, st.times().map(lambda at: at.replace(fold=0)), st.just(time.min))
WEEK = st.tuples(*[st.lists(OPENING, max_size=2).map(tuple)] * 7)
RESTING = st.sampled_from([NoHolidays(), CountryHolidays("PT"), CountryHolidays("DE-BY")])
SECONDS = st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds))
POLICIES = st.builds(
    Policy,
    ZONES,
    st.dictionaries(NAME, st.builds(Plan, NAME, st.frozensets(NAME), st.frozensets(NAME)), max_size=2),
    st.lists(TIER, max_size=3).map(tuple),
    TIER,
    st.dictionaries(NAME, TOPIC, max_size=2),
    st.just(""),
    st.builds(Finder, st.floats(0, 9), st.floats(0, 9)),
    st.builds(Replies, st.integers(0, 9), st.integers(0, 9), st.booleans(), SECONDS, FEW, FEW),
    st.builds(Quotes, st.booleans(), st.integers(1, 99), LINES),
    NAME,
    st.none() | st.builds(Hours, ZONES, WEEK, RESTING),
)


@given(POLICIES)
def test_a_policy_is_rebuilt_exactly_from_its_document(policy: Policy) -> None:
    whole = stamped(policy)
    assert policy_from_document(document(whole)) == whole


@given(POLICIES, POLICIES)
def test_policies_have_one_digest_exactly_when_they_are_the_same(one: Policy, other: Policy) -> None:
    assert (stamped(one).digest == stamped(other).digest) == (one == other)


def test_the_digest_is_of_the_document(shop: Shop) -> None:
    policy = shop.load().policy
    assert policy.digest == hashlib.sha256(document(policy).encode()).hexdigest()


def test_the_order_of_the_topics_in_the_file_changes_nothing(shop: Shop) -> None:
    outage = (
        '[[topics]]\nname  = "outage"\nscope = "provider"\npriority = "High"\n'
        'phrases = ["node down", "hypervisor", "network outage", "packet loss"]\n'
    )
    first = '[[topics]]\nname  = "wordpress"'
    moved = shop.load((outage, ""), (first, f"{outage}\n{first}")).policy
    assert moved.digest == shop.load().policy.digest


def test_how_the_bridge_runs_is_no_part_of_the_policy(shop: Shop) -> None:
    elsewhere = (("127.0.0.1:8100", "127.0.0.1:8101"), ("https://billing.example.com/", "https://b.example.com/"))
    assert shop.load(*elsewhere).policy.digest == shop.load().policy.digest


def test_another_text_is_another_policy(shop: Shop) -> None:
    before = shop.load().policy
    shop.text("wordpress-1.md", "Try this.")
    after = shop.load().policy
    assert after.digest != before.digest
    assert after.topics["wordpress"].clarifications[0].name == before.topics["wordpress"].clarifications[0].name


def test_no_secret_is_in_the_document(shop: Shop) -> None:
    kept = document(shop.load(("# tokens = ", "tokens = ")).policy)
    assert SECRET not in kept
    assert ENVIRONMENT["BRIDGE_API_TOKEN"] not in kept
    assert "BRIDGE_SECRET" not in kept


def test_a_document_from_before_a_field_is_read_with_its_default(shop: Shop) -> None:
    content = json.loads(document(shop.load().policy))
    del content["replies"]["stale_after"]
    assert policy_from_document(json.dumps(content)).replies.stale_after == timedelta(hours=36)


def test_holidays_brought_back_are_the_same_days(shop: Shop) -> None:
    policy = replace(shop.load().policy, hours=Hours(ZoneInfo("UTC"), ((),) * 7, CountryHolidays("PT")))
    hours = policy_from_document(document(policy)).hours
    assert hours is not None
    assert date(2027, 12, 25) in hours.holidays
