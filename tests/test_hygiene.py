"""What is committed says nothing about the machines it was made on, nor about anybody's secrets."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LARGEST = 600_000  # bytes: the lock and a picture are far below it

# A letter in brackets matches itself, so that this file does not find its own patterns.
FORBIDDEN = {
    "a path on somebody's machine": re.compile(r"(?<![\w.:/])/(?:[w]ork|[r]oot|[h]ome|[U]sers|[o]pt)/[\w.-]"),
    "a package registry's address": re.compile(
        r"files\.[p]ythonhosted|[p]ypi\.(?:org|python)|registry\.[n]pmjs|deb\.[d]ebian|proxy\.[g]olang"
        r"|--(?:extra-)?[i]ndex-url|--[f]ind-links|trusted-[h]ost"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*[P]RIVATE KEY-----"),
}


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


FILES = committed()
CUSTOMERS_WORDS = "tests/reading/"  # logs that customers paste name paths on the servers they rent


@pytest.mark.parametrize("path", FILES)
def test_a_committed_file_belongs_to_no_machine(path: str) -> None:
    content = (ROOT / path).read_bytes()
    assert len(content) <= LARGEST
    text = content.decode(errors="replace")
    if path.startswith(CUSTOMERS_WORDS):
        text = re.sub(r"/home/\w+", "", text)
    found = {what: match.group() for what, pattern in FORBIDDEN.items() if (match := pattern.search(text))}
    assert not found


@pytest.mark.parametrize("path", [path for path in FILES if not path.endswith((".png", ".ico"))])
def test_a_committed_text_is_clean(path: str) -> None:
    text = (ROOT / path).read_bytes().decode()
    assert "\r\n" not in text.replace("\\r\\n", "")
    assert "\t\n" not in text
    assert not text or text.endswith("\n")
    assert not re.search(r"^(<{7} |>{7} |={7}$)", text, re.MULTILINE)


def test_the_lock_pins_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    pins = [line for line in lock.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(pins) > 40
    for pin in pins:
        assert re.match(r"[a-z0-9-]+==[^ ]+ ", pin), pin
        assert "--hash=sha256:" in pin, pin


def test_nothing_is_committed_that_was_generated() -> None:
    generated = re.compile(r"(^|/)(__pycache__|\.venv|\.coverage|[^/]*\.egg-info|[^/]*\.pyc|[^/]*\.db)(/|$)")
    assert not [path for path in FILES if generated.search(path)]
