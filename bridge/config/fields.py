"""How marshmallow is used here: tables that refuse unknown keys, and values that the parsers of this room read.

marshmallow gathers every mistake of a document and keeps what was sound (``valid_data``), so that the checks that
follow can go on with it. Every refusal is a ValueError of a parser, in its words.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast

from marshmallow import EXCLUDE, Schema, ValidationError, missing, validates_schema
from marshmallow.fields import Dict, Field, List, Nested

from bridge.config.spelling import did_you_mean, listed

Parsed = TypeVar("Parsed")

MISSING = "is missing"


class Table(Schema):
    """A TOML table. Unknown keys are refused here rather than by marshmallow, to say what was meant."""

    error_messages = {"type": "must be a table"}  # noqa: RUF012 - marshmallow declares it as an instance variable

    class Meta:
        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_unknown_keys(self, _sound: object, original: object, **_: object) -> None:
        if not isinstance(original, Mapping):
            return
        unknown = [key for key in original if key not in self.fields]
        if unknown:
            allowed = f"allowed here: {listed(self.fields)}"
            raise ValidationError({key: [f"unknown key{did_you_mean(key, self.fields)}; {allowed}"] for key in unknown})


class Value(Field[Parsed], Generic[Parsed]):
    """One value, read by a parser; ``default`` is the parsed value when the key is missing, none: it is required."""

    def __init__(self, parse: Callable[[object], Parsed], default: object = missing) -> None:
        super().__init__(
            required=default is missing,
            load_default=default,
            error_messages={"required": MISSING, "null": MISSING},
        )
        self.parse = parse

    def _deserialize(self, value: object, *_: object, **__: object) -> Parsed:
        try:
            return self.parse(value)
        except ValidationError as exc:  # of a table inside: what is wrong where, and nothing half parsed
            raise ValidationError(exc.messages) from exc
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc


def values(parse: Callable[[object], Parsed], default: tuple[Parsed, ...] = ()) -> List[Parsed]:
    """Return a field for a list of values."""
    return List(Value(parse), load_default=lambda: list(default), error_messages={"invalid": "must be a list: [...]"})


def table(schema: type[Table]) -> Nested:
    """Return a field for a table."""
    return Nested(schema, error_messages={"type": "must be a table"})


def tables(schema: type[Table], how: str) -> List[object]:
    """Return a field for a list of tables; ``how`` is written when it is no list."""
    return List(Nested(schema), load_default=list, error_messages={"invalid": f"must be written as {how}"})


class Entries(Dict):
    """A table whose keys are the admin's or an enum's: errors stand at the key, without marshmallow's extra level."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> dict[Any, Any]:
        try:
            return cast("dict[Any, Any]", super()._deserialize(value, attr, data))  # type: ignore[no-untyped-call]  # theirs
        except ValidationError as exc:
            if not isinstance(exc.messages, dict):
                raise
            plain = {key: either.get("key", either.get("value")) for key, either in exc.messages.items()}
            raise ValidationError(plain, valid_data=exc.valid_data) from exc


def entries(keys: Callable[[object], object], of: Value[Parsed] | Nested) -> Entries:
    return Entries(keys=Value(keys), values=of, load_default=dict, error_messages={"invalid": "must be a table"})
