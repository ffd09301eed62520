"""``bridge sandbox``: runs until it is told to end, and prints all that is needed to use it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from bridge.cli import run
from bridge.cli.sandbox import sandbox

PROGRAM = "import sys; from bridge.cli import main; sys.exit(main())"


@contextmanager
def started(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM, "sandbox", "--listen", "127.0.0.1:0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_one_line_of_json_says_how_to_reach_it() -> None:
    with started("--json", "--bridge", "http://127.0.0.1:9/") as process:
        told = json.loads(first_line(process))
        assert told["webhooks_to"] == "http://127.0.0.1:9/webhooks/whmcs"
        assert told["secret"].startswith("whsec_")
        assert requests.get(f"{told['control']}state", timeout=5).ok


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_when_it_is_told_to(number: signal.Signals, code: int) -> None:
    with started() as process:
        assert first_line(process).startswith("url")
        process.send_signal(number)
        assert process.wait(timeout=10) == code


def test_killed_it_goes_on_where_it_was(tmp_path: Path) -> None:
    state = ("--json", "--state", str(tmp_path / "shop.jsonl"))
    with started(*state) as process:
        told = json.loads(first_line(process))
        assert requests.post(f"{told['control']}sign-up", json={"first_name": "Ana"}, timeout=5).ok
        process.kill()
    with started(*state) as process:
        again = json.loads(first_line(process))
        assert again["secret"] == told["secret"]
        (client,) = requests.get(f"{again['control']}state", timeout=5).json()["clients"]
        assert client["first_name"] == "Ana"


def test_an_address_for_all_the_world_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "--listen", "0.0.0.0:0"]) == 2
    assert "loopback" in capsys.readouterr().err


def test_a_system_that_is_not_installed_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "--system", "abacus"]) == 2
    assert "there is whmcs" in capsys.readouterr().err


def test_its_options_are_explained() -> None:
    assert all(getattr(option, "help", "") for option in sandbox.params)
