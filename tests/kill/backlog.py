"""``make backlog``: 100,000 webhooks that came while no worker ran drain in order, at a pace that does not fall.

In order means: what is longest due first, each subject's webhooks in the order taken, nobody looked at by two at once.
The store, the agenda, the worker and its learning are the real ones; only the billing system is left out.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from rich.console import Console

from bridge.core.model import Subject
from bridge.reconcile import Looked
from bridge.store import Store, open_store
from bridge.store.deliveries import Acceptance
from bridge.store.leases import Lease
from bridge.worker import Stop, Worker
from tests.kill.town import Kind
from tests.store.fixtures import NOW, delivery, postgres_url, ticket

HANDS = 4
SENDERS = 16
EACH = 5  # webhooks a subject
LATER = NOW + timedelta(days=1)
PATIENCE = 3600.0  # seconds


@dataclass
class Watch:
    """What the workers' looks come to; ``looks`` in the order begun, each with its subject and when it was due."""

    store: Store
    left: int
    looks: list[Lease] = field(default_factory=list)
    learned: dict[Subject, list[str]] = field(default_factory=lambda: defaultdict(list))
    moments: list[float] = field(default_factory=list)
    at_once: set[Subject] = field(default_factory=set)
    overlaps: int = 0
    stop: Stop = field(default_factory=Stop)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, lease: Lease) -> Looked:
        """Learn what waits for the subject, as a look does first; then there is nothing more to do."""
        with self._lock:
            self.overlaps += lease.subject in self.at_once
            self.at_once.add(lease.subject)
            self.looks.append(lease)
        waiting = self.store.deliveries.waiting(lease.subject)
        self.store.deliveries.learned({one.id: () for one in waiting})
        with self._lock:
            self.at_once.discard(lease.subject)
            self.learned[lease.subject] += [one.id for one in waiting]
            self.moments.append(time.monotonic())
            self.left -= len(waiting)
            if self.left <= 0:
                self.stop.set()
        return Looked(due=None)


@dataclass(frozen=True)
class Drained:
    """What a backlog came to. ``pace``: looks a second, tenth by tenth of the backlog."""

    kind: Kind
    webhooks: int
    subjects: int
    lost: int
    out_of_order: int  # webhooks of a subject that were not learned in the order taken
    overlaps: int  # looks at a subject that another was looking at
    overtaken: int  # places by which the worst look came before one that was due sooner
    seconds: float
    pace: list[float]

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.out_of_order or self.overlaps) and self.overtaken <= 2 * HANDS


def drain(store: Store, kind: Kind, webhooks: int) -> Drained:
    """Fill a store, then let a worker empty it."""
    subjects = [ticket(str(number)) for number in range(webhooks // EACH)]
    taken = fill(store, subjects)
    watch, began = Watch(store, webhooks), time.monotonic()
    worker = Worker(store, watch.look, lambda _: None, lambda: LATER, "backlog", HANDS)
    timer = threading.Timer(PATIENCE, watch.stop.set)
    timer.start()
    worker.run(watch.stop)
    timer.cancel()
    return Drained(
        kind,
        webhooks,
        len(subjects),
        lost=watch.left,
        out_of_order=sum(watch.learned[subject] != ids for subject, ids in taken.items()),
        overlaps=watch.overlaps,
        overtaken=_overtaken(watch.looks),
        seconds=time.monotonic() - began,
        pace=_pace([began, *watch.moments]),
    )


def fill(store: Store, subjects: Sequence[Subject]) -> dict[Subject, list[str]]:
    """Take each subject's webhooks, all subjects mixed; return the ids, by subject in the order taken."""
    order = random.Random(1)
    taken: dict[Subject, list[str]] = {subject: [] for subject in subjects}
    with ThreadPoolExecutor(SENDERS) as senders:
        for turn in range(EACH):
            mixed = order.sample(subjects, len(subjects))
            for subject in mixed:
                taken[subject].append(f"msg_{subject.id}_{turn}")
            outcomes = [*senders.map(partial(_accept, store, turn), enumerate(mixed))]
            assert set(outcomes) == {Acceptance.NEW}
    return taken


def _accept(store: Store, turn: int, numbered: tuple[int, Subject]) -> Acceptance:
    number, subject = numbered
    received = NOW + timedelta(hours=turn, milliseconds=number)
    return store.deliveries.accept(delivery(f"msg_{subject.id}_{turn}", subject, received=received))


def _overtaken(looks: Sequence[Lease]) -> int:
    """Return by how many places the looks were at worst out of the order in which they were due."""
    in_order = {id(lease): place for place, lease in enumerate(sorted(looks, key=lambda lease: lease.due))}
    return max(abs(in_order[id(lease)] - place) for place, lease in enumerate(looks))


def _pace(moments: Sequence[float]) -> list[float]:
    """Return how many looks a second there were in each tenth."""
    tenth = max(1, (len(moments) - 1) // 10)
    ends = moments[::tenth]
    return [round(tenth / max(1e-9, after - before), 1) for before, after in pairwise(ends)]


@contextmanager
def opened(kind: Kind) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="backlog-") as folder:
        if kind is Kind.SQLITE:
            store = open_store(f"sqlite:///{Path(folder) / 'bridge.db'}")
            store.claim_worker()
            yield store
            store.close()
        else:
            with postgres_url() as url:
                store = open_store(url)
                yield store
                store.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make backlog", description=__doc__)
    parser.add_argument("--webhooks", type=int, default=100_000)
    parser.add_argument("--store", choices=[*Kind, "both"], default="both")
    asked = parser.parse_args()
    console, is_good = Console(stderr=True, width=120), True
    for kind in Kind if asked.store == "both" else [Kind(asked.store)]:
        with opened(kind) as store:
            drained = drain(store, kind, asked.webhooks)
        is_good = is_good and drained.is_good
        print(json.dumps({**asdict(drained), "is_good": drained.is_good}), flush=True)  # noqa: T201 - it was asked for
        console.print(
            f"{kind}: {drained.webhooks:,} webhooks of {drained.subjects:,} subjects in {drained.seconds:.0f} s: "
            f"{drained.lost} lost, {drained.out_of_order} out of order, {drained.overlaps} looked at twice at once, "
            f"at worst {drained.overtaken} places out of turn; looks a second by tenths: {drained.pace}"
        )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
