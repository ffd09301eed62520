"""A shop's configuration to change one thing in: the reference, its texts and its secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bridge.config import Settings, load
from bridge.errors import ConfigError

ROOT = Path(__file__).parent.parent.parent
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the specification's own example
ENVIRONMENT = {"BRIDGE_SECRET": SECRET, "BRIDGE_API_TOKEN": "a-token-for-widgets"}

Edit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shop:
    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: ENVIRONMENT)

    @property
    def path(self) -> Path:
        return self.folder / "config.toml"

    def write(self, *edits: Edit) -> Path:
        """Write the example with each ``(old, new)`` applied; every old must be there."""
        content = (ROOT / "config.example.toml").read_text()
        for old, new in edits:
            assert old in content, old
            content = content.replace(old, new, 1)
        self.path.write_text(content)
        return self.path

    def load(self, *edits: Edit) -> Settings:
        return load(self.write(*edits), environment=self.environment)

    def mistakes(self, *edits: Edit) -> dict[str, str]:
        """Return what is wrong after the edits, by key."""
        return wrong(self.write(*edits), self.environment)

    def text(self, name: str, content: str) -> None:
        path = self.folder / "replies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def wrong(path: Path, environment: Mapping[str, str]) -> dict[str, str]:
    with pytest.raises(ConfigError) as refused:
        load(path, environment=environment)
    return {mistake.key: mistake.reason for mistake in refused.value.mistakes}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path)
    made.text("wordpress-1.md", (ROOT / "replies" / "wordpress-1.md").read_text())
    return made
