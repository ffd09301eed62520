"""Deciding about a kept view again: under the policy it was decided under, or under another as if that had been it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bridge.config import policy_from_document
from bridge.core.decision import Decision, decide
from bridge.core.model import Fact
from bridge.core.policy import Policy
from bridge.core.reading import Reader
from bridge.core.seating import seats
from bridge.core.tags import vocabulary
from bridge.core.view import TicketView
from bridge.reading import reader
from bridge.reconcile.viewing import timelines_under
from bridge.store import Store


@dataclass(frozen=True, slots=True)
class Judge:
    """A policy and its reader: all that a decision needs beside the view."""

    policy: Policy
    reader: Reader

    def decide(self, view: TicketView, now: datetime) -> Decision:
        return decide(view, self.policy, self.reader, now)

    def seated(
        self, view: TicketView, store: Store, facts: Sequence[Fact], *, as_known: datetime | None = None
    ) -> TicketView:
        """Return the view as it would be under this policy: with its tiers, and with its tags to take off.

        ``facts`` are the ticket's. ``as_known``: on what was known of its clients then.
        """
        lines = timelines_under(store, facts, self.policy, as_known=as_known)
        return replace(view, seats=seats(facts, lines, self.policy), removable=view.removable | vocabulary(self.policy))


def judge(policy: Policy) -> Judge:
    return Judge(policy, reader(policy))


@lru_cache(maxsize=8)
def judge_of(document: str) -> Judge:
    """Return the judge of a policy that the store has decided under."""
    return judge(policy_from_document(document))
