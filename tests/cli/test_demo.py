"""The demo is the first thing that a newcomer runs: it keeps its promises, and prints what the README shows."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bridge.cli.demo.telling import JsonTelling

README = Path(__file__).parents[2] / "README.md"


def test_the_demo_keeps_every_promise_and_prints_what_the_readme_shows() -> None:
    script = Path(sys.executable).with_name("bridge")
    ended = subprocess.run([script, "demo"], capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    shown = re.search(r"^```text\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    assert shown
    assert set(shown.group(1).splitlines()) <= set(ended.stdout.splitlines())


def test_a_demo_that_is_told_to_end_takes_down_what_it_set_up() -> None:
    script = Path(sys.executable).with_name("bridge")
    with subprocess.Popen([script, "demo"], stdout=subprocess.PIPE, text=True) as playing:
        assert playing.stdout
        next(line for line in playing.stdout if "Ana" in line)
        running = subprocess.run(["pgrep", "-P", str(playing.pid)], capture_output=True, text=True, check=True)
        playing.send_signal(signal.SIGTERM)
        assert playing.wait(timeout=60) == 130
    assert not any(Path(f"/proc/{child}").exists() for child in running.stdout.split())


def test_as_json_the_story_says_which_promise_was_broken(capsys: pytest.CaptureFixture[str]) -> None:
    telling = JsonTelling()
    telling.chapter("Ana signs up")
    telling.act("01 Mar 10:00", "Ana", "signs up")
    telling.decided("new-customer", ["T2 signed up"])
    telling.wrote("tags +new-customer")
    telling.promise("live chat is real-time", is_kept=True, found="realtime")
    before = telling.is_as_promised
    telling.promise("one guide, exactly", is_kept=False, found=2)
    assert (before, telling.is_as_promised) == (True, False)
    telling.end({"bridge": "http://127.0.0.1:8100/"})
    document = json.loads(capsys.readouterr().out)
    assert document["is_as_promised"] is False
    assert document["story"][-1] == {"promise": "one guide, exactly", "is_kept": False, "found": "2"}
    assert document["addresses"]["bridge"] == "http://127.0.0.1:8100/"
