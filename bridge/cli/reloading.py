"""SIGHUP: a running bridge takes a changed configuration, or refuses it and goes on under the old one.

A configuration with a mistake changes nothing: each mistake is logged and ``bridge status`` tells that it was refused.
What cannot change while it runs is named, and stays as it is until a restart. Signals are taken by a thread of their
own, so that nothing is reloaded in the middle of something else.
"""

import json
import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace

from bridge import wiring
from bridge.cli.output import shown
from bridge.condition import CONFIG_REFUSED
from bridge.config import Settings, load
from bridge.errors import BridgeError, ConfigError, StoreUnavailableError
from bridge.store import Store

log = logging.getLogger(__name__)

MOST_REMEMBERED = 5  # mistakes; the log has all

_FIXED: tuple[tuple[str, Callable[[Settings], object]], ...] = (
    ("server.listen", lambda settings: settings.listen),
    ("server.worker_metrics", lambda settings: settings.worker_metrics),
    ("store.url", lambda settings: settings.store_url),
    ("billing.system", lambda settings: settings.system),
    ("billing.max_concurrency", lambda settings: settings.connection.max_concurrency),
)


def reread(running: Settings, store: Store) -> Settings | None:
    """Return the settings that the file holds now, with what cannot change left as it runs; None: they are refused."""
    try:
        fresh = load(running.path)
    except ConfigError as error:
        for mistake in error.mistakes:
            log.error("config.refused", extra={"file": mistake.file, "key": mistake.key, "reason": mistake.reason})  # noqa: TRY400 - foreseen
        _remember(running, store, [str(mistake) for mistake in error.mistakes])
        return None
    for key, value in _FIXED:
        if value(fresh) != value(running):
            log.warning("config.needs-restart", extra={"key": key})
    connection = replace(fresh.connection, max_concurrency=running.connection.max_concurrency)
    return replace(
        fresh,
        system=running.system,
        connection=connection,
        listen=running.listen,
        worker_metrics=running.worker_metrics,
        store_url=running.store_url,
    )


def forget_refusal(store: Store) -> None:
    """Note that what runs is what the file holds."""
    if store.marks.get(CONFIG_REFUSED):
        store.marks.put(CONFIG_REFUSED, "")


def _remember(running: Settings, store: Store, mistakes: list[str]) -> None:
    at = shown(wiring.clock(running)(), running.connection.zone)
    try:
        store.marks.put(CONFIG_REFUSED, json.dumps({"at": at, "mistakes": mistakes[:MOST_REMEMBERED]}))
    except StoreUnavailableError as error:
        log.warning("store.unavailable", extra={"error": str(error)})


def block_hangups() -> None:
    """Let SIGHUP wait for the thread that takes it; call it before any other thread is started."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def on_hangup(settings: Settings, store: Store, apply: Callable[[Settings], None]) -> None:
    """From now on apply what the file holds at each SIGHUP; one that cannot be applied leaves the old in force."""

    def wait() -> None:
        running, had_terminal = settings, has_terminal()
        while True:
            signal.sigwait({signal.SIGHUP})
            if had_terminal and not has_terminal():
                os.kill(os.getpid(), signal.SIGTERM)
                return
            fresh = reread(running, store)
            if fresh is None:
                continue
            try:
                apply(fresh)
                forget_refusal(store)
            except BridgeError as error:
                log.error("config.not-applied", extra={"reason": str(error)})  # noqa: TRY400 - foreseen
                continue
            running = fresh
            log.info("config.reloaded", extra={"policy": fresh.policy.digest[:12]})

    threading.Thread(target=wait, name="hangups", daemon=True).start()


def has_terminal() -> bool:
    """Tell whether this process is at a terminal that is still there: one that goes away sends SIGHUP too."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
