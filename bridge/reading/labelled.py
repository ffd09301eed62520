"""Labelled tickets, one JSON object a line: what `bridge guides eval` and `bridge guides learn` read.

Rule: a row that cannot be used is named by its line and what is wrong with it, all of them before anything is
measured; nothing of a ticket's text is repeated.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Label = str | bool | None


class Kind(StrEnum):
    """What the labels say."""

    TOPICS = "topics"
    SOLVED = "solved"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket (topics) or one message (solved, automatic), and what a person said of it."""

    id: str
    lang: str
    subject: str
    message: str
    label: Label
    name: str = ""
    email: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    replies: tuple[str, ...] = ()  # of staff, in a history


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    reason: str


_LABELS: Mapping[Kind, tuple[str, Callable[[object], bool], str]] = {
    Kind.TOPICS: ("topic", lambda value: value is None or isinstance(value, str), "a topic's name or null"),
    Kind.SOLVED: (
        "solved",
        lambda value: isinstance(value, bool) or value == "unsure",
        'true, false or "unsure"',
    ),
    Kind.AUTOMATIC: ("automatic", lambda value: isinstance(value, bool), "true or false"),
}


def labelled(lines: Iterable[bytes], kind: Kind) -> Iterator[Row | BadRow]:
    """Yield a row for each line that is not empty; a bad one is told instead."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _object(line)
            yield _row(found, _label(found, kind))
        except ValueError as error:
            yield BadRow(number, str(error))


def history(lines: Iterable[bytes], guides: Mapping[str, str]) -> Iterator[Row | BadRow]:
    """Yield past tickets, labelled by the guide whose address staff sent; ``guides`` are topics by address.

    A row's own ``topic`` wins. Staff who sent the guides of two topics say nothing, so that row is left out.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _object(line)
            row = _row(found, found.get("topic"))
        except ValueError as error:
            yield BadRow(number, str(error))
            continue
        sent = {topic for address, topic in guides.items() if any(address in reply for reply in row.replies)}
        match len(sent):
            case _ if "topic" in found:
                yield row
            case 0 if row.replies:
                yield row
            case 1:
                yield Row(row.id, row.lang, row.subject, row.message, sent.pop(), replies=row.replies)
            case _:
                continue


def _label(found: Mapping[str, Any], kind: Kind) -> Label:
    key, is_label, allowed = _LABELS[kind]
    if key not in found or not is_label(found[key]):
        raise ValueError(f'"{key}" must be {allowed}')
    label: Label = found[key]
    return label


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON object in UTF-8") from None
    if not isinstance(found, dict):
        raise ValueError("is no JSON object")  # noqa: TRY004 - a bad row, told like every other
    return found


def _row(found: Mapping[str, Any], label: Label) -> Row:
    ident = found.get("id")
    if not isinstance(ident, str | int) or isinstance(ident, bool):
        raise ValueError('"id" must be text or a number')  # noqa: TRY004 - as above
    if not isinstance(found.get("message"), str):
        raise ValueError('"message" must be text')  # noqa: TRY004 - as above
    return Row(
        str(ident),
        _text(found, "lang") or "?",
        _text(found, "subject"),
        found["message"],
        label,
        _text(found, "name"),
        _text(found, "email"),
        _headers(found.get("headers")),
        _replies(found.get("replies")),
    )


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" must be text')
    return value or ""


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    match value:
        case None:
            return ()
        case dict():
            return tuple((str(name), str(content)) for name, content in value.items())
        case list() if all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            return tuple((str(name), str(content)) for name, content in value)
        case _:
            raise ValueError('"headers" must be an object, or a list of pairs')


def _replies(value: object) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case list() if all(isinstance(reply, str) for reply in value):
            return tuple(value)
        case _:
            raise ValueError('"replies" must be a list of the texts that staff wrote')
