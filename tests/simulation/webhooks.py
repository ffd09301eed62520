"""Webhooks: what they tell, in which dialect, and the network that loses, doubles and delays them."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import cast

from bridge.billing import Hint, Learned
from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from bridge.errors import StoreUnavailableError
from bridge.store import Store
from bridge.store.deliveries import Delivery
from tests.simulation.stage import Stage, Timetable

RESEND = 15  # seconds until a sender whose webhook could not be stored comes again


@dataclass(frozen=True, slots=True)
class Told:
    """What a webhook says: whom it is about, and what began (as the shop's facts, each with kind and id first)."""

    subjects: tuple[Subject, ...]
    facts: tuple[tuple[str, str, str, str, str], ...] = ()
    is_early: bool = False

    def __bool__(self) -> bool:
        return bool(self.subjects)

    @classmethod
    def of_ticket(cls, ticket: str, *, is_open: bool | None = None, is_early: bool = False) -> "Told":
        kind, said = SubjectKind.TICKET, "yes" if is_open else "no"
        facts = () if is_open is None else ((kind.value, ticket, About.TICKET_OPEN.value, said, ""),)
        return cls((Subject(kind, ticket),), facts, is_early)

    @classmethod
    def of_client(cls, client: str, *facts: tuple[About, str, str]) -> "Told":
        kind = SubjectKind.CLIENT
        told = tuple((kind.value, client, about.value, value, name) for about, value, name in facts)
        return cls((Subject(kind, client),), told)


NOBODY = Told(())  # something was done, and there is no webhook for it


class WorldDialect:
    """How the world's webhooks speak: each fact began when the event says."""

    def hint(self, event: Mapping[str, object]) -> Hint:
        return Hint("Told", None)

    def facts(self, event: Mapping[str, object], *, received: datetime) -> Sequence[Learned]:
        effect = datetime.fromisoformat(str(event["at"])).astimezone(UTC)
        return [
            Learned(
                Subject(SubjectKind(kind), id_),
                Fact(About(about), value, learned=received, source=Source.WEBHOOK, effect=effect, name=name),
            )
            for kind, id_, about, value, name in cast("list[list[str]]", event["told"])
        ]


class Network:
    """Carries webhooks to the bridge's store. ``unheard`` are the subjects of those that were lost."""

    def __init__(
        self, stage: Stage, timetable: Timetable, store: Store, clock: Callable[[], datetime], counts: Counter[str]
    ) -> None:
        self.unheard: set[Subject] = set()
        self._stage = stage
        self._timetable = timetable
        self._store = store
        self._clock = clock
        self._counts = counts

    def send(self, told: Told, hears: Sequence[int]) -> None:
        """Let a webhook come as often, and as late, as the plan says."""
        if not hears:
            self._counts["webhook lost"] += 1
            self.unheard.update(told.subjects)
        if len(hears) > 1:
            self._counts["webhook doubled"] += 1
        body = json.dumps({"at": self._stage.now.replace(microsecond=0).isoformat(), "told": told.facts}).encode()
        number = self._timetable.number()
        for delay in hears:
            self._timetable.later(delay, partial(self._deliver, f"msg_{number}", told, body))

    def _deliver(self, id_: str, told: Told, body: bytes) -> None:
        delivery = Delivery(id_, "world", "Told", told.subjects, told.is_early, body, self._clock())
        try:
            acceptance = self._store.deliveries.accept(delivery)
        except StoreUnavailableError:
            self._counts["webhook turned away"] += 1
            self._timetable.later(RESEND, partial(self._deliver, id_, told, body))
            return
        self._counts[f"webhook {acceptance}"] += 1
