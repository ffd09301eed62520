"""Whoever looks or stops at night can, while the configuration on disk is refused; every verb says what goes on."""

from datetime import timedelta

import pytest

from bridge.cli import run
from bridge.cli.init import SECRET_VARIABLE
from tests.cli.conftest import NOW, Place

GOES_ON = "A `bridge serve` that runs goes on under the configuration it has until this is mended and reloaded."
TOMORROW = (NOW + timedelta(days=1)).isoformat()


def spoil(place: Place, old: str, new: str) -> None:
    text = place.settings.path.read_text()
    assert old in text
    place.settings.path.write_text(text.replace(old, new, 1))


@pytest.fixture
def refused(place: Place) -> Place:
    """Let the file on disk have a mistake that has nothing to do with the store."""
    spoil(place, "[guides]", "[guide]")
    return place


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["pause"],
        ["resume"],
        ["hold", "ticket", "7", "--until", TOMORROW, "--reason", "on the phone"],
        ["release", "ticket", "7"],
        ["writes", "list"],
    ],
)
def test_what_looks_or_stops_works_beside_a_refused_file_and_says_why_it_is_refused(
    refused: Place, arguments: list[str]
) -> None:
    assert run(arguments) == 0
    printed = refused.capsys.readouterr()
    assert printed.out
    mistake, goes_on, enough = printed.err.splitlines()
    assert f"{refused.settings.path}: guide: " in mistake
    assert goes_on == GOES_ON
    assert "only where the store is" in enough


def test_a_pause_beside_a_refused_file_is_in_the_store_that_the_bridge_works_on(refused: Place) -> None:
    assert refused.told("pause", "--reason", "mending")["is_paused"] is True
    assert [pause.reason for pause in refused.store.overrides.pauses()] == ["mending"]
    assert refused.told("status")["is_paused"] is True


def test_a_secret_that_this_shell_does_not_have_keeps_nobody_from_a_pause(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_VARIABLE)
    assert place.told("pause")["is_paused"] is True


def test_no_store_is_made_where_a_refused_file_names_another(refused: Place) -> None:
    spoil(refused, "bridge.db", "bridje.db")
    assert run(["pause"]) == 2
    assert "there is no store at" in refused.capsys.readouterr().err
    assert not (refused.folder / "bridje.db").exists()


@pytest.mark.parametrize("verb", ["status", "pause", "check"])
def test_what_is_no_toml_at_all_is_told_with_what_to_do_and_what_goes_on(place: Place, verb: str) -> None:
    place.settings.path.write_text("a = [[[\n")
    assert run([verb]) == 2
    mistake, goes_on = place.capsys.readouterr().err.splitlines()
    assert "is not TOML" in mistake
    assert "an intact copy in the same folder with --config" in mistake
    assert goes_on == GOES_ON


def test_a_file_that_is_not_there_says_nothing_of_a_bridge_that_runs(place: Place) -> None:
    place.settings.path.unlink()
    assert "bridge init" in place.refused("status", code=2)


def test_an_unsound_time_zone_is_utc_meanwhile(place: Place) -> None:
    spoil(place, "timezone", "timezone = 'Mars/Base' # ")
    assert place.told("status")["at"].endswith("+00:00")
