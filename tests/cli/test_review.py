"""``bridge diff`` and ``bridge replay`` tell people and scripts what differs, and end with 3 where anything does."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bridge.cli import run
from bridge.cli.init import starter
from bridge.config import document
from bridge.core.facts import facts_of_client
from bridge.core.model import Client, Subject, SubjectKind
from bridge.core.tags import vocabulary
from bridge.store.decisions import DecisionRecord
from tests.cli.conftest import Place

NOW = datetime.now(UTC)
TICKET = Subject(SubjectKind.TICKET, "7")


@pytest.fixture(autouse=True)
def _three_clients(place: Place) -> None:
    """Let the policy be in force, and three clients be known."""
    policy = place.settings.policy
    place.store.policies.enter(policy.digest, document(policy), vocabulary(policy), NOW)
    place.store.agenda.touch([Subject(SubjectKind.CLIENT, id_) for id_ in ("1", "2", "3", "4")], NOW)
    for id_, days in (("1", 10), ("2", 40), ("3", 400)):
        client = Client(id_, "Active", date.today() - timedelta(days=days), ())  # noqa: DTZ011 - any day will do
        facts = facts_of_client(client, (), found=NOW, zone=policy.zone)
        place.store.facts.learn(Subject(SubjectKind.CLIENT, id_), NOW, lambda _, facts=facts: facts)  # type: ignore[misc]


def changed(place: Place, old: str, new: str) -> str:
    text = (place.folder / "config.toml").read_text()
    assert old in text
    (place.folder / "new.toml").write_text(text.replace(old, new))
    return str(place.folder / "new.toml")


def test_nobody_changes_under_the_same_policy(place: Place) -> None:
    same = str(place.folder / "config.toml")
    assert "Nobody changes." in place.page("diff", same)
    assert place.told("diff", same)["clients"]["compared"] == 3


def test_whom_a_longer_window_changes_is_counted_by_kind_with_examples(place: Place) -> None:
    new = changed(place, 'within = "30 days"', 'within = "60 days"')
    told = place.told("diff", new, code=3)
    assert told["clients"]["changed"] == 2
    kinds = {(kind["what"], kind["from"], kind["to"]): kind["examples"] for kind in told["clients"]["kinds"]}
    assert kinds["tier", "best-effort", "new-customer"] == ["2"]
    assert kinds["end of tier", "new-customer", "later"] == ["1"]
    assert told["not_known"] == {"clients_never_read": 1, "tickets_never_decided": 0}
    page = place.page("diff", new, code=3)
    assert "2 of 3 clients change." in page
    assert "1 clients never read" in page


def test_a_policy_with_mistakes_is_not_compared(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(place, 'within = "30 days"', 'within = "thirty"')
    assert run(["diff", new]) == 2
    printed = capsys.readouterr()
    assert "tiers" in printed.err
    assert not printed.out
    place.refused("diff", str(place.folder / "none.toml"), code=2)


def test_the_policy_in_force_is_compared_whatever_the_file_says_by_now(place: Place) -> None:
    """A file that was changed and not applied is what would be compared, not what is in force."""
    new = Path(changed(place, 'within = "30 days"', 'within = "60 days"'))
    (place.folder / "config.toml").write_text(new.read_text())
    assert place.told("diff", str(new), code=3)["from"] == place.settings.policy.digest


def record(place: Place, inputs: str, document: str) -> None:
    place.store.decisions.record(DecisionRecord(TICKET, NOW, place.settings.policy.digest, "d", inputs, document))


def test_a_history_without_decisions_says_that_nothing_was_compared(place: Place) -> None:
    page = place.page("replay", "--since", "2026-01-01")
    assert "Nothing was compared" in page
    assert "No difference." not in page
    told = place.told("replay", "--since", "2026-01-01")
    assert (told["decisions"], told["different"], told["under"]) == (0, 0, "recorded")


def test_what_cannot_be_made_again_is_counted(place: Place) -> None:
    record(place, "", "")
    assert place.told("replay", "--since", "2026-01-01")["not_kept"] == 1
    assert "1 more cannot be made again" in place.page("replay", "--since", "2026-01-01")


def test_an_instant_that_cannot_be_read_is_refused(place: Place) -> None:
    assert "--since yesterday" in place.refused("replay", "--since", "yesterday", code=2)


def test_another_policy_is_tried_when_it_is_named(place: Place) -> None:
    new = changed(place, 'within = "30 days"', 'within = "60 days"')
    told = place.told("replay", "--since", "2026-01-01", "--config", new)
    assert told["under"] not in {"recorded", place.settings.policy.digest}
    assert "not in force" in " ".join(place.page("replay", "--since", "2026-01-01", "--config", new).split())


def elsewhere(place: Place) -> Path:
    """Return another policy in a folder of its own: a relative [store] of it is beside it."""
    folder = place.folder / "elsewhere"
    folder.mkdir()
    for name, content in starter().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content.replace('within = "30 days"', 'within = "60 days"'))
    new = folder / "config.toml"
    new.write_text(new.read_text().replace("https://billing.example.com/", "http://127.0.0.1:9/"))
    return new


def test_a_policy_from_another_folder_is_tried_on_the_configured_store(place: Place) -> None:
    new = elsewhere(place)
    record(place, "", "")
    told = place.told("replay", "--since", "2026-01-01", str(new))
    assert told["not_kept"] == 1
    assert told["under"] not in {"recorded", place.settings.policy.digest}
    assert not list(new.parent.glob("*.db*"))


@pytest.mark.parametrize(
    "verb",
    [
        ("replay", "--since", "2026-01-01"),
        ("diff", "config.toml"),
        ("reconcile", "--check"),
        ("deliveries", "list"),
        ("backfill", "limit", "--rate", "1"),
        ("erase", "client", "42", "--yes"),
    ],
    ids=" ".join,
)
def test_who_asks_what_is_kept_makes_no_store_where_none_is(
    place: Place, verb: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = elsewhere(place)
    monkeypatch.chdir(new.parent)
    refused = place.refused(*verb, "--config", str(new), code=2)
    assert "there is no store" in refused
    assert "--config or an absolute [store] url" in refused
    assert not list(new.parent.glob("*.db*"))


def test_receipts_that_cannot_be_written_are_refused_before_anything_is_done(place: Place) -> None:
    refused = place.refused("backfill", "all", "--receipts", str(place.folder / "none" / "x.jsonl"), code=2)
    assert "--receipts" in refused
    assert "no folder" in refused
