"""A shop and a bridge as processes of their own, over real sockets: everything in here can be killed.

On SQLite the bridge is one ``bridge serve``; on PostgreSQL two ``bridge receive`` and two ``bridge work``, and the
webhooks go now to the one receiver and now to the other. The shop keeps its state in a file, and survives too.
"""

import json
import os
import shlex
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import requests
from sqlalchemy import create_engine, text

from bridge.cli.init import SECRET_VARIABLE
from bridge.clock import CLOCK_FILE
from bridge.store import Store, open_store
from mappings.whmcs.sandbox.actor import Actor
from tests.journey.house import API_SECRETS, START, without_addon, write_config
from tests.kill import versions
from tests.kill.ports import reserved
from tests.kill.services import Service
from tests.store.fixtures import postgres_url

PORTS = 4  # the shop's, one to spare, and those of up to two receivers
QUIET_STEP = 0.2  # seconds between two looks at whether all is at rest
QUIET = 3  # looks in a row that must find nothing under way
DOUBLED = 0.05  # the share of webhooks that are sent once more after they were taken


class Kind(StrEnum):
    """Which database the bridge's store is on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class Transport(StrEnum):
    """How the bridge reaches the shop."""

    ADDON = "addon"  # keys are enforced there
    PLAIN = "plain"  # nothing is


@dataclass
class Town:
    """Where everybody is, and what time it is there."""

    folder: Path
    store_url: str
    shop: Service
    shop_url: str
    receiver_urls: tuple[str, ...]
    environment: Mapping[str, str]
    bridge: tuple[Service, ...]
    spare_port: int
    now: datetime = START
    acting: threading.Lock = field(default_factory=threading.Lock)  # held while somebody acts in the shop
    _turn: int = 0
    _read: int = 0  # bytes of the shop's file
    _taken: int = 0

    @cached_property
    def store(self) -> Store:
        """The store, opened when it is first asked; that migrates one of an older version."""
        return open_store(self.store_url)

    @property
    def actor(self) -> Actor:
        return Actor(self.shop_url)

    @property
    def services(self) -> tuple[Service, ...]:
        return (self.shop, *self.bridge)

    @property
    def journal(self) -> Path:
        return self.folder / "shop.jsonl"

    def start(self) -> None:
        """Start everything, and let the shop send."""
        self.start_shop()
        for service in self.bridge:
            service.start()

    def start_shop(self) -> None:
        self.shop.start()
        self.actor.conduct(doubling=DOUBLED)

    def keep_up(self) -> None:
        """Start again whatever has ended."""
        for service in self.bridge:
            service.keep_up()
        if not self.shop.is_running():
            self.start_shop()

    def turn_to_another_receiver(self) -> None:
        """Let the webhooks go to the next receiver, as a balancer would."""
        if len(self.receiver_urls) > 1:
            self._turn += 1
            self.send_to(self.receiver_urls[self._turn % len(self.receiver_urls)])

    def send_to(self, receiver_url: str) -> None:
        self.actor.conduct(url=f"{receiver_url}webhooks/whmcs")

    def turn_clock(self, *, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        turned = self.folder / "clock.next"
        turned.write_text(self.now.isoformat())
        turned.replace(self.folder / "clock")

    def taken(self) -> int:
        """Return how many webhooks were taken so far, as the shop has written down."""
        with self.journal.open("rb") as journal:
            journal.seek(self._read)
            whole = journal.read()
        whole = whole[: whole.rfind(b"\n") + 1]
        self._read += len(whole)
        self._taken += whole.count(b'"gone":')
        return self._taken

    def is_quiet(self) -> bool:
        """Tell whether every webhook is taken and nothing is due, as the store sees it now."""
        with suppress(requests.RequestException):
            if self.actor.waiting_events() == 0:
                status = self.store.status(self.now)
                looks = status.due_now + status.looks_waiting + status.leased
                return not (status.deliveries_waiting or looks or status.writes_open)
        return False

    def settle(self, *, within: float) -> None:
        """Wait until all is at rest; whatever ends meanwhile is started again."""
        quiet, end = 0, time.monotonic() + within
        while quiet < QUIET:
            self.keep_up()
            quiet = quiet + 1 if self.is_quiet() else 0
            assert time.monotonic() < end, f"never at rest: {self.store.status(self.now)}"
            time.sleep(QUIET_STEP)

    def stop_bridge(self) -> None:
        """End the bridge gently, and let go of its store."""
        for service in self.bridge:
            assert service.stop() == 0, service.log()
        self._close_store()

    def _close_store(self) -> None:
        if "store" in vars(self):
            self.store.close()
            del self.store

    def start_bridge(self) -> None:
        """Start the bridge again, on whatever store is there now."""
        for service in self.bridge:
            service.start()

    def move_to(self, store_url: str) -> None:
        """Let what is started from now on be the halves of a bridge on another store; the shop stays."""
        self._close_store()
        config = self.folder / "config.toml"
        config.write_text(config.read_text().replace(self.store_url, store_url))
        self.store_url = store_url
        ports = [urlsplit(url).port or 0 for url in self.receiver_urls]
        self.bridge = _bridge(self.folder, Kind.POSTGRES, ports, self.environment)

    def end(self) -> None:
        for service in self.services:
            service.kill()
        self._close_store()


@contextmanager
def town(
    folder: Path,
    kind: Kind = Kind.SQLITE,
    transport: Transport = Transport.ADDON,
    *,
    store_url: str = "",
    old: Path | None = None,
) -> Iterator[Town]:
    """Set up a shop and a bridge on free ports, and start them; all of it ends here.

    ``store_url``: the bridge's store is there. ``old``: the bridge is the version laid out in that folder.
    """
    with nullcontext(store_url) if store_url else _store_url(folder, kind) as url, reserved(PORTS) as ports:
        made = _built(folder, url, kind, transport, old, ports)
        try:
            made.start()
            yield made
        finally:
            made.end()


@contextmanager
def _store_url(folder: Path, kind: Kind) -> Iterator[str]:
    if kind is Kind.POSTGRES:
        with postgres_url() as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'bridge.db'}"


def _built(
    folder: Path, store_url: str, kind: Kind, transport: Transport, old: Path | None, ports: tuple[int, ...]
) -> Town:
    (folder / "clock").write_text(START.isoformat())
    shop_port, spare, *ports_of_bridge = ports if kind is Kind.POSTGRES else ports[:3]
    shop_url, urls = f"http://127.0.0.1:{shop_port}/", tuple(f"http://127.0.0.1:{port}/" for port in ports_of_bridge)

    def edited(config: str) -> str:
        config = config.replace("sqlite:///bridge.db", store_url)
        config = config.replace("per_hour = 200 ", "per_hour = 1000000 ")  # more customers than any shop has
        return without_addon(config) if transport is Transport.PLAIN else config

    write_config(folder, shop_url, edited, versions.starter(old) if old else None)
    common = {**os.environ, **API_SECRETS, CLOCK_FILE: str(folder / "clock"), "PYTHONUNBUFFERED": "1"}
    shop = Service(
        "sandbox",
        shlex.split(f"sandbox --listen 127.0.0.1:{shop_port} --bridge {urls[0]} --state shop.jsonl"),
        folder,
        common,
        is_up=lambda: answers(f"{shop_url}sandbox/faults"),
    )
    shop.start()
    secret: str = json.loads((folder / "shop.jsonl").read_text().partition("\n")[0])["secret"]
    environment = common | {SECRET_VARIABLE: secret}
    services = _bridge(folder, kind, ports_of_bridge, versions.under(old, environment) if old else environment)
    return Town(folder, store_url, shop, shop_url, urls, environment, services, spare)


def _bridge(folder: Path, kind: Kind, ports: list[int], environment: Mapping[str, str]) -> tuple[Service, ...]:
    if kind is Kind.SQLITE:
        (port,) = ports
        return (answering("bridge", f"serve --listen 127.0.0.1:{port}", folder, environment, port),)
    return (
        *(
            answering(f"receiver-{number}", f"receive --listen 127.0.0.1:{port}", folder, environment, port)
            for number, port in enumerate(ports, 1)
        ),
        *(Service(f"worker-{number}", ("work",), folder, environment) for number in (1, 2)),
    )


def answering(name: str, command: str, folder: Path, environment: Mapping[str, str], port: int) -> Service:
    """Return a service that is up once it answers on its port."""
    ready = f"http://127.0.0.1:{port}/readyz"
    return Service(name, shlex.split(command), folder, environment, is_up=lambda: answers(ready))


def revision(store_url: str) -> str:
    """Return the newest migration that a store has seen."""
    engine = create_engine(store_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    return str(found)


def answers(url: str) -> bool:
    with suppress(requests.RequestException):
        return requests.get(url, timeout=5).ok
    return False
