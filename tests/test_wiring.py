"""A worker claims its store before anything else, and a policy that changed reaches everybody, whatever ends it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bridge import wiring
from bridge.cli.init import SECRET_VARIABLE, starter
from bridge.config import Settings, load
from bridge.config.document import stamped
from bridge.config.sources import fresh_signing_secret
from bridge.core.model import Subject, SubjectKind
from bridge.errors import UsageError
from bridge.housekeeping import Housekeeping
from bridge.measuring import Numbers
from bridge.store import Store, open_store
from tests.store.fixtures import NOW


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


def configured(folder: Path, threshold: float) -> Settings:
    for name, content in starter().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    settings = load(folder / "config.toml", environment={SECRET_VARIABLE: fresh_signing_secret()})
    policy = settings.policy
    return replace(settings, policy=stamped(replace(policy, finder=replace(policy.finder, threshold=threshold))))


def asked_for(store: Store) -> bool:
    """Tell whether the one client is on the agenda, and take it off."""
    subject = Subject(SubjectKind.CLIENT, "42")
    leases = store.agenda.lease("w", NOW, seconds=60, limit=9)
    for lease in leases:
        store.agenda.put_back(lease, due=None)
    return [lease.subject for lease in leases] == [subject]


@pytest.mark.parametrize("then", [1.0, 2.0], ids=["back to the old", "the new once more"])
def test_a_changed_policy_reaches_everybody_though_its_first_start_was_cut_off(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: float
) -> None:
    store = open_store(url)
    store.agenda.touch([Subject(SubjectKind.CLIENT, "42")], NOW)
    wiring.enter_policy(configured(tmp_path, 1.0), store, NOW)
    assert asked_for(store)
    wiring.enter_policy(configured(tmp_path, 1.0), store, NOW)
    assert not asked_for(store)
    with monkeypatch.context() as cut_off:
        cut_off.setattr("bridge.wiring.look_at_everybody", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            wiring.enter_policy(configured(tmp_path, 2.0), store, NOW)
    wiring.enter_policy(configured(tmp_path, then), store, NOW)
    assert asked_for(store)
    store.close()


def test_a_reload_changes_the_breaker_and_the_retention_of_a_running_worker(tmp_path: Path) -> None:
    settings = configured(tmp_path, 1.0)
    with wiring.opened_store(settings) as store:
        running = wiring.worker(settings, store, Numbers())
        changed = replace(settings, replies_per_hour=7, keep_bodies=timedelta(days=3), keep_decisions=timedelta(days=5))
        wiring.renew(running, changed)
    assert isinstance(running.look, wiring.Looking)
    assert isinstance(running.tidy, Housekeeping)
    assert running.look.parts.replies_per_hour == 7
    assert (running.tidy.keep_bodies.days, running.tidy.keep_decisions.days) == (3, 5)
