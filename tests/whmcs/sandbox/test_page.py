"""The page about the sandbox tells all of it."""

from pathlib import Path

import pytest

from mappings.whmcs.sandbox.acts import ACTS
from mappings.whmcs.sandbox.faults import FaultKind

PAGE = (Path(__file__).parents[3] / "docs/developer/sandbox.md").read_text()


@pytest.mark.parametrize("word", [*ACTS, *FaultKind])
def test_every_act_and_fault_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE
