"""The sandbox as a running server: a Flask app on a threaded server of its own, and the threads of the outbox.

Rule: it listens on loopback only. It can stop listening for a while and come back on the same port, as a billing
system that is down does.
"""

import base64
import itertools
import secrets
import socket
import threading
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler

from bridge.clock import Clock, clock_from_environment
from bridge.errors import UsageError
from mappings.whmcs.sandbox.actor import Actor
from mappings.whmcs.sandbox.addon import addon_door
from mappings.whmcs.sandbox.api import api_door
from mappings.whmcs.sandbox.control import GoDown, control_surface
from mappings.whmcs.sandbox.journal import kept
from mappings.whmcs.sandbox.outbox import Conduct, Outbox
from mappings.whmcs.sandbox.resuming import resume
from mappings.whmcs.sandbox.shop import Credentials, Shop
from mappings.whmcs.sandbox.state import Settings, State, stock

LISTEN = "127.0.0.1:8200"
ZONE = ZoneInfo("Europe/Lisbon")


def new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a shop is known by: its secrets, its time zone, and the name its API's admin writes under."""

    secret: str = field(default_factory=new_secret)
    credentials: Credentials = field(default_factory=Credentials)
    zone: ZoneInfo = ZONE
    staff_name: str = "Support Bridge"


def create_app(shop: Shop, go_down: GoDown) -> Flask:
    app = Flask(__name__)
    app.register_blueprint(api_door(shop))
    app.register_blueprint(addon_door(shop))
    app.register_blueprint(control_surface(shop, go_down))
    return app


def open_shop(identity: Identity, clock: Clock, webhook_url: str | None, state_file: Path | None = None) -> Shop:
    """Return a stocked shop; with ``state_file`` the one that this file keeps, begun there if it is new."""
    before = kept(state_file, new_secret=identity.secret) if state_file else None
    secret = before.secret if before else identity.secret
    outbox = Outbox(secret, Conduct(webhook_url))
    state = State(clock, identity.zone, outbox.put, settings=Settings(identity.staff_name))
    stock(state)
    shop = Shop(state, outbox, secret, identity.credentials)
    if state_file and before:
        numbers = itertools.count(1)
        outbox.new_id = lambda: f"msg_{before.name}_{next(numbers)}"  # the same again when the acts are done again
        resume(shop, before)
        shop.journal.append_to(state_file)
        outbox.on_gone = lambda event, fate: shop.journal.write(gone=event, fate=fate)
    return shop


class Handler(WSGIRequestHandler):
    """Logs nothing per request, and lets a cut connection end at once."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave it out: the calls log has it."""

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:  # noqa: ARG002 - its signature
        """End a connection that a fault has cut; otherwise it would wait for another request on it."""
        self.close_connection = True


class Listener(ThreadedWSGIServer):
    """One listening socket; connections outlive it."""

    daemon_threads = True

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Say goodbye, unless a fault wants a reset: with linger on and no time, closing resets."""
        if isinstance(request, socket.socket) and _resets(request):
            self.close_request(request)
        else:
            super().shutdown_request(request)


def _resets(connection: socket.socket) -> bool:
    return any(connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)[:4])


@dataclass(slots=True)
class RunningSandbox:
    """A sandbox that runs in this process, until ``stop``."""

    shop: Shop
    host: str
    port: int
    _listener: BaseWSGIServer | None = None
    _is_stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    @property
    def secret(self) -> str:
        return self.shop.secret

    @property
    def credentials(self) -> Credentials:
        return self.shop.credentials

    def actor(self) -> Actor:
        return Actor(self.url)

    def addresses(self) -> dict[str, str]:
        """Return the doors and what opens them, as ``bridge sandbox`` prints them."""
        return {
            "url": self.url,
            "secret": self.secret,
            "addon": f"{self.url}modules/addons/supportbridge/api.php",
            "api": f"{self.url}includes/api.php",
            "identifier": self.credentials.identifier,
            "api_secret": self.credentials.secret,
            "access_key": self.credentials.access_key,
            "control": f"{self.url}sandbox/",
            "timezone": self.shop.state.zone.key,
            "webhooks_to": self.shop.outbox.conduct.url or "",
        }

    def listen(self) -> None:
        with self._lock:
            if self._is_stopped:
                return
            app = create_app(self.shop, self.go_down)
            self._listener = Listener(self.host, self.port, app, handler=Handler)
            self.port = self._listener.port
            threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()

    def go_down(self, seconds: float) -> None:
        """Refuse connections for so many seconds; what is under way goes on."""
        self._stop_listening()
        threading.Timer(seconds, self.listen).start()

    def stop(self) -> None:
        self._is_stopped = True
        self.shop.faults.clear()
        self._stop_listening()
        self.shop.outbox.stop()
        self.shop.journal.close()

    def _stop_listening(self) -> None:
        with self._lock:
            if self._listener is not None:
                self._listener.shutdown()
                self._listener.server_close()
                self._listener = None


def serve(
    listen: str = "127.0.0.1:0",
    *,
    webhook_url: str | None = None,
    identity: Identity | None = None,
    clock: Clock | None = None,
    state_file: Path | None = None,
) -> RunningSandbox:
    """Start a sandbox on ``HOST:PORT``, port 0: a free one; raises UsageError where it may not or cannot listen.

    ``state_file``: go on where the sandbox that kept its state there has ended, however it ended.
    """
    host, port = _address(listen)
    shop = open_shop(identity or Identity(), clock or clock_from_environment(), webhook_url, state_file)
    running = RunningSandbox(shop, host, port)
    try:
        running.listen()
    except (OSError, SystemExit) as exc:  # the server turns a port in use into an exit
        raise UsageError(f"{listen}: cannot be listened on; choose another port") from exc
    shop.outbox.start()
    return running


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    try:
        is_loopback = ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback or not port.isdecimal():
        raise UsageError(f"{listen}: the sandbox is unprotected; let it listen on loopback, such as {LISTEN}")
    return host, int(port)
