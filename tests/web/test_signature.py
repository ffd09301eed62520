"""Standard Webhooks, strictly: what is accepted is exactly what somebody with the secret signed, just now."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from bridge.errors import ConfigError, MalformedDeliveryError, UnauthenticatedError
from bridge.secrets import Secret
from bridge.web.signature import Verified, key_of, verify
from tests.web.fakes import FOREIGN, OLD_SECRET, SECRET, signature

KEYS = (key_of(OLD_SECRET), key_of(SECRET))
TOLERANCE = timedelta(minutes=5)
SENT = 1_800_000_000
NOW = datetime.fromtimestamp(SENT, tz=UTC)
BODY = b'{"type": "ticket.opened"}'

identifiers = st.from_regex(r"[A-Za-z0-9_-]{1,128}", fullmatch=True)


def headers(**changed: str) -> dict[str, str]:
    """Return good headers for BODY, with some changed (underscores for hyphens)."""
    good = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(SENT),
        "webhook-signature": signature(SECRET, "msg_1", SENT, BODY),
    }
    return good | {name.replace("_", "-"): value for name, value in changed.items()}


def check(given_headers: dict[str, str], body: bytes = BODY, *, now: datetime = NOW) -> Verified:
    return verify(given_headers, body, KEYS, now=now, tolerance=TOLERANCE)


def test_the_specifications_own_vector_is_accepted() -> None:
    vector = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    key = key_of(Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "env SPECIFICATION"))
    now = datetime.fromtimestamp(1614265330, tz=UTC)
    verified = verify(vector, b'{"test": 2432232314}', (key,), now=now, tolerance=TOLERANCE)
    assert verified == Verified("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330)


@given(identifier=identifiers, text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_whatever_the_reference_library_signs_is_accepted(identifier: str, text: str) -> None:
    made = Webhook(SECRET.reveal()).sign(identifier, NOW, text)
    verified = check(headers(webhook_id=identifier, webhook_signature=made), text.encode())
    assert verified == Verified(identifier, SENT)


@given(body=st.binary(max_size=200))
def test_the_raw_bytes_are_verified_whatever_they_are(body: bytes) -> None:
    assert check(headers(webhook_signature=signature(SECRET, "msg_1", SENT, body)), body).id == "msg_1"


@pytest.mark.parametrize("secret", [OLD_SECRET, SECRET])
def test_any_of_several_secrets_will_do_while_they_are_rotated(secret: Secret) -> None:
    assert check(headers(webhook_signature=signature(secret, "msg_1", SENT, BODY))).id == "msg_1"


def test_another_secret_will_not() -> None:
    with pytest.raises(UnauthenticatedError):
        check(headers(webhook_signature=signature(FOREIGN, "msg_1", SENT, BODY)))


def test_without_keys_nothing_is_accepted() -> None:
    with pytest.raises(UnauthenticatedError):
        verify(headers(), BODY, (), now=NOW, tolerance=TOLERANCE)


@given(position=st.integers(min_value=0, max_value=len(BODY) - 1), change=st.integers(min_value=1, max_value=255))
def test_one_changed_byte_of_the_body_is_refused(position: int, change: int) -> None:
    forged = bytearray(BODY)
    forged[position] ^= change
    with pytest.raises(UnauthenticatedError):
        check(headers(), bytes(forged))


@pytest.mark.parametrize("changed", [{"webhook_id": "msg_2"}, {"webhook_timestamp": str(SENT + 1)}])
def test_the_id_and_the_timestamp_are_signed_too(changed: dict[str, str]) -> None:
    with pytest.raises(UnauthenticatedError):
        check(headers(**changed))


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_a_delivery_within_the_tolerance_is_fresh(seconds: int) -> None:
    assert check(headers(), now=NOW + timedelta(seconds=seconds)).timestamp == SENT


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 360, 86_400])
def test_a_delivery_outside_the_tolerance_is_stale_either_way(seconds: int) -> None:
    with pytest.raises(UnauthenticatedError):
        check(headers(), now=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("text", ["", " ", "a b", "a.b", "ü", "x" * 129, "id\n", "a,b", "٣", "a\0"])
def test_an_id_of_another_form_is_malformed(text: str) -> None:
    with pytest.raises(MalformedDeliveryError):
        check(headers(webhook_id=text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        f" {SENT}",
        f"{SENT} ",
        f"{SENT}.0",
        f"+{SENT}",
        f"0{SENT}",
        "1e9",
        "nan",
        "١٨٠٠٠٠٠٠٠٠",
        f"{SENT}\n",
        "-180000000",
    ],
)
def test_a_timestamp_of_another_form_is_malformed(text: str) -> None:
    """The library accepts a padded or fractional one."""
    with pytest.raises(MalformedDeliveryError):
        check(headers(webhook_timestamp=text, webhook_signature=signature(SECRET, "msg_1", text, BODY)))


def test_a_missing_signature_is_unauthenticated_whatever_else_is_missing() -> None:
    with pytest.raises(UnauthenticatedError):
        check({})


GOOD = headers()["webhook-signature"]
BARE = GOOD.removeprefix("v1,")


@pytest.mark.parametrize(
    "text",
    [
        BARE,
        f"v1{BARE}",
        f"v1,{BARE},",
        f"v2,{BARE}",
        f"V1,{BARE}",
        f"v1, {BARE}",
        f" {GOOD}",
        f"{GOOD} ",
        f"{GOOD}  {GOOD}",
        f"{GOOD} garbage",
        f"{GOOD}\n",
        f"{GOOD},{GOOD}",
        f"v1,{BARE[:-1]}",
        f"v1,{BARE}=",
        "v1,",
        "v1,====",
        "v1,é",
        " ".join([GOOD] * 9),
        "v1," + "A" * 100_000,
    ],
)
def test_a_signature_of_another_form_is_unauthenticated(text: str) -> None:
    with pytest.raises(UnauthenticatedError):
        check(headers(webhook_signature=text))


def test_a_signature_that_spells_the_same_bytes_otherwise_is_refused() -> None:
    """base64 leaves two bits of the last character unread; only one spelling is ours."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = BARE[:-2] + alphabet[alphabet.index(BARE[-2]) ^ 1] + "="
    assert base64.b64decode(other) == base64.b64decode(BARE)
    with pytest.raises(UnauthenticatedError):
        check(headers(webhook_signature=f"v1,{other}"))


@pytest.mark.parametrize("place", range(8))
def test_the_right_one_of_eight_signatures_is_found_in_any_place(place: int) -> None:
    parts = [signature(FOREIGN, "msg_1", SENT, BODY)] * 7 + ["v1a,c2lnbmVkIGFzeW1tZXRyaWNhbGx5"]
    parts[place] = GOOD
    assert check(headers(webhook_signature=" ".join(parts))).id == "msg_1"


@given(
    st.dictionaries(
        st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=60), max_size=3
    ),
    st.binary(max_size=60),
)
def test_no_input_raises_anything_else_and_nothing_unsigned_passes(made_up: dict[str, str], body: bytes) -> None:
    with pytest.raises((MalformedDeliveryError, UnauthenticatedError)):
        check(made_up, body)


CHANGED = st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "body"])


@given(what=CHANGED, place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_may_be_flipped_anywhere(what: str, place: int, bit: int) -> None:
    """Whatever of the signed content or the signature is changed, by however little, is not accepted."""
    parts = {**{name: text.encode() for name, text in headers().items()}, "body": BODY}
    changed = bytearray(parts[what])
    changed[place % len(changed)] ^= 1 << bit
    parts[what] = bytes(changed)
    body = parts.pop("body")
    with pytest.raises((MalformedDeliveryError, UnauthenticatedError)):
        check({name: text.decode("latin-1") for name, text in parts.items()}, body)


@given(
    identifier=identifiers,
    body=st.binary(max_size=60),
    secrets=st.lists(st.sampled_from([OLD_SECRET, SECRET, FOREIGN]), min_size=1, max_size=8),
)
def test_a_delivery_is_accepted_exactly_when_one_of_its_signatures_is_by_one_of_our_secrets(
    identifier: str, body: bytes, secrets: list[Secret]
) -> None:
    """While secrets are rotated a sender signs with each that it has."""
    made = " ".join(signature(secret, identifier, SENT, body) for secret in secrets)
    given_headers = headers(webhook_id=identifier, webhook_signature=made)
    if set(secrets) <= {FOREIGN}:
        with pytest.raises(UnauthenticatedError):
            check(given_headers, body)
    else:
        assert check(given_headers, body) == Verified(identifier, SENT)


@given(
    st.fixed_dictionaries(
        {name: st.binary(max_size=200) for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    )
)
def test_any_bytes_in_any_header_get_a_verdict(raw: dict[str, bytes]) -> None:
    """A server hands headers on as latin-1."""
    with pytest.raises((MalformedDeliveryError, UnauthenticatedError)):
        check({name: text.decode("latin-1") for name, text in raw.items()})


@given(st.binary(min_size=24, max_size=64))
def test_a_key_of_24_to_64_bytes_is_taken(key: bytes) -> None:
    assert key_of(Secret("whsec_" + base64.b64encode(key).decode(), "env S")) == key


@pytest.mark.parametrize(
    "value",
    [
        "",
        "whsec_",
        "whsec_" + base64.b64encode(b"x").decode(),
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        base64.b64encode(b"x" * 32).decode(),
        "whsec_" + base64.b64encode(b"x" * 32).decode() + "\n",
        "whsec_" + base64.b64encode(b"x" * 32).decode().rstrip("="),
        "whsec_" + "ü" * 32,
        "whsec_" + "-_" * 16,
    ],
)
def test_any_other_secret_is_refused_at_the_start_without_being_shown(value: str) -> None:
    with pytest.raises(ConfigError) as refused:
        key_of(Secret(value, "env THE_SECRET"))
    assert "env THE_SECRET" in str(refused.value)
    assert len(value) <= len("whsec_") or value not in str(refused.value)
