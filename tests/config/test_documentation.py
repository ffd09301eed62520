"""The page for admins explains every key there is, and the words that texts may name."""

from collections.abc import Iterator

import pytest
from marshmallow.fields import Dict, Field, List, Nested

from bridge.config.lines import Line
from bridge.config.schema import Config
from bridge.texts.catalogue import NOTES, REPLIES
from bridge.texts.grammar import FILTERS
from tests.config.conftest import ROOT

PAGE = (ROOT / "docs/admin/configuration.md").read_text()
EXAMPLE = (ROOT / "config.example.toml").read_text()


def keys(field: Field[object]) -> Iterator[str]:
    match field:
        case Nested():
            for name, inner in field.schema.fields.items():
                yield name
                yield from keys(inner)
        case List():
            yield from keys(field.inner)
        case Dict() if field.value_field:
            yield from keys(field.value_field)


KEYS = sorted({*Config().fields, *Line().fields} | {key for field in Config().fields.values() for key in keys(field)})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_explained_and_shown(key: str) -> None:
    assert f"`{key}`" in PAGE or f" {key}`" in PAGE or f"[{key}" in PAGE
    assert key in EXAMPLE


def test_every_name_of_a_text_is_listed() -> None:
    for names in (*REPLIES.values(), *NOTES.values()):
        for table, parts in names.items():
            assert all(f"`{table}.{part}`" in PAGE for part in parts)
            assert parts or f"`{table}`" in PAGE


def test_every_filter_and_note_is_listed() -> None:
    assert all(f"`{name}`" in PAGE for name in (*FILTERS, *NOTES))
