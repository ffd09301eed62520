"""``make audit`` passes only where it could really ask: "could not be audited" is no pass."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KNOWS = """echo '{"dependencies": [{"vulns": [{"id": "CVE-2020-28493"}]}]}'; exit 1"""
UNREACHABLE = "echo 'jinja2: Dependency not found on PyPI and could not be audited'; exit 1"


def audited(folder: Path, known: str, lock: str) -> subprocess.CompletedProcess[str]:
    """Run the audit with an auditor that says ``known`` of the known hole, and ``lock`` of the lock."""
    auditor = folder / "auditor"
    auditor.write_text(f'#!/bin/sh\ncase "$*" in *requirements.lock*) {lock};; *) {known};; esac\n')
    auditor.chmod(0o700)
    environment = os.environ | {"PIP_AUDIT": str(auditor)}
    return subprocess.run([ROOT / ".ci/audit"], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("known", "lock", "code", "said"),
    [
        (KNOWS, "echo 'No known vulnerabilities found'; exit 0", 0, "no known hole"),
        (KNOWS, "echo 'Found 1 known vulnerability in 1 package'; exit 1", 1, "Found 1"),
        (KNOWS, UNREACHABLE, 2, "COULD NOT BE AUDITED"),
        (UNREACHABLE, "exit 0", 2, "COULD NOT BE AUDITED"),
        ("echo 'No known vulnerabilities found'; exit 0", "exit 0", 2, "COULD NOT BE AUDITED"),
    ],
    ids=["clean", "holes", "half reachable", "out of reach", "knows nothing"],
)
def test_only_a_real_audit_passes(tmp_path: Path, known: str, lock: str, code: int, said: str) -> None:
    ended = audited(tmp_path, known, lock)
    assert (ended.returncode, said in ended.stdout + ended.stderr) == (code, True)
