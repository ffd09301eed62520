"""How a command ends: one line on stderr and an exit code, whatever went wrong.

A person reads the line and knows the next step; a script reads the code. ``--debug`` adds the traceback.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import click

from bridge.errors import BridgeError, ConfigError, ConfigRefusedError

_GOES_ON = "A `bridge serve` that runs goes on under the configuration it has until this is mended and reloaded."


class Ending(IntEnum):
    """The exit codes of every verb; a verb that returns one ends with it."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DIFFERENCES = 3
    SOME_FAILED = 4
    INTERRUPTED = 130


@dataclass(slots=True)
class Telling:
    """How an error is told: the line alone or its traceback before it; with ``--json`` as a document too."""

    shows_tracebacks: bool = False
    wants_json: bool = False
    has_spoken: bool = False  # the one document is on stdout already


def ending_of(run: Callable[[Telling], object]) -> int:
    """Run a command line and return its exit code, having said on stderr what went wrong."""
    telling = Telling()
    try:
        returned = run(telling)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_the_pipe()
        return Ending.FAILED
    except (click.Abort, KeyboardInterrupt):
        return Ending.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place: nothing may reach a person as a bare traceback
        if telling.shows_tracebacks:
            traceback.print_exception(error)
        print(told(error), file=sys.stderr)  # noqa: T201 - a command speaks to its caller
        if telling.wants_json and not telling.has_spoken:
            print(json.dumps(_document(error), indent=2))  # noqa: T201 - as above
        return _code(error)
    return returned if isinstance(returned, int) else Ending.DONE


def told(error: Exception) -> str:
    """Return what a person reads: one line with the next step; for a configuration, one line a mistake."""
    match error:
        case ConfigError():
            return f"{error}\n{_GOES_ON}" if isinstance(error, ConfigRefusedError) else str(error)
        case BridgeError():
            return f"bridge: {_line(error)}"
        case click.exceptions.NoArgsIsHelpError():
            return error.format_message()
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "bridge"
            return f"{command}: {_sentence(error.format_message())} See: {command} --help"
        case click.ClickException():
            return f"bridge: {error.format_message()}"
        case _:
            return f"bridge: unforeseen {type(error).__name__}: {_line(error)}. Say it again with --debug to see where"


def _document(error: Exception) -> dict[str, object]:
    """Return what a script reads in place of an answer."""
    mistakes = error.mistakes if isinstance(error, ConfigError) else ()
    listed = [{"file": one.file, "key": one.key, "reason": one.reason} for one in mistakes]
    said: dict[str, object] = {"message": told(error), "exit_code": int(_code(error))}
    return {"error": said | ({"mistakes": listed} if listed else {})}


def _sentence(message: str) -> str:
    """Return a message in one line that ends like a sentence: click lists choices on lines of their own."""
    line = " ".join(message.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _code(error: Exception) -> int:
    match error:
        case BridgeError() | click.ClickException():
            return error.exit_code
        case _:
            return Ending.FAILED


def _line(error: Exception) -> str:
    return seen(" ".join(str(error).split()))


def seen(text: str) -> str:
    """Return text with a mark for each character that a terminal would obey, or that hides how the text reads."""
    return "".join(one if one.isprintable() or one == "\n" else "\N{REPLACEMENT CHARACTER}" for one in text)


def _leave_the_pipe() -> None:
    """Let the interpreter flush into nothing at its end: the reader has gone, and that is no news."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
