"""The module's beginning and end, as an admin meets them."""

from tests.hooks.whmcs import Whmcs


def test_the_secret_is_shown_once(whmcs: Whmcs) -> None:
    assert whmcs.secret.startswith("whsec_")
    again = whmcs.module("activate")
    assert again["status"] == "success"
    assert whmcs.secret not in again["description"]
