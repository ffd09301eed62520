"""The module's beginning and end, as an admin meets them."""

import re
import subprocess

import pytest

from tests.hooks.whmcs import MODULE, Whmcs

OWN = {"mod_supportbridge_outbox", "mod_supportbridge_keys", "mod_supportbridge_secrets"}
TABLES = "return array_filter($with['names'], [WHMCS\\Database\\Capsule::schema(), 'hasTable']);"


def own_tables(whmcs: Whmcs) -> set[str]:
    return set(whmcs.php(TABLES, names=sorted(OWN)) or ())


def test_the_secret_is_shown_once_with_where_events_go(fresh: Whmcs) -> None:
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", fresh.secret)
    again = fresh.module("activate")
    assert again["status"] == "success"
    assert "whsec_" not in again["description"]


def test_the_config_has_the_keys_that_whmcs_wants(whmcs: Whmcs) -> None:
    config = whmcs.module("config")
    assert {"name", "description", "author", "language", "version", "fields"} <= set(config)
    assert {field["Type"] for field in config["fields"].values()} == {"text", "yesno"}
    assert all(field["FriendlyName"] and field["Description"] for field in config["fields"].values())
    assert not [field for field in config["fields"] if "secret" in field], "settings are readable in the database"


def test_deactivating_keeps_the_data_unless_told_otherwise(fresh: Whmcs) -> None:
    fresh.configure(bridge_url="https://bridge.example.com")
    fresh.hook("TicketClose", {"ticketid": 7})
    assert fresh.module("deactivate")["status"] == "success"
    assert fresh.module("activate")["status"] == "success"
    assert len(fresh.outbox()) == 1
    assert fresh.call("BridgeInfo")["outbox_waiting"] == 1, "the old secret still signs"
    fresh.configure(delete_data="on")
    assert fresh.module("deactivate")["status"] == "success"
    assert own_tables(fresh) == set()
    assert "whsec_" in fresh.module("activate")["description"]


def test_an_upgrade_makes_what_is_missing_and_leaves_what_is_there(fresh: Whmcs) -> None:
    fresh.sql("DROP TABLE mod_supportbridge_keys")
    fresh.module("upgrade", {"version": "0.0.1"})
    assert own_tables(fresh) == OWN
    assert fresh.call("BridgeInfo")["result"] == "success"


def test_a_failure_to_make_the_tables_is_told_and_not_thrown(fresh: Whmcs) -> None:
    fresh.php("WHMCS\\Module\\Addon\\Supportbridge\\Schema::drop();")
    fresh.sql("CREATE VIEW mod_supportbridge_keys AS SELECT 1 AS id")
    fresh.sql("CREATE VIEW mod_supportbridge_secrets AS SELECT 1 AS id")
    answer = fresh.module("activate")
    assert answer["status"] == "error"
    assert "could not be made" in answer["description"]


def test_where_whmcs_does_not_encrypt_the_secret_still_works(fresh: Whmcs) -> None:
    fresh.sql("UPDATE mod_supportbridge_secrets SET value = ?", f"plain:{fresh.secret}")
    assert fresh.call("BridgeInfo")["result"] == "success"


@pytest.mark.php
def test_files_that_are_called_by_themselves_do_nothing() -> None:
    for name in ("supportbridge.php", "hooks.php"):
        called = subprocess.run(["php", MODULE / name], capture_output=True, text=True, check=True, timeout=30)
        assert called.stdout == "This file cannot be accessed directly"


def test_the_version_is_one(whmcs: Whmcs) -> None:
    assert whmcs.module("config")["version"] == whmcs.call("BridgeInfo")["version"]
