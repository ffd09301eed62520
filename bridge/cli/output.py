"""What a verb prints on stdout: one JSON document, or a page for a person.

Logs and progress go to stderr. A page is 80 columns wide and plain where nobody watches a terminal; text from
outside is never read as markup, and moves no cursor.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from bridge.cli.errors import Telling, seen
from bridge.instants import show_second

PIPED_WIDTH = 80
_NOTHING = "-"
_UNITS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min"))


def show(document: Mapping[str, object], *, as_json: bool, page: Callable[[], Iterable[object]]) -> None:
    """Print ``document`` as JSON, or the parts of ``page`` (text or rich tables), which are made only when wanted."""
    if as_json:
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        has_spoken()
    else:
        print_page(page())


def say(line: str, *, as_json: bool, **details: object) -> None:
    """Say what was understood and done: the line to a person, the same as data with ``--json``."""
    show({**details, "said": line}, as_json=as_json, page=lambda: [line])


def has_spoken() -> None:
    """Note that the one document of this command is on stdout: an error after it is told on stderr alone."""
    context = click.get_current_context(silent=True)
    telling = context.find_object(Telling) if context else None
    if telling is not None:
        telling.has_spoken = True


def print_page(parts: Iterable[object]) -> None:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that JSON and --help need not pay

    width = None if sys.stdout.isatty() else PIPED_WIDTH
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(seen(part) if isinstance(part, str) else part)


def listing(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> object:
    """Return a table whose last column wraps under itself."""
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(plain(cell) for cell in row))
    return table


def labelled(rows: Iterable[tuple[str, object]], *, width: int = 10) -> object:
    """Return lines of a label and what it says; what is long wraps under itself, not under the label."""
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=width)
    table.add_column(overflow="fold")
    for label, said in rows:
        table.add_row(label, plain(said))
    return table


def plain(value: object) -> str:
    """Return a value as it is printed in a line: a dash for nothing, no character that a terminal would obey."""
    return seen(_NOTHING if value is None or value == "" else str(value)).replace("\n", " ")


def shown(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """Return an instant to the second, as people and documents of lists show it."""
    return show_second(instant, zone) if instant else None


def ago(instant: datetime, now: datetime) -> str:
    """Return how long ago an instant is, in the unit that says it best."""
    passed = max(now - instant, timedelta(0))
    for unit, name in _UNITS:
        if passed >= unit:
            return f"{passed // unit} {name}"
    return f"{passed.seconds} s"
