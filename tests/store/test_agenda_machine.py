"""Whatever is done to the agenda in whatever order: nothing touched is lost, and nothing is taken twice at once.

A model knows only what was asked for. The store may look more often than the model asks, never less.
"""

from datetime import datetime, timedelta
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from bridge.core.model import Subject
from bridge.store import open_store
from bridge.store.leases import Lease
from tests.store.fixtures import NOW, make_quickly, ticket

SUBJECTS = st.sampled_from([ticket("1"), ticket("2"), ticket("3")])
MINUTES = st.integers(min_value=-5, max_value=60)


class Agenda(RuleBasedStateMachine):
    """``owed`` is by when each subject must be looked at; ``held`` what each holder knows of its lease."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        url = f"sqlite:///{self.folder.name}/bridge.db"
        make_quickly(url)
        self.store = open_store(url)
        self.now = NOW
        self.owed: dict[Subject, set[int]] = {}
        self.held: dict[Subject, Lease] = {}
        self.covered: dict[Subject, set[int]] = {}
        self.lost: list[Lease] = []

    @rule(subject=SUBJECTS, minutes=MINUTES, is_fresh=st.booleans())
    def touch(self, subject: Subject, minutes: int, *, is_fresh: bool) -> None:
        due = self.now + timedelta(minutes=minutes)
        self.store.agenda.touch([subject], due, now=self.now if is_fresh else None)
        self.owed.setdefault(subject, set()).add(self.minute(due))

    @rule(limit=st.integers(min_value=1, max_value=3))
    def lease(self, limit: int) -> None:
        for lease in self.store.agenda.lease("w", self.now, seconds=600, limit=limit):
            assert lease.subject not in self.held
            self.held[lease.subject] = lease
            self.covered[lease.subject] = set(self.owed.get(lease.subject, ()))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def refresh(self, data: st.DataObject) -> None:
        subject = data.draw(st.sampled_from(sorted(self.held)))
        lease = self.store.agenda.refresh(self.held[subject])
        assert lease is not None
        self.held[subject] = lease
        self.covered[subject] = set(self.owed.get(subject, ()))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), minutes=st.none() | MINUTES)
    def put_back(self, data: st.DataObject, minutes: int | None) -> None:
        subject = data.draw(st.sampled_from(sorted(self.held)))
        due = None if minutes is None else self.now + timedelta(minutes=minutes)
        assert self.store.agenda.put_back(self.held.pop(subject), due=due)
        rest = self.owed.get(subject, set()) - self.covered.pop(subject)
        self.owed[subject] = rest | (set() if due is None else {self.minute(due)})

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def lapse(self, data: st.DataObject) -> None:
        """Let a worker die: its lease runs out, and what it covered is owed as before."""
        subject = data.draw(st.sampled_from(sorted(self.held)))
        with self.store._database.writing() as connection:
            connection.execute(text("UPDATE agenda SET free_tick = 1 WHERE id = :id"), {"id": subject.id})
        self.lost.append(self.held.pop(subject))
        self.covered.pop(subject)

    @precondition(lambda self: self.lost)
    @rule()
    def come_back_too_late(self) -> None:
        lease = self.lost.pop()
        is_taken = lease.subject in self.held
        was_put_back = self.store.agenda.put_back(lease, due=lease.due)
        assert not (is_taken and was_put_back)

    @rule(minutes=st.integers(min_value=1, max_value=90))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def nothing_owed_is_planned_too_late(self) -> None:
        for subject, owed in self.owed.items():
            if owed:
                planned = self.store.agenda.planned(subject)
                assert planned is not None
                assert self.minute(planned) <= min(owed)

    def minute(self, instant: datetime) -> int:
        return int((instant - NOW).total_seconds() // 60)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestAgenda = Agenda.TestCase
TestAgenda.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
