"""``bridge diff NEW.toml``: whom a changed policy changes, and how, before it is applied."""

from collections.abc import Iterator
from pathlib import Path

import click

from bridge import wiring
from bridge.cli.counting import counting
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import listing, show
from bridge.config import Settings, load
from bridge.review.judging import Judge, judge, judge_of
from bridge.review.radius import Radius, radius
from bridge.review.tally import Tally
from bridge.store import Store


@click.command()
@click.argument("new", metavar="NEW.toml", type=click.Path(dir_okay=False, path_type=Path))
@config_option
@json_option
def diff(new: Path, config: Path, as_json: bool) -> Ending:
    """Compare the policy in force with the one in NEW.toml over everybody known: what would change, for how many.

    Nothing is written, and the billing system is not asked. Ends with 0 where nobody changes, 3 where somebody does.
    """
    changed = load(new)
    settings = load(config)
    with wiring.kept_store(settings) as store:
        old, to = _in_force(settings, store), judge(changed.policy)
        with counting() as told:
            found = radius(store, old, to, wiring.clock(settings)(), told)
    document = _document(found, old, to)
    show(document, as_json=as_json, page=lambda: _page(found, old, to))
    return Ending.DONE if found.is_empty else Ending.DIFFERENCES


def _in_force(settings: Settings, store: Store) -> Judge:
    """Return the policy that the store decides under; the configured one where it never decided yet."""
    current = store.policies.current()
    document = store.policies.document(current.digest) if current else None
    return judge(settings.policy) if document is None else judge_of(document)


def _document(found: Radius, old: Judge, new: Judge) -> dict[str, object]:
    return {
        "from": old.policy.digest,
        "to": new.policy.digest,
        "clients": found.clients.document(),
        "tickets": found.tickets.document(),
        "withheld": found.withheld.document(),
        "not_known": {"clients_never_read": found.unread_clients, "tickets_never_decided": found.undecided_tickets},
    }


def _page(found: Radius, old: Judge, new: Judge) -> Iterator[object]:
    yield f"Policy {old.policy.digest[:12]} in force, {new.policy.digest[:12]} if this is applied."
    yield from _part("clients", found.clients)
    yield from _part("open tickets", found.tickets)
    if found.withheld.changed:
        yield f"\nReplies and quotes newly owed on {found.withheld.changed} tickets: withheld, nobody is mailed (W7)."
        yield _kinds(found.withheld)
    if found.unread_clients or found.undecided_tickets:
        yield (
            f"\nNot known, so not in this: {found.unread_clients} clients never read,"
            f" {found.undecided_tickets} open tickets never decided. `bridge backfill all` reads them."
        )
    if found.is_empty:
        yield "\nNobody changes."


def _part(what: str, tally: Tally) -> Iterator[object]:
    yield f"\n{tally.changed:,} of {tally.compared:,} {what} change."
    if tally.changed:
        yield _kinds(tally)


def _kinds(tally: Tally) -> object:
    rows = ((f"{count:,}", kind.what, kind.before, kind.after, " ".join(ids)) for kind, count, ids in tally.kinds())
    return listing(("How many", "What", "From", "To", "Such as"), rows)
