"""An old backup restored doubles nothing: what was sent after it is found by reading (W3).

Backed up and restored by the operator's own commands, as docs/operator/backup.md has them.
"""

import os
import random
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests import postgres
from tests.kill.audit import audit
from tests.kill.stories import STORIES
from tests.kill.telling import Telling
from tests.kill.town import Kind, Town, Transport, town

PAGE = Path(__file__).parents[2] / "docs/operator/backup.md"
pytestmark = pytest.mark.journey


def commands(section: str, place: int) -> str:
    """Return the shell commands of a section of the operator's page."""
    said = PAGE.read_text().split(f"\n## {section}\n")[1].split("\n## ")[0]
    blocks: list[str] = re.findall(r"^```sh\n(.*?)^```$", said, re.MULTILINE | re.DOTALL)
    return blocks[place]


def carry_out(script: str, made: Town) -> None:
    """Run commands as the operator would, in the bridge's own folder."""
    database = make_url(made.store_url).set(drivername="postgresql").render_as_string(hide_password=False)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ended = subprocess.run(
        ["/bin/sh", "-eu"],
        input=script,
        cwd=made.folder,
        env={**made.environment, "DATABASE": database, "PATH": path},
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr


@contextmanager
def database(kind: Kind, folder: Path) -> Iterator[str]:
    """Yield the URL of a store that has a database to itself, as an operator's has."""
    if kind is Kind.SQLITE:
        yield f"sqlite:///{folder / 'bridge.db'}"
        return
    name = f"bridge_test_{uuid.uuid4().hex}"
    url = make_url(postgres.URL)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.parametrize(
    ("kind", "transport"),
    [
        (Kind.SQLITE, Transport.PLAIN),
        pytest.param(Kind.POSTGRES, Transport.ADDON, marks=pytest.mark.postgres),
    ],
)
def test_what_was_sent_after_the_backup_is_not_sent_again(tmp_path: Path, kind: Kind, transport: Transport) -> None:
    section = "SQLite" if kind is Kind.SQLITE else "PostgreSQL"
    with database(kind, tmp_path) as url, town(tmp_path, kind, transport, store_url=url) as made:
        made.turn_clock(minutes=1)
        telling = Telling(made, random.Random(1))
        telling.begin(len(STORIES))
        telling.go_on([0])
        carry_out(commands(section, 0), made)
        telling.go_on([1, 2, 3])
        before = audit(made, transport, telling.told)
        assert before.is_good, before.troubles
        made.stop_bridge()
        carry_out(commands(section, 1), made)
        made.start_bridge()
        carry_out(commands("After a restore", 0), made)
        made.settle(within=300)
        after = audit(made, transport, telling.told, of_events=False)
        assert after.is_good, after.troubles
