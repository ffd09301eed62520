"""What a backfill costs: calls per 1,000 clients, wall time over the floor of its own calls, peak memory by size.

``python -m tests.backfill.measure`` prints one JSON line a run and the ratios at the end (performance.md, P9 to P11).
The shop runs in this process and each backfill in one of its own, as they do for real; so on two cores they share them.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bridge.cli.init import SECRET_VARIABLE, starter
from mappings.whmcs.sandbox import RunningSandbox, serve

LATENCY = 0.02  # seconds an API call takes


@dataclass(frozen=True)
class Measured:
    """One run. ``floor`` is what its own calls take at the least: calls / concurrency x latency, in seconds."""

    what: str
    clients: int
    tickets: int
    concurrency: int
    calls: int
    calls_per_1000: float
    wall: float
    cpu: float  # seconds of the backfill's own: where others use the machine too, wall time says little
    floor: float
    ratio: float
    peak_mib: float


def measured(clients: int, tickets: int, concurrency: int, what: str, *, latency: float = LATENCY) -> Measured:
    """Fill a shop and a new store, run one ``--write``, and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        shop = serve()
        try:
            shop.actor().fill(clients=clients, tickets=tickets)
            if latency:
                shop.actor().fault("*", "slow", seconds=latency, times=10**9)
            wall, cpu, peak = _run(Path(folder), shop, what, concurrency)
            calls = len(shop.shop.state.calls)
        finally:
            shop.stop()
    floor = calls / concurrency * LATENCY
    per_1000 = round(calls / clients * 1000, 1)
    return Measured(
        what, clients, tickets, concurrency, calls, per_1000, wall, cpu, round(floor, 2), round(wall / floor, 2), peak
    )


def _run(folder: Path, shop: RunningSandbox, what: str, concurrency: int) -> tuple[float, float, float]:
    for name, content in starter().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        quick = re.sub(r"max_requests_per_second = \d+", "max_requests_per_second = 10000", content)
        (folder / name).write_text(quick.replace("https://billing.example.com/", shop.url))
    command = [sys.executable, "-m", "bridge", "backfill", what, "--write", "--concurrency", str(concurrency)]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, SECRET_VARIABLE: shop.secret})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the backfill failed"
    cpu = usage.ru_utime + usage.ru_stime
    return round(time.monotonic() - began, 2), round(cpu, 2), round(usage.ru_maxrss / 1024, 1)


def main() -> None:
    """Measure, and print the ratios that the targets speak of."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--tickets", type=int, default=500)
    asked = parser.parse_args()
    few = max(1000, asked.clients // 10)
    runs = [measured(few, 0, concurrency, "clients") for concurrency in (1, 2, 4)]
    for run in runs:
        _print(run)
    large = measured(asked.clients, 0, 4, "clients")
    _print(large)
    tickets = measured(1000, asked.tickets, 4, "tickets") if asked.tickets else None
    if tickets:
        _print(tickets)
    ratios = {
        "P9, clients, by concurrency": {run.concurrency: run.ratio for run in runs},
        "P9, tickets, concurrency 4": tickets and tickets.ratio,
        "P10": large.calls_per_1000,
        "P11": round(large.peak_mib / runs[-1].peak_mib, 3),
    }
    print(json.dumps(ratios))  # noqa: T201 - it is a report


def _print(run: Measured) -> None:
    print(json.dumps(asdict(run)), flush=True)  # noqa: T201 - it is a report


if __name__ == "__main__":
    main()
