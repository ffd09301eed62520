"""A reading that is older than the webhook which asked for it, as a replica's may be, is made again soon."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bridge.core.model import About, SubjectKind
from tests.reconcile.bench import Bench
from tests.reconcile.maker import Maker
from tests.reconcile.stories import BROKEN, FURTHER

QUARTER_MINUTE = 15.0


def _customer_writes(bench: Bench) -> str:
    bench.shop.customer_writes("7", FURTHER)
    return "yes"


def _is_closed(bench: Bench) -> str:
    bench.shop.close("7")
    return "no"


@pytest.mark.parametrize("act", [_customer_writes, _is_closed])
def test_what_a_lagging_reading_did_not_show_is_seen_soon(benches: Maker, act: Callable[[Bench], str]) -> None:
    bench = benches(enforces_keys=False)
    bench.shop.sign_up()
    ticket = bench.opens("7", BROKEN)
    bench.settle()
    bench.pass_time(1800)
    bench.shop.read_stale("7")
    is_open = act(bench)
    bench.hint(ticket, told=((SubjectKind.TICKET.value, "7", About.TICKET_OPEN, is_open, ""),))
    bench.settle()
    bench.pass_time(QUARTER_MINUTE)
    bench.settle()
    row = bench.store.tickets.row("7")
    assert row is not None
    assert row.is_open is (is_open == "yes")
    assert len(bench.shop.said("7")) == (2 if is_open == "yes" else 1)


def test_a_reading_that_shows_what_was_told_is_not_made_again(benches: Maker) -> None:
    bench = benches()
    bench.shop.sign_up()
    ticket = bench.opens("7", BROKEN)
    bench.settle()
    bench.pass_time(1800)
    _customer_writes(bench)
    bench.hint(ticket, told=((SubjectKind.TICKET.value, "7", About.TICKET_OPEN, "yes", ""),))
    bench.settle()
    planned = bench.store.agenda.planned(ticket)
    assert planned is None or planned > bench.clock() + timedelta(minutes=10)
