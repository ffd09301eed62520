"""The process that listens: granian, one serving process with one event loop, stopped gently.

The rule: what is opened is opened in the serving process, never before the fork, and closed there when it ends. What is
set here keeps one bad sender from holding the others up:

- a connection that sends no whole header within HEADER_SECONDS is closed, and so is an idle one;
- CONNECTIONS may be open at once, and (bridge.web.receive) fewer bodies be awaited, none of them for ever, so that
  health and the read API are answered even while every place for a body is held by somebody who dawdles;
- other bodies have no deadline in granian: before the open internet stands a proxy that buffers bodies;
- on SIGTERM or SIGINT requests under way are answered; what has not ended within STOP_SECONDS is ended;
- SIGHUP is handed to the serving process, where whoever opened the application may wait for it (it is blocked);
- the serving process ends when its parent does, even by kill -9, so that no orphan serves on beside the next start.
"""

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from types import FrameType
from typing import Final

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from bridge.errors import BridgeError, UsageError
from bridge.web.asgi import Application

CONNECTIONS: Final = 1024
BACKLOG: Final = 1024
HEADER_SECONDS: Final = 15
STOP_SECONDS: Final = 30
STARTING_SECONDS: Final = 0.1  # between two looks whether granian is ready to be stopped
STOPS: Final = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
LARGEST_HEAD: Final = 64 * 1024  # bytes; granian reads a request's head into a buffer of at most this

Opening = Callable[[], AbstractContextManager[Application]]

_Handler = Callable[[int, FrameType | None], object] | int | None

log = logging.getLogger(__name__)


def run(opening: Opening, host: str, port: int) -> None:
    """Serve what ``opening`` opens until SIGTERM or SIGINT; call it from the main thread, before any other is started.

    ``opening`` is entered in the serving process, and left there after the last answer. Raises UsageError when the
    address is taken, SystemExit when the serving process could not start or ended by itself.
    """
    _refuse_taken(host, port)
    multiprocessing.set_start_method("fork", force=True)  # the opening is a closure: it is not sent, it is inherited
    opened = ExitStack()
    server = _server(host, port)
    server.on_startup(lambda: signal.signal(signal.SIGHUP, lambda *_: _hand_on_hangup(server)))
    server.serve(
        target_loader=lambda: _open(opened, opening),
        wrap_loader=False,
        spawn_target=lambda *arguments: _serve(opened, *arguments),
    )


def _server(host: str, port: int) -> MPServer:
    return MPServer(
        "bridge",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=1,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=LARGEST_HEAD),
        websockets=False,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,  # its warnings are advice on settings that are meant
        # incremental: granian must not replace the handlers of a program it is a guest in, nor write to stdout
        log_dictconfig={"incremental": True, "handlers": {}, "loggers": {"_granian": {}}},
    )


def _hand_on_hangup(server: MPServer) -> None:
    for serving in server.wrks:
        pid: int | None = serving.inner.pid
        if pid is not None:
            os.kill(pid, signal.SIGHUP)


def _open(opened: ExitStack, opening: Opening) -> Application:
    """Open the application in the serving process; what is foreseen ends it in one line, not in a traceback."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    for watch in (_end_with_parent, partial(_stop_when_told, signal.getsignal(signal.SIGTERM))):
        threading.Thread(target=watch, daemon=True).start()
    try:
        return opened.enter_context(opening())
    except BridgeError as exc:
        log.critical("server.not-started", extra={"reason": str(exc)})
        raise SystemExit(exc.exit_code) from exc


def _serve(opened: ExitStack, *arguments: object) -> None:
    with opened:
        MPServer._spawn_asgi_worker(*arguments)  # noqa: SLF001 - granian's own target; it offers no hook for closing


def _stop_when_told(inherited: _Handler) -> None:
    """Take one SIGTERM, and pass it on once granian is ready to be stopped.

    Until its loop has put a handler there, a signal would go to what was inherited from the parent, and be lost; so
    signals are blocked from the start, and taken by this thread alone.
    """
    signal.sigwait({signal.SIGTERM})
    while signal.getsignal(signal.SIGTERM) == inherited:
        time.sleep(STARTING_SECONDS)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    signal.raise_signal(signal.SIGTERM)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _refuse_taken(host: str, port: int) -> None:
    """Refuse an address somebody listens on: granian shares it silently (SO_REUSEPORT), and half the requests."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as exc:
            raise UsageError(
                f"cannot listen on {host} port {port} ({exc.strerror}); choose another with --listen"
            ) from exc
