"""The parameters of a request, read as PHP reads them: liberal, typed at the moment of use.

Rule: a missing parameter and an empty one are the same; a number is the digits in front; ``"false"`` is true.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from mappings.whmcs.sandbox.state import RefusedError

Time = TypeVar("Time", date, datetime)

_LEADING_NUMBER = re.compile(r"\s*([+-]?\d{1,18})")


@dataclass(frozen=True, slots=True)
class Params:
    """What came with a request: form fields at the public door, JSON values at the addon's."""

    values: Mapping[str, object]

    def text(self, name: str, default: str = "") -> str:
        match self.values.get(name):
            case None | False | "":
                return default
            case True:
                return "1"
            case value:
                return str(value)

    def number(self, name: str) -> int:
        found = _LEADING_NUMBER.match(self.text(name))
        return int(found[1]) if found else 0

    def real(self, name: str) -> float:
        """Return a number with a fraction; raises RefusedError on words."""
        try:
            return float(self.text(name, "0"))
        except ValueError as exc:
            raise RefusedError(f"{name} is not a number") from exc

    def flag(self, name: str) -> bool:
        return self.text(name, "0") != "0"

    def numbers(self, name: str) -> list[int]:
        """Return a list of ids: a JSON list, or the vendor's comma-separated text."""
        return [number for word in self.words(name) if (number := Params({"": word}).number(""))]

    def words(self, name: str) -> list[str]:
        """Return a list of texts: a JSON list, or a comma-separated text."""
        value = self.values.get(name)
        parts = [str(part) for part in value] if isinstance(value, list) else self.text(name).split(",")
        return [part.strip() for part in parts if part.strip()]

    def day(self, name: str, default: date | None = None) -> date | None:
        """Return a bare date; ``"0000-00-00"`` is None."""
        text = self.text(name)
        if text.startswith("0000"):
            return None
        return _parsed(date.fromisoformat, name, text) if text else default

    def instant(self, name: str) -> datetime | None:
        """Return an RFC 3339 instant; raises RefusedError without an offset."""
        text = self.text(name)
        if not text:
            return None
        instant = _parsed(datetime.fromisoformat, name, text)
        if instant.tzinfo is None:
            raise RefusedError(f"{name} has no offset")
        return instant


def _parsed(parse: Callable[[str], Time], name: str, text: str) -> Time:
    try:
        return parse(text)
    except ValueError as exc:
        raise RefusedError(f"{name} is not a date that can be read") from exc
