from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backfill import house as houses
from tests.backfill.house import House


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Set up an empty shop, and a bridge that has never run."""
    with houses.house(tmp_path, capsys) as made:
        monkeypatch.setenv(houses.SECRET, made.shop.secret)
        yield made
