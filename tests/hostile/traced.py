"""What a running process asks of its kernel, as strace shows it: that a sync comes before an answer, and not after."""

import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REMEDY = "install strace (Debian: make debian), and let this user trace its own processes"

_LINE = re.compile(r"(?P<thread>[0-9]+) +(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>[a-z0-9_]+)\((?:-?[0-9]+<(?P<file>TCP:\[[^\]]*\]|[^>]*)>)?(?P<arguments>.*)")
_RESUMED = re.compile(r"<\.\.\. (?P<name>[a-z0-9_]+) resumed>(?P<arguments>.*)")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that ended well; ``begun`` and ``ended`` are places in the story."""

    name: str
    file: str
    text: str
    begun: int
    ended: int


def story(trace: str) -> list[Call]:
    """Return the calls of a trace in the order in which they ended."""
    calls, open_calls = list[Call](), dict[str, Call]()
    for place, line in enumerate(trace.splitlines()):
        if not (found := _LINE.fullmatch(line)):
            continue
        thread, rest = found["thread"], found["rest"]
        if resumed := _RESUMED.fullmatch(rest):
            before = open_calls.pop(thread, None)
            if before is not None:
                calls.append(Call(before.name, before.file, before.text + resumed["arguments"], before.begun, place))
        elif call := _CALL.fullmatch(rest):
            made = Call(call["name"], call["file"] or "", call["arguments"], place, place)
            if rest.endswith("<unfinished ...>"):
                open_calls[thread] = made
            else:
                calls.append(made)
    return [call for call in calls if not re.search(r"= -1 E", call.text)]


@contextmanager
def traced(process: int, trace: Path, *, calls: str) -> Iterator[None]:
    """Follow a running process and all its threads while this lasts."""
    command = ["strace", "-f", "-yy", "-s", "300", "-e", f"trace={calls}", "-o", str(trace), "-p", str(process)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        told = strace.stderr.readline()
        assert "attached" in told, told
        try:
            yield
        finally:
            strace.send_signal(signal.SIGINT)
            strace.communicate(timeout=30)


def is_possible() -> bool:
    """Tell whether strace is here and may follow a process that it has not started."""
    try:
        with tempfile.TemporaryDirectory() as folder, subprocess.Popen(["sleep", "10"]) as sleeper:
            try:
                with traced(sleeper.pid, Path(folder) / "trace", calls="none"):
                    return True
            finally:
                sleeper.kill()
    except (OSError, AssertionError):
        return False
