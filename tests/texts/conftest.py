"""A shelf of texts to put some on, and load."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bridge.core.policy import Guide
from bridge.errors import Mistake
from bridge.texts import Links, Texts, Wanted, load_texts

GUIDE = Guide("A title", "https://example.com/guide", "Rename it.")


@dataclass(frozen=True, slots=True)
class Shelf:
    beside: Path

    @property
    def folder(self) -> Path:
        return self.beside / "replies"

    def put(self, name: str, content: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def load(self, *clarifications: str, language: str = "en") -> tuple[Texts, tuple[Mistake, ...]]:
        return load_texts(
            Wanted(
                folder=self.folder,
                beside=self.beside,
                language=language,
                date_format="DD/MM/YYYY",
                links=Links(policy="https://example.com/policy"),
                guides=(GUIDE,),
                clarifications=tuple((name, (GUIDE,)) for name in clarifications),
            )
        )

    def sound(self, *clarifications: str, language: str = "en") -> Texts:
        texts, mistakes = self.load(*clarifications, language=language)
        assert not mistakes
        return texts

    def reasons(self, *clarifications: str) -> list[str]:
        """Return each mistake as "file key: reason", the file's name only."""
        mistakes = self.load(*clarifications)[1]
        return [f"{Path(one.file).name} {one.key}: {one.reason}" for one in mistakes]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "replies").mkdir()
    return Shelf(tmp_path)
