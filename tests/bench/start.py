"""P15: how soon a command answers, in CPU time: ``bridge --help`` beside an interpreter that imports click."""

import os
import subprocess
import sys
from collections.abc import Sequence

from tests.bench.report import Ratio, Reading, Section

HELP = [sys.executable, "-m", "bridge", "--help"]
CLICK = [sys.executable, "-c", "import click"]


def cpu_ms(command: Sequence[str]) -> float:
    """Return the CPU time that a command takes to its end, in milliseconds."""
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    return (after.children_user + after.children_system - before.children_user - before.children_system) * 1000


def measure(*, rounds: int, seconds: float) -> Section:
    del seconds
    ours, theirs = [], []
    for _ in range(rounds * 3):
        ours.append(cpu_ms(HELP))
        theirs.append(cpu_ms(CLICK))
    section = Section("start")
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    section.ratios.append(
        Ratio("P15", "CPU of bridge --help", "python -c 'import click'", ratios, 2.5, 1.5, is_cost=True)
    )
    section.readings += [Reading("bridge --help", "ms", ours), Reading("import click", "ms", theirs)]
    return section
