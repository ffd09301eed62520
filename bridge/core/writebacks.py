"""Tags and priority as desired state: wanted minus present, and nothing to do means no action (W1, W2)."""

from datetime import datetime
from functools import lru_cache

from bridge.core.actions import PRIORITY_KEY, QUOTE_KEY, SetPriority, SetTags
from bridge.core.entitlement import is_realtime
from bridge.core.ladder import Standing
from bridge.core.model import OverrideKind, Priority, Rung, Stage, WriteState
from bridge.core.policy import Policy
from bridge.core.position import Position
from bridge.core.tags import Mark, mark_tag, rung_tag, scope_tag, tier_tag, topic_tag, vocabulary
from bridge.core.view import TicketView


def wanted_tags(
    here: Standing, place: Position, view: TicketView, policy: Policy, *, needs_staff: bool, now: datetime
) -> frozenset[str]:
    """Return the tags that an open ticket should have (W1)."""
    tags = {tier_tag(policy, here.tier), rung_tag(policy, place.rung)}
    if place.topic:
        tags |= {topic_tag(policy, place.topic.name), scope_tag(policy, place.topic.scope)}
    marks = {
        Mark.REALTIME: is_realtime(place.tier, view.overrides, now),
        Mark.NEEDS_STAFF: needs_staff,
        Mark.SOLVED: here.is_solved,
        Mark.QUOTED: is_quoted(view, place),
        Mark.QUOTE_ACCEPTED: place.stage is Stage.ACCEPTED,
        Mark.QUOTE_LOST: place.stage is Stage.LOST,
        Mark.HELD: any(hold.kind is OverrideKind.HOLD and hold.lasts_at(now) for hold in view.overrides),
    }
    return frozenset(tags | {mark_tag(policy, mark) for mark, is_so in marks.items() if is_so})


def is_quoted(view: TicketView, place: Position) -> bool:
    """Tell whether the ticket has its quote, from the draft on (Q1)."""
    write = view.write(QUOTE_KEY)
    return place.stage is not None or (write is not None and write.state is WriteState.DONE)


def tags_of_closed(view: TicketView, policy: Policy) -> frozenset[str]:
    """Return the tags that a closed ticket keeps: all but ``needs-staff`` and ``held`` (L2)."""
    off = {mark_tag(policy, Mark.NEEDS_STAFF).casefold(), mark_tag(policy, Mark.HELD).casefold()}
    return frozenset(tag for tag in view.ticket.tags or () if tag.casefold() not in off)


def tag_changes(wanted: frozenset[str], view: TicketView, policy: Policy) -> SetTags | None:
    """Return what to add and remove, touching only tags that the bridge can itself write; None: nothing to do."""
    if view.ticket.tags is None:
        return None
    ours, wanted_folded, present = _folded(vocabulary(policy)), _folded(wanted), _folded(view.ticket.tags)
    removable = ours | _folded(view.removable) if view.removable else ours
    add = frozenset(tag for tag in wanted if tag.casefold() not in present)
    remove = frozenset(
        tag for tag in view.ticket.tags if tag.casefold() in removable and tag.casefold() not in wanted_folded
    )
    return SetTags(add, remove, wanted) if add or remove else None


@lru_cache(maxsize=4096)
def _folded(tags: frozenset[str]) -> frozenset[str]:
    """Return the tags as billing systems compare them; tickets have few different sets of them."""
    return frozenset(tag.casefold() for tag in tags)


def priority_change(place: Position, view: TicketView) -> SetPriority | None:
    """Return the priority to set, once for a ticket and a rung's name, never fought over afterwards (W2)."""
    wanted = _wanted_priority(place)
    key = f"{PRIORITY_KEY}{place.rung}"
    write = view.write(key)
    is_settled = write is not None and write.state in {WriteState.DONE, WriteState.REFUSED, WriteState.PARKED}
    if wanted is None or is_settled:
        return None
    return SetPriority(key, wanted, is_so=view.ticket.priority is wanted)


def _wanted_priority(place: Position) -> Priority | None:
    """Return the tier's priority on ``execute`` (L3), the higher of topic's and tier's off the ladder (S1)."""
    if place.rung is Rung.EXECUTE:
        return place.tier.priority
    if place.topic is None or place.topic.scope.climbs:
        return None
    named = [priority for priority in (place.topic.priority, place.tier.priority) if priority is not None]
    return max(named, key=lambda priority: priority.rank, default=None)
