"""P9 to P11: a backfill beside the floor of its own calls, its calls a thousand clients, its memory by size.

What is measured is the backfill room's own (``tests.backfill.measure``); here it is told with the other targets.
"""

from tests.backfill.measure import LATENCY, measured
from tests.bench.report import Ratio, Reading, Section

CONCURRENCY = 4
SIZES, QUICK_SIZES = (1_000, 10_000, 100_000), (100, 200, 400)


def measure(*, rounds: int, seconds: float) -> Section:
    """Measure the smallest size ``rounds`` times; the larger two once: they are about memory, which is steady."""
    small, middle, large = SIZES if seconds > 1 else QUICK_SIZES
    runs = [measured(small, 0, CONCURRENCY, "clients") for _ in range(rounds)]
    less, more = (measured(size, 0, CONCURRENCY, "clients", latency=0) for size in (middle, large))
    wall = [run.ratio for run in runs]
    calls = [run.calls_per_1000 for run in runs]
    floor = f"its calls / {CONCURRENCY} x {LATENCY * 1000:.0f} ms"
    section = Section("backfill")
    section.ratios += [
        Ratio("P9", f"wall, {small:,} clients", floor, wall, 1.35, 1.1, is_cost=True),
        Ratio("P10", "calls a thousand clients", "calls", calls, 40, 21, is_cost=True),
        Ratio(
            "P11",
            f"peak memory, {large:,} clients",
            f"{middle:,} clients",
            [more.peak_mib / less.peak_mib],
            1.2,
            1.05,
            is_cost=True,
        ),
    ]
    section.readings += [Reading(f"wall, {small:,} clients", "s", [run.wall for run in runs])]
    section.readings += [Reading(f"peak, {run.clients:,} clients", "MiB", [run.peak_mib]) for run in (less, more)]
    return section
