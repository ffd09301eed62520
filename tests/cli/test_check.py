"""``bridge check`` says whether a configuration is right, ``bridge init`` writes one that is."""

import json
from pathlib import Path
from typing import ClassVar

import pytest

from bridge import wiring
from bridge.billing import NameFinding
from bridge.cli import run
from bridge.cli.verbs import Verb
from bridge.config import Settings, load
from bridge.core.policy import Policy
from bridge.errors import BillingUnavailableError

Captured = pytest.CaptureFixture[str]
VERBS = {
    "check": Verb("bridge.cli.check:check", "Check the configuration."),
    "init": Verb("bridge.cli.init:init", "Write one."),
}


@pytest.fixture
def begun(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that ``bridge init`` has filled, with the line it printed in the environment."""
    folder = tmp_path / "new"
    assert run(["init", str(folder)], VERBS) == 0
    line = capsys.readouterr().out
    assert line.startswith("export BRIDGE_SECRET=whsec_")
    monkeypatch.setenv("BRIDGE_SECRET", line.removeprefix("export BRIDGE_SECRET=").strip())
    monkeypatch.setenv("BRIDGE_CONFIG", str(folder / "config.toml"))
    return folder


@pytest.mark.usefixtures("begun")
def test_what_init_writes_passes_check(capsys: Captured) -> None:
    assert run(["check"], VERBS) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Tiers, as they are asked: former, professional, new-customer, best-effort; and guest." in said


def test_init_writes_the_example_and_every_shipped_text(begun: Path) -> None:
    root = Path(__file__).parent.parent.parent
    assert (begun / "config.toml").read_text() == (root / "config.example.toml").read_text()
    assert (begun / "replies/wordpress-1.md").read_text() == (root / "replies/wordpress-1.md").read_text()
    for language in ("en", "pt", "es", "de", "fr"):
        assert (begun / "replies" / language / "guide.md").is_file()
        assert (begun / "replies" / language / "quote-sent.md").is_file()


def test_init_overwrites_nothing(begun: Path, capsys: Captured) -> None:
    (begun / "config.toml").write_text("mine")
    assert run(["init", str(begun)], VERBS) == 2
    said = capsys.readouterr().err
    assert "config.toml and " in said
    assert "more files: already there" in said
    assert len(said) < 200 + len(str(begun))
    assert (begun / "config.toml").read_text() == "mine"


def test_init_writes_no_secret_into_a_file(begun: Path) -> None:
    assert not any("whsec_" in path.read_text() for path in begun.rglob("*.*") if path.is_file())


def test_every_mistake_is_told_and_the_command_ends_with_2(begun: Path, capsys: Captured) -> None:
    config = begun / "config.toml"
    config.write_text(config.read_text().replace('"realtime"', '"always"').replace("margin ", "margn "))
    assert run(["check"], VERBS) == 2
    *told, goes_on = capsys.readouterr().err.splitlines()
    assert len(told) == 5
    assert "goes on under the configuration it has" in goes_on
    assert all(line.startswith(f"{config}: ") for line in told)


def test_mistakes_as_json_are_one_document(begun: Path, capsys: Captured) -> None:
    (begun / "config.toml").write_text("")
    assert run(["check", "--json"], VERBS) == 2
    document = json.loads(capsys.readouterr().out)
    assert not document["is_right"]
    assert {"file", "key", "reason"} == set(document["mistakes"][0])


def test_a_right_configuration_as_json_names_its_policy(begun: Path, capsys: Captured) -> None:
    assert run(["check", "--json"], VERBS) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["policy"] == load(begun / "config.toml").policy.digest
    assert document["tiers"] == ["former", "professional", "new-customer", "best-effort"]


class Shop:
    """A billing system that answers ``check --live``."""

    names: ClassVar[list[NameFinding]] = []

    def __init__(self, settings: Settings) -> None:
        self.url = settings.connection.url

    def check(self) -> list[str]:
        return [f"reached {self.url}"]

    def check_names(self, policy: Policy) -> list[NameFinding]:
        return self.names


@pytest.mark.usefixtures("begun")
def test_live_asks_the_billing_system_through_the_wiring(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "billing", Shop)
    assert run(["check", "--live"], VERBS) == 0
    assert "reached https://billing.example.com/" in capsys.readouterr().out


@pytest.mark.usefixtures("begun")
def test_a_billing_system_that_is_not_reached_is_a_failure(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(settings: object) -> Shop:
        raise BillingUnavailableError("not reached: look at [billing] url")

    monkeypatch.setattr(wiring, "billing", unreachable)
    assert run(["check", "--live"], VERBS) == 1
    assert "look at [billing] url" in capsys.readouterr().err


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(("is_wrong", "code"), [(True, 1), (False, 0)])
def test_a_name_that_the_billing_system_has_not_is_a_failure_and_a_doubtful_one_is_not(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, is_wrong: bool, code: int
) -> None:
    finding = NameFinding("plans.unlimited-professional.products", "there is no product 42", is_wrong=is_wrong)
    monkeypatch.setattr(wiring, "billing", Shop)
    monkeypatch.setattr(Shop, "names", [finding])
    assert run(["check", "--live"], VERBS) == code
    assert "plans.unlimited-professional.products: there is no product 42" in capsys.readouterr().out
    assert run(["check", "--live", "--json"], VERBS) == code
    assert json.loads(capsys.readouterr().out)["names"][0]["key"] == "plans.unlimited-professional.products"
