"""Runs seeds, or one plan, by hand: ``python -m tests.simulation --help``."""

import argparse
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.simulation.house import opened
from tests.simulation.plan import Plan, draw
from tests.simulation.running import report, run, run_seeds, shrunk

CHUNK = 50  # seeds that a process runs at one store


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 where nothing was found, 1 where something was."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Deterministic simulation.")
    parser.add_argument("--seeds", type=int, default=300, help="how many seeds to run (default 300)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (default 0)")
    parser.add_argument("--seed", type=int, help="run this seed alone, and tell what happened")
    parser.add_argument("--plan", type=Path, help="run the plan in this file, and tell what happened")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further seeds after so long")
    parser.add_argument("--whole", action="store_true", help="do not cut a failing plan down")
    given = parser.parse_args(arguments)
    if given.seed is not None or given.plan is not None:
        plan = draw(given.seed) if given.plan is None else Plan.loads(given.plan.read_text())
        return _one(plan, is_cut=not given.whole)
    return _many(range(given.first, given.first + given.seeds), given.jobs, given.seconds, is_cut=not given.whole)


def _one(plan: Plan, *, is_cut: bool) -> int:
    with opened() as house:
        ran = run(plan, house)
        _say("\n".join(sorted(ran.trace)))
        if not ran.failure:
            _say("nothing was found")
            return 0
        _say(report(shrunk(ran, house) if is_cut else ran))
    return 1


def _many(seeds: range, jobs: int, seconds: float, *, is_cut: bool) -> int:
    chunks = [range(first, min(first + CHUNK, seeds.stop)) for first in range(seeds.start, seeds.stop, CHUNK)]
    counts: Counter[str] = Counter()
    failures, begun, done = [], time.monotonic(), 0
    end = begun + seconds
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for number, ran, failed in pool.map(partial(run_seeds, is_cut=is_cut, end=end), chunks):
            done += number
            counts += ran
            failures += failed
            for failure in failed:
                _say(failure + "\n")
            _say(f"{done} seeds, {len(failures)} failed, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    for what, times in sorted(counts.items()):
        _say(f"{times:>9}  {what}")
    _say(f"{done} seeds, {len(failures)} failed")
    return 1 if failures else 0


def _say(text: str, *, file: object = None) -> None:
    print(text, file=file, flush=True)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main())
