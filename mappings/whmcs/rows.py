"""The rows of WHMCS's answers, field by field, as its API reference names them.

Each schema takes what it knows and ignores the rest. A field that a decision rests on is required: an answer without it
is not an answer. Elsewhere a missing value is the empty one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from mappings.whmcs.shapes import Answer, UnreadableError, day, moment, text
from mappings.whmcs.words import identifier

T = TypeVar("T")


def some_id(value: object) -> str:
    """Return the id of a row that must have one."""
    found = identifier(value)
    if found is None:
        raise UnreadableError("not an id")
    return found


def maybe_id(value: object) -> str | None:
    """Return the id of another row; 0 and "" stand for none."""
    return None if value in (0, "0", "") else some_id(value)


def number(value: object) -> int:
    """Return a number from 0 on: a reply's id, 0 for the opening message."""
    return int(maybe_id(value) or 0)


class Shaped(fields.Field[T]):
    """A value read by one of the functions that know WHMCS's shapes."""

    def __init__(self, read: Callable[[object], T], **options: Any) -> None:  # noqa: ANN401 - marshmallow's own
        super().__init__(**options)
        self._read = read

    def _deserialize(
        self,
        value: object,
        attr: str | None,  # noqa: ARG002 - marshmallow calls it so
        data: Mapping[str, Any] | None,  # noqa: ARG002 - marshmallow calls it so
        **_: object,
    ) -> T:
        try:
            return self._read(value)
        except UnreadableError as exc:
            raise ValidationError(str(exc)) from exc


class Row(Schema):
    """A row; ``aliases`` are other names under which installations give a field."""

    class Meta:
        unknown = EXCLUDE

    aliases: ClassVar[Mapping[str, Sequence[str]]] = {}

    @pre_load
    def with_one_name_each(self, row: Answer, **_: object) -> Answer:
        """Drop nulls (they stand for nothing here) and fill a missing or empty field from its aliases."""
        present = {key: value for key, value in row.items() if value is not None}
        for name, others in self.aliases.items():
            if present.get(name, "") == "":
                present.update((name, present[other]) for other in reversed(others) if other in present)
        return present


class ClientRow(Row):
    aliases = {"id": ("client_id", "clientid", "userid")}  # noqa: RUF012 - a ClassVar, declared in Row

    id = Shaped(some_id, required=True)
    status = Shaped(text, required=True)
    datecreated = Shaped(day, load_default=None)
    firstname = Shaped(text, load_default="")
    language = Shaped(text, load_default="")
    email = Shaped(text, load_default="")


class ProductRow(Row):
    id = Shaped(some_id, required=True)
    pid = Shaped(some_id, required=True)
    status = Shaped(text, required=True)
    regdate = Shaped(day, load_default=None)


class AddonRow(Row):
    id = Shaped(some_id, required=True)
    addonid = Shaped(number, load_default=0)  # 0: made for this client alone
    status = Shaped(text, required=True)
    regdate = Shaped(day, load_default=None)


class TicketRow(Row):
    aliases = {"ticketid": ("id",)}  # noqa: RUF012 - a ClassVar, declared in Row

    ticketid = Shaped(some_id, required=True)
    status = Shaped(text, required=True)
    tid = Shaped(text, load_default="")
    userid = Shaped(maybe_id, load_default=None)
    subject = Shaped(text, load_default="")
    priority = Shaped(text, load_default="")
    date = Shaped(moment, load_default=None)
    message = Shaped(text, load_default="")
    admin = Shaped(text, load_default="")
    name = Shaped(text, load_default="")
    email = Shaped(text, load_default="")


class ReplyRow(Row):
    aliases = {  # noqa: RUF012 - a ClassVar, declared in Row
        "replyid": ("id",),
        "name": ("requestor_name",),
        "email": ("requestor_email",),
    }

    replyid = Shaped(number, required=True)
    date = Shaped(moment, required=True)
    message = Shaped(text, load_default="")
    admin = Shaped(text, load_default="")
    name = Shaped(text, load_default="")
    email = Shaped(text, load_default="")


class NoteRow(Row):
    aliases = {"noteid": ("id",)}  # noqa: RUF012 - a ClassVar, declared in Row

    noteid = Shaped(number, required=True)
    date = Shaped(moment, required=True)
    message = Shaped(text, load_default="")
    admin = Shaped(text, load_default="")


class QuoteRow(Row):
    aliases = {"id": ("quoteid",)}  # noqa: RUF012 - a ClassVar, declared in Row

    id = Shaped(some_id, required=True)
    stage = Shaped(text, required=True)
    subject = Shaped(text, load_default="")
    validuntil = Shaped(day, load_default=None)
    userid = Shaped(maybe_id, load_default=None)


def read(schema: Row, row: Answer, *, where: str) -> dict[str, Any]:
    """Load one row; raises UnreadableError that names the fields it stumbled over, not their values."""
    try:
        loaded: dict[str, Any] = schema.load(row)
    except ValidationError as exc:
        raise UnreadableError(f"{where}: {_mistakes(exc)}") from exc
    return loaded


def _mistakes(error: ValidationError) -> str:
    return ", ".join(f"{field}: {' '.join(map(str, found))}" for field, found in error.messages_dict.items())
