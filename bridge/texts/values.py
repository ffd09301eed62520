"""From what a caller knows to what a template may show: nothing missing, nothing harmful, no more than fits."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from bridge.texts.catalogue import Names

MOST_ITEMS: Final = 20  # of a list

Clean = Callable[[str, str], str]  # path ("client.first_name"), text -> text


def shown(value: object, path: str, *, clean: Clean, date_format: str) -> object:
    """Return a value as a text shows it, and everything in it likewise."""
    match value:
        case str():
            return clean(path, value)
        case date():
            return dated(value, date_format)
        case float():
            return f"{value:.2f}"
        case Mapping():
            return {
                key: shown(part, f"{path}.{key}", clean=clean, date_format=date_format) for key, part in value.items()
            }
        case list() | tuple():
            return [shown(item, path, clean=clean, date_format=date_format) for item in value[:MOST_ITEMS]]
        case _:
            return value  # a whole number, true or false


def complete(names: Names, given: Mapping[str, object]) -> dict[str, object]:
    """Return the names a text may use, each with its value or, where none is given, empty."""
    return {table: _filled(parts, given.get(table)) for table, parts in names.items()}


def dated(day: date, date_format: str) -> str:
    """Return a day in the form "DD/MM/YYYY" or another order of these."""
    parts = {"YYYY": f"{day.year:04}", "MM": f"{day.month:02}", "DD": f"{day.day:02}"}
    shown_day = date_format
    for mark, digits in parts.items():
        shown_day = shown_day.replace(mark, digits)
    return shown_day


def _filled(parts: frozenset[str], value: object) -> object:
    if not parts:
        return "" if value is None else value
    known = value if isinstance(value, Mapping) else {}
    return {part: "" if known.get(part) is None else known[part] for part in parts}
