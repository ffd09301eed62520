"""The policy's nouns as far as the file gives them: what the checks look at before a policy can be made.

A draft is made from whatever was sound, so that a mistake in one table does not hide those in the others. ``unsound``
names the sections with a mistake in them, for checks that are exact only on a whole section.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridge.config.lines import Quoting
from bridge.core.model import Rung, Scope
from bridge.core.policy import Guide, Plan, QuoteLine, Text, Tier, Topic

GUEST = "guest"

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    plans: Mapping[str, Plan]
    tiers: tuple[Tier, ...]  # as they are asked (T4)
    guest: Tier
    topics: tuple[Topic, ...]  # their texts without a digest yet
    default_lines: tuple[QuoteLine, ...]
    unsound: frozenset[str]


def draft(data: Data, unsound: frozenset[str]) -> Draft:
    """Make a draft from the sound part of the file."""
    return Draft(
        plans={name: _plan(name, plan) for name, plan in data.get("plans", {}).items()},
        tiers=in_asking_order(tuple(map(_tier, data.get("tiers", ())))),
        guest=_tier({"name": GUEST, **data.get("guest", {})}),
        topics=tuple(map(_topic, data.get("topics", ()))),
        default_lines=data.get("quotes", {}).get("default", ()),
        unsound=unsound,
    )


def in_asking_order(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Return the tiers with a client status first, else as listed (T4)."""
    return tuple(sorted(tiers, key=lambda tier: not tier.client_status))


def _plan(name: str, data: Data) -> Plan:
    items = (
        *(f"product:{id_}" for id_ in data.get("products", ())),
        *(f"addon:{id_}" for id_ in data.get("addons", ())),
    )
    return Plan(name=name, items=frozenset(items), counts=frozenset(data.get("counts", ())))


def _tier(data: Data) -> Tier:
    return Tier(
        name=data.get("name", ""),
        ladder=data.get("ladder", (Rung.STAFF,)),
        channels=data.get("channels", {}),
        plan=data.get("plan"),
        within=data.get("within"),
        client_status=frozenset(data.get("client_status", ())),
        courtesy=data.get("courtesy", False),
        priority=data.get("priority"),
    )


def _topic(data: Data) -> Topic:
    quoting = data.get("quote", Quoting(may=True))
    return Topic(
        name=data.get("name", ""),
        scope=data.get("scope", Scope.APPLICATION),
        guide=Guide(**data["guide"]) if {"title", "url"} <= data.get("guide", {}).keys() else None,
        clarifications=tuple(Text(name, "") for name in data.get("clarifications", ())),
        quote=quoting.lines,
        may_quote=quoting.may,
        priority=data.get("priority"),
        phrases=tuple(data.get("phrases", ())),
        patterns=tuple(data.get("patterns", ())),
    )
