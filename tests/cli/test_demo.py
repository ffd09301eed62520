"""The demo is the first thing that a newcomer runs: it keeps its promises, and prints what the README shows."""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_demo_keeps_every_promise_and_prints_what_the_readme_shows() -> None:
    script = Path(sys.executable).with_name("bridge")
    ended = subprocess.run([script, "demo"], capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    shown = re.search(r"^```text\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    assert shown
    assert set(shown.group(1).splitlines()) <= set(ended.stdout.splitlines())
