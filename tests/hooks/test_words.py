"""The language file and the code agree: no word is missing where it is shown, none is kept that nobody says."""

import re
from pathlib import Path

MODULE = Path(__file__).parents[2] / "hooks/whmcs"
CODE = "\n".join(path.read_text() for path in sorted((MODULE / "lib").rglob("*.php")))
WORDS = set(re.findall(r"^\$_ADDONLANG\['(\w+)'\] =", (MODULE / "lang/english.php").read_text(), re.MULTILINE))

SAID = re.compile(r"say\(\s*'(\w+)'")
LITERAL = re.compile(r"'(\w+)'")
# What the code puts together: "button_{$action}_$kind", word('channel', $name), self::field('text', 'setting_admin')
MADE = re.compile(r"\"(\w+?_)\{?\$")
GROUPS = re.compile(r"word\('(\w+)',")


def test_every_word_that_is_said_is_in_the_language_file() -> None:
    assert set(SAID.findall(CODE)) <= WORDS


def test_every_word_of_the_language_file_is_said() -> None:
    prefixes = (*MADE.findall(CODE), *(f"{group}_" for group in GROUPS.findall(CODE)))
    literal = set(LITERAL.findall(CODE))
    unsaid = {word for word in WORDS if word not in literal and not word.startswith(prefixes)}
    assert not {word for word in unsaid if word.removesuffix("_hint") not in literal}
