"""What a config file comes to: frozen, checked, with every default filled in."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bridge.billing import Connection
from bridge.config.addresses import Listen
from bridge.core.policy import Policy
from bridge.secrets import Secret
from bridge.texts import Links, Texts


@dataclass(frozen=True, slots=True)
class Basics:
    """What finds the store and tells the time: all that is asked of a file that is refused otherwise."""

    billing_url: str  # "": not readable
    zone: ZoneInfo
    store_url: str = field(repr=False)  # may hold a password
    is_refused: bool = False  # then no store is made where none is: the address may be among the mistakes


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an admin has set: how to run, and the ``policy`` to decide with."""

    path: Path
    system: str  # the mapping, an entry point of the group ``bridge.billing``
    connection: Connection
    listen: Listen
    worker_metrics: Listen | None  # where the worker shows its numbers, None: nowhere
    secrets: tuple[Secret, ...]  # that webhooks may be signed with; at least one
    tolerance: timedelta  # of a webhook's timestamp
    max_body: int  # bytes
    store_url: str = field(repr=False)  # may hold a password
    keep_bodies: timedelta  # of webhooks that were learned from
    keep_decisions: timedelta  # with what they were made from
    api_tokens: tuple[Secret, ...]  # at least one
    desk_tokens: tuple[Secret, ...]  # that may set and end holds: the addon's
    policy: Policy
    replies_per_hour: int  # more at once open the breaker (W5)
    links: Links
    texts: Texts
    language: str  # ISO 639-1; when the client's own has no text

    @property
    def basics(self) -> Basics:
        return Basics(self.connection.url, self.connection.zone, self.store_url)
