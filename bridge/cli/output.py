"""What a verb prints on stdout: one JSON document, or a page for a person.

Logs and progress go to stderr. A page is 80 columns wide and plain where nobody watches a terminal; text from
outside is never read as markup.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping

PIPED_WIDTH = 80


def show(document: Mapping[str, object], *, as_json: bool, page: Callable[[], Iterable[object]]) -> None:
    """Print ``document`` as JSON, or the parts of ``page`` (text or rich tables), which are made only when wanted."""
    if as_json:
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        _print_page(page())


def _print_page(parts: Iterable[object]) -> None:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that JSON and --help need not pay

    width = None if sys.stdout.isatty() else PIPED_WIDTH
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(part)
