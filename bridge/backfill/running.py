"""What a run of backfill or reconcile works with."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bridge.backfill.limits import Limits
from bridge.backfill.progress import Progress
from bridge.backfill.receipts import Receipts
from bridge.core.policy import AnswerFrom
from bridge.listing import Listing
from bridge.reconcile.parts import Parts


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a run works with. ``tell`` is told of each step."""

    parts: Parts
    listing: Listing
    limits: Limits
    progress: Progress
    receipts: Receipts
    pool: ThreadPoolExecutor
    start: AnswerFrom | None  # the answer-from of the tickets it covers (W7), None: each keeps its own
    tell: Callable[[Progress], None]
    is_at_work: Callable[[], bool]  # whether somebody works the agenda

    def ahead(self) -> int:
        self.limits.apply(self.listing)
        return self.limits.at_once

    def told(self) -> str:
        """Return the progress as it is to be committed now."""
        return self.progress.document()

    def stepped(self) -> None:
        """Tell of a step that was committed, and stop where too much has failed."""
        self.tell(self.progress)
        self.progress.stop_if_too_many_failed()
