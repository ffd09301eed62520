"""``bridge store copy`` moves a provider over, and says what it moved and what comes next."""

from contextlib import closing
from pathlib import Path

import pytest

from bridge.store import open_store, shown_url
from tests.cli.conftest import Place
from tests.store.fixtures import NOW, delivery, ticket


def sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def old(place: Place) -> str:
    """Return the URL of a store that took one webhook."""
    place.store.deliveries.accept(delivery("w1", ticket("7")))
    return sqlite(place.folder / "bridge.db")


def test_it_tells_what_came_over_table_by_table(place: Place, old: str) -> None:
    new = sqlite(place.folder / "new.db")
    told = place.told("store", "copy", old, new)
    assert (told["from"], told["to"]) == (old, new)
    assert told["tables"]["deliveries"]["rows"] == 1
    assert told["tables"]["facts"] == {"rows": 0, "digest": "0" * 64}
    with closing(open_store(new)) as store:
        assert store.status(NOW).deliveries_waiting == 1


def test_a_person_is_told_what_to_do_next(place: Place, old: str) -> None:
    page = place.page("store", "copy", old, sqlite(place.folder / "new.db"))
    assert "Copied 2 rows" in page  # the webhook, and whom it has looked at
    assert "set [store] url to the new one" in page


def test_what_cannot_be_copied_is_said_in_one_line(place: Place, old: str) -> None:
    nowhere, new = sqlite(place.folder / "nowhere.db"), sqlite(place.folder / "new.db")
    assert "there is no store at" in place.refused("store", "copy", nowhere, new, code=2)
    assert not (place.folder / "nowhere.db").exists()
    assert "not a URL" in place.refused("store", "copy", "bridge.db", new, code=2)
    assert "not empty" in place.refused("store", "copy", old, old, code=2)
    place.store.claim_worker()
    assert "stop it on every machine" in place.refused("store", "copy", old, new, code=2)


def test_a_password_in_a_url_is_shown_to_nobody() -> None:
    assert shown_url("postgresql://bridge:secret@db/one?password=secret") == "postgresql://bridge:***@db/one"
