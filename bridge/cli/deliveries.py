"""``bridge deliveries``: what came in, what it taught, and learning from it again.

A body is personal and is shown only when asked for; headers are not kept at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bridge import wiring
from bridge.billing import Dialect, Learned
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import ago, labelled, listing, show, shown
from bridge.cli.usual import UsualGroup
from bridge.config import load
from bridge.errors import BridgeError, UsageError
from bridge.store import Store
from bridge.store.deliveries import DeliveryState, Record

_USUAL_LIMIT = 20
_PAGE = 200  # deliveries that are set aside, replayed at a time


class UnknownDeliveryError(BridgeError):
    """No delivery has this webhook-id."""

    exit_code = 1


@click.group(cls=UsualGroup)
def deliveries() -> None:
    """List what came in, show what it taught, learn from it again."""


@deliveries.command("list")
@click.option("--state", type=click.Choice([one.value for one in DeliveryState]), help="Only in this state.")
@click.option("--limit", type=click.IntRange(min=1), default=_USUAL_LIMIT, show_default=True, help="At most so many.")
@config_option
@json_option
def list_(state: str | None, limit: int, config: Path, as_json: bool) -> None:
    """List deliveries, the latest first."""
    settings = load(config)
    with wiring.kept_store(settings) as store:
        now = wiring.clock(settings)()
        found = store.deliveries.list(DeliveryState(state) if state else None, limit=limit)
    document = {"deliveries": [_document(record, settings.connection.zone) for record in found]}
    show(document, as_json=as_json, page=lambda: _page(found, now))


def _page(found: Sequence[Record], now: datetime) -> Iterator[object]:
    if not found:
        yield "None."
        return
    rows = ((ago(record.received, now), record.kind, record.subject, record.state, record.id) for record in found)
    yield listing(("Ago", "Event", "About", "State", "Webhook-id"), rows)
    if any(record.state is DeliveryState.SET_ASIDE for record in found):
        yield (
            "\nWhat is set aside is signed with our secret and cannot be read. After an upgrade that can:"
            "\n  bridge deliveries replay --set-aside"
        )


@deliveries.command("show")
@click.argument("webhook_id", metavar="ID")
@click.option("--body", "with_body", is_flag=True, help="The body too; it may hold personal data.")
@config_option
@json_option
def show_(webhook_id: str, with_body: bool, config: Path, as_json: bool) -> None:
    """Show one delivery, and the facts that it taught."""
    settings = load(config)
    zone = settings.connection.zone
    with wiring.kept_store(settings) as store:
        record = _known(store, webhook_id)
        taught = store.facts.taught_by(webhook_id)
    document = _document(record, zone) | {"taught": [_taught(one, zone) for one in taught]}
    if with_body:
        document["body"] = None if record.body is None else record.body.decode(errors="replace")
    show(document, as_json=as_json, page=lambda: _one_page(document, taught, zone))


def _one_page(document: Mapping[str, object], taught: Sequence[Learned], zone: ZoneInfo) -> Iterator[object]:
    size = document["body_bytes"]
    yield labelled(
        [
            ("Delivery", document["id"]),
            ("Event", f"{document['event'] or 'unreadable'} from {document['system']}"),
            ("Received", document["received"]),
            ("About", document["subject"]),
            ("State", document["state"]),
            ("Body", "not kept any more: its retention has ended" if size is None else f"{size} bytes"),
        ]
    )
    yield labelled([("Taught", "nothing" if not taught else "")])
    rows = (
        (one.subject, one.fact.about, one.fact.name, one.fact.value, shown(one.fact.effect, zone)) for one in taught
    )
    if taught:
        yield listing(("About", "What", "Which", "Value", "Since"), rows)
    if document.get("body") is not None:
        yield labelled([("Body", document["body"])])


@deliveries.command()
@click.argument("webhook_id", metavar="[ID]", required=False)
@click.option("--set-aside", "all_set_aside", is_flag=True, help="All that could not be read when they came.")
@config_option
@json_option
def replay(webhook_id: str | None, all_set_aside: bool, config: Path, as_json: bool) -> Ending:
    """Read a delivery anew and learn from it at the next look, as after an upgrade of the mapping.

    Learning twice changes nothing: what it taught before is known. Replies are decided by the conversation, never by
    deliveries, so nothing is said twice either.
    """
    if (webhook_id is None) is not all_set_aside:
        raise UsageError("give the ID of one delivery, or --set-aside for all that could not be read")
    settings = load(config)
    zone = settings.connection.zone
    dialects = {settings.system: wiring.mapping(settings.system).dialect(zone)}
    with wiring.kept_store(settings) as store:
        now = wiring.clock(settings)()
        wanted = _all_set_aside(store) if webhook_id is None else [_known(store, webhook_id)]
        outcomes = [{"id": record.id, "left": _replayed(store, record, dialects, now)} for record in wanted]
    left = [outcome for outcome in outcomes if outcome["left"] is not None]
    document: dict[str, object] = {"replayed": len(outcomes) - len(left), "left": left}
    show(document, as_json=as_json, page=lambda: _replayed_page(document, left))
    return Ending.SOME_FAILED if left else Ending.DONE


def _all_set_aside(store: Store) -> Iterator[Record]:
    before = None
    while page := store.deliveries.list(DeliveryState.SET_ASIDE, limit=_PAGE, before=before):
        yield from page
        before = page[-1].seq


def _replayed(store: Store, record: Record, dialects: Mapping[str, Dialect], now: datetime) -> str | None:
    """Let one delivery wait for a look again; return why it cannot."""
    from bridge.web.event import read_event  # noqa: PLC0415 - listing needs nothing of the web

    if record.system not in dialects:
        return f"it came from {record.system}, and [billing] system is another"
    if record.body is None:
        return "its body is not kept any more"
    event = read_event(record.body)
    if event is None:
        return "it cannot be read by this version either; `bridge status` is silent of it a day after it came"
    hint = dialects[record.system].hint(event)
    subjects = () if hint.subject is None else (hint.subject, *hint.also)
    is_there = store.deliveries.replay(record.id, subjects, now)
    return None if is_there else "it was removed meanwhile"


def _replayed_page(document: Mapping[str, object], left: Sequence[Mapping[str, object]]) -> Iterator[object]:
    yield f"{document['replayed']} learned from again at the next look at whom they are about."
    if left:
        yield f"{len(left)} left as they are:"
        yield listing(("Webhook-id", "Why"), ((one["id"], one["left"]) for one in left))


def _known(store: Store, webhook_id: str) -> Record:
    record = store.deliveries.show(webhook_id)
    if record is None:
        raise UnknownDeliveryError(f"no delivery has the webhook-id {webhook_id}; `bridge deliveries list` shows them")
    return record


def _document(record: Record, zone: ZoneInfo) -> dict[str, object]:
    return {
        "id": record.id,
        "system": record.system,
        "event": record.kind,
        "subject": str(record.subject) if record.subject else None,
        "state": record.state,
        "received": shown(record.received, zone),
        "body_bytes": None if record.body is None else len(record.body),
    }


def _taught(learned: Learned, zone: ZoneInfo) -> dict[str, object]:
    fact = learned.fact
    return {
        "subject": str(learned.subject),
        "about": fact.about,
        "name": fact.name,
        "value": fact.value,
        "effect": shown(fact.effect, zone),
    }
