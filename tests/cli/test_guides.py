"""``bridge guides``: what it reads, what it prints, what it writes, and how it ends."""

import json
from pathlib import Path

import pytest

from bridge.cli import run
from bridge.config import load_policy
from tests.config.conftest import ENVIRONMENT, Shop

Captured = pytest.CaptureFixture[str]
SETS = Path(__file__).parent.parent / "reading" / "sets"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path, ENVIRONMENT)
    made.text("wordpress-1.md", "Hello")
    made.write()
    return made


def tickets(folder: Path, *rows: object) -> str:
    path = folder / "tickets.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def guides(shop: Shop, *arguments: str) -> int:
    return run(["guides", *arguments, "--config", str(shop.path)])


RIGHT = {"id": "a", "lang": "en", "subject": "", "message": "how do I change a DNS record?", "topic": "dns"}
WRONG = {"id": "b", "lang": "en", "subject": "", "message": "how do I change a DNS record?", "topic": None}


def test_eval_needs_no_secret_and_tells_as_json(shop: Shop, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIDGE_SECRET", raising=False)
    assert guides(shop, "eval", tickets(shop.folder, RIGHT, WRONG), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["precision"]["share"], told["coverage"]["share"]) == (2, 0.5, 1.0)
    assert [error["id"] for error in told["errors"]] == ["b"]
    assert {step["threshold"] for step in told["sweep"]} >= {0.5, 1.0, 2.5}


def test_eval_writes_what_it_said_of_each_row(shop: Shop) -> None:
    out = shop.folder / "out.jsonl"
    assert guides(shop, "eval", tickets(shop.folder, RIGHT), "--predictions", str(out)) == 0
    (said,) = map(json.loads, out.read_text().splitlines())
    assert said.keys() == {"id", "topic", "score", "margin", "abstain"}
    assert (said["topic"], said["abstain"]) == ("dns", False)


@pytest.mark.parametrize(("kind", "name"), [("solved", "solved_stress"), ("automatic", "automatic_stress")])
def test_eval_reads_the_other_kinds(shop: Shop, capsys: Captured, kind: str, name: str) -> None:
    assert guides(shop, "eval", str(SETS / f"{name}.jsonl"), "--kind", kind) == 0
    page = capsys.readouterr().out
    assert "precision" in page
    assert "by language" in page


def test_a_page_says_the_errors_and_never_a_tickets_text(shop: Shop, capsys: Captured) -> None:
    assert guides(shop, "eval", tickets(shop.folder, RIGHT, WRONG)) == 0
    page = capsys.readouterr().out
    assert "b (en): dns, not none" in page
    assert "how do I" not in page


def test_more_wrong_guides_than_the_budget_fail(shop: Shop) -> None:
    file = tickets(shop.folder, RIGHT, WRONG)
    assert guides(shop, "eval", file, "--budget", "2 %") == 1
    assert guides(shop, "eval", file, "--budget", "60%") == 0


def test_a_bad_row_is_named_and_nothing_is_written(shop: Shop, capsys: Captured) -> None:
    out = shop.folder / "out.jsonl"
    file = tickets(shop.folder, RIGHT, {"id": "x"})
    assert guides(shop, "eval", file, "--predictions", str(out)) == 2
    assert capsys.readouterr().err == f'{file}: line 2: "topic" must be a topic\'s name or null\n'
    assert not out.exists()


def test_a_topic_that_the_configuration_has_not_is_told(shop: Shop, capsys: Captured) -> None:
    assert guides(shop, "eval", tickets(shop.folder, {**RIGHT, "topic": "dsn"})) == 0
    assert "has no topic dsn" in capsys.readouterr().err


def test_what_is_learned_is_written_for_people_and_read_into_the_policy(shop: Shop) -> None:
    past = [
        {"id": n, "message": f"how do I open the gazebo {n}", "replies": ["see https://example.com/kb/dns"]}
        for n in range(60)
    ]
    assert guides(shop, "learn", "--history", tickets(shop.folder, *past), "--budget", "5 %") == 0
    learned = json.loads((shop.folder / "guides.learned.json").read_text())
    assert (learned["version"], learned["round"]) == (1, 1)
    assert learned["learned_from"]["tickets"] == learned["learned_from"]["with_a_guide"] == 60
    assert "gazebo" in learned["weights"]["dns"]
    before = load_policy(shop.path)
    after = load_policy(shop.write(("margin    = 0.3", 'margin    = 0.3\nlearned = "guides.learned.json"')))
    assert "gazebo" in after.finder.weights["dns"]
    assert after.digest != before.digest
    assert guides(shop, "learn", "--history", tickets(shop.folder, *past), "--budget", "5 %", "--json") == 0
    assert json.loads((shop.folder / "guides.learned.json").read_text())["round"] == 2


def test_a_history_without_a_guide_teaches_nothing(shop: Shop, capsys: Captured) -> None:
    past = tickets(shop.folder, {"id": 1, "message": "x", "replies": ["I did it for you"]})
    assert guides(shop, "learn", "--history", past) == 2
    assert "nothing to learn from" in capsys.readouterr().err
    assert not (shop.folder / "guides.learned.json").exists()


@pytest.mark.parametrize("budget", ["x", "0", "100 %", "-1"])
def test_a_budget_is_a_share(shop: Shop, budget: str, capsys: Captured) -> None:
    assert guides(shop, "eval", tickets(shop.folder, RIGHT), "--budget", budget) == 2
    assert "is no share" in capsys.readouterr().err
