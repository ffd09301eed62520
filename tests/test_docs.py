"""The documentation is true: what it names exists, what exists is named, and its examples run."""

import configparser
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from bridge.cli import program
from bridge.cli.verbs import VERBS

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / "hooks").rglob("*.md"),
]
SECRET = "whsec_" + "c2FtcGxlLXNlY3JldC1vZi10aGUtZG9jcy10ZXN0cw=="

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:`|^\$ |^)(?:\.venv/bin/)?bridge ((?:[a-z]+ ?)+)", re.MULTILINE)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> Iterator[str]:
    return (body for found, body in FENCE.findall(page.read_text()) if found == language)


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    """Yield every command, those below a command with its name before them."""
    context = click.Context(group)
    for below in group.list_commands(context):
        command = group.get_command(context, below)
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{below} ")
        else:
            yield f"{before}{below}"


def keys(table: dict[str, object], *, are_names: bool = False) -> Iterator[str]:
    """Yield every key of the tables; those of ``[plans]`` are the admin's own names."""
    for key, value in table.items():
        yield from () if are_names else (key,)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from keys(inner, are_names=key == "plans")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_command_is_explained_to_the_operator() -> None:
    page = (ROOT / "docs/operator/running.md").read_text()
    missing = [command for command in commands(program(VERBS)) if f"bridge {command}" not in page]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    known = set(VERBS)
    named = {match.split()[0] for match in COMMAND.findall(page.read_text())}
    assert named <= known


def unknown_in(line: str) -> list[str]:
    """Return what a line after ``bridge`` names that its command has not."""
    command: click.Command = program(VERBS)
    words, options = line.split(), {option for one in command.params for option in one.opts} | {"--help"}
    while words and isinstance(command, click.Group):
        below = command.get_command(click.Context(command), words[0])
        if below is None:
            return [] if words[0].startswith("-") else words[:1]
        command, words = below, words[1:]
        options |= {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
    return [word for word in re.findall(r"--[a-z-]+", " ".join(words)) if word not in options]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_command_takes_every_option_that_a_page_gives_it(page: Path) -> None:
    lines = re.findall(r"`bridge ([^`\n]+)`", page.read_text())
    assert not {line: unknown for line in lines if (unknown := unknown_in(line))}


def test_every_key_of_the_example_is_in_the_reference() -> None:
    reference = (ROOT / "docs/admin/configuration.md").read_text()
    example = tomllib.loads((ROOT / "config.example.toml").read_text())
    assert not sorted({key for key in keys(example) if not re.search(rf"\b{re.escape(key)}\b", reference)})


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text())
    for target in LINK.findall(text):
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        found = page.parent / path if path else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


def test_the_index_lists_every_page() -> None:
    index = ROOT / "docs/README.md"
    listed = {(index.parent / target).resolve() for target in LINK.findall(index.read_text())}
    assert not [name(page) for page in (ROOT / "docs").rglob("*.md") if page != index and page not in listed]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_examples_of_data_are_well_formed(page: Path) -> None:
    for body in blocks(page, "json"):
        json.loads(body)
    for body in blocks(page, "toml"):
        tomllib.loads(body)


def test_every_dependency_has_its_reason() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    required = setup["options"]["install_requires"].split("\n") + setup["options.extras_require"]["test"].split("\n")
    packages = {re.split(r"[ \[<>=]", line)[0] for line in required if line}
    section = (ROOT / "README.md").read_text().split("## What it stands on")[1].split("\n## ")[0]
    given = set(re.findall(r"\[([\w-]+)\]\(https", section))
    assert given == packages


def test_every_target_that_a_page_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = r"(?:`|^)make ([a-z-]+)"
    named = {target for page in PAGES for target in re.findall(asked, page.read_text(), re.MULTILINE)}
    assert named <= targets


@pytest.mark.parametrize("picture", sorted((ROOT / "docs/pictures").glob("*.svg")), ids=name)
def test_a_picture_tells_itself_in_words(picture: Path) -> None:
    drawn = ET.parse(picture).getroot()
    said = [drawn.findtext(f"{{http://www.w3.org/2000/svg}}{part}") for part in ("title", "desc")]
    assert all(said)


@pytest.mark.parametrize("page", [page for page in PAGES if any(blocks(page, "console"))], ids=name)
def test_console_examples_run(page: Path, tmp_path: Path) -> None:
    """Each ``console`` example of a page, in order, in one empty folder; lines under a command are in its output."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "BRIDGE_SECRET": SECRET,
        "BRIDGE_API_TOKEN": "token-of-the-docs-tests-0123456789abcdef",
    }
    for block in blocks(page, "console"):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *expected = example.rstrip().split("\n")
            ended = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            assert ended.returncode == 0, f"{command}\n{ended.stderr}"
            assert all(line in ended.stdout for line in expected if line != "..."), f"{command}\n{ended.stdout}"
