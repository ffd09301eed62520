"""A place to run commands in: what ``bridge init`` writes, and its store, to be filled by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bridge.cli import run
from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.clock import CLOCK_FILE
from bridge.config import Settings, load
from bridge.config.sources import fresh_signing_secret
from bridge.store import Store, open_store
from tests.store.fixtures import make_quickly

NOW = datetime.now(UTC)  # the commands' clock stands there: how long ago things were is part of what they print


@dataclass
class Place:
    """A configured folder, its open store, and what commands print there."""

    settings: Settings
    store: Store
    capsys: pytest.CaptureFixture[str]

    @property
    def folder(self) -> Path:
        return self.settings.path.parent

    def told(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """Return the JSON document of a command that ends with ``code``."""
        assert run([*arguments, "--json"]) == code, self.capsys.readouterr().err
        document: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return document

    def page(self, *arguments: str, code: int = 0) -> str:
        """Return what a person reads of a command that ends with ``code``: no line is longer than 80 columns."""
        assert run([*arguments]) == code, self.capsys.readouterr().err
        printed = self.capsys.readouterr().out
        assert max(map(len, printed.splitlines()), default=0) <= 80, printed
        return printed

    def refused(self, *arguments: str, code: int) -> str:
        """Return the one line on stderr of a command that ends with ``code`` and prints nothing else."""
        assert run([*arguments]) == code
        printed = self.capsys.readouterr()
        assert (printed.out, printed.err.count("\n")) == ("", 1)
        return printed.err


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Place]:
    for name, content in starter().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("https://billing.example.com/", "http://127.0.0.1:9/"))
    (tmp_path / "clock").write_text(NOW.isoformat())
    monkeypatch.setenv(CLOCK_FILE, str(tmp_path / "clock"))
    monkeypatch.setenv(SECRET_VARIABLE, fresh_signing_secret())
    monkeypatch.setenv("BRIDGE_CONFIG", str(tmp_path / "config.toml"))
    settings = load(tmp_path / "config.toml")
    make_quickly(settings.store_url)
    store = open_store(settings.store_url)
    yield Place(settings, store, capsys)
    store.close()
