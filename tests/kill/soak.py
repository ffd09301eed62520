"""``make soak``: a steady mixed load for an hour; memory, files and threads of each process must not grow with it.

Memory may rise at first (code is loaded, caches fill); what counts is the second half. Every message is audited at the
end as after kills. The store grows with what it is told, and how much of it is a webhook's is in the table.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import linear_regression, median

from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text

from tests.kill.audit import Findings, audit
from tests.kill.killer import is_worker
from tests.kill.stories import EVENTS_A_TICKET
from tests.kill.telling import Telling
from tests.kill.town import Kind, Town, Transport, town

TICKETS = 16  # at once
SAMPLE_SECONDS = 10.0
MOST_GROWTH = 8.0  # MiB an hour in the second half, as a straight line through it
LEAST_GROWTH = 4.0  # MiB: a smaller rise is noise, however short the run
MOST_FILES = 5  # more than in the first half
MIB = 2**20


@dataclass(frozen=True)
class Sample:
    """One process at one moment; ``at`` in seconds since the begin, ``memory`` resident, in MiB."""

    at: float
    memory: float
    files: int
    threads: int


@dataclass
class Course:
    """How one process did."""

    samples: list[Sample] = field(default_factory=list)

    @property
    def later(self) -> Sequence[Sample]:
        return self.samples[len(self.samples) // 2 :]

    @property
    def growth(self) -> float:
        """Return the slope of memory in the second half, in MiB an hour."""
        if len(self.later) < 2:
            return 0.0
        return linear_regression([one.at for one in self.later], [one.memory for one in self.later]).slope * 3600

    @property
    def rise(self) -> float:
        """Return what the slope comes to over the second half, in MiB."""
        return self.growth * (self.later[-1].at - self.later[0].at) / 3600

    @property
    def is_flat(self) -> bool:
        before = self.samples[: len(self.samples) // 2] or self.samples
        more_files = max(one.files for one in self.later) - max(one.files for one in before)
        return not (self.growth > MOST_GROWTH and self.rise > LEAST_GROWTH) and more_files <= MOST_FILES


@dataclass(frozen=True)
class Soaked:
    """What a soak came to."""

    kind: Kind
    minutes: float
    courses: dict[str, Course]
    store: tuple[float, float]  # MiB, at the begin and at the end
    findings: Findings

    @property
    def is_good(self) -> bool:
        return self.findings.is_good and all(course.is_flat for course in self.courses.values())

    def document(self) -> dict[str, object]:
        processes = {
            name: {
                "memory_begin_mib": round(course.samples[0].memory, 1),
                "memory_middle_mib": round(course.later[0].memory, 1),
                "memory_end_mib": round(median(one.memory for one in course.samples[-5:]), 1),
                "growth_mib_per_hour": round(course.growth, 2),
                "files": max(one.files for one in course.later),
                "threads": max(one.threads for one in course.later),
                "is_flat": course.is_flat,
            }
            for name, course in self.courses.items()
        }
        return {
            "store": self.kind,
            "minutes": round(self.minutes, 1),
            "processes": processes,
            "store_mib": [round(size, 1) for size in self.store],
            "findings": asdict(self.findings),
            "is_good": self.is_good,
        }


def soak(folder: Path, kind: Kind, *, minutes: float, rate: float) -> Soaked:
    """Load a town for so long with ``rate`` webhooks a second, and sample its bridge."""
    with town(folder, kind) as made:
        made.turn_clock(minutes=1)
        began, courses = time.monotonic(), dict[str, Course]()
        sampled = 0.0

        def sample() -> None:
            nonlocal sampled
            if time.monotonic() - sampled >= SAMPLE_SECONDS:
                sampled = time.monotonic()
                for name, pid in processes(made):
                    with suppress(OSError):
                        courses.setdefault(name, Course()).samples.append(_sample(pid, sampled - began))

        telling = Telling(made, random.Random(1), meanwhile=sample, pause=1)
        before = store_size(made)
        while (passed := time.monotonic() - began) < minutes * 60:
            telling.begin(TICKETS)
            telling.go_on()
            while time.monotonic() - began < passed + TICKETS * EVENTS_A_TICKET / rate:
                sample()
                time.sleep(0.1)
        findings = audit(made, Transport.ADDON, telling.told)
        return Soaked(kind, (time.monotonic() - began) / 60, courses, (before, store_size(made)), findings)


def processes(made: Town) -> Iterator[tuple[str, int]]:
    """Yield the bridge's processes, by what they do."""
    for service in made.bridge:
        halves = service.children()
        yield (f"{service.name} (parent)" if halves else service.name), service.pid
        for pid in halves:
            yield (f"{service.name}: worker" if is_worker(pid) else f"{service.name}: receiver"), pid


def _sample(pid: int, at: float) -> Sample:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    memory, threads = int(status["VmRSS"].split()[0]) / 1024, int(status["Threads"])
    return Sample(at, memory, len([*Path(f"/proc/{pid}/fd").iterdir()]), threads)


def store_size(made: Town) -> float:
    """Return the store's size in MiB."""
    if made.store_url.startswith("sqlite"):
        return sum(path.stat().st_size for path in made.folder.glob("bridge.db*")) / MIB
    engine = create_engine(made.store_url)
    sizes = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = "
    with engine.connect() as connection:
        found = connection.execute(text(f"{sizes} current_schema()::regnamespace")).scalar_one()
    engine.dispose()
    return float(found) / MIB


def table(soaked: Soaked) -> Table:
    found = soaked.findings
    made = Table(
        title=f"Soak on {soaked.kind}, {soaked.minutes:.0f} min: {found.sent:,} webhooks, {found.events_lost} lost; "
        f"{found.wanted:,} messages, {found.once:,} once, {found.lost} lost, {found.doubled} doubled; "
        f"store {soaked.store[0]:.0f} to {soaked.store[1]:.0f} MiB"
    )
    for name in (
        "process",
        "MiB at the begin",
        "in the middle",
        "at the end",
        "MiB an hour",
        "files",
        "threads",
        "flat",
    ):
        made.add_column(name, justify="left" if name == "process" else "right")
    for name, row in soaked.document()["processes"].items():  # type: ignore[attr-defined]  # a dict, as made above
        made.add_row(name, *(f"{value}" for value in row.values()))
    return made


def main() -> int:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=10.0, help="webhooks a second")
    parser.add_argument("--store", choices=[*Kind, "both"], default="both")
    asked = parser.parse_args()
    console, is_good = Console(stderr=True, width=120), True
    for kind in Kind if asked.store == "both" else [Kind(asked.store)]:
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            soaked = soak(Path(folder), kind, minutes=asked.minutes, rate=asked.rate)
        print(json.dumps(soaked.document()), flush=True)  # noqa: T201 - it is what was asked for
        console.print(table(soaked))
        for trouble in soaked.findings.troubles[:20]:
            console.print(trouble, markup=False)
        is_good = is_good and soaked.is_good
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
