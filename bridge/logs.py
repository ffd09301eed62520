"""Logs: one line an event, ``time level event key=value ...`` for people and grep, or a JSON object for a collector.

Events have names, not prose; what they say is in their fields: ids, sizes, verdicts, never what a customer wrote. A
value cannot begin a line of its own: control characters are escaped.
"""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/+@%,")


class LogFormat(StrEnum):
    """For whom a line is written."""

    TEXT = "text"
    JSON = "json"


class EventLines(logging.Formatter):
    """Formats a record as one line of text."""

    def format(self, record: logging.LogRecord) -> str:
        fields = [f"{name}={_shown(value)}" for name, value in _fields(record).items()]
        return " ".join([_time(record), _level(record), _one_line(record.getMessage()), *fields])


class EventObjects(logging.Formatter):
    """Formats a record as one line of JSON: ``time``, ``level``, ``event``, and ``fields`` with whatever it says.

    The fields stand in an object of their own, so that none can pass for one of the three.
    """

    def format(self, record: logging.LogRecord) -> str:
        fields = {name: _plain(value) for name, value in _fields(record).items()}
        said = {"time": _time(record), "level": _level(record), "event": record.getMessage(), "fields": fields}
        return json.dumps(said)


_FORMATTERS: Mapping[LogFormat, type[logging.Formatter]] = {LogFormat.TEXT: EventLines, LogFormat.JSON: EventObjects}


def start_logging(level: int = logging.INFO, *, form: LogFormat = LogFormat.TEXT) -> None:
    """Log to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_FORMATTERS[form]())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _level(record: logging.LogRecord) -> str:
    return record.levelname.lower()


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """Return what was said beside the event's name."""
    return {name: value for name, value in vars(record).items() if name not in _OWN}


def _plain(value: object) -> object:
    """Return a value as JSON has it; of a number that JSON has not, and of all else, the words."""
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
        return value
    return str(value)


def _shown(value: object) -> str:
    text = str(value)
    return text if text and set(text) <= _PLAIN else json.dumps(text)


def _one_line(text: str) -> str:
    return text if text.isprintable() else json.dumps(text)
