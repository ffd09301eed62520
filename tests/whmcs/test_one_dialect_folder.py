"""One dialect, one folder: what WHMCS calls its hooks, actions and tables stands in ``mappings/whmcs`` only."""

import re
from pathlib import Path

from mappings.whmcs.hooks import HOOKS

ROOT = Path(__file__).parents[2]
# Words that are the port's too: a quote is created and sent in any billing system.
SHARED = {"CreateQuote", "SendQuote"}
ACTIONS = set(
    re.findall(r'"((?:Get|Add|Update|Delete|Read|Set)[A-Z]\w+)"', (ROOT / "mappings/whmcs/plain.py").read_text())
)


def test_no_hook_action_or_table_is_spelt_outside() -> None:
    assert "GetClientsDetails" in ACTIONS
    foreign = re.compile(rf"\b(?:{'|'.join(sorted({*HOOKS, *ACTIONS} - SHARED))}|tbl[a-z]{{4,}}|localAPI)\b")
    strays = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in (ROOT / "bridge").rglob("*.py")
        for word in foreign.findall(path.read_text())
    }
    assert not strays
