"""The version before this one, from the repository's own history: what runs beside the new one during a deploy.

It is the last release, and while there is none, the newest version that knew only the founding tables; ``OLD`` names
another. Its code is laid out in a folder of its own and runs with the packages of this one.
"""

import functools
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
SECOND_MIGRATION = "bridge/store/migrations/versions/v0002_*"
REMEDY = "clone with its history (git fetch --unshallow), or name a version: OLD=REVISION make test"


def _git(*arguments: str) -> str:
    ended = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout.strip()


@functools.cache
def old_revision() -> str:
    """Return the revision that stands for the old version; "": this checkout has no history."""
    named = os.environ.get("OLD") or _git("describe", "--tags", "--abbrev=0", "HEAD~1")
    if not named:
        added = _git("log", "--diff-filter=A", "--format=%H", "--", SECOND_MIGRATION)
        named = f"{added.splitlines()[-1]}~1" if added else ""
    return _git("rev-parse", "--verify", "--quiet", f"{named}^{{commit}}") if named else ""


def is_here() -> bool:
    return bool(old_revision())


def lay_out(folder: Path) -> None:
    """Write the old version's code into a folder."""
    packed = subprocess.run(["git", "archive", old_revision()], cwd=ROOT, capture_output=True, check=True)
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)


def starter(folder: Path) -> dict[PurePosixPath, str]:
    """Return what that version's ``bridge init`` writes: an operator's config is older than the next version."""
    below = folder / "bridge/config/starter"
    texts = folder / "bridge/texts"
    files = {path.relative_to(below): path for path in below.rglob("*") if path.suffix in {".toml", ".md"}}
    files |= {path.relative_to(texts): path for path in (texts / "replies").rglob("*.md")}
    return {PurePosixPath(name): path.read_text() for name, path in files.items()}


def under(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which ``python -m bridge`` is the one in that folder; its coverage is nobody's."""
    kept = {name: value for name, value in environment.items() if not name.startswith("COVERAGE")}
    return {**kept, "PYTHONPATH": str(folder)}
