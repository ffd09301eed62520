"""``bridge serve``, ``bridge receive`` and ``bridge work``: the bridge running, whole or in its two halves.

``serve`` is a small parent of the two halves as processes of one group: it starts again whichever ends by itself, and
ends both when it is told to end. Neither half outlives its parent.
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

import click

from bridge import wiring
from bridge.cli.options import config_option
from bridge.cli.reloading import block_hangups, forget_refusal, has_terminal, on_hangup, reread
from bridge.config import Settings, load
from bridge.config.addresses import Listen, listen
from bridge.errors import BridgeError, UsageError
from bridge.logs import LogFormat, start_logging
from bridge.measuring import Numbers
from bridge.web.asgi import Application
from bridge.worker import Stop

log = logging.getLogger(__name__)

STOP_SECONDS = 40.0  # for both halves to end what is under way
RESTART_PAUSE = 1.0  # seconds before a half that ended is started again
_PR_SET_PDEATHSIG = 1


def _address(_: click.Context, __: click.Parameter, value: str | None) -> Listen | None:
    try:
        return listen(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_listen_option = click.option(
    "--listen", "at", callback=_address, metavar="HOST:PORT", help="Instead of [server] listen."
)
_log_option = click.option(
    "--log-format",
    "form",
    type=click.Choice(LogFormat, case_sensitive=False),
    default=LogFormat.TEXT,
    envvar="BRIDGE_LOG_FORMAT",
    show_envvar=True,
    help="Lines for people, or a JSON object a line.",
)


@click.command()
@config_option
@_listen_option
@_log_option
def serve(config: Path, at: Listen | None, form: LogFormat) -> None:
    """Run the bridge: receive webhooks, answer the read API, do the work."""
    settings = load(config)
    wiring.clock(settings)
    with wiring.opened_store(settings):
        pass  # made and migrated, or refused, before anything runs
    start_logging(form=form)
    _Pair(settings, at or settings.listen).run()


@click.command()
@config_option
@_listen_option
@_log_option
def receive(config: Path, at: Listen | None, form: LogFormat) -> None:
    """Receive webhooks and answer the read API; ``bridge work`` does the rest."""
    settings = load(config)
    start_logging(form=form)
    _receive(settings, at or settings.listen, asks_billing=False)


@click.command()
@config_option
@_log_option
def work(config: Path, form: LogFormat) -> None:
    """Work the agenda: look, decide, write back."""
    settings = load(config)
    start_logging(form=form)
    _work(settings)


def _receive(settings: Settings, at: Listen, *, asks_billing: bool) -> None:
    from bridge.web.app import Exchangeable, create_app  # noqa: PLC0415 - the worker's process has no use for the web
    from bridge.web.server import run  # noqa: PLC0415

    @contextmanager
    def opening() -> Iterator[Application]:
        with wiring.opened_store(settings) as store:
            served = Exchangeable(create_app(wiring.services(settings, store, asks_billing=asks_billing)))

            def renew(fresh: Settings) -> None:
                served.application = create_app(wiring.services(fresh, store, asks_billing=asks_billing))

            on_hangup(settings, store, renew)
            log.info("server.listens", extra={"host": at.host, "port": at.port})
            yield served

    run(opening, at.host, at.port)


def _work(settings: Settings) -> None:
    block_hangups()
    with wiring.opened_store(settings) as store, ExitStack() as ending:
        numbers = Numbers()
        worker = wiring.worker(settings, store, numbers)
        if settings.worker_metrics is not None:
            ending.callback(numbers.listen(*settings.worker_metrics))
        forget_refusal(store)
        on_hangup(settings, store, partial(wiring.renew, worker))
        stop = Stop()
        for number in (signal.SIGTERM, signal.SIGINT):  # until here there is nothing to end gently
            signal.signal(number, lambda *_: stop.set())
        log.info("worker.starts", extra={"hands": worker.hands})
        worker.run(stop)


class _Pair:
    """The two halves as child processes."""

    def __init__(self, settings: Settings, at: Listen) -> None:
        self._settings = settings
        self._halves = {
            "receiver": lambda: _receive(self._settings, at, asks_billing=True),
            "worker": lambda: _work(self._settings),
        }
        self._running: dict[str, ForkProcess] = {}
        self._starts = Counter[str]()
        self._is_ending = False
        self._is_to_reload = False
        self._had_terminal = has_terminal()

    def run(self) -> None:
        """Keep both running until SIGTERM or an interrupt; raise UsageError when one cannot start at all."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        signal.signal(signal.SIGHUP, self._hang_up)
        for name in self._halves:
            self._start(name)
        while not self._is_ending:
            connection.wait([process.sentinel for process in self._running.values()], timeout=0.5)
            if self._is_to_reload:
                self._reload()
            for name, process in list(self._running.items()):
                if not process.is_alive() and not self._is_ending:
                    self._ended(name, process)
        self._stop()

    def _start(self, name: str) -> None:
        process = multiprocessing.get_context("fork").Process(
            target=_run_half, args=(name, self._halves[name]), name=name
        )
        process.start()
        self._starts[name] += 1
        self._running[name] = process

    def _ended(self, name: str, process: ForkProcess) -> None:
        """Start a half again; one that cannot be started as configured, the first time, ends the whole.

        Later it can: what is in its way then is what the one before it left, and that is about to end.
        """
        log.error("half.ended", extra={"half": name, "code": process.exitcode})
        if process.exitcode == UsageError.exit_code and self._starts[name] == 1:
            self._stop()
            raise UsageError(f"the {name} could not start: see the line above")
        time.sleep(RESTART_PAUSE)
        self._start(name)

    def _end(self, _: int, __: FrameType | None) -> None:
        self._is_ending = True

    def _hang_up(self, _: int, __: FrameType | None) -> None:
        """Reload; where it was the terminal that went away, end as it did."""
        self._is_to_reload = True
        self._is_ending = self._is_ending or (self._had_terminal and not has_terminal())

    def _reload(self) -> None:
        """Have both halves take the changed file, once it is known to have no mistake."""
        self._is_to_reload = False
        with wiring.opened_store(self._settings) as store:
            fresh = reread(self._settings, store)
        if fresh is None:
            return
        self._settings = fresh
        for process in self._running.values():
            if process.pid is not None:
                os.kill(process.pid, signal.SIGHUP)

    def _stop(self) -> None:
        self._is_ending = True
        for process in self._running.values():
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            process.join(max(0.0, end - time.monotonic()))
            if process.is_alive():
                process.kill()


def _run_half(name: str, half: object) -> None:
    """Run one half in its own process, which ends with its parent whatever ends that one."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # one that comes before this half waits for it is the parent's affair
    assert callable(half)
    try:
        half()
    except BridgeError as error:
        log.critical("half.failed", extra={"half": name, "reason": str(error)})
        raise SystemExit(error.exit_code) from error
