"""Installations on SQLite and on MariaDB; whatever the module did wrong on the side fails the test.

One of each serves all tests, emptied in between; a test that breaks or rotates what cannot be emptied takes ``fresh``.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.hooks.whmcs import Whmcs, installation

SQLITE = pytest.param("sqlite", marks=pytest.mark.php)
MARIADB = pytest.param("mariadb", marks=[pytest.mark.php, pytest.mark.mysql])


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Whmcs]]:
    """Give the installations by kind, each made when it is first needed."""
    with ExitStack() as stack:

        class Installed(dict[str, Whmcs]):
            def __missing__(self, kind: str) -> Whmcs:
                whmcs = self[kind] = stack.enter_context(installation(tmp_path_factory.mktemp(kind), kind))
                whmcs.install()
                return whmcs

        yield Installed()


@pytest.fixture(params=[SQLITE, MARIADB])
def whmcs(request: pytest.FixtureRequest, installed: dict[str, Whmcs]) -> Iterator[Whmcs]:
    """Give an empty installation with the module active and nobody to send to."""
    kind: str = request.param
    installed[kind].reset()
    yield installed[kind]
    assert installed[kind].errors() == ""


@pytest.fixture(params=[SQLITE, MARIADB])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whmcs]:
    """Give an installation of the test's own."""
    kind: str = request.param
    with installation(tmp_path_factory.mktemp(kind), kind) as whmcs:
        whmcs.install()
        yield whmcs
        assert whmcs.errors() == ""
