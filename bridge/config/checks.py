"""What must hold between the parts of a policy: names that meet, references that lead nowhere, rungs that cannot work.

Each check takes the whole draft and yields its complaints; ``CHECKS`` is the list of them.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from bridge.config.draft import GUEST, Draft
from bridge.config.reach import clients_without_tier, unreachable_tiers
from bridge.config.spelling import Complaint, did_you_mean, listed
from bridge.core.model import Rung, Scope
from bridge.core.tags import FIXED_WORDS, tier_word, topic_word

Check = Callable[[Draft], Iterator[Complaint]]


def duplicate_names(draft: Draft) -> Iterator[Complaint]:
    """Refuse names that differ in case only, for their tags would be one (W1)."""
    named = {
        "tiers": [tier.name for tier in draft.tiers],
        "topics": [topic.name for topic in draft.topics],
        "plans": list(draft.plans),
    }
    for section, names in named.items():
        counts = Counter(name.casefold() for name in names if name)
        for name, count in counts.items():
            if count > 1:
                yield Complaint(
                    f"{section}.{name}", f"{count} {section} have this name (case aside); give each its own"
                )


def names_that_meet(draft: Draft) -> Iterator[Complaint]:
    """Refuse a tier or topic whose name gives another tag's word (T5, W1)."""
    taken = {word.casefold() for word in (*FIXED_WORDS, GUEST)}
    topics = {topic_word(topic.name).casefold() for topic in draft.topics if topic.name}
    for tier in draft.tiers:
        if tier_word(tier.name).casefold() in taken | topics:
            yield Complaint(
                f"tiers.{tier.name}.name",
                f'its tag would end in "{tier.name}", the word of another tag (T5, W1); taken: '
                f"{listed((*FIXED_WORDS, GUEST))} and topic-TOPIC",
            )
    for topic in draft.topics:
        if topic_word(topic.name).casefold() in taken:
            yield Complaint(f"topics.{topic.name}.name", "its tag is the word of another tag (T5, W1); rename it")


def unknown_plans(draft: Draft) -> Iterator[Complaint]:
    for tier in draft.tiers:
        if tier.plan is not None and tier.plan not in draft.plans:
            yield Complaint(
                f"tiers.{tier.name}.plan",
                f'there is no plan "{tier.plan}"{did_you_mean(tier.plan, draft.plans)}; defined: {listed(draft.plans)}',
            )


def unfulfillable_plans(draft: Draft) -> Iterator[Complaint]:
    """Refuse a plan that nothing a client can have fulfils (T1)."""
    if "plans" in draft.unsound:
        return
    for plan in draft.plans.values():
        if not plan.items:
            yield Complaint(f"plans.{plan.name}", "nothing fulfils it; name products = [ID] or addons = [ID]")
        if not plan.counts:
            yield Complaint(f"plans.{plan.name}.counts", 'no status counts, so nobody holds it; such as ["Active"]')


def guest_quotes(draft: Draft) -> Iterator[Complaint]:
    if Rung.QUOTE in draft.guest.ladder:
        yield Complaint(
            "guest.ladder", "a quote needs a client, and a guest is none; end it with staff instead (T0, Q1)"
        )


def topics_off_the_ladder(draft: Draft) -> Iterator[Complaint]:
    """Refuse what the rungs say on a scope that never climbs, and a priority on one that does (S1, W2)."""
    climbing = listed(scope for scope in Scope if scope.climbs)
    for topic in draft.topics:
        key = f"topics.{topic.name}"
        if topic.scope.climbs and topic.priority is not None:
            never = listed(scope for scope in Scope if not scope.climbs)
            yield Complaint(f"{key}.priority", f"only a topic that never climbs has a priority (W2): scope {never}")
        if not topic.scope.climbs and topic.clarifications:
            yield Complaint(
                f"{key}.clarifications", f'scope "{topic.scope}" never climbs to them (S1); scopes: {climbing}'
            )
        if not topic.scope.climbs and topic.quote:
            yield Complaint(
                f"{key}.quote", f'scope "{topic.scope}" never climbs to it (S1); scopes that do: {climbing}'
            )


def quotes_without_lines(draft: Draft) -> Iterator[Complaint]:
    """Refuse a ladder that quotes where a topic that climbs it has no lines to draft (Q1)."""
    if draft.default_lines or "quotes" in draft.unsound or not any(Rung.QUOTE in tier.ladder for tier in draft.tiers):
        return
    for topic in draft.topics:
        if topic.scope.climbs and topic.may_quote and not topic.quote:
            yield Complaint(
                f"topics.{topic.name}.quote",
                "a ladder quotes, and there are no lines to quote; give the topic a quote, or quote = false, or "
                "[quotes] a default (Q1)",
            )


def repeated_clarifications(draft: Draft) -> Iterator[Complaint]:
    for topic in draft.topics:
        names = [text.name for text in topic.clarifications]
        if len(set(names)) < len(names):
            yield Complaint(
                f"topics.{topic.name}.clarifications", "names a text twice; a text is sent once a ticket (W4)"
            )


def reach(draft: Draft) -> Iterator[Complaint]:
    """Every client fits some tier, and every tier some client (T5); exact, so only on whole sections."""
    if draft.unsound & {"tiers", "plans"}:
        return
    if not draft.tiers:
        yield Complaint("tiers", "there is none; the list ends with a tier without a condition, for everyone else (T5)")
        return
    if who := clients_without_tier(draft.tiers):
        yield Complaint("tiers", f"{who} fits no tier; end the list with a tier without a condition (T5)")
    for name, why in unreachable_tiers(draft.tiers, draft.plans):
        yield Complaint(f"tiers.{name}", f"no client can ever reach it (T5): {why}; move it up, or remove it")


CHECKS: tuple[Check, ...] = (
    duplicate_names,
    names_that_meet,
    unknown_plans,
    unfulfillable_plans,
    guest_quotes,
    topics_off_the_ladder,
    quotes_without_lines,
    repeated_clarifications,
    reach,
)
