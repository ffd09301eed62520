"""The addon's outbox: every hook's event, signed and sent in order per subject until the bridge has taken it.

Rule: an event's id and bytes are made once and are the same at every attempt; only the timestamp header and with it the
signature are of the moment, on the real clock. A test may pause, lose, double or reorder what is sent.
"""

import heapq
import json
import logging
import random
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import requests
from standardwebhooks import Webhook

log = logging.getLogger(__name__)

FIRST_BACKOFF = 0.1  # seconds; doubled at every failure
LONGEST_BACKOFF = 5.0
TIMEOUT = 10.0


class Sending(StrEnum):
    """In which order a subject's events leave."""

    KEPT = "kept"
    REVERSED = "reversed"
    SHUFFLED = "shuffled"


class Fate(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    LOST = "lost"


@dataclass(slots=True)
class Conduct:
    """How faithfully the outbox does its work; the defaults are those of a good one."""

    url: str | None = None  # None: nobody to send to yet
    paused: bool = False
    loss: float = 0.0  # the share of events that are never sent
    doubling: float = 0.0  # the share of delivered events that are sent once more
    order: Sending = Sending.KEPT


@dataclass(slots=True)
class Event:
    id: str
    type: str
    subject: str
    body: bytes
    fate: Fate = Fate.WAITING
    attempts: list[int] = field(default_factory=list)  # HTTP statuses; 0: no answer


@dataclass(slots=True)
class Outbox:
    """Events by subject, and the threads that send them."""

    secret: str
    conduct: Conduct = field(default_factory=Conduct)
    senders: int = 2
    new_id: Callable[[], str] = field(default=lambda: f"msg_{uuid.uuid4().hex}")
    on_gone: Callable[[str, Fate], None] = field(default=lambda _id, _fate: None)  # told of each that waits no longer
    events: dict[str, Event] = field(default_factory=dict)
    _lines: dict[str, deque[Event]] = field(default_factory=dict)
    _due: list[tuple[float, str]] = field(default_factory=list)  # a heap: when, which subject
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _threads: list[threading.Thread] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - a test's, to be repeated
    _stopped: bool = False

    def put(self, event: dict[str, object], subject: str) -> None:
        """Take an event; it is sent as soon as those before it on its subject have been."""
        body = json.dumps(event, separators=(",", ":")).encode()
        written = Event(self.new_id(), str(event["type"]), subject, body)
        with self._changed:
            self.events[written.id] = written
            line = self._lines.setdefault(subject, deque())
            line.append(written)
            if len(line) == 1:
                self._put_on_agenda(subject, 0.0)

    def resume(self, gone: Mapping[str, Fate]) -> None:
        """Let go of the events that wait no longer; all others are due at once. Before ``start``."""
        for id_, fate in gone.items():
            event = self.events[id_]
            event.fate = fate
            self._lines[event.subject].remove(event)
        self._lines = {subject: line for subject, line in self._lines.items() if line}
        self._due = [(0.0, subject) for subject in self._lines]

    def start(self) -> None:
        self._threads = [threading.Thread(target=self._send_forever, daemon=True) for _ in range(self.senders)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(TIMEOUT)

    @contextmanager
    def changing(self) -> Iterator[Conduct]:
        """Change the conduct; what waits is looked at again at once."""
        with self._changed:
            yield self.conduct
            self._due = [(0.0, subject) for _, subject in self._due]
            self._changed.notify_all()

    def waiting(self) -> int:
        with self._changed:
            return sum(map(len, self._lines.values()))

    def snapshot(self) -> list[Event]:
        with self._changed:
            return list(self.events.values())

    def send(self, event: Event, session: requests.Session | None = None) -> int:
        """Send an event once; return the HTTP status, 0 where there was no answer."""
        if self.conduct.url is None:
            return 0
        headers = {"Content-Type": "application/json", **signature(self.secret, event.id, event.body)}
        try:
            with (session or requests).post(
                self.conduct.url, data=event.body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                status = response.status_code
        except requests.RequestException:
            status = 0
        event.attempts.append(status)
        log.info("outbox.sent", extra={"webhook_id": event.id, "type": event.type, "status": status})
        return status

    def _send_forever(self) -> None:
        with requests.Session() as session:
            while (subject := self._next_subject()) is not None:
                self._send_head(subject, session)

    def _next_subject(self) -> str | None:
        """Wait for a subject whose turn has come; None: the outbox is stopped."""
        with self._changed:
            while not self._stopped:
                if self.conduct.paused or self.conduct.url is None or not self._due:
                    self._changed.wait()
                    continue
                when, subject = self._due[0]
                if (delay := when - time.monotonic()) <= 0:
                    heapq.heappop(self._due)
                    return subject
                self._changed.wait(delay)
            return None

    def _send_head(self, subject: str, session: requests.Session) -> None:
        event = self._head(subject)
        with self._changed:
            is_lost = self._chance.random() < self.conduct.loss
            times = 2 if self._chance.random() < self.conduct.doubling else 1
        fate = Fate.LOST if is_lost else Fate.DELIVERED
        if not is_lost and not self._is_taken(event, session, times):
            fate = Fate.WAITING
        with self._changed:
            self._settle(subject, event, fate)

    def _is_taken(self, event: Event, session: requests.Session, times: int) -> bool:
        return [self.send(event, session) // 100 for _ in range(times)][-1] == 2

    def _head(self, subject: str) -> Event:
        """Choose a subject's next event."""
        with self._changed:
            line = self._lines[subject]
            match self.conduct.order:
                case Sending.KEPT:
                    return line[0]
                case Sending.REVERSED:
                    return line[-1]
                case Sending.SHUFFLED:
                    return self._chance.choice(line)

    def _settle(self, subject: str, event: Event, fate: Fate) -> None:
        event.fate = fate
        line = self._lines[subject]
        if fate is not Fate.WAITING:
            line.remove(event)
            self.on_gone(event.id, fate)
        if not line:
            del self._lines[subject]
            return
        delay = min(FIRST_BACKOFF * 2 ** (len(event.attempts) - 1), LONGEST_BACKOFF) if fate is Fate.WAITING else 0.0
        self._put_on_agenda(subject, delay)

    def _put_on_agenda(self, subject: str, delay: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + delay, subject))
        self._changed.notify()


def signature(secret: str, webhook_id: str, body: bytes) -> dict[str, str]:
    """Return the Standard Webhooks headers for a body, signed now."""
    now = datetime.now(UTC)
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, now, body.decode()),
    }
