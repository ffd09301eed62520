"""A rolling deploy: old and new version side by side on one store with work in flight; nothing strands or doubles."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bridge.store.migrate import HEAD
from tests.kill import versions
from tests.kill.audit import audit
from tests.kill.services import Service
from tests.kill.stories import STORIES
from tests.kill.telling import Telling
from tests.kill.town import Kind, Town, Transport, answering, revision, town


@dataclass
class Deploy:
    """Takes its steps one after the other, each once so many webhooks were taken."""

    made: Town
    steps: list[tuple[int, Callable[[], None]]] = field(default_factory=list)

    def turn(self) -> None:
        if self.steps and self.made.taken() >= self.steps[0][0]:
            _, step = self.steps.pop(0)
            step()


def new_ones(made: Town) -> tuple[Service, ...]:
    port = made.spare_port
    return (
        answering("new-receiver", f"receive --listen 127.0.0.1:{port}", made.folder, made.environment, port),
        Service("new-worker", ("work",), made.folder, made.environment),
    )


@pytest.mark.journey
@pytest.mark.postgres
@pytest.mark.history
def test_a_new_version_takes_over_while_the_old_one_works(tmp_path: Path) -> None:
    versions.lay_out(tmp_path / "old")
    with town(tmp_path, Kind.POSTGRES, old=tmp_path / "old") as made:
        assert revision(made.store_url) < HEAD, "the old version must have made the store"
        made.turn_clock(minutes=1)
        old, new, url = made.bridge, new_ones(made), f"http://127.0.0.1:{made.spare_port}/"

        def start_new() -> None:
            made.bridge += new
            for service in new:
                service.start()
            made.receiver_urls += (url,)
            made.send_to(url)

        def stop_old() -> None:
            made.bridge, made.receiver_urls = new, (url,)
            made.send_to(url)
            assert [service.stop() for service in old] == [0] * len(old)

        both = [(taken, made.turn_to_another_receiver) for taken in (15, 20, 25)]
        deploy = Deploy(made, [(10, start_new), *both])
        telling = Telling(made, random.Random(1), meanwhile=deploy.turn)
        telling.begin(len(STORIES))
        assert revision(made.store_url) == HEAD
        assert all(service.is_running() for service in (*old, *new))
        telling.go_on([0])
        deploy.steps += [(made.taken() + 2, stop_old)]
        telling.go_on([1, 2, 3])
        assert not any(service.is_running() for service in old)
        found = audit(made, Transport.ADDON, telling.told)
        assert found.is_good, found.troubles
        assert found.parked == 0


@pytest.mark.history
def test_the_old_version_is_really_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "old"
    versions.lay_out(old)
    files = "import bridge, mappings; print(bridge.__file__, mappings.__file__)"
    asked = f"{files}; from bridge.store.migrate import HEAD; print(HEAD)"
    environment = versions.under(old, os.environ)
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    *paths, head = told.stdout.split()
    assert all(path.startswith(str(old)) for path in paths)
    assert head < HEAD
