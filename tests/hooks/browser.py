"""The browser of the tests: headless Chromium, for what only a browser can tell of a page."""

import shutil
import subprocess
from pathlib import Path

REMEDY = "install it (Debian: make debian as root)"
TIMEOUT = 60.0  # seconds

# Without these it looks for its maker's hosts at every start.
_QUIET = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
_HEADLESS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--hide-scrollbars")


def is_here() -> bool:
    return shutil.which("chromium") is not None


def dom(url: str, profile: Path) -> str:
    """Return the page as the browser has understood it, scripts run."""
    return _run("--dump-dom", url, profile=profile)


def picture(url: str, to: Path, profile: Path, *, width: int = 1060, height: int = 620) -> bytes:
    """Take a picture of the page, as PNG."""
    _run(f"--window-size={width},{height}", f"--screenshot={to}", url, profile=profile)
    return to.read_bytes()


def _run(*arguments: str, profile: Path) -> str:
    command = ["chromium", *_HEADLESS, *_QUIET, f"--user-data-dir={profile}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr
    return done.stdout
