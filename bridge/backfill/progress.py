"""How far a run has come: kept in the store with each step, so that a run that was killed goes on where it was."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bridge.errors import BridgeError, UsageError

LEAST_TRIED = 20  # before this, a share says nothing
MOST_FAILED = 0.05


class What(StrEnum):
    """What a run covers."""

    CLIENTS = "clients"
    TICKETS = "tickets"
    ALL = "all"


class Phase(StrEnum):
    """What a run does, in this order."""

    HOLDINGS = "holdings"  # listed: they wait for their clients
    CLIENTS = "clients"  # listed, and taken in
    TICKETS = "tickets"  # the open ones are listed
    LOOKS = "looks"  # at each ticket, and at clients of whom a list says too little
    DONE = "done"


PHASES = {
    What.CLIENTS: (Phase.HOLDINGS, Phase.CLIENTS, Phase.LOOKS),
    What.TICKETS: (Phase.TICKETS, Phase.LOOKS),
    What.ALL: (Phase.HOLDINGS, Phase.CLIENTS, Phase.TICKETS, Phase.LOOKS),
}


class TooManyFailedError(BridgeError):
    """More than 5 % failed: whatever is wrong, going on would not mend it."""


@dataclass
class Progress:
    """A run's document. ``listed_since`` is when its lists began: what they say was so then (D3)."""

    run: str
    what: What
    writes: bool
    sends: bool
    started: datetime
    listed_since: datetime
    after_decision: int = 0  # decisions up to this place were made before the run
    after_fact: int = 0  # and these facts were known
    phase: Phase = Phase.HOLDINGS
    cursors: dict[str, int] = field(default_factory=dict)  # by phase: the row at which to go on
    totals: dict[str, int] = field(default_factory=dict)  # by phase
    tried: dict[str, int] = field(default_factory=dict)  # by phase
    failed: dict[str, int] = field(default_factory=dict)  # by phase
    changes: dict[str, int] = field(default_factory=dict)  # by kind: receipts
    written_to: int = 0  # tickets whose customer is written to
    receipts_end: int = 0  # bytes of the receipts file that count
    digest: int = 0  # of all receipts, in whatever order

    def advance(self, phase: Phase, cursor: int, *, total: int | None = None) -> None:
        self.cursors[phase] = cursor
        if total is not None:
            self.totals[phase] = total

    def count(self, phase: Phase, *, tried: int, failed: int = 0) -> None:
        self.tried[phase] = self.tried.get(phase, 0) + tried
        self.failed[phase] = self.failed.get(phase, 0) + failed

    def stop_if_too_many_failed(self) -> None:
        """Raise TooManyFailedError once more than 5 % of at least 20 have failed in this phase."""
        tried, failed = self.tried.get(self.phase, 0), self.failed.get(self.phase, 0)
        if tried >= LEAST_TRIED and failed > MOST_FAILED * tried:
            raise TooManyFailedError(
                f"stopped: {failed} of {tried} failed (more than 5 %); the log and `bridge status` say why. Mend it, "
                "then run it again; a backfill with --resume: they are tried again, and the rest goes on"
            )

    @property
    def all_failed(self) -> int:
        """The looks that failed; who could not be read from a list has one, and counts there."""
        return self.failed.get(Phase.LOOKS, 0)

    @property
    def fingerprint(self) -> str:
        """Return the receipts' digest for people: equal fingerprints, equal receipts."""
        return f"{self.digest:064x}"[:16]

    def document(self) -> str:
        plain = asdict(self) | {"digest": f"{self.digest:x}"}
        return json.dumps(plain, default=lambda instant: instant.isoformat())


def progress_from(document: str | None) -> Progress | None:
    """Return the progress that was kept, None: there is none."""
    if not document:  # never, or killed while the lists of the run before were forgotten
        return None
    plain: dict[str, Any] = json.loads(document)
    instants = {name: datetime.fromisoformat(plain[name]) for name in ("started", "listed_since")}
    words = {"what": What(plain["what"]), "phase": Phase(plain["phase"]), "digest": int(plain["digest"], 16)}
    return Progress(**{**plain, **instants, **words})


def resumable(kept: Progress | None, *, what: What, writes: bool, sends: bool) -> Progress:
    """Return the run to go on with; raises UsageError where there is none, or it was another."""
    if kept is None or (kept.phase is Phase.DONE and not kept.all_failed):
        raise UsageError("there is nothing to resume: the last backfill came to its end; leave out --resume")
    if (kept.what, kept.writes, kept.sends) != (what, writes, sends):
        said = f"{kept.what}{' --write' if kept.writes else ''}{' --send-replies' if kept.sends else ''}"
        raise UsageError(f"what was interrupted is `bridge backfill {said}`: say that with --resume, or leave it out")
    return kept
