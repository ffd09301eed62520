"""The shapes of WHMCS's JSON, made plain: each list a list, each text as it was typed, each zero date none.

Its answers are PHP arrays, so that an empty list is ``""``, a list of one may be the one, a list may be an object with
numbered keys, and some actions flatten the nesting into key names. All of them are accepted; what still cannot be read
is an ``UnreadableError``, never a guess: half a reading could cost a customer a plan.
"""

import html
import re
from collections.abc import Mapping
from datetime import date, datetime

Answer = Mapping[str, object]

_BRACKETS = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_KEYS = re.compile(r"\[([^\[\]]*)\]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# What no store takes and no reader sees: control characters, and halves of characters (lone surrogates).
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# PHP shows a zero date either way.
_ZERO_DATES = ("0000-00-00", "-0001-11-30")


class UnreadableError(ValueError):
    """An answer, or a value in it, has no shape we know; the text names the place, never the value."""


def rows(answer: Answer, plural: str, singular: str) -> list[Answer]:
    """Return the list that WHMCS keeps under ``plural.singular``; a missing or empty one is []."""
    return _listed(nested(answer).get(plural), singular, where=plural)


def nested(answer: Answer) -> Answer:
    """Return ``answer`` with flattened keys (``addons[addon][0][id]``) as the nesting they stand for."""
    if not any("[" in key for key in answer):
        return answer
    tree: dict[str, object] = {}
    for key, value in answer.items():
        match = _BRACKETS.fullmatch(key)
        *path, last = [match[1], *_KEYS.findall(match[2])] if match else [key]
        place = tree
        for step in path:
            below = place.setdefault(step, {})
            if not isinstance(below, dict):
                raise UnreadableError(f"{key}: stands both for a value and for a list")
            place = below
        place[last] = value
    return tree


def _listed(value: object, singular: str, *, where: str) -> list[Answer]:
    if value in (None, "", [], {}):
        return []
    match value:
        case list():
            return [row for each in value for row in _row(each, where=where)]
        case dict() if singular in value:
            return _listed(value[singular], singular, where=f"{where}.{singular}")
        case dict() if all(key.isdecimal() for key in value):
            numbered = sorted(value.items(), key=lambda item: int(item[0]))
            return _listed([each for _, each in numbered], singular, where=where)
        case dict():
            return [value]
        case _:
            raise UnreadableError(f"{where}: not a list")


def _row(value: object, *, where: str) -> list[Answer]:
    if value in (None, "", [], {}):
        return []
    match value:
        case dict():
            return [value]
        case _:
            raise UnreadableError(f"{where}: a row is not an object")


def text(value: object) -> str:
    """Return text as it was typed: entities decoded once (the input layer encodes once), one kind of line end."""
    match value:
        case None:
            return ""
        case bool():
            raise UnreadableError("not a text")
        case str() | int() | float():
            plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), str(value))
            return _UNSEEN.sub("", plain.replace("\r\n", "\n").replace("\r", "\n"))
        case _:
            raise UnreadableError("not a text")


def moment(value: object) -> datetime | None:
    """Return a local time of the billing system, still without zone; a zero or missing date is None."""
    if value is None or value == "" or (isinstance(value, str) and value.startswith(_ZERO_DATES)):
        return None
    if not isinstance(value, str):
        raise UnreadableError("not a date")
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError as exc:
        raise UnreadableError("not a date") from exc


def day(value: object) -> date | None:
    """Return a calendar day of the billing system; a zero or missing date is None."""
    found = moment(value)
    return found.date() if found else None
