"""Runs a plan and says what came of it; cuts a failing plan down to the steps that it takes."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.simulation.acts import do
from tests.simulation.auditor import Auditor
from tests.simulation.house import House, opened
from tests.simulation.plan import Plan, Step, draw
from tests.simulation.world import World

MOST_TRIES = 400  # runs in which a plan is cut down


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run: the failure ("" for none), how often each thing happened, and the traces it left."""

    plan: Plan
    failure: str
    kind: str
    counts: Counter[str]
    trace: tuple[str, ...]


def run(plan: Plan, house: House) -> Ran:
    """Run a plan; whatever is raised in it, by the auditor or by the code under test, is its failure."""
    world = World(plan, house, Auditor().audit)
    failure, kind = "", ""
    with _silence():
        try:
            world.run(do)
        except Exception as error:  # noqa: BLE001 - this is what the run is for
            failure, kind = f"{type(error).__name__}: {error}", _kind(error)
    counts = world.counts
    counts["messages to customers"] += sum(type(one).__name__ == "PostReply" for _, one in world.shop.done)
    counts["commands done"] += len(world.shop.done)
    trace = (
        *(f"{one.at} {one.act} {one.args}" for one in world.history),
        *(f"{at} {type(one).__name__} {getattr(one, 'ticket', '')}" for at, one in world.shop.done),
        *(f"{met.begun} met {type(met.command).__name__} {met.fault}" for met in world.shop.met),
    )
    return Ran(plan, failure, kind, counts, trace)


def run_seeds(seeds: Iterable[int], *, is_cut: bool, end: float) -> tuple[int, Counter[str], list[str]]:
    """Run seeds at a house of their own until ``end`` (monotonic); return how many, what was counted, and failures."""
    counts: Counter[str] = Counter()
    failures: list[str] = []
    done = 0
    with opened() as house:
        for seed in seeds:
            if time.monotonic() > end:
                break
            ran = run(draw(seed), house)
            done += 1
            counts += ran.counts
            if ran.failure:
                failures.append(report(shrunk(ran, house) if is_cut else ran))
    return done, counts, failures


def _kind(error: Exception) -> str:
    """Return what kind of failure it is, by the first finding's rule: a cut plan is to fail for the same reason."""
    return f"{type(error).__name__} {str(error).partition(':')[0]}"


@contextmanager
def _silence() -> Iterator[None]:
    """Let the bridge log nothing: its outages would fill the screen."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def shrunk(failed: Ran, house: House) -> Ran:
    """Return a run of as few steps as can be found that fails in the same way: parts are left out, the large first."""
    best, tries = failed, 0
    size = max(1, len(best.plan.steps) // 2)
    while size:
        begin, has_cut = 0, False
        while begin < len(best.plan.steps) and tries < MOST_TRIES:
            tries += 1
            candidate = run(_without(best.plan, begin, size), house)
            if candidate.kind == failed.kind:
                best, has_cut = candidate, True
            else:
                begin += size
        size = size if has_cut and tries < MOST_TRIES else size // 2
    return best


def _without(plan: Plan, begin: int, size: int) -> Plan:
    """Return the plan without some steps; the time they took still passes."""
    steps, left_out = plan.steps, plan.steps[begin : begin + size]
    rest: tuple[Step, ...] = steps[begin + size :]
    if rest:
        rest = (replace(rest[0], after=rest[0].after + sum(step.after for step in left_out)), *rest[1:])
    return replace(plan, steps=steps[:begin] + rest)


def report(ran: Ran) -> str:
    """Return a failed run for people: what was found, what happened, and how to see it again."""
    return "\n".join(
        [
            ran.failure,
            "",
            ran.plan.told(),
            "",
            f"the whole plan: python -m tests.simulation --seed {ran.plan.seed}",
            "this one: write the next line to a file and run python -m tests.simulation --plan FILE",
            ran.plan.dumps(),
        ]
    )
