"""Signatures: the specification's own vector in both directions, and one answer to everything that is not authentic."""

import base64
import hmac
import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import requests
from standardwebhooks import Webhook

from tests.hooks.conftest import SQLITE
from tests.hooks.whmcs import ENDPOINT, TIMEOUT, Whmcs

# Nothing here depends on the kind of database.
pytestmark = pytest.mark.parametrize("whmcs", [SQLITE], indirect=True)

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
IDENTIFIER, TIMESTAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}'
VECTOR = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

SIGN = "return WHMCS\\Module\\Addon\\Supportbridge\\Signature::headers(...$with['given']);"
VERIFY = "return WHMCS\\Module\\Addon\\Supportbridge\\Signature::isAuthentic(...$with['given']);"

INFO = b'{"command": "BridgeInfo"}'
REFUSED = (401, {"result": "error", "message": "Invalid signature"})


def test_the_vector_is_made(whmcs: Whmcs) -> None:
    made = whmcs.php(SIGN, given=[[SECRET], IDENTIFIER, TIMESTAMP, BODY])
    assert made == {
        "webhook-id": IDENTIFIER,
        "webhook-timestamp": str(TIMESTAMP),
        "webhook-signature": VECTOR,
    }


def test_the_vector_is_believed_for_five_minutes_either_way(whmcs: Whmcs) -> None:
    headers = {"webhook-id": IDENTIFIER, "webhook-timestamp": str(TIMESTAMP), "webhook-signature": VECTOR}
    for age, believed in ((0, True), (300, True), (-300, True), (301, False), (-301, False)):
        assert whmcs.php(VERIFY, given=[[SECRET], headers, BODY, TIMESTAMP + age]) is believed


def test_any_body_that_one_side_signs_the_other_believes(whmcs: Whmcs) -> None:
    for body in ("", "{}", "ação 💬", "\u0000\u2028", "x" * 100_000):
        made = whmcs.php(SIGN, given=[[SECRET], "msg_1", int(datetime.now(UTC).timestamp()), body])
        Webhook(SECRET).verify(body.encode(), made, json_parse=False)


def refusal(response: requests.Response) -> tuple[int, object]:
    return response.status_code, response.json()


def test_everything_that_is_not_authentic_gets_the_same_answer(whmcs: Whmcs) -> None:
    key = uuid4().hex
    good = whmcs.signed(key, INFO)
    assert whmcs.send(INFO, good).status_code == 200
    foreign = Webhook("whsec_" + base64.b64encode(os.urandom(32)).decode()).sign(key, datetime.now(UTC), INFO.decode())
    flood = " ".join(["v1,AAAA"] * 8 + [good["webhook-signature"]])
    wrong: list[dict[str, str]] = [
        {},
        *({name: value for name, value in good.items() if name != left_out} for left_out in good),
        good | {"webhook-signature": foreign},
        good | {"webhook-signature": good["webhook-signature"].replace("v1,", "v2,")},
        good | {"webhook-signature": good["webhook-signature"].rstrip("=")},
        good | {"webhook-signature": flood},
        good | {"webhook-signature": "v1,"},
        good | {"webhook-timestamp": good["webhook-timestamp"] + ".0"},
        good | {"webhook-timestamp": "0" + good["webhook-timestamp"]},
        good | {"webhook-id": "other"},
        whmcs.signed(key, b"{}"),
        whmcs.signed(key, INFO, at=datetime.now(UTC) - timedelta(minutes=6)),
        whmcs.signed(key, INFO, at=datetime.now(UTC) + timedelta(minutes=6)),
        whmcs.signed("k" * 129, INFO),
        whmcs.signed("a b", INFO),
    ]
    for headers in wrong:
        assert refusal(whmcs.send(INFO, headers)) == REFUSED, headers
    assert whmcs.rows("mod_supportbridge_keys") == []


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"command": 1}', b'{"command": "A", "params": 1}'])
def test_a_signed_body_that_is_no_command_is_told_so(whmcs: Whmcs, body: bytes) -> None:
    assert whmcs.send(body, whmcs.signed("k", body)).status_code == 400


def test_bodies_that_would_break_a_parser_do_not(whmcs: Whmcs) -> None:
    for body in (b"[" * 100_000, b'{"command": "\xff"}', b"1" * 5_000):
        at = int(datetime.now(UTC).timestamp())
        headers = {"webhook-id": "k", "webhook-timestamp": str(at), "webhook-signature": sign(whmcs.secret, at, body)}
        assert whmcs.send(body, headers).status_code == 400


def sign(secret: str, at: int, body: bytes) -> str:
    """Sign any bytes, which the library cannot."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, f"k.{at}.".encode() + body, "sha256")).decode()


def test_too_much_and_other_methods_are_turned_away(whmcs: Whmcs) -> None:
    large = b"x" * 262_145
    assert whmcs.send(large, whmcs.signed("k", large)).status_code == 413
    for method in ("GET", "PUT", "DELETE"):
        response = requests.request(method, whmcs.url + ENDPOINT, timeout=TIMEOUT)
        assert response.status_code == 405
