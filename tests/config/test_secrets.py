"""Secrets: from the environment or a file of one's own, never from the config; strong, and never shown."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from bridge.config.sources import DESK_LABEL, READ_LABEL, derived_token, fresh_signing_secret, signing_secret
from bridge.secrets import Secret
from tests.config.conftest import ENVIRONMENT, SECRET, Edit, Shop

BY_ENVIRONMENT = 'secret   = { env = "BRIDGE_SECRET" }'
BY_FILE = 'secret = { file = "secret.txt" }'
API = 'api = { identifier = { env = "ID" }, secret = { env = "PASS" } }'


def kept(shop: Shop, content: str, mode: int = 0o600) -> Path:
    path = shop.folder / "secret.txt"
    path.write_text(content)
    path.chmod(mode)
    return path


def test_a_secret_may_be_kept_in_a_file_beside_the_config(shop: Shop) -> None:
    kept(shop, f"{SECRET}\n")
    secret = shop.load((BY_ENVIRONMENT, BY_FILE)).connection.secret
    assert secret == Secret(SECRET, "file secret.txt")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_file_that_others_may_use_is_refused(shop: Shop, mode: int) -> None:
    path = kept(shop, SECRET, mode)
    assert f"chmod 600 {path}" in shop.mistakes((BY_ENVIRONMENT, BY_FILE))["billing.secret"]


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_only_its_owner_may_use_is_taken(shop: Shop, mode: int) -> None:
    kept(shop, SECRET, mode)
    assert shop.load((BY_ENVIRONMENT, BY_FILE)).connection.secret is not None


def test_a_file_that_is_missing_or_empty_is_named(shop: Shop) -> None:
    assert "cannot be read" in shop.mistakes((BY_ENVIRONMENT, BY_FILE))["billing.secret"]
    kept(shop, "\n")
    assert "is empty" in shop.mistakes((BY_ENVIRONMENT, BY_FILE))["billing.secret"]


@pytest.mark.parametrize("value", ["", " "])
def test_an_environment_without_it_is_named_with_the_remedy(shop: Shop, value: str) -> None:
    bare = Shop(shop.folder, {"BRIDGE_SECRET": value})
    assert "export BRIDGE_SECRET=" in bare.mistakes()["billing.secret"]


@pytest.mark.parametrize("size", [24, 32, 64])
def test_a_signing_secret_is_base64_of_24_to_64_bytes(size: int) -> None:
    signing_secret("whsec_" + base64.b64encode(b"s" * size).decode())


@pytest.mark.parametrize(
    "value",
    [
        "whsec_" + base64.b64encode(b"s" * 23).decode(),
        "whsec_" + base64.b64encode(b"s" * 65).decode(),
        base64.b64encode(b"s" * 32).decode(),
        "whsec_" + "not base64!" * 4,
        "whsec_" + base64.urlsafe_b64encode(b"\xff" * 33).decode(),
        "whsec_" + base64.b64encode(b"s" * 32).decode().rstrip("="),
        "whsec_ä",
    ],
)
def test_any_other_signing_secret_is_refused_and_not_repeated(shop: Shop, value: str) -> None:
    reason = Shop(shop.folder, {"BRIDGE_SECRET": value}).mistakes()["billing.secret"]
    assert "24 to 64 bytes" in reason
    assert value not in reason


def test_a_fresh_secret_is_strong_and_another_each_time() -> None:
    signing_secret(fresh_signing_secret())
    assert fresh_signing_secret() != fresh_signing_secret()


def test_webhooks_may_be_signed_with_several_secrets_while_one_is_replaced(shop: Shop) -> None:
    new = fresh_signing_secret()
    rotating = Shop(shop.folder, {**ENVIRONMENT, "NEW": new})
    settings = rotating.load(
        ('# secrets = [{ env = "BRIDGE_SECRET" }]', 'secrets = [{ env = "BRIDGE_SECRET" }, { env = "NEW" }]')
    )
    assert [secret.reveal() for secret in settings.secrets] == [SECRET, new]
    assert len(settings.api_tokens) == 2


@pytest.mark.parametrize(
    ("label", "words"), [(READ_LABEL, b"support-bridge read api"), (DESK_LABEL, b"support-bridge desk")]
)
def test_a_derived_token_is_what_the_documentation_says(label: bytes, words: bytes) -> None:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = hmac.new(key, words, hashlib.sha256).hexdigest()
    assert derived_token(Secret(SECRET, "env X"), label).reveal() == expected


def test_who_may_read_may_not_hold(shop: Shop) -> None:
    settings = shop.load(("# tokens = ", "tokens = "))
    assert [token.origin for token in settings.desk_tokens] == ["derived from env BRIDGE_SECRET"]
    assert not {token.reveal() for token in settings.desk_tokens} & {token.reveal() for token in settings.api_tokens}


def test_tokens_stand_beside_the_derived_one(shop: Shop) -> None:
    tokens = shop.load(("# tokens = ", "tokens = ")).api_tokens
    assert [token.origin for token in tokens] == ["env BRIDGE_API_TOKEN", "derived from env BRIDGE_SECRET"]


def test_a_token_that_could_be_guessed_is_refused(shop: Shop) -> None:
    weak = Shop(shop.folder, {**ENVIRONMENT, "BRIDGE_API_TOKEN": "letmein"})
    assert "at least 16" in weak.mistakes(("# tokens = ", "tokens = "))["api.tokens[1]"]


def test_the_plain_api_serves_without_a_shared_secret(shop: Shop) -> None:
    plain = Shop(shop.folder, {**ENVIRONMENT, "ID": "identifier", "PASS": "password"})
    webhooks: Edit = ("# secrets =", "secrets =")
    connection = plain.load((BY_ENVIRONMENT, API), webhooks).connection
    assert connection.secret is None
    assert connection.api is not None
    assert connection.api.identifier.reveal() == "identifier"


def test_without_any_secret_for_webhooks_nothing_starts(shop: Shop) -> None:
    plain = Shop(shop.folder, {**ENVIRONMENT, "ID": "identifier", "PASS": "password"})
    assert "no webhook could be believed" in plain.mistakes((BY_ENVIRONMENT, API))["webhooks.secrets"]


def test_without_secret_and_api_the_billing_system_cannot_be_reached(shop: Shop) -> None:
    assert "is missing" in shop.mistakes((BY_ENVIRONMENT, ""))["billing.secret"]


def test_a_store_url_with_a_password_is_kept_as_a_secret_is(shop: Shop) -> None:
    url = "postgresql+psycopg://bridge:hunter22@db/bridge"
    hidden = Shop(shop.folder, {**ENVIRONMENT, "STORE": url})
    settings = hidden.load(('url = "sqlite:///bridge.db"', 'url = { env = "STORE" }'))
    assert settings.store_url == url
    assert "hunter22" not in repr(settings)


def test_no_secret_shows_in_the_settings(shop: Shop) -> None:
    settings = shop.load(("# tokens = ", "tokens = "))
    shown = repr(settings)
    assert SECRET not in shown
    assert not any(token.reveal() in shown for token in settings.api_tokens)
