"""The systemd units: systemd understands them, they start what exists, and they may do little."""

import configparser
import subprocess
from pathlib import Path

import pytest

from bridge.cli.verbs import VERBS

UNITS = sorted((Path(__file__).parents[2] / "deploy/systemd").glob("*.service"))
MOST_EXPOSED = 20  # tenths, of 100: "OK" begins at 50
PROGRAM = "/usr/local/lib/support-bridge/bin/bridge"


def checked(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60)


def installed(unit: Path, folder: Path) -> str:
    """Return a copy of the unit whose program exists on this machine."""
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace(PROGRAM, "/bin/true"))
    return str(copy)


@pytest.mark.systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_word_of_a_unit(unit: Path, tmp_path: Path) -> None:
    ended = checked("verify", installed(unit, tmp_path))
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_may_do_little(unit: Path, tmp_path: Path) -> None:
    ended = checked("security", "--offline=true", f"--threshold={MOST_EXPOSED}", installed(unit, tmp_path))
    assert ended.returncode == 0, ended.stdout.splitlines()[-1]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_as_somebody_who_may_write_one_folder(unit: Path) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign] # the documented way to keep capitals
    parsed.read(unit)
    service = parsed["Service"]
    program, verb = service["ExecStart"].split()[:2]
    assert program == PROGRAM
    assert verb in VERBS
    assert service["User"] == "bridge"
    assert service["ProtectSystem"] == "strict"
    assert service["StateDirectory"] == "support-bridge"
