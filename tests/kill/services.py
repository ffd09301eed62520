"""Processes that are killed and started again, as a service manager would."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 60.0  # seconds within which a process must be up, or gone
STEP = 0.05


@dataclass
class Service:
    """One command of the bridge as a process group of its own; ``is_up`` asks it, None: nothing of it can be asked."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    is_up: Callable[[], bool] | None = None
    _process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers; again where it ended meanwhile."""
        end = time.monotonic() + PATIENCE
        while True:
            self.keep_up()
            if self.is_up is None or self.is_up():
                return
            assert time.monotonic() < end, f"{self.name} does not come up: {self.log()}"
            time.sleep(STEP)

    def keep_up(self) -> None:
        """Start it where it has ended."""
        if self.is_running():
            return
        with (self.folder / f"{self.name}.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bridge", *self.command],
                cwd=self.folder,
                env=dict(self.environment),
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill the whole group at once; where its parent has ended the rest does so by itself, and the id is free."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)

    def kill_alone(self) -> None:
        """Kill the parent only; what it started must end by itself."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE)

    def stop(self) -> int:
        """End it gently; return its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def children(self) -> list[int]:
        """Return its processes just below the parent."""
        return children(self.pid)

    def log(self) -> str:
        return "".join((self.folder / f"{self.name}.log").read_text().splitlines(keepends=True)[-30:])


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
