"""How far the billing system's clock is off is known from answers that came anyway."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.billing import Billing, KeepsTime
from bridge.clock import real_clock
from bridge.errors import BillingError
from mappings.whmcs.transport import skew_of
from tests.whmcs import shops
from tests.whmcs.wires import answering, server

NOW = datetime.fromisoformat("2026-03-20T12:00:00.500+00:00")


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        ("Fri, 20 Mar 2026 12:00:00 GMT", 0),
        ("Fri, 20 Mar 2026 12:01:30 GMT", 90),
        ("Fri, 20 Mar 2026 11:54:00 GMT", -360),
        ("Fri, 20 Mar 2026 13:00:00 +0100", 0),
    ],
)
def test_the_date_of_an_answer_tells_to_the_second(date: str, seconds: float) -> None:
    assert skew_of(date, now=NOW) == seconds


@pytest.mark.parametrize(
    "date",
    [None, "", "yesterday", "Fri, 20 Mar 2026 12:00:00 -0000", f"Fri, 20 Mar {9**30} 12:00:00 GMT"],
)
def test_a_date_that_tells_nothing_leaves_what_was_known(date: str | None) -> None:
    assert skew_of(date, now=NOW, before=7) == 7


@given(st.text())
def test_no_header_can_break_an_answer(date: str) -> None:
    assert isinstance(skew_of(date, now=NOW, before=7), float | int)


@pytest.mark.parametrize("connected", [shops.addon, shops.plain], ids=["addon", "plain"])
def test_both_transports_tell_it_and_so_does_an_answer_that_is_a_no(connected: Callable[[str], Billing]) -> None:
    date = format_datetime(real_clock() + timedelta(minutes=10), usegmt=True)
    with server(answering(b"{}", status="403 Forbidden", headers=(f"Date: {date}",))) as shop:
        billing = connected(shop.url)
        assert isinstance(billing, KeepsTime)
        assert billing.clock_skew is None
        with pytest.raises(BillingError):
            billing.read_client("42")
        assert billing.clock_skew == pytest.approx(600, abs=5)
