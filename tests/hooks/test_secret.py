"""The secret in force: kept encrypted, replaced without a gap, and without one nobody is believed."""

import json

import requests
from standardwebhooks import Webhook

from tests.hooks.whmcs import Whmcs

INFO = b'{"command": "BridgeInfo"}'


def is_refused(response: requests.Response) -> bool:
    return response.status_code == 401


def test_without_any_secret_nobody_is_believed(fresh: Whmcs) -> None:
    fresh.sql("DELETE FROM mod_supportbridge_secrets")
    assert is_refused(fresh.send(INFO, fresh.signed("k", INFO)))


def test_an_old_secret_is_believed_for_a_day_and_events_are_signed_with_both(fresh: Whmcs) -> None:
    old = fresh.secret
    fresh.secret = fresh.php("return WHMCS\\Module\\Addon\\Supportbridge\\Secret::rotate();")
    new = fresh.secret
    assert old != new
    for secret in (old, new):
        fresh.secret = secret
        assert fresh.call("BridgeInfo")["result"] == "success"
    given = fresh.php(
        "$all = WHMCS\\Module\\Addon\\Supportbridge\\Secret::accepted();"
        "return WHMCS\\Module\\Addon\\Supportbridge\\Signature::headers($all, 'msg_1', time(), '{}');"
    )
    for secret in (old, new):
        Webhook(secret).verify(b"{}", given, json_parse=False)
    fresh.sql("UPDATE mod_supportbridge_secrets SET retires = 1 WHERE retires IS NOT NULL")
    fresh.secret = old
    assert is_refused(fresh.send(INFO, fresh.signed("k", INFO)))


def test_the_secret_is_kept_encrypted(whmcs: Whmcs) -> None:
    kept = json.dumps(whmcs.rows("mod_supportbridge_secrets") + whmcs.rows("tbladdonmodules"))
    assert whmcs.secret not in kept
    assert whmcs.secret.removeprefix("whsec_") not in kept
