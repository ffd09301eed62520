"""The skeleton of the commands: what every verb shares, whatever it does."""

import json
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

from bridge import cli
from bridge.cli import run
from bridge.cli.errors import told
from bridge.cli.verbs import VERBS
from bridge.errors import UsageError
from tests.cli.verbs_for_tests import TABLE

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _no_config_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIDGE_CONFIG", raising=False)


def piped(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=False, timeout=60)


def test_help_lists_every_verb_without_importing_one(capsys: Captured) -> None:
    assert run(["--help"], TABLE) == 0
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed and verb.summary in listed for name, verb in TABLE.items())


def test_every_row_of_the_table_leads_to_a_command(capsys: Captured) -> None:
    for name in VERBS:
        assert run([name, "--help"]) == 0, name
    assert "--debug" in capsys.readouterr().out


def test_every_module_of_a_verb_has_its_row() -> None:
    skeleton = {
        "counting",
        "errors",
        "lazy",
        "options",
        "output",
        "refused",
        "reloading",
        "staying",
        "steps",
        "troubles",
        "usual",
        "verbs",
    }
    modules = {module.name for module in iter_modules(cli.__path__)} - skeleton
    assert modules == {verb.target.partition(":")[0].removeprefix("bridge.cli.") for verb in VERBS.values()}


def test_the_version_is_the_packages(capsys: Captured) -> None:
    assert run(["--version"], TABLE) == 0
    assert capsys.readouterr().out.startswith("bridge 0.")


@pytest.mark.parametrize(
    ("arguments", "environment", "config"),
    [
        (["where"], None, "config.toml"),
        (["where"], "/etc/a.toml", "/etc/a.toml"),
        (["where"], "", "config.toml"),
        (["--config", "b.toml", "where"], "/etc/a.toml", "b.toml"),
        (["where", "--config", "c.toml"], "/etc/a.toml", "c.toml"),
        (["--config", "b.toml", "where", "--config", "c.toml"], None, "c.toml"),
    ],
)
def test_the_config_named_nearest_to_the_verb_is_the_one_meant(
    arguments: list[str], environment: str | None, config: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    if environment is not None:
        monkeypatch.setenv("BRIDGE_CONFIG", environment)
    assert run(arguments, TABLE) == 0
    assert capsys.readouterr().out == f"config {config}\n"


def test_a_verb_below_a_verb_finds_the_config_too(capsys: Captured) -> None:
    assert run(["--config", "b.toml", "explain", "client", "42"], TABLE) == 0
    assert capsys.readouterr().out == "42 by b.toml\n"


def test_json_is_one_document_on_stdout(capsys: Captured) -> None:
    assert run(["where", "--json"], TABLE) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"config": "config.toml"}
    assert printed.err == ""


def test_a_foreseen_error_is_one_line_and_its_code(capsys: Captured) -> None:
    assert run(["fail"], TABLE) == 2
    printed = capsys.readouterr()
    assert printed.err == "bridge: client 42 is not known; see: bridge backfill clients\n"
    assert printed.out == ""


def test_a_bad_configuration_tells_every_mistake_on_its_own_line(capsys: Captured) -> None:
    assert run(["misconfigured"], TABLE) == 2
    assert capsys.readouterr().err == "config.toml: tiers[0].name: no\nconfig.toml: guest: missing\n"


def test_an_unforeseen_error_is_one_line_that_names_the_next_step(capsys: Captured) -> None:
    assert run(["crash"], TABLE) == 1
    assert capsys.readouterr().err == "bridge: unforeseen KeyError: 'rung'. Say it again with --debug to see where\n"


@pytest.mark.parametrize("arguments", [["--debug", "crash"], ["crash", "--debug"]])
def test_debug_shows_the_traceback_before_the_line(arguments: list[str], capsys: Captured) -> None:
    assert run(arguments, TABLE) == 1
    told = capsys.readouterr().err
    assert told.startswith("Traceback")
    assert "in crash" in told


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nothing"], "bridge: No such command 'nothing'. See: bridge --help\n"),
        (["leave", "--wrong"], "bridge leave: No such option '--wrong'. See: bridge leave --help\n"),
        (
            ["explain", "client"],
            "bridge explain client: Missing argument 'CLIENT'. See: bridge explain client --help\n",
        ),
    ],
)
def test_a_wrong_command_line_is_one_line_and_code_2(arguments: list[str], line: str, capsys: Captured) -> None:
    assert run(arguments, TABLE) == 2
    assert capsys.readouterr().err == line


def test_no_verb_shows_the_help(capsys: Captured) -> None:
    assert run([], TABLE) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(("verb", "code"), [("interrupted", 130), ("drifted", 3), ("leave", 4)])
def test_a_verb_ends_with_its_own_code(verb: str, code: int) -> None:
    assert run([verb], TABLE) == code


def test_a_reader_that_leaves_is_no_news() -> None:
    call = (
        "from bridge.cli import run; from tests.cli.verbs_for_tests import TABLE; raise SystemExit(run(['{}'], TABLE))"
    )
    flooded = piped(f'{sys.executable} -c "{call.format("flood")}" | head -1')
    unread = piped(f'{sys.executable} -c "{call.format("where")}" | true')
    assert flooded.stderr == ""
    assert unread.stderr == ""


def test_text_from_outside_is_never_read_as_markup(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("SAID", "[red]x[/red]")
    assert run(["markup"], TABLE) == 0
    page = capsys.readouterr().out.splitlines()
    assert page[0] == "[bold][red]x[/red][/bold] :smile:"
    assert max(map(len, page)) <= 80


def test_nothing_that_is_printed_is_obeyed_by_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """What a billing system answered, or a person wrote as a reason, may hold anything."""
    monkeypatch.setenv("SAID", "a\x1b[31mb\x9b2Jc\u202ed\x07")
    assert run(["markup"], TABLE) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("[bold]a\ufffd[31mb\ufffd2Jc\ufffdd\ufffd[/bold]")
    assert told(UsageError("refused: \x1b]0;owned\x07\u202e")) == "bridge: refused: \ufffd]0;owned\ufffd\ufffd"


def test_the_program_starts_on_click_alone() -> None:
    """P15: whoever asks for help does not wait for the store, the web or the texts."""
    heavy = (
        "{'flask', 'sqlalchemy', 'requests', 'rich', 'jinja2', 'marshmallow', 'granian', 're2', 'importlib.metadata'}"
    )
    code = f"import sys; from bridge.cli import run; run(['--help']); sys.exit(str(sorted({heavy} & set(sys.modules))))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert ended.stderr.strip() == "[]"


def test_the_console_script_is_installed() -> None:
    script = Path(sys.executable).with_name("bridge")
    ended = subprocess.run([script, "--help"], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Usage: bridge ")
