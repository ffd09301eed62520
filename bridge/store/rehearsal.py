"""A store to rehearse on: what a look would learn is known to that look, and nothing of it is written.

The rooms that only read are the real ones. What else a rehearsal tried to write is a mistake in this program, and
fails instead of being written.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from bridge.core.model import Fact, Subject
from bridge.store.database import Database
from bridge.store.facts import Facts
from bridge.store.marks import SetAnswerFrom
from bridge.store.tickets import Tickets


class ReadOnly(Database):
    """A database that takes no writes."""

    def writing(self, *, rings: bool = False) -> NoReturn:
        raise AssertionError(f"a rehearsal writes nothing (rings: {rings})")


class RehearsedFacts(Facts):
    """Facts as they would be."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._news: dict[Subject, tuple[Fact, ...]] = {}

    def of(self, subject: Subject, as_known: datetime | None = None) -> tuple[Fact, ...]:
        news = self._news.get(subject, ())
        return (
            *super().of(subject, as_known),
            *(fact for fact in news if as_known is None or fact.learned <= as_known),
        )

    def learn(
        self, subject: Subject, read_at: datetime, compute: Callable[[tuple[Fact, ...]], Sequence[Fact]]
    ) -> tuple[Fact, ...]:
        """Return what would be known; a reading older than the last one teaches nothing."""
        known = self.of(subject)
        last = self.read_at(subject)
        if last is not None and last > read_at:
            return known
        self._news[subject] = (*self._news.get(subject, ()), *in_order(known, compute(known)))
        return self.of(subject)

    def news(self, subject: Subject) -> tuple[Fact, ...]:
        """Return what was learned about a subject in this rehearsal."""
        return self._news.get(subject, ())


class RehearsedTickets(Tickets):
    """Tickets that stay as they are."""

    def set_answer_from(self, ticket_ids: Sequence[str], given: SetAnswerFrom) -> None:
        """Leave it: the view of this look has it."""


def in_order(known: Sequence[Fact], new: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return facts numbered as they will be when they are kept: after all that is known."""
    last = max((fact.order for fact in known), default=0)
    return tuple(replace(fact, order=last + place) for place, fact in enumerate(new, start=1))
