"""The bench runs, tells what it measured, and judges by the bars; how fast this machine is now is not asked here."""

import io
import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from tests.bench import __main__ as bench
from tests.bench import load
from tests.bench.report import Ratio, Reading, Section
from tests.bench.served import KINDS
from tests.bench.targets import started


def ratio(*values: float, is_cost: bool = False) -> Ratio:
    return Ratio("P0", "this", "that", values, 2, 1 if is_cost else 4, is_cost=is_cost)


@pytest.mark.parametrize(
    ("judged", "verdict"),
    [
        (ratio(1, 5, 1), "NOT met"),
        (ratio(3, 1, 3), "met"),
        (ratio(9, 4, 1), "moonshot"),
        (ratio(3, is_cost=True), "NOT met"),
        (ratio(1.5, is_cost=True), "met"),
        (ratio(0.5, is_cost=True), "moonshot"),
    ],
)
def test_the_median_of_the_pairs_is_judged(judged: Ratio, verdict: str) -> None:
    assert judged.verdict == verdict


def test_what_was_not_measured_is_said() -> None:
    section = Section("a section", [ratio(3)], [Reading("speed", "1/s", [1234.5])], ["P9: no peer"])
    written = io.StringIO()
    section.show(Console(width=150, file=written))
    told = written.getvalue()
    assert "P0" in told
    assert "1,23" in told
    assert "NOT MEASURED  P9: no peer" in told


def fake(*, rounds: int, seconds: float) -> Section:
    return Section("start", [ratio(*[3.0 / seconds] * rounds)])


def test_the_program_prints_writes_json_and_fails_where_a_bar_is_not_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "SECTIONS", {"start": fake})
    to = tmp_path / "figures.json"
    quick = CliRunner().invoke(bench.main, ["start", "--quick", "--json", str(to)])
    assert quick.exit_code == 0
    (section,) = json.loads(to.read_text())["sections"]
    assert section["ratios"][0]["values"] == [3.0, 3.0]
    assert CliRunner().invoke(bench.main, ["start"]).exit_code == 3


def test_every_event_is_signed_and_sent_once() -> None:
    first, second = load.events(3), load.events(3)
    assert first.count(b"webhook-signature: v1,") == 3
    assert first != second


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_measured_answers_as_it_should(kind: str, tmp_path: Path) -> None:
    """One signed event, straight from the load, to each variant of the receiver."""
    event = load.events(1)[8:]
    with started(kind, tmp_path) as target, socket.create_connection(("127.0.0.1", target.port)) as connection:
        connection.sendall(event)
        status = connection.recv(4096).split()[1]
        assert target.cpu_seconds() > 0
    assert status == (b"204" if kind == "204" else b"202")


@pytest.mark.parametrize("name", ["start", "deciding", "growth"])
def test_a_section_measures(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.deciding.TICKETS", 8)
    monkeypatch.setattr("tests.bench.deciding.CLIENTS", 20)
    monkeypatch.setattr("tests.bench.growth.QUICK_SIZES", (20, 40))
    monkeypatch.setattr("tests.bench.growth.REPEATS", 1)
    section = bench.SECTIONS[name](rounds=1, seconds=1)
    assert section.ratios
    told = [one.values for one in section.ratios] + [one.values for one in section.readings]
    assert all(value > 0 for values in told for value in values)


@pytest.mark.database
def test_two_workers_are_measured_beside_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quickly, and without the minute that a lease lasts; ``tests/worker`` holds that it is taken over."""
    monkeypatch.setattr("tests.bench.sharing.TICKETS", 4)
    monkeypatch.setattr("tests.bench.sharing.LATENCY", 0.05)
    monkeypatch.setattr("tests.bench.sharing._taken_over", lambda _: 30.5)
    gained, taken_over = bench.SECTIONS["postgres"](rounds=1, seconds=1).ratios
    assert [value > 0 for value in gained.values] == [True]
    assert taken_over.values == [0.5]
