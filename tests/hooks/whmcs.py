"""An installation of WHMCS, as far as the module can tell: the real PHP files on a real PHP, under the harness."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from standardwebhooks import Webhook

from tests.hooks import php

HARNESS = Path(__file__).parent / "php"
MODULE = Path(__file__).parents[2] / "hooks/whmcs"
ENDPOINT = "modules/addons/supportbridge/api.php"
TIMEOUT = 15.0  # seconds

Row = dict[str, Any]


@dataclass
class Whmcs:
    """A folder with the module in it, a database, and PHP's own server in front."""

    root: Path
    database: str  # what Capsule connects with, as JSON
    url: str = ""
    secret: str = ""
    is_wounded: bool = False  # whether a process of the server was killed
    server: subprocess.Popen[bytes] | None = None

    def build(self) -> None:
        """Lay the folder out as an installation's."""
        shutil.copytree(MODULE, self.root / "modules/addons/supportbridge")
        harness = "<?php\n\ndefined('HARNESS_ROOT') || define('HARNESS_ROOT', __DIR__);\n"
        (self.root / "init.php").write_text(f"{harness}require_once '{HARNESS}/init.php';\n")
        (self.root / "database.json").write_text(self.database)

    def start(self, workers: int = 4) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        environment = os.environ | {"HARNESS_ROOT": str(self.root), "PHP_CLI_SERVER_WORKERS": str(workers)}
        options = ["-d", "opcache.enable=1", "-d", "opcache.enable_cli=1", "-d", "opcache.revalidate_freq=0"]
        command = ["php", *options, "-S", f"127.0.0.1:{port}", "-t", str(self.root), str(HARNESS / "router.php")]
        with (self.root / "server.log").open("wb") as log:
            self.server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        _wait_for(port)
        self.is_wounded = False

    def stop(self) -> None:
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def install(self, **settings: str) -> None:
        """Make WHMCS's tables, activate the module, and keep the secret that it shows."""
        self.act("schema")
        shown = self.module("activate")["description"]
        self.secret = next(word for word in shown.split() if word.startswith("whsec_"))
        self.configure(admin="bridge", **settings)

    def reset(self) -> None:
        """Make it as good as new, with the secret that it has: a server that lost somebody is started anew."""
        for name in ("errors.log", "faults.json", "finishes-early", "slow"):
            (self.root / name).unlink(missing_ok=True)
        if self.is_wounded:
            self.stop()
            self.start()
        self.act("reset")
        self.configure(admin="bridge")

    def configure(self, **settings: str) -> None:
        for setting, value in settings.items():
            self.sql("DELETE FROM tbladdonmodules WHERE setting = ?", setting)
            self.insert("tbladdonmodules", module="supportbridge", setting=setting, value=value)

    def act(self, act: str, **asked: object) -> Any:  # noqa: ANN401 - any JSON
        """Do something inside PHP; what it throws or prints fails the test."""
        answer = self.control(act, **asked)
        assert "thrown" not in answer, answer["thrown"]
        assert answer["printed"] == ""
        return answer["result"]

    def control(self, act: str, **asked: object) -> Row:
        response = requests.post(f"{self.url}control", json={"act": act, **asked}, timeout=TIMEOUT)
        assert response.ok, response.text
        answer: Row = response.json()
        return answer

    def module(self, function: str, *arguments: object) -> Any:  # noqa: ANN401 - any JSON
        return self.act("module", function=function, arguments=list(arguments))

    def hook(self, name: str, variables: object) -> list[object]:
        """Run a hook; return what its listeners returned."""
        returned: list[object] = self.act("hook", name=name, vars=variables)
        return returned

    def php(self, code: str, **given: object) -> Any:  # noqa: ANN401 - any JSON
        """Run PHP code inside the installation; ``$with`` holds what is given."""
        return self.act("php", code=code, **({"with": given}))

    def cron(self) -> None:
        self.hook("AfterCronJob", {})

    def insert(self, table: str, **row: object) -> int:
        return int(self.act("insert", table=table, row=row))

    def rows(self, table: str) -> list[Row]:
        rows: list[Row] = self.act("rows", table=table)
        return rows

    def sql(self, sql: str, *given: object) -> None:
        self.act("sql", sql=sql, **({"with": list(given)}))

    def outbox(self) -> list[Row]:
        return self.rows("mod_supportbridge_outbox")

    def open_ticket(self, **columns: object) -> int:
        row = {"tid": "ABC-1", "did": 1, "userid": 42, "title": "Help", "message": "It is broken", "status": "Open"}
        times = dict.fromkeys(("date", "lastreply"), "2026-03-01 12:00:00")
        return self.insert("tbltickets", **(row | times | {"urgency": "Medium"} | columns))

    def fault(self, command: str, **moments: str | float) -> None:
        """Let localAPI go wrong once: ``before``, ``after`` (or ``between``) = "kill", "throw" or seconds."""
        self.is_wounded = self.is_wounded or "kill" in moments.values()
        (self.root / "faults.json").write_text(json.dumps({command: moments}))

    def errors(self) -> str:
        """Return the notices and warnings that the module's own files gave."""
        log = self.root / "errors.log"
        return log.read_text() if log.exists() else ""

    def post(self, command: str, *, key: str = "", **params: object) -> requests.Response:
        """Send a command as the bridge does."""
        body = json.dumps({"command": command, "params": params}).encode()
        return self.send(body, self.signed(key or uuid.uuid4().hex, body))

    def call(self, command: str, *, key: str = "", **params: object) -> Row:
        response = self.post(command, key=key, **params)
        assert response.status_code == 200, response.text
        answer: Row = response.json()
        return answer

    def send(self, body: bytes, headers: dict[str, str]) -> requests.Response:
        return requests.post(self.url + ENDPOINT, data=body, headers=headers, timeout=TIMEOUT)

    def signed(self, key: str, body: bytes, *, at: datetime | None = None) -> dict[str, str]:
        at = at or datetime.now(UTC)
        signature = Webhook(self.secret).sign(key, at, body.decode())
        return {"webhook-id": key, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


@contextmanager
def installation(root: Path, kind: str) -> Iterator[Whmcs]:
    """Run an installation on a database of its own, and drop that afterwards."""
    if kind == "sqlite":
        (root / "whmcs.sqlite").touch()
        yield from _running(Whmcs(root, php.sqlite_settings(str(root))))
        return
    name = f"bridge_{uuid.uuid4().hex}"
    php.mysql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    try:
        yield from _running(Whmcs(root, php.mysql_settings(name)))
    finally:
        php.mysql(f"DROP DATABASE {name}")


def _running(whmcs: Whmcs) -> Iterator[Whmcs]:
    whmcs.build()
    whmcs.start()
    try:
        yield whmcs
    finally:
        whmcs.stop()


def _wait_for(port: int) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("PHP's server did not come up")
