"""A worker claims its store before anything else, and waits a little for one that is about to end."""

from pathlib import Path

import pytest

from bridge import wiring
from bridge.errors import UsageError
from bridge.store import open_store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bridge.db'}"


def test_a_worker_waits_for_the_one_before_it_to_end(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ending, starting = open_store(url), open_store(url)
    ending.claim_worker()
    monkeypatch.setattr("bridge.wiring.time.sleep", lambda _: ending.close())
    wiring.claim(starting)
    starting.close()


def test_a_worker_that_finds_another_at_work_says_so_and_what_to_do(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    working, starting = open_store(url), open_store(url)
    working.claim_worker()
    monkeypatch.setattr(wiring, "TAKEOVER_SECONDS", 0.0)
    with pytest.raises(UsageError, match=r"another process works on .*: stop it, or"):
        wiring.claim(starting)
    for store in (working, starting):
        store.close()
