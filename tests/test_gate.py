"""The gate itself: it leaves nothing out in silence, and a clone has all it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOWHERE = "postgresql+psycopg://postgres@127.0.0.1:9/none"
NEEDING = "import pytest\n\n@pytest.mark.postgres\ndef test_on_postgres() -> None: ...\n"


def run_without_postgres(folder: Path, *, ci: str, processes: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_needing.py").write_text(NEEDING)
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            ROOT / "setup.cfg",
            "--rootdir",
            folder,
            folder,
            "-p",
            "no:cacheprovider",
            "--numprocesses",
            processes,
        ],
        env=os.environ | {"BRIDGE_TEST_POSTGRES": NOWHERE, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("processes", ["0", "2"])
def test_without_postgres_a_developer_is_told_what_was_not_run(processes: str, tmp_path: Path) -> None:
    ended = run_without_postgres(tmp_path, ci="", processes=processes)
    assert ended.returncode == 0
    assert "1 tests on PostgreSQL, because no server answers: start one, or name it" in ended.stdout
    assert "1 skipped" in ended.stdout.splitlines()[-1]


@pytest.mark.parametrize("processes", ["0", "2"])
def test_without_postgres_ci_fails(processes: str, tmp_path: Path) -> None:
    ended = run_without_postgres(tmp_path, ci="true", processes=processes)
    assert ended.returncode == 1
    assert "PostgreSQL, because no server answers: start one, or name it" in ended.stdout
    assert "1 error" in ended.stdout.splitlines()[-1]


def test_make_alone_lists_what_it_can_do() -> None:
    listed = subprocess.run(["make", "-C", ROOT], capture_output=True, text=True, check=True, timeout=60).stdout
    for target in ("demo", "test", "check", "format", "lock", "clean"):
        assert f"make {target} " in listed


@pytest.mark.parametrize("python", ["/nonexistent/python3", "old-python"])
def test_make_says_which_python_it_needs(python: str, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.8.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    for name in ("Makefile", "setup.cfg", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    ended = subprocess.run(
        ["make", "-C", tmp_path, "check", f"PYTHON={python}"],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 2
    assert "install Python 3.11 or newer" in ended.stderr or "Python 3.8.2 is too old" in ended.stderr
    assert not (tmp_path / ".venv").exists()
