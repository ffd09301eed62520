"""What explain says beside the tier: what is in force, what was corrected since, what would have been better (W6)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bridge.billing import PostReply
from bridge.core.chronicle import Gone
from bridge.core.model import About, OverrideKind, Subject, SubjectKind
from bridge.explain import Explain
from bridge.store.write_rows import Verdict
from tests.reconcile.bench import Bench
from tests.reconcile.conftest import benches, kept_store, lease_clock, settings, store
from tests.reconcile.maker import Maker
from tests.reconcile.shop import Fate
from tests.reconcile.stories import BROKEN, UNCLEAR

__all__ = ["benches", "kept_store", "lease_clock", "settings", "store"]

DAY = 86_400.0
CLIENT = Subject(SubjectKind.CLIENT, "42")


@pytest.fixture
def bench(benches: Maker) -> Bench:
    return benches()


def asked(bench: Bench, *, at: datetime | None = None, as_known: datetime | None = None) -> Mapping[str, Any]:
    found = Explain(bench.store, bench.policy, bench.clock, lambda _: None).client("42", at, as_known)
    assert isinstance(found, dict)
    return found


def suspended(bench: Bench) -> None:
    bench.shop.sign_up(holding="addon:7")
    bench.hint(CLIENT)
    bench.settle()
    bench.pass_time(10 * DAY)
    bench.shop.buy("42", status="Suspended")
    bench.hint(CLIENT)
    bench.settle()


def test_a_suspended_plan_is_what_keeps_a_client_from_realtime_chat(bench: Bench) -> None:
    suspended(bench)
    bench.pass_time(DAY)
    answer = asked(bench)
    first = answer["why_not"][0]
    assert (first["tier"], first["channels"]["live_chat"]) == ("professional", "realtime")
    assert (first["if"]["item"], first["if"]["was"], first["if"]["were"]) == ("addon:7", "Suspended", "Active")
    since = bench.clock() - timedelta(days=1)
    assert datetime.fromisoformat(first["if"]["since"]) == since
    assert first["if"]["since"].endswith("+01:00")  # as the clocks of the billing system show it (D4)


def test_t6_what_was_known_at_once_needs_no_correction(bench: Bench) -> None:
    suspended(bench)
    at = bench.clock() + timedelta(seconds=1)
    bench.pass_time(3 * DAY)
    assert asked(bench, at=at)["tier"] == "best-effort"
    assert asked(bench, at=at)["corrected"] is None


def test_t6_what_was_learned_later_about_an_instant_is_named(bench: Bench) -> None:
    bench.shop.sign_up(days_ago=100)
    bench.hint(CLIENT)
    bench.settle()
    bench.pass_time(5 * DAY)
    at = bench.clock()
    bench.pass_time(5 * DAY)
    bench.shop.buy("42")  # registered months ago: it counts from then, and is found only now
    bench.hint(CLIENT)
    bench.settle()
    answer = asked(bench, at=at)
    assert answer["tier"] == "professional"
    assert answer["corrected"]["tier"] == "best-effort"
    (learned,) = answer["corrected"]["learned_since"]
    assert (learned["about"], learned["value"]) == (About.HOLDING, "Active")
    assert asked(bench, at=at, as_known=at)["tier"] == "best-effort"
    assert asked(bench)["corrected"] is None


def test_what_people_set_is_listed_whether_it_withholds_anything_or_not(bench: Bench) -> None:
    owner = bench.shop.sign_up()
    bench.opens("7", BROKEN)
    bench.settle()
    bench.override(OverrideKind.HOLD, owner, hours=2)
    bench.settle()
    explained = bench.explained("7")
    assert explained["withheld"] == []
    assert [(one["kind"], one["on"]) for one in explained["overrides"]] == [("hold", "client 42")]  # type: ignore[attr-defined]
    assert [one["kind"] for one in asked(bench)["overrides"]] == ["hold"]
    bench.pass_time(3 * 3600)
    assert bench.explained("7")["overrides"] == []


def test_an_abstention_says_what_was_missing_for_a_guide(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.opens("7", UNCLEAR)
    bench.settle()
    explained: Any = bench.explained("7")
    assert explained["topic"] is None
    assert [one["if"]["rule"] for one in explained["why_not"]] == ["S2"]


def test_what_a_person_decided_about_a_write_is_shown_with_it(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.shop.meet(PostReply, Fate.REFUSED)
    bench.opens("7", BROKEN)
    bench.settle()
    assert bench.store.writes.abandon("7", "guide", bench.clock(), reason="by phone")
    explained: Any = bench.explained("7")
    (write,) = explained["writes"]
    assert [(one["verdict"], one["reason"]) for one in write["verdicts"]] == [(Verdict.ABANDON, "by phone")]
    assert explained["why_not"][0]["sent"] == "guide"


def test_t8_a_merged_client_leads_to_its_survivor(bench: Bench) -> None:
    bench.shop.sign_up()
    bench.shop.sign_up("43")
    bench.hint(CLIENT)
    bench.settle()
    del bench.shop.clients["42"]
    bench.hint(CLIENT, told=(("client", "42", About.MERGED_INTO, "43", ""),))
    bench.settle()
    found = Explain(bench.store, bench.policy, bench.clock, lambda _: None).client("42", None, None)
    assert isinstance(found, Gone)
    assert found.survivor == "43"
