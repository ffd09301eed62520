"""``python -m tests.bench [SECTION ...] [--quick] [--json FILE]``: measure and print; exit 3 when a bar is not met."""

import json
import os
import platform
import signal
import sys
import time
from pathlib import Path

import click
from rich.console import Console

from tests.bench import backfilling, deciding, end_to_end, growth, receiving, sharing, start
from tests.bench.report import Document, Section

SECTIONS = {
    "start": start.measure,
    "deciding": deciding.measure,
    "receiving": receiving.measure,
    "end-to-end": end_to_end.measure,
    "growth": growth.measure,
    "backfill": backfilling.measure,
    "postgres": sharing.measure,
}
PAIRS, SECONDS = 7, 2.0
QUICK_PAIRS, QUICK_SECONDS = 2, 1.0


def machine() -> Document:
    """Return what the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
    }


@click.command()
@click.argument("names", metavar="[SECTION ...]", nargs=-1, type=click.Choice([*SECTIONS, "all"]))
@click.option("--quick", is_flag=True, help="Fewer and shorter rounds: whether it runs, not how fast.")
@click.option("--pairs", type=click.IntRange(1), help=f"Rounds in which all have their turn ({PAIRS}).")
@click.option("--seconds", type=click.FloatRange(1), help=f"How long a burst of events lasts ({SECONDS:g}).")
@click.option("--json", "to", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures there too.")
def main(names: tuple[str, ...], pairs: int | None, seconds: float | None, to: Path | None, *, quick: bool) -> None:
    """Measure what the bridge promises about speed, each figure beside its peer or limit."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server that was started is left behind
    rounds = pairs or (QUICK_PAIRS if quick else PAIRS)
    lasting = seconds or (QUICK_SECONDS if quick else SECONDS)
    console = Console(width=150 if not sys.stdout.isatty() else None)
    begun, told = time.monotonic(), machine()
    console.print(f"{told['cores']} cores, load {told['load_before']:.1f}, Python {told['python']}")
    if isinstance(told["load_before"], float) and told["load_before"] > 0.5:
        console.print("others use this machine now: trust the ratios, and those with a narrow spread", style="yellow")
    measured: list[Section] = []
    for name, measure in SECTIONS.items():
        if not names or "all" in names or name in names:
            measured.append(measure(rounds=rounds, seconds=lasting))
            measured[-1].show(console)
    if to is not None:
        to.write_text(json.dumps({"machine": told, "sections": [one.document() for one in measured]}, indent=1) + "\n")
    console.print(f"{time.monotonic() - begun:.0f} s")
    if any(ratio.verdict == "NOT met" for one in measured for ratio in one.ratios):
        raise SystemExit(3)


if __name__ == "__main__":
    main()
