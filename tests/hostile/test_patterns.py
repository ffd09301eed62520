"""Admins' patterns on customers' text: what could take for ever is refused at load, and what is taken never does."""

import time
from pathlib import Path

import pytest

from bridge.cli.init import SECRET_VARIABLE
from bridge.config import load
from bridge.errors import ConfigError
from bridge.reading.patterns import Pattern, PatternSet
from tests.hostile.rig import TOKEN_VARIABLE, write_config
from tests.web.fakes import SECRET, TOKEN

LONG = "a" * 60_000 + "!"
SLOW_ELSEWHERE = (r"(a+)+$", r"(a|aa)+$", r"(.*a){20}$", r"([a-z]+)*\d", r"(a?){60}a{60}x")


@pytest.mark.parametrize(
    "pattern", [r"(a)\1", "(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", "(?>a)", "a{1001}", "(((a{30}){30}){30})"]
)
def test_a_pattern_that_re2_cannot_do_is_a_mistake_of_the_config_that_names_its_key(
    tmp_path: Path, pattern: str
) -> None:
    write_config(tmp_path)
    config = tmp_path / "config.toml"
    config.write_text(config.read_text().replace("automatic = []", f"automatic = ['{pattern}']"))
    with pytest.raises(ConfigError, match=r"replies\.automatic\[1\]: .*RE2"):
        load(config, environment={SECRET_VARIABLE: SECRET.reveal(), TOKEN_VARIABLE: TOKEN.reveal()})


@pytest.mark.parametrize("pattern", SLOW_ELSEWHERE)
def test_a_pattern_that_takes_for_ever_elsewhere_is_quick(pattern: str) -> None:
    """The standard library's engine would not come back from any of these within a lifetime."""
    begun = time.process_time()
    Pattern(pattern).is_in(LONG)
    PatternSet([pattern, *SLOW_ELSEWHERE]).matching(LONG)
    assert time.process_time() - begun < 2
