"""The house keeps its rooms apart: what the import contracts in setup.cfg cannot see."""

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "bridge/core").glob("*.py"))
BRIDGE = sorted((ROOT / "bridge").rglob("*.py"))
DIALECTS = sorted((ROOT / "mappings").rglob("*.py"))

# The whole of the standard library that the core may use: values and ways to compute with them, nothing that acts.
PURE = frozenset(
    {"bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools"}
    | {"hashlib", "heapq", "html", "itertools", "json", "math", "operator", "re", "string", "types", "typing"}
    | {"unicodedata", "zoneinfo"}
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_computes_and_does_nothing_else(path: Path) -> None:
    """D2 and the house: no file, network, clock, log or chance; standard library only."""
    outside = {module for module in imported(path) if not module.startswith(("bridge.core", "bridge.errors"))}
    assert {module.split(".")[0] for module in outside} <= PURE
    assert sys.stdlib_module_names >= PURE


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_is_told_the_time(path: Path) -> None:
    """D2: ``now`` is an argument everywhere in the core."""
    assert not re.search(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\b", path.read_text())


@pytest.mark.parametrize("path", [*BRIDGE, *DIALECTS], ids=name)
def test_a_file_says_why_it_exists(path: Path) -> None:
    text = path.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", [*BRIDGE, *DIALECTS], ids=name)
def test_nothing_is_left_for_later(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", path.read_text())


def declared() -> set[str]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lines = setup["options"]["install_requires"].split("\n")
    return {re.split(r"[ \[<>=]", line)[0].lower() for line in lines if line}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    sources = packages_distributions()
    found = {module.split(".")[0] for path in [*BRIDGE, *DIALECTS] for module in imported(path)}
    needed = {source.lower().replace("_", "-") for module in found for source in sources.get(module, [])}
    assert needed - {"support-bridge"} == declared() - {"tzdata"}, "tzdata is found by zoneinfo, where it is needed"
