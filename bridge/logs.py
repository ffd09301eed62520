"""Logs: one line an event, ``time level event key=value ...``, for people and for grep alike.

Events have names, not prose; what they say is in their fields: ids, sizes, verdicts, never what a customer wrote. A
value cannot begin a line of its own: control characters are escaped.
"""

import json
import logging
import sys
from datetime import UTC, datetime

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/+@%,")


class EventLines(logging.Formatter):
    """Formats a record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        fields = [f"{name}={_shown(value)}" for name, value in vars(record).items() if name not in _OWN]
        return " ".join([at, record.levelname.lower(), _one_line(record.getMessage()), *fields])


def start_logging(level: int = logging.INFO) -> None:
    """Log to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EventLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _shown(value: object) -> str:
    text = str(value)
    return text if text and set(text) <= _PLAIN else json.dumps(text)


def _one_line(text: str) -> str:
    return text if text.isprintable() else json.dumps(text)
