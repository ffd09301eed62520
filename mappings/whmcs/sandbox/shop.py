"""One sandbox shop: its state, its outbox, its faults and what signs in to it, handed to every door."""

import threading
from dataclasses import dataclass, field

from mappings.whmcs.sandbox.faults import Faults
from mappings.whmcs.sandbox.journal import Journal
from mappings.whmcs.sandbox.outbox import Outbox
from mappings.whmcs.sandbox.state import State


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signs in to ``includes/api.php``; ``access_key`` passes the IP allow-list by."""

    identifier: str = "sandbox-identifier"
    secret: str = "sandbox-secret"  # noqa: S105 - it opens nothing but a sandbox on this machine
    access_key: str = "sandbox-access-key"


@dataclass(slots=True)
class Keys:
    """The addon's idempotency keys: None while the first call with a key is running, then its answer for good."""

    _answers: dict[str, bytes | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_fresh(self, key: str) -> bool:
        """Claim a key; False: a call with it has been made before."""
        with self._lock:
            if key in self._answers:
                return False
            self._answers[key] = None
            return True

    def answer(self, key: str) -> bytes | None:
        with self._lock:
            return self._answers[key]

    def keep(self, key: str, answer: bytes) -> None:
        with self._lock:
            self._answers[key] = answer


@dataclass(frozen=True, slots=True)
class Shop:
    state: State
    outbox: Outbox
    secret: str  # whsec_...: shared with the bridge, signs both directions
    credentials: Credentials = field(default_factory=Credentials)
    faults: Faults = field(default_factory=Faults)
    keys: Keys = field(default_factory=Keys)
    journal: Journal = field(default_factory=Journal)
