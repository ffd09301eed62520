"""Logs for a collector: an object a line, in which nothing that is said passes for the time, the level or the event."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bridge.logs import EventObjects, LogFormat, start_logging


def logged(**said: object) -> dict[str, Any]:
    record = logging.makeLogRecord({"msg": "write.done", "levelname": "INFO", **said})
    line = EventObjects().format(record)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line.isprintable()
    read: dict[str, Any] = json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return read


def test_a_line_is_an_object_with_time_level_event_and_fields() -> None:
    read = logged(created=0.25, ticket="7", seconds=1.5, tags=3, is_new=True, quote=None)
    assert read == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "info",
        "event": "write.done",
        "fields": {"ticket": "7", "seconds": 1.5, "tags": 3, "is_new": True, "quote": None},
    }


@pytest.mark.parametrize(
    "text", ["a\r\nb", "\x1b[31m", "\x00", "\x7f", "\u2028", "\x85", "\u202e", "\ud800", '"},"x":"']
)
def test_control_characters_stay_within_their_value(text: str) -> None:
    read = logged(msg=text, error=text)
    assert (read["event"], read["fields"]) == (text, {"error": text})


@pytest.mark.parametrize("name", ["time", "level", "event", "fields"])
def test_no_field_overwrites_what_a_line_says_of_itself(name: str) -> None:
    plain, read = logged(created=1.0), logged(created=1.0, **{name: "forged"})
    assert read.pop("fields") == {name: "forged"}
    assert plain.pop("fields") == {}
    assert read == plain


@pytest.mark.parametrize("value", [float("nan"), float("inf"), ("a", 1), {"a": object}])
def test_what_json_has_not_is_said_in_words(value: object) -> None:
    assert logged(value=value)["fields"] == {"value": str(value)}


@pytest.fixture
def _root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("_root_as_before")
def test_the_format_asked_for_is_the_one_written(capsys: pytest.CaptureFixture[str]) -> None:
    for form in LogFormat:
        start_logging(form=form)
        logging.getLogger("bridge").info("worker.starts", extra={"hands": 4})
    text, line = capsys.readouterr().err.splitlines()
    assert text.endswith(" info worker.starts hands=4")
    assert json.loads(line)["fields"] == {"hands": 4}
