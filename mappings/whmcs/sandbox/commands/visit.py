"""One command being carried out: who asks, with which parameters, on which tables.

Rule: reads use ``visit.tables``, which may be stale on purpose; writes go through ``visit.state``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mappings.whmcs.sandbox.params import Params
from mappings.whmcs.sandbox.rows import Tables
from mappings.whmcs.sandbox.state import State
from mappings.whmcs.sandbox.wire import listed

Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Visit:
    """``admin`` is the display name that a staff reply or note is written under."""

    state: State
    tables: Tables
    params: Params
    admin: str
    outbox_waiting: int = 0


Command = Callable[[Visit], Answer]
Row = TypeVar("Row")


def page(
    visit: Visit,
    plural: str,
    singular: str,
    rows: Sequence[Row],
    *,
    shape: Callable[[Row], object] | None = None,
    as_text: bool = False,
) -> Answer:
    """Return one page of rows with the vendor's triplet; ``as_text`` where it counts the total in a string.

    Only what is on the page is brought into ``shape``, where it is not yet.
    """
    start = visit.params.number("limitstart")
    size = visit.params.number("limitnum") or 25
    cut = rows[start : start + size]
    shown = [shape(row) for row in cut] if shape else list(cut)
    total: object = str(len(rows)) if as_text else len(rows)
    return {"totalresults": total, "startnumber": start, "numreturned": len(shown), **listed(plural, singular, shown)}
