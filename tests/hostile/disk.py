"""A small disk of the test's own, that can be filled and made to refuse: an ext4 file system in a file, mounted.

A real file system, because what is asked is what a kernel answers when there is no room: quotas and fakes answer
otherwise. It takes root; without that the tests that need it are skipped, or failed with CI=true.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REMEDY = "run the tests as root where loop devices may be mounted, with e2fsprogs installed"
_FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Disk:
    """A mounted file system."""

    folder: Path

    def fill(self, *, leave: int = 0) -> None:
        """Take all room but ``leave`` bytes."""
        with (self.folder / _FILLER).open("ab") as filler:
            while (free := shutil.disk_usage(self.folder).free - leave) > 0:
                try:
                    os.posix_fallocate(filler.fileno(), filler.seek(0, os.SEEK_END), min(free, 1 << 20))
                except OSError:
                    if free < 1 << 20:
                        break
                    os.posix_fallocate(filler.fileno(), filler.seek(0, os.SEEK_END), 4096)

    def empty(self) -> None:
        (self.folder / _FILLER).unlink()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Let every write to the files there are now fail, as on a disk that has become read-only."""
        files = [str(path) for path in self.folder.glob("bridge.db*") if path.is_file()]
        subprocess.run(["chattr", "+i", *files], check=True)
        try:
            yield
        finally:
            subprocess.run(["chattr", "-i", *files], check=True)


@contextmanager
def mounted(folder: Path, *, mebibytes: int) -> Iterator[Disk]:
    """Mount a new file system at ``folder``; at the end it is gone from there, whoever still has it open."""
    image = folder.with_name(f"{folder.name}.img")
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    folder.mkdir()
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", image], check=True, capture_output=True)
    subprocess.run(["mount", "-o", "loop", image, folder], check=True, capture_output=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, capture_output=True)
        image.unlink()


def can_be_mounted() -> bool:
    """Tell whether this machine lets us mount."""
    try:
        with tempfile.TemporaryDirectory() as folder, mounted(Path(folder) / "disk", mebibytes=8):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
