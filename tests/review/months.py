"""Months at a shop: clients in every tier, plans bought and lost, holds, staff, a quote, a closed ticket, a merge."""

from collections.abc import Callable

from bridge.core.model import OverrideKind, Subject, SubjectKind
from tests.reconcile.bench import Bench
from tests.reconcile.stories import BROKEN, FURTHER, UNCLEAR

DAY = 86_400.0
DNS = "I need help to change a DNS entry on my service."


def _new_customer_until_day_thirty(bench: Bench) -> None:
    bench.shop.sign_up("1", days_ago=28)
    bench.opens("11", BROKEN, client="1")
    bench.settle()
    bench.pass_time(3 * DAY)
    bench.settle()
    bench.writes("11", FURTHER)


def _plan_bought_and_suspended(bench: Bench) -> None:
    bench.shop.sign_up("2")
    bench.opens("12", BROKEN, client="2")
    bench.settle()
    for status in ("Active", "Suspended"):
        bench.pass_time(60)  # what is learned at the very instant of a decision is known to it
        bench.shop.buy("2", status=status)
        bench.hint(Subject(SubjectKind.CLIENT, "2"))
        bench.settle()
        bench.pass_time(DAY)
    bench.writes("12", FURTHER)


def _held_then_answered_by_staff(bench: Bench) -> None:
    owner = bench.shop.sign_up("3")
    bench.override(OverrideKind.HOLD, owner, hours=2)
    bench.opens("13", DNS, client="3")
    bench.settle()
    bench.shop.staff_write("13")
    bench.writes("13", FURTHER)


def _granted_and_unclear(bench: Bench) -> None:
    owner = bench.shop.sign_up("4")
    bench.opens("14", UNCLEAR, client="4")
    bench.settle()
    bench.pass_time(60)
    bench.override(OverrideKind.GRANT, owner, hours=5, tier="professional")
    bench.settle()
    bench.pass_time(DAY)


def _guest(bench: Bench) -> None:
    bench.opens("15", "What do your servers cost?", client=None)


def _solved(bench: Bench) -> None:
    bench.shop.sign_up("6")
    bench.opens("16", DNS, client="6")
    bench.settle()
    bench.writes("16", "It works now, thank you!")


HAPPENINGS: tuple[Callable[[Bench], None], ...] = (
    _new_customer_until_day_thirty,
    _plan_bought_and_suspended,
    _held_then_answered_by_staff,
    _granted_and_unclear,
    _guest,
    _solved,
)


def live_through_months(bench: Bench) -> None:
    for happen in HAPPENINGS:
        happen(bench)
        bench.settle()
        bench.pass_time(DAY)
    bench.settle()
