"""What holds for every test: how hypothesis searches, and that no test is left out in silence.

With ``CI=true`` the examples are the same in every run, and a missing PostgreSQL is a failure instead of a skip.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

IS_CI = os.environ.get("CI", "").lower() in {"true", "1"}
LEFT_OUT = pytest.StashKey[int]()

# Timing says nothing on a machine that others use too, so no example has a deadline.
settings.register_profile("developer", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if IS_CI else "developer")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, aloud, what needs a PostgreSQL server where none answers."""
    needing = [item for item in items if item.get_closest_marker("postgres")]
    if not needing or postgres.is_reachable():
        return
    if IS_CI:
        raise pytest.UsageError(f"{len(needing)} tests need PostgreSQL and none answers: {postgres.REMEDY}")
    config.stash[LEFT_OUT] = len(needing)
    for item in needing:
        item.add_marker(pytest.mark.skip(reason="no PostgreSQL answers"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was not run, and how to get it."""
    if left_out := config.stash.get(LEFT_OUT, 0):
        terminalreporter.section("NOT RUN", yellow=True)
        terminalreporter.line(f"{left_out} tests on PostgreSQL, because no server answers: {postgres.REMEDY}")
