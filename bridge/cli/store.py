"""``bridge store copy``: a provider's whole store put onto another database, checked row by row before it counts.

It reads no configuration: the two stores are named. What is to be done next is said at the end.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict

import click

from bridge.cli.counting import counting
from bridge.cli.options import json_option
from bridge.cli.output import listing, show
from bridge.store import open_store, shown_url
from bridge.store.copy import Content

_NEXT = (
    "Now set [store] url to the new one on every machine, and start the bridge there.",
    "Start none on the old one again: it does not know what is sent from now on.",
)


@click.group()
def store() -> None:
    """Move the bridge's store to another database."""


@store.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def copy(source: str, target: str, as_json: bool) -> None:
    """Copy everything from one store to an empty one, all or nothing; stop the bridge first.

    Both are written as in [store] url: sqlite:///FILE or postgresql://USER@HOST/DATABASE.
    """
    with (
        closing(open_store(source, must_exist=True)) as old,
        closing(open_store(target)) as new,
        counting() as tell,
    ):
        copied = old.copy_to(new, tell)
    shown = {"from": shown_url(source), "to": shown_url(target)}
    document = {**shown, "tables": {name: asdict(content) for name, content in copied.items()}}
    show(document, as_json=as_json, page=lambda: _page(copied))


def _page(copied: Mapping[str, Content]) -> Iterator[object]:
    rows = sum(content.rows for content in copied.values())
    yield f"Copied {rows:,} rows, and both stores hold the same:"
    yield listing(
        ("TABLE", "ROWS", "DIGEST"),
        [(name, f"{content.rows:,}", content.digest[:16]) for name, content in copied.items()],
    )
    yield ""
    yield from _NEXT
