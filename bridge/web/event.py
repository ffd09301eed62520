"""A webhook's body, read strictly: one JSON object that every store and language reads alike, or None.

The rule: the standard library lets through what others choke on (NaN, duplicate keys, lone surrogates, NUL) and raises
on what is merely large; here each of these is simply not readable, and never an exception.
"""

import json
import math
from collections.abc import Iterator
from typing import NoReturn

LONGEST_NUMBER = 32  # characters; no billing system counts further

_ESCAPE = b"\\u"  # the only way by which what _is_plain refuses comes through UTF-8 and the decoder

Event = dict[str, object]


def read_event(body: bytes) -> Event | None:
    """Return the event in a signed body, or None where it cannot be read; it is then kept and set aside."""
    try:
        value: object = _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):  # a UnicodeDecodeError and a JSONDecodeError are ValueErrors
        return None
    if not isinstance(value, dict):
        return None
    if _ESCAPE in body and not all(map(_is_plain, _strings(value))):
        return None
    return value


def _is_plain(text: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold it."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _strings(value: object) -> Iterator[str]:
    """Walk over every key and text without recursion: depth is the sender's choice."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as mapping:
                waiting.extend(mapping.keys())
                waiting.extend(mapping.values())
            case list() as items:
                waiting.extend(items)
            case _:
                pass


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("number too long")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if len(text) > LONGEST_NUMBER or not math.isfinite(number):
        raise ValueError("number too long or not finite")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _unambiguous(pairs: list[tuple[str, object]]) -> Event:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


_DECODER = json.JSONDecoder(
    parse_int=_whole, parse_float=_finite, parse_constant=_no_constant, object_pairs_hook=_unambiguous
)
