"""What watches the bridge: rules that Prometheus takes and that fire when they should, on numbers that exist."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bridge.core.model import SubjectKind
from bridge.measuring import Numbers
from bridge.reconcile import Looked
from bridge.store.policies import Activation
from tests.web.asking import client_of
from tests.web.fakes import CONDITION, NOW, FakeHouse

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy/prometheus"
PAGE = ROOT / "docs/operator/watching.md"
ALERT = re.compile(r"- alert: (?P<name>\w+)\n +expr: (?P<expr>.+)\n(?P<rest>(?: {8,}.+\n)+)")
RULES = (FOLDER / "alerts.yml").read_text()
ALERTS = {found["name"]: found for found in ALERT.finditer(RULES)}
METRIC = re.compile(r"\b(?:bridge|process)_[a-z_]+\b")


def promtool(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["promtool", *arguments], cwd=FOLDER, input=said, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.promtool
@pytest.mark.parametrize(
    "arguments",
    [("check", "config", "prometheus.yml"), ("check", "rules", "alerts.yml"), ("test", "rules", "alerts.test.yml")],
    ids=" ".join,
)
def test_prometheus_takes_the_files_and_the_alerts_fire_when_they_should(arguments: tuple[str, ...]) -> None:
    ended = promtool(*arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def shown_by_the_receiver() -> str:
    """Return the numbers of a real application, on a store of which everything is known."""
    status = replace(CONDITION.status, last_write=NOW)
    mark = {"at": "2026-03-01T10:00:00+00:00", "count": 3}
    full = replace(CONDITION, status=status, policy=Activation("digest", NOW), drift=mark, config_refused=mark)
    return client_of(FakeHouse(stands=full).services).get("/metrics").text


def shown_by_the_worker() -> str:
    """Return the numbers of a worker after its first look and call."""
    numbers = Numbers()
    numbers.look(SubjectKind.TICKET, lambda: Looked(due=None))
    numbers.call("read_ticket", lambda: None)
    numbers.saw_skew(0.0)
    return generate_latest(numbers.registry).decode()


@pytest.mark.promtool
@pytest.mark.parametrize("show", [shown_by_the_receiver, shown_by_the_worker])
def test_prometheus_finds_no_fault_with_names_units_and_help(show: Callable[[], str]) -> None:
    ended = promtool("check", "metrics", said=show())
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.fixture(scope="module")
def shown() -> set[str]:
    texts = (shown_by_the_receiver(), shown_by_the_worker())
    families = (family for text in texts for family in text_string_to_metric_families(text))
    return {sample.name for family in families for sample in family.samples}


def expressions(board: object) -> Iterator[str]:
    match board:
        case {"expr": str() as found}:
            yield found
        case dict():
            for inner in board.values():
                yield from expressions(inner)
        case list():
            for inner in board:
                yield from expressions(inner)


@pytest.fixture(scope="module")
def board() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text())
    return read


def test_no_alert_waits_for_a_number_that_nobody_shows(shown: set[str]) -> None:
    assert ALERTS.keys() == set(re.findall(r"alert: (\w+)", RULES))
    wanted = {name for found in ALERTS.values() for name in METRIC.findall(found["expr"])}
    assert len(wanted) > 15
    assert wanted <= shown


def test_no_panel_waits_for_a_number_that_nobody_shows(shown: set[str], board: dict[str, Any]) -> None:
    wanted = {name for found in expressions(board) for name in METRIC.findall(found)}
    assert len(wanted) > 25
    assert wanted <= shown


def test_the_page_explains_every_number_and_no_other(shown: set[str]) -> None:
    ours = {
        re.sub(r"_(bucket|count|sum)$", "", name)
        for name in shown
        if name.startswith("bridge_") and not name.endswith("_created")
    }
    explained = {name for name in METRIC.findall(PAGE.read_text()) if name.startswith("bridge_")}
    assert explained == ours


def test_every_alert_is_tried_and_says_how_bad_it_is_and_where_to_read_on() -> None:
    headings = set(re.findall(r"^### (.+)$", PAGE.read_text(), re.MULTILINE))
    assert headings == ALERTS.keys()
    tried = set(re.findall(r'alertname="(\w+)"', (FOLDER / "alerts.test.yml").read_text()))
    assert tried == ALERTS.keys()
    for name, found in ALERTS.items():
        severity = re.search(r"severity: (critical|warning|info) ", found["rest"])
        assert severity, name
        assert re.search(r"summary: .{20,}", found["rest"]), name
        assert f"/docs/operator/watching.md#{name.lower()}\n" in found["rest"]
        assert PAGE.read_text().split(f"### {name}\n\n")[1].startswith(f"{severity[1]}. **Means** ")


def test_every_panel_asks_the_data_source_that_was_chosen(board: dict[str, Any]) -> None:
    (variable,) = board["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == ("datasource", "datasource", "prometheus")
    panels = [panel for panel in board["panels"] if panel["type"] != "row"]
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    assert {target["datasource"]["uid"] for panel in panels for target in panel["targets"]} == {"${datasource}"}
    rows = [panel["title"] for panel in board["panels"] if panel["type"] == "row"]
    assert rows == ["Promise kept", "Coming in", "Looking", "Going out", "Billing system"]


def test_no_panel_lies_on_another(board: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for place in (panel["gridPos"] for panel in board["panels"]):
        cells = {(place["x"] + right, place["y"] + down) for right in range(place["w"]) for down in range(place["h"])}
        assert not cells & taken
        assert max(x for x, _ in cells) < 24
        taken |= cells


@pytest.mark.promtool
def test_prometheus_understands_every_expression_of_the_board(board: dict[str, Any], tmp_path: Path) -> None:
    found = [one.replace("$__rate_interval", "5m") for one in expressions(board)]
    rules = [{"record": f"panel:{number}", "expr": one} for number, one in enumerate(found)]
    file = tmp_path / "board.json"  # JSON is YAML
    file.write_text(json.dumps({"groups": [{"name": "board", "rules": rules}]}))
    ended = promtool("check", "rules", "--lint=none", str(file))
    assert ended.returncode == 0, ended.stdout + ended.stderr
