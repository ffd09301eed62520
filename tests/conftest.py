"""What holds for every test: how hypothesis searches, and that no test is left out in silence.

With ``CI=true`` the examples are the same in every run, and a missing PostgreSQL, MariaDB or PHP is a failure instead
of a skip.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres
from tests.hooks import browser, php

IS_CI = os.environ.get("CI", "").lower() in {"true", "1"}

# Timing says nothing on a machine that others use too, so no example has a deadline.
settings.register_profile("developer", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if IS_CI else "developer")


@dataclass(frozen=True)
class Need:
    """Something of this machine's that tests need, by their marker."""

    marker: str
    name: str
    is_met: Callable[[], bool]
    lack: str
    remedy: str


NEEDS = (
    Need("postgres", "PostgreSQL", postgres.is_reachable, "no server answers", postgres.REMEDY),
    Need("php", "PHP", php.is_here, "it is not all there", php.REMEDY),
    Need("browser", "Chromium", browser.is_here, "it is not there", browser.REMEDY),
    Need("mysql", "MariaDB", php.has_mysql, "no server answers", php.MYSQL_REMEDY),
)
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, aloud, what needs something that is not there."""
    left_out = config.stash[LEFT_OUT] = {}
    for need in NEEDS:
        needing = [item for item in items if item.get_closest_marker(need.marker)]
        if not needing or need.is_met():
            continue
        if IS_CI:
            raise pytest.UsageError(f"{len(needing)} tests need {need.name} and {need.lack}: {need.remedy}")
        left_out[need.marker] = len(needing)
        for item in needing:
            item.add_marker(pytest.mark.skip(reason=f"{need.name}: {need.lack}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was not run, and how to get it."""
    left_out = config.stash.get(LEFT_OUT, {})
    if left_out:
        terminalreporter.section("NOT RUN", yellow=True)
    for need in NEEDS:
        if count := left_out.get(need.marker, 0):
            terminalreporter.line(f"{count} tests on {need.name}, because {need.lack}: {need.remedy}")
