"""Quote lines: ``quote = { ... }``, several of them in a list, or ``quote = false`` (Q1, Q2)."""

from dataclasses import dataclass
from typing import cast

from bridge.config import words
from bridge.config.fields import Table, Value
from bridge.core.policy import QuoteLine


@dataclass(frozen=True, slots=True)
class Quoting:
    """Whether a topic may be quoted, and its own lines; without any the default lines serve."""

    may: bool
    lines: tuple[QuoteLine, ...] = ()


class Line(Table):
    description = Value(words.line)
    quantity = Value(words.whole(1, 10_000), default=1)
    unit_price = Value(words.price)


def quoting(value: object) -> Quoting:
    """Parse a topic's ``quote``."""
    if isinstance(value, bool):
        return Quoting(may=value)
    return Quoting(may=True, lines=default_lines(value))


def default_lines(value: object) -> tuple[QuoteLine, ...]:
    """Parse one quote line or a list of them; raises ValueError, or marshmallow's ValidationError."""
    match value:
        case dict():
            return (QuoteLine(**Line().load(value)),)
        case [_, *_]:
            lines = cast("list[dict[str, object]]", value)  # what is no table, the schema refuses
            return tuple(QuoteLine(**line) for line in Line(many=True).load(lines))
        case _:
            raise ValueError('must be such as { description = "Repair", quantity = 1, unit_price = "35.00" }')
