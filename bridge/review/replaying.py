"""Recorded history decided again: under the same policy there is no difference, or it is a bug (W6).

A decision was kept with its inputs, its policy and its instant, so it can be made again exactly. Under another policy
its inputs are taken as they were known then, with that policy's tiers.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.reconcile.documents import Document, decision_document
from bridge.reconcile.inputs import view_from
from bridge.review.judging import Judge, judge_of
from bridge.store import Store
from bridge.store.decisions import DecisionRecord

Path = str  # of a field in a decision's document: "withheld[0].rule"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision as recorded and as made again. ``differences``: path, before and after; none: it is the same.

    ``is_kept`` False: what it was made from is not kept any more, so that it cannot be made again.
    """

    record: DecisionRecord
    differences: Sequence[tuple[Path, object, object]] = ()
    is_kept: bool = True


def replayed(store: Store, since: datetime, under: Judge | None = None) -> Iterator[Replayed]:
    """Yield every decision since an instant, in the order made, decided again; ``under`` None: as it was decided."""
    for record in store.decisions.since(since):
        document = store.policies.document(record.policy)
        if document is None or not _is_whole(record):
            yield Replayed(record, is_kept=False)
        else:
            as_it_was = judge_of(document)
            again = _again(store, record, as_it_was if under is None else under, is_other=under is not None)
            yield Replayed(record, tuple(differences(json.loads(record.document), again)))


def _is_whole(record: DecisionRecord) -> bool:
    """Tell whether the inputs are still there: they are erased with a client's data."""
    return record.inputs.startswith('{"') and record.document.startswith('{"')


def _again(store: Store, record: DecisionRecord, judge: Judge, *, is_other: bool) -> Document:
    view = view_from(record.inputs)
    if is_other:
        facts = store.facts.of(record.subject, record.at)
        view = judge.seated(view, store, facts, as_known=record.at)
    decision = judge.decide(view, record.at)
    return plain(decision_document(decision, view, judge.policy.zone))


def plain(document: Document) -> Document:
    """Return a document as it comes back from its record."""
    read: Document = json.loads(json.dumps(document))
    return read


def differences(before: object, after: object, path: Path = "") -> Iterator[tuple[Path, object, object]]:
    """Yield each field that differs; one that only the newer document has was not recorded and cannot differ."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in before:
            yield from differences(before[name], after.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif before != after:
        yield path, before, after
