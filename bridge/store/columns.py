"""The column types of the store: instants, words and counting keys that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Counter = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up by itself only in an INTEGER key


def microseconds(seconds: float) -> int:
    """Return a span given in seconds as the whole microseconds that the store counts in."""
    return round(seconds * 1_000_000)


def stored_instant(instant: datetime) -> int:
    """Return an instant as it is kept."""
    return (instant - _EPOCH) // _MICROSECOND


def storable_words(text: str) -> str:
    """Return a text as every database can keep it."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 in UTC: exact, sortable, and no 2038."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy calls it so
        return None if value is None else stored_instant(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy calls it so
        return None if value is None else _EPOCH + value * _MICROSECOND


class Words(TypeDecorator[str]):
    """Text from outside, which may hold what PostgreSQL refuses: NUL and lone surrogates are replaced."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy calls it so
        return None if value is None else storable_words(value)
