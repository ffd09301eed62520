"""What must hold between the parts of a policy: names, references, rungs and lines."""

import pytest

from tests.config.conftest import Edit, Shop

TOPIC = '[[topics]]\nname  = "dns"\nscope = "tools"\n'
FIRST_TIER = '[[tiers]]\nname = "former"'


def tier(name: str) -> Edit:
    return ('[[tiers]]\nname = "new-customer"', f'[[tiers]]\nname = "{name}"')


@pytest.mark.parametrize(
    "name",
    [
        *("solved", "realtime", "needs-staff", "quoted", "quote-accepted", "quote-lost", "held", "guest"),
        *("rung-guide", "rung-clarify", "rung-quote", "rung-staff", "rung-execute"),
        *("scope-tools", "scope-application", "scope-unmanaged", "scope-provider", "scope-billing", "scope-presales"),
        *("topic-dns", "Solved", "RUNG-guide", "Topic-DNS", "GUEST"),
    ],
)
def test_a_tier_may_not_be_named_like_another_tag(shop: Shop, name: str) -> None:
    """T5, W1: else two different things would write one tag."""
    assert "the word of another tag" in shop.mistakes(tier(name))[f"tiers.{name}.name"]


@pytest.mark.parametrize("name", ["solved-it", "rung", "topic-nothing", "scope", "VIP", "tier_2"])
def test_any_other_name_will_do(shop: Shop, name: str) -> None:
    assert shop.load(tier(name)).policy.tier(name).within == 30


@pytest.mark.parametrize("name", ["best-effort", "Best-Effort"])
def test_names_are_told_apart_by_more_than_case(shop: Shop, name: str) -> None:
    assert "give each its own" in shop.mistakes(tier(name))["tiers.best-effort"]


def test_topics_have_names_of_their_own(shop: Shop) -> None:
    assert "give each its own" in shop.mistakes(('name  = "dns"', 'name = "WordPress"'))["topics.wordpress"]


def test_a_tier_asks_for_a_plan_that_is_defined(shop: Shop) -> None:
    assert (
        "there is no plan"
        in shop.mistakes(('plan = "unlimited-professional"', 'plan = "x"'))["tiers.professional.plan"]
    )


def test_a_plan_can_be_held(shop: Shop) -> None:
    """T1: some product or addon, in some status."""
    bare = shop.mistakes(("products = [42]\naddons   = [7]\n", ""))
    assert bare == {"plans.unlimited-professional": "nothing fulfils it; name products = [ID] or addons = [ID]"}
    assert (
        "no status counts"
        in shop.mistakes(('counts   = ["Active"]', "counts = []"))["plans.unlimited-professional.counts"]
    )


@pytest.mark.parametrize(
    ("ladder", "reason"),
    [
        ("[]", "at least one rung"),
        ('"staff"', "a list of at least one rung"),
        ('["guide", "clarify", "guide"]', "more than once"),
        ('["guide", "quote", "quote"]', "more than once"),
        ('["help"]', "no rung"),
    ],
)
def test_a_ladder_can_work(shop: Shop, ladder: str, reason: str) -> None:
    """L1, W3: some rung, and what is sent once ever stands on it once."""
    assert reason in shop.mistakes(('ladder   = ["execute"]', f"ladder = {ladder}"))["tiers.professional.ladder"]


def test_a_guest_is_never_quoted(shop: Shop) -> None:
    """T0, Q1: a quote needs a client."""
    assert (
        "needs a client"
        in shop.mistakes(('[guest]\nladder   = ["staff"]', '[guest]\nladder = ["quote"]'))["guest.ladder"]
    )


@pytest.mark.parametrize("scope", ["tools", "application", "unmanaged"])
def test_a_topic_that_climbs_has_no_priority(shop: Shop, scope: str) -> None:
    """W2: the tier's is set where its rung calls for it."""
    edit = (TOPIC, TOPIC.replace("tools", scope) + 'priority = "High"\n')
    assert "W2" in shop.mistakes(edit)["topics.dns.priority"]


@pytest.mark.parametrize("scope", ["provider", "billing", "presales"])
def test_a_topic_that_never_climbs_has_nothing_for_the_rungs(shop: Shop, scope: str) -> None:
    """S1: neither clarifications nor quote lines would ever be sent."""
    never = TOPIC.replace("tools", scope)
    said = never + 'clarifications = ["replies/wordpress-1.md"]\nquote = { description = "A", unit_price = "1" }\n'
    assert set(shop.mistakes((TOPIC, said))) == {"topics.dns.clarifications", "topics.dns.quote"}
    assert shop.load((TOPIC, never + 'priority = "Low"\nquote = false\n')).policy.topics["dns"].priority == "Low"


def test_a_ladder_that_quotes_has_lines_to_quote(shop: Shop) -> None:
    """Q1: the topic's own, or the default ones; or the topic is not quoted (Q2)."""
    line = 'default     = { description = "Assistance with your request", quantity = 1, unit_price = "35.00" }\n'
    found = shop.mistakes((line, ""))
    assert set(found) == {f"topics.{name}.quote" for name in ("dns", "email-account", "unmanaged-server")}
    never = (', "quote"]\nchannels = { live_chat = "scheduled"', ']\nchannels = { live_chat = "scheduled"')
    assert shop.load((line, ""), never).policy.quotes.default == ()


def test_a_text_is_named_once_in_a_topic(shop: Shop) -> None:
    twice = ('["replies/wordpress-1.md"]', '["replies/wordpress-1.md", "replies/wordpress-1.md"]')
    assert "twice" in shop.mistakes(twice)["topics.wordpress.clarifications"]
