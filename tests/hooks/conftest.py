"""An installation for each test, on SQLite and on MariaDB; whatever the module did wrong on the side fails the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hooks.whmcs import Whmcs, installation

SQLITE = pytest.param("sqlite", marks=pytest.mark.php)
MARIADB = pytest.param("mariadb", marks=[pytest.mark.php, pytest.mark.mysql])


@pytest.fixture(params=[SQLITE, MARIADB])
def whmcs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Whmcs]:
    """Give a fresh installation with the module active and nobody to send to."""
    kind: str = request.param
    with installation(tmp_path, kind) as fresh:
        fresh.install()
        yield fresh
        assert fresh.errors() == ""
