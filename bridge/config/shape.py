"""From a TOML document to sound data and complaints: the structural half of reading the config."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from bridge.config.schema import ALWAYS_READ, Config
from bridge.config.spelling import Complaint

Document = Mapping[str, object]


def shaped(document: Document) -> tuple[dict[str, Any], list[Complaint]]:
    """Return the document's sound part, parsed, and everything that is wrong with the rest."""
    whole = {**{section: {} for section in ALWAYS_READ}, **document}
    try:
        return Config().load(whole), []
    except ValidationError as exc:
        sound = exc.valid_data if isinstance(exc.valid_data, dict) else {}
        return sound, list(_complaints(exc.messages, "", whole))


def section(complaint: Complaint) -> str:
    """Return the top-level table a complaint is about."""
    return complaint.key.partition(".")[0].partition("[")[0]


def _complaints(node: object, key: str, here: object) -> Iterator[Complaint]:
    match node:
        case list():
            yield from (Complaint(key, str(reason)) for reason in node)
        case dict():
            for part, below in node.items():
                yield from _complaints(below, _joined(key, part, here), _below(here, part))


def _joined(key: str, part: object, here: object) -> str:
    if part == "_schema":  # marshmallow's word for the table itself
        return key
    if not isinstance(part, int):
        return f"{key}.{part}" if key else str(part)
    item = _below(here, part)
    name = item.get("name") if isinstance(item, Mapping) else None
    return f"{key}.{name}" if isinstance(name, str) and name.isprintable() and name else f"{key}[{part + 1}]"


def _below(here: object, part: object) -> object:
    match here, part:
        case Mapping(), str():
            return here.get(part)
        case list(), int() if part < len(here):
            return here[part]
        case _:
            return None
