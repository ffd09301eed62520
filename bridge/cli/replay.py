"""``bridge replay``: recorded history decided again; under the same policy a difference is a bug (W6)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bridge import wiring
from bridge.cli.counting import counting
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import labelled, listing, show, shown
from bridge.config import load
from bridge.instants import parse_option
from bridge.review.judging import judge
from bridge.review.replaying import Replayed, replayed
from bridge.review.tally import Kind, Tally

MOST_EXPLAINED = 5
_TOLD = ("tier", "topic", "rung", "step", "waiting_for", "outcome")  # of a decision, one kind of difference each


@dataclass
class _Found:
    """What came of deciding again. ``explained`` are the first decisions that differ."""

    tally: Tally = field(default_factory=Tally)
    not_kept: int = 0
    explained: list[Replayed] = field(default_factory=list)

    def add(self, again: Replayed) -> None:
        if not again.is_kept:
            self.not_kept += 1
            return
        self.tally.add(again.record.subject.id, {_kind(*difference) for difference in again.differences})
        if again.differences and len(self.explained) < MOST_EXPLAINED:
            self.explained.append(again)


@click.command()
@click.option("--since", required=True, metavar="T", help="From which instant on.")
@click.argument("new", metavar="[NEW.toml]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@config_option
@json_option
def replay(since: str, new: Path | None, config: Path, as_json: bool) -> Ending:
    """Decide recorded history again, and compare.

    Where the configured policy is the one in force, each decision is made again under the policy that it was made
    under: there is no difference, or it is a bug. Another policy, that of NEW.toml wherever it lies, is tried on the
    whole history of the configured store, and what it would have decided otherwise is told. Nothing is written. Ends
    with 3 where anything differs.
    """
    settings = load(config)
    policy = load(new).policy if new else settings.policy
    zone = settings.connection.zone
    start = parse_option("--since", since, zone)
    with wiring.kept_store(settings) as store:
        current = store.policies.current()
        is_other = current is not None and current.digest != policy.digest
        found = _Found()
        with counting() as told:
            for again in replayed(store, start, judge(policy) if is_other else None):
                found.add(again)
                told("decisions", found.tally.compared)
    document = _document(found, start, zone, under=policy.digest if is_other else None)
    show(document, as_json=as_json, page=lambda: _page(found, document, zone))
    return Ending.DIFFERENCES if found.tally.changed else Ending.DONE


def _kind(path: str, before: object, after: object) -> Kind:
    """Return what kind of difference a field's is: by its values where they say something, else by its name."""
    name = path.partition("[")[0].partition(".")[0]
    if name in _TOLD:
        return Kind(name, str(before), str(after))
    return Kind(name, "", "differs")


def _document(found: _Found, since: datetime, zone: ZoneInfo, *, under: str | None) -> dict[str, object]:
    return {
        "since": shown(since, zone),
        "under": under or "recorded",
        "decisions": found.tally.compared,
        "different": found.tally.changed,
        "not_kept": found.not_kept,
        "kinds": found.tally.document()["kinds"],
        "differences": [_explained(again, zone) for again in found.explained],
    }


def _explained(again: Replayed, zone: ZoneInfo) -> dict[str, object]:
    return {
        "subject": str(again.record.subject),
        "at": shown(again.record.at, zone),
        "policy": again.record.policy,
        "fields": [{"field": path, "before": before, "after": after} for path, before, after in again.differences],
    }


def _page(found: _Found, document: dict[str, object], zone: ZoneInfo) -> Iterator[object]:
    under = document["under"]
    how = (
        "each under its own policy" if under == "recorded" else f"under policy {str(under)[:12]}, which is not in force"
    )
    yield f"{found.tally.compared:,} decisions since {document['since']}, made again {how}."
    if found.not_kept:
        yield f"{found.not_kept:,} more cannot be made again: what they were made from is not kept any more."
    if not found.tally.compared:
        yield "Nothing was compared, so this says nothing: an earlier --since, or another store?"
        return
    if not found.tally.changed:
        yield "No difference."
        return
    yield f"{found.tally.changed:,} differ{'' if under != 'recorded' else ', and that is a bug: please report it'}."
    rows = (
        (f"{count:,}", kind.what, kind.before, kind.after, " ".join(ids)) for kind, count, ids in found.tally.kinds()
    )
    yield listing(("How many", "What", "From", "To", "Tickets such as"), rows)
    for again in found.explained:
        yield f"\n{str(again.record.subject).capitalize()} at {shown(again.record.at, zone)}"
        yield labelled([(path, f"{_short(old)} -> {_short(new)}") for path, old, new in again.differences], width=14)


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
