"""The door: what the entry point gives, and that opening it costs nothing."""

import subprocess
import sys
from dataclasses import replace
from importlib.metadata import entry_points

import pytest

from bridge.errors import ConfigError
from mappings.whmcs import whmcs
from tests.whmcs.shops import LISBON, connection


def test_the_entry_point_leads_here() -> None:
    assert entry_points(group="bridge.billing")["whmcs"].load() is whmcs


def test_the_secret_decides_for_the_addon_and_without_it_the_plain_api_serves() -> None:
    assert whmcs.connect(connection()).enforces_keys
    assert not whmcs.connect(connection(has_addon=False)).enforces_keys


def test_neither_is_a_mistake_in_the_config() -> None:
    with pytest.raises(ConfigError, match="neither secret nor api"):
        whmcs.connect(replace(connection(), secret=None, api=None))


def test_the_door_opens_without_the_rooms_behind_it() -> None:
    """Commands that need no billing system start without its client."""
    heavy = "{'requests', 'marshmallow', 'tenacity', 'flask'}"
    code = f"import sys; from mappings.whmcs import whmcs; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_webhook_is_read_without_the_client_either() -> None:
    """The receiving path stays light."""
    code = (
        "import sys; from zoneinfo import ZoneInfo; from mappings.whmcs import whmcs;"
        "whmcs.dialect(ZoneInfo('UTC')).hint({'type': 'TicketOpen', 'data': {'ticketid': 7}});"
        "sys.exit(bool({'requests', 'marshmallow'} & set(sys.modules)))"
    )
    assert whmcs.dialect(LISBON).hint({"type": "TicketOpen", "data": {"ticketid": 7}}).subject
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
