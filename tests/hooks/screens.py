"""An installation with the harness's pages, and a bridge that knows its secret."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import requests

from tests.hooks.bridges import Bridge, bridge
from tests.hooks.whmcs import HARNESS, TIMEOUT, Whmcs, installation

PAGES = ("admin/supporttickets", "admin/clientssummary", "admin/addonmodules", "client/submitticket")
TICKET = "admin/supporttickets.php?action=view&id=7"
CLIENT = "admin/clientssummary.php?userid=42"
MODULE = "admin/addonmodules.php?module=supportbridge"
FORM = "client/submitticket.php?client=42"
TOKEN = "token-of-the-harness"


@dataclass
class Screens:
    """What a person at a browser sees of an installation."""

    whmcs: Whmcs
    bridge: Bridge

    def get(self, page: str) -> str:
        response = requests.get(self.whmcs.url + page, timeout=TIMEOUT)
        assert response.status_code == 200, response.text
        return response.text

    def post(self, page: str = MODULE, *, token: str = TOKEN, **fields: str) -> str:
        """Send a form of the module's page."""
        body = urlencode({"token": token, **fields})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return requests.post(self.whmcs.url + page, data=body, headers=headers, timeout=TIMEOUT).text

    def reset(self) -> None:
        """Make both as good as new, and known to each other."""
        self.whmcs.reset()
        self.whmcs.configure(bridge_url=self.bridge.url)
        self.bridge.reset()

    def forget(self) -> None:
        """Let half a minute pass for the answers that are kept."""
        self.whmcs.sql("DELETE FROM mod_supportbridge_answers")


@contextmanager
def screens(root: Path) -> Iterator[Screens]:
    with installation(root, "sqlite") as whmcs:
        whmcs.install()
        for page in PAGES:
            target = root / f"{page}.php"
            target.parent.mkdir(exist_ok=True)
            target.write_text(f"<?php\n\nrequire '{HARNESS}/pages/{target.name}';\n")
        with bridge(whmcs.secret) as known:
            whmcs.configure(bridge_url=known.url)
            yield Screens(whmcs, known)
