"""What a policy would change is told exactly before it is applied, and applying it changes that and nothing else."""

from dataclasses import replace

from bridge.config.document import stamped
from bridge.core.model import Access, Channel, Rung, Subject, SubjectKind
from bridge.core.policy import Policy
from bridge.reconcile.everybody import look_at_everybody
from bridge.review.judging import judge
from bridge.review.radius import Radius, radius
from bridge.review.tally import Kind, Tally
from tests.reconcile.bench import Bench
from tests.reconcile.stories import BROKEN, with_ladder
from tests.review.months import DNS


def under(bench: Bench, policy: Policy) -> Radius:
    return radius(bench.store, judge(bench.policy), judge(stamped(policy)), bench.clock())


def counts(tally: Tally) -> dict[tuple[str, str, str], int]:
    return {(kind.what, kind.before, kind.after): count for kind, count, _ in tally.kinds()}


def tiers_with(policy: Policy, name: str, **fields: object) -> Policy:
    changed = (replace(tier, **fields) if tier.name == name else tier for tier in policy.tiers)  # type: ignore[arg-type]
    return replace(policy, tiers=tuple(changed))


def test_the_same_policy_changes_nobody(lived: Bench) -> None:
    found = under(lived, lived.policy)
    assert found.is_empty
    assert (found.clients.compared, found.tickets.compared) == (5, 6)


def test_a_longer_window_moves_clients_and_their_tickets(lived: Bench) -> None:
    found = under(lived, tiers_with(lived.policy, "new-customer", within=365))
    assert counts(found.clients)["tier", "best-effort", "new-customer"] == found.clients.changed == 5
    assert counts(found.clients)["live_chat", "scheduled", "realtime"] == 5
    assert counts(found.tickets)["tag", "", "+support-new-customer"] == 5
    examples = {kind: ids for kind, _, ids in found.clients.kinds()}
    assert examples[Kind("tier", "best-effort", "new-customer")] == ["1", "2", "3", "4", "6"]


def test_a_window_that_ends_at_another_time_is_told_though_the_tier_is_the_same(bench: Bench) -> None:
    bench.shop.sign_up("9", days_ago=2)
    bench.hint(Subject(SubjectKind.CLIENT, "9"))
    bench.settle()
    found = under(bench, tiers_with(bench.policy, "new-customer", within=10))
    assert counts(found.clients) == {("end of tier", "new-customer", "sooner"): 1}


def test_a_channel_that_opens_is_told_without_any_change_of_tier(lived: Bench) -> None:
    best = lived.policy.tier("best-effort")
    wider = {**best.channels, Channel.TELEGRAM: Access.OPEN}
    found = under(lived, tiers_with(lived.policy, "best-effort", channels=wider))
    assert counts(found.clients) == {("telegram", "closed", "open"): 5}
    assert not found.tickets.changed


def test_what_applying_it_does_to_tags_is_what_was_told(bench: Bench) -> None:
    policy = stamped(with_ladder(bench.policy, Rung.STAFF))
    told = under(bench, policy)
    before = {ticket: bench.shop.tags(ticket) for ticket in bench.shop.tickets}
    said = {ticket: bench.shop.said(ticket) for ticket in bench.shop.tickets}
    bench.enter(policy)
    look_at_everybody(bench.store, bench.clock())
    bench.settle()
    after = {ticket: bench.shop.tags(ticket) for ticket in bench.shop.tickets}
    changes = [
        f"{sign}support-{tag}"
        for ticket in before
        for sign, tags in (("+", after[ticket] - before[ticket]), ("-", before[ticket] - after[ticket]))
        for tag in tags
    ]
    foretold = {kind.after: count for kind, count, _ in told.tickets.kinds() if kind.what == "tag"}
    assert foretold == {change: changes.count(change) for change in changes}
    assert foretold
    assert {ticket: bench.shop.said(ticket) for ticket in bench.shop.tickets} == said


def test_what_becomes_owed_is_told_to_be_withheld(bench: Bench) -> None:
    """W7: a changed policy mails nobody for what the old one did not owe."""
    strict = stamped(replace(bench.policy, finder=replace(bench.policy.finder, threshold=99.0)))
    bench.enter(strict)
    bench.opens("17", BROKEN, client="2")
    bench.settle()
    assert bench.shop.said("17") == []
    found = under(bench, replace(strict, finder=replace(strict.finder, threshold=1.0)))
    assert counts(found.withheld)["guide", "", "withheld"] == 1


def test_who_is_not_known_is_counted_as_that(bench: Bench) -> None:
    bench.store.agenda.touch([Subject(SubjectKind.CLIENT, "77")], bench.clock())
    bench.store.tickets.upsert("78", client=None, is_open=True, policy=None, timeline_digest="")
    found = under(bench, bench.policy)
    assert (found.unread_clients, found.undecided_tickets) == (1, 1)


def test_a_hold_set_since_the_last_look_is_seen(bench: Bench) -> None:
    bench.opens("18", DNS, client="1")
    bench.settle()
    assert under(bench, bench.policy).is_empty
