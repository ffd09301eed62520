"""Where texts are kept: the admin's folder first, then the ones that ship with the bridge, a folder a language.

A text NAME is looked for as LANGUAGE/NAME, then DEFAULT LANGUAGE/NAME, then NAME in the admin's folder, and then among
the shipped ones in the language, the default language and English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Final

EVERY_LANGUAGE: Final = ""  # the key of a text that lies in no language's folder
LAST_RESORT: Final = "en"
LARGEST_FILE: Final = 64 * 1024  # bytes
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Source:
    """One template's source as found."""

    language: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Library:
    """The admin's folder; None: there is none. ``beside`` is the config file's folder, that names are relative to."""

    folder: Path | None
    beside: Path

    def own(self, name: str) -> Iterator[Source]:
        """Yield the admin's versions of the text ``name``, a path below the folder."""
        if self.folder is None:
            return
        for language, path in ((EVERY_LANGUAGE, self.folder / name), *_by_language(self.folder, name)):
            if path.is_file():
                yield read(language, path, str(path))

    def clarification(self, name: str) -> Iterator[Source]:
        """Yield the versions of a text named relative to the config file: by language where it lies in the folder."""
        path = self.beside / name
        if self.folder is not None and path.resolve().is_relative_to(self.folder.resolve()):
            yield from self.own(str(path.resolve().relative_to(self.folder.resolve())))
        elif path.is_file():
            yield read(EVERY_LANGUAGE, path, str(path))


def shipped_replies(name: str) -> Iterator[Source]:
    """Yield the versions of a reply that come with the bridge."""
    for folder in sorted(_shipped("replies").iterdir(), key=lambda folder: folder.name):
        if (file := folder / f"{name}.md").is_file():
            yield read(folder.name, file, f"shipped replies/{folder.name}/{name}.md")


def shipped_note(name: str) -> Source:
    """Return the note that comes with the bridge."""
    return read(EVERY_LANGUAGE, _shipped("notes") / f"{name}.md", f"shipped notes/{name}.md")


def read(language: str, file: Traversable, shown: str) -> Source:
    """Return a template's source; raises ValueError for a file that is too large or not UTF-8, OSError."""
    content = file.read_bytes()
    if len(content) > LARGEST_FILE:
        raise ValueError(f"is larger than {LARGEST_FILE // 1024} KiB; shorten it")
    return Source(language, shown, content.decode())


def _shipped(folder: str) -> Traversable:
    return files("bridge.texts").joinpath(str(PurePosixPath(folder)))


def _by_language(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    if folder.is_dir():
        yield from ((below.name, below / name) for below in sorted(folder.iterdir()) if _LANGUAGE.fullmatch(below.name))
