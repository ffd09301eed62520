"""The policy as a document: what a decision was made with, kept by its digest, and rebuilt from it exactly (W6).

Canonical JSON, read off the policy's own dataclasses, so that a new field needs nothing here; a document from before
that field is read with the field's default. Secrets, addresses of servers and the texts themselves are not in it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from bridge.config.hours import CountryHolidays, NoHolidays, resting
from bridge.core.policy import Holidays, Policy

WRITE: Mapping[type, Callable[[Any], object]] = {
    CountryHolidays: lambda place: place.country,
    NoHolidays: lambda _: None,
    ZoneInfo: lambda zone: zone.key,
    timedelta: lambda length: length.total_seconds(),
    time: time.isoformat,
}
READ: Mapping[object, Callable[[Any], object]] = {
    ZoneInfo: ZoneInfo,
    timedelta: lambda seconds: timedelta(seconds=seconds),
    time: time.fromisoformat,
    float: float,
    Holidays: resting,
}


def document(policy: Policy) -> str:
    """Return the policy as canonical JSON: same policy, same text."""
    content = _written(policy)
    del content["digest"]  # it is of this very text
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def policy_from_document(text: str) -> Policy:
    """Return the policy that ``document`` wrote."""
    policy: Policy = _read(Policy, {**json.loads(text), "digest": digest(text)})
    return policy


def stamped(policy: Policy) -> Policy:
    """Return the policy with its digest."""
    return replace(policy, digest=digest(document(policy)))


def digest(text: str) -> str:
    """Return the digest that identifies a policy by its document: SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(value: object) -> Any:  # noqa: ANN401 - JSON
    if write := WRITE.get(type(value)):
        return write(value)
    match value:
        case Mapping():
            return {str(key): _written(item) for key, item in value.items()}
        case tuple():
            return [_written(item) for item in value]
        case frozenset():
            return sorted(_written(item) for item in value)
        case _ if is_dataclass(value):
            return {field.name: _written(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value  # text (an enum's word too), a number, true or false, or nothing


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 - JSON, read by the type it should have
    of = get_args(kind)
    match get_origin(kind):
        case None:
            return _read_one(kind, value)
        case origin if origin is UnionType:
            return None if value is None else _read(of[0], value)
        case origin if origin in {tuple, frozenset}:
            return origin(_read(of[0], item) for item in value)
        case _:  # a mapping
            return {_read(of[0], key): _read(of[1], item) for key, item in value.items()}


def _read_one(kind: type, value: Any) -> object:  # noqa: ANN401 - JSON
    if kind in READ:
        return READ[kind](value)
    if is_dataclass(kind):
        return kind(**{name: _read(hint, value[name]) for name, hint in _hints(kind).items() if name in value})
    return kind(value) if issubclass(kind, StrEnum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
