"""The gate of the PHP: it refuses what PHP 7.4 does not have, and where PHP is missing it says so."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GATE = ROOT / ".ci/php"

NEWER = (
    "$a = match (1) { 1 => 2 };",
    "enum A { case B; }",
    "$a?->b();",
    "#[A]\nfunction a() {}",
    "class A { public function __construct(private int $b) {} }",
    "class A { public readonly int $b; }",
    "a(b: 1);",
    "function a(int|string $b) {}",
    "function a(): int|string {}",
    "function a(): static {}",
    "function a(mixed $b) {}",
    "function a(int $b,) {}",
    "try { a(); } catch (B) { }",
    "$a = $b ?? throw new C();",
    "str_contains('a', 'b');",
)

OLD = """
function a(?int $b, array $c = []): ?self { return JSON_A | JSON_B | $c; }
try { a(1, 2,); } catch (A | B $error) { throw $error; }
switch (1) { case C: break; default: echo $a ? B : C; }
$d = static fn (int $e): int => $e ** 2;
$a->str_contains('a'); $f['mixed'] = 1;
"""


def refused(folder: Path, code: str) -> str:
    (folder / "a.php").write_text(f"<?php\n\n{code}\n")
    command = ["php", str(ROOT / ".ci/php74.php"), str(folder / "a.php")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stderr


@pytest.mark.php
@pytest.mark.parametrize("code", NEWER)
def test_what_php_74_does_not_have_is_refused(tmp_path: Path, code: str) -> None:
    assert "not in PHP 7.4" in refused(tmp_path, code)


@pytest.mark.php
def test_what_php_74_has_passes(tmp_path: Path) -> None:
    assert refused(tmp_path, OLD) == ""


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_php_it_says_what_to_do_and_fails_in_ci(tmp_path: Path, ci: str, code: int) -> None:
    for tool in ("bash", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or tool)
    environment = os.environ | {"PATH": str(tmp_path), "CI": ci}
    ended = subprocess.run(["bash", GATE], env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == code
    assert "NOT CHECKED, because php or phpcs is not here: say make debian" in ended.stderr
