"""What holds for every test: how hypothesis searches, and that no test is left out in silence.

With ``CI=true`` the examples are the same in every run, and a missing PostgreSQL, MariaDB or PHP is a failure instead
of a skip.
"""

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres
from tests.deploy import machine
from tests.hooks import browser, php
from tests.hostile import disk, traced
from tests.kill import versions
from tests.scale import server

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
    fails_ci: bool = True  # False: what no machine can install; it is told, with CI=true as elsewhere

    def told(self) -> str:
        return f"{self.name}, because {self.lack}: {self.remedy}"


NEEDS = (
    Need("postgres", "PostgreSQL", postgres.is_reachable, "no server answers", postgres.REMEDY),
    Need("database", "a PostgreSQL server of the test's own", server.is_here, "it cannot be made", server.REMEDY),
    Need("php", "PHP", php.is_here, "it is not all there", php.REMEDY),
    Need("browser", "Chromium", browser.is_here, "it is not there", browser.REMEDY),
    Need(
        "history",
        "the version before",
        versions.is_here,
        "its code is not in this clone",
        versions.REMEDY,
        fails_ci=False,
    ),
    Need("mysql", "MariaDB", php.has_mysql, "no server answers", php.MYSQL_REMEDY),
    Need("strace", "strace", traced.is_possible, "it is not there or may not trace", traced.REMEDY),
    Need("systemd", "systemd", machine.has_systemd, "systemd-analyze is not there", machine.SYSTEMD_REMEDY),
    Need("nginx", "nginx", machine.has_nginx, "it is not there", machine.NGINX_REMEDY),
    Need("promtool", "promtool", machine.has_promtool, "it is not there", machine.PROMTOOL_REMEDY),
    Need("disk", "a disk of the test's own", disk.can_be_mounted, "nothing may be mounted here", disk.REMEDY),
)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, aloud, what needs something that is not there."""
    for need in NEEDS:
        if item.get_closest_marker(need.marker) and not _is_met(need):
            if IS_CI and need.fails_ci:
                pytest.fail(need.told(), pytrace=False)
            pytest.skip(need.told())


@functools.cache
def _is_met(need: Need) -> bool:
    return need.is_met()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run, and how to get it; the reports tell it, as they come from other processes too."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    counts = {need: sum(need.told() in told for told in skipped) for need in NEEDS}
    if any(counts.values()):
        terminalreporter.section("NOT RUN", yellow=True)
    for need, count in counts.items():
        if count:
            terminalreporter.line(f"{count} tests on {need.told()}")
