"""Secrets: the config says where one is kept, never what it is, and it is fetched when the config is loaded.

``{ env = "NAME" }`` or ``{ file = "path" }``; a file only its owner can read. Signing secrets are ``whsec_`` and base64
of 24 to 64 bytes (Standard Webhooks), so that none is too weak to sign with.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bridge.config.spelling import Complaint
from bridge.secrets import Secret

SIGNING_PREFIX: Final = "whsec_"
SIGNING_BYTES = range(24, 65)
SHORTEST_TOKEN: Final = 16
READ_LABEL: Final = b"support-bridge read api"
DESK_LABEL: Final = b"support-bridge desk"
MOST_BYTES: Final = 4096
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a secret is kept."""

    kind: Literal["env", "file"]
    name: str


def source(value: object) -> SecretSource:
    """Parse ``{ env = "NAME" }`` or ``{ file = "path" }``."""
    match value:
        case {"env": str(name), **rest} if name and not rest:
            return SecretSource("env", name)
        case {"file": str(name), **rest} if name and not rest:
            return SecretSource("file", name)
        case str():
            raise ValueError('a secret is never written here; write { env = "NAME" } or { file = "path" }')
        case _:
            raise ValueError('must be { env = "NAME" } or { file = "path" }')


@dataclass(frozen=True, slots=True)
class Vault:
    """Fetches secrets, and keeps what is wrong with them."""

    folder: Path  # a relative path is relative to the config file's folder
    environment: Mapping[str, str]
    complaints: list[Complaint]

    def fetch(self, key: str, place: SecretSource, accept: Callable[[str], object]) -> Secret | None:
        """Return the secret kept at ``place`` if ``accept`` does not raise ValueError; else complain about ``key``."""
        try:
            value = self._read(place)
            accept(value)
        except ValueError as exc:
            self.complaints.append(Complaint(key, str(exc)))
            return None
        return Secret(value, f"{place.kind} {place.name}")

    def has_complained(self, *keys: str) -> bool:
        """Tell whether something is wrong already at one of these keys or below it."""
        return any(complaint.key.startswith(keys) for complaint in self.complaints)

    def _read(self, place: SecretSource) -> str:
        if place.kind == "file":
            return _read_file(self.folder / place.name)
        value = self.environment.get(place.name, "").strip()
        if not value:
            raise ValueError(f"the environment has no {place.name}; set it before starting: export {place.name}=...")
        return value


def any_secret(value: str) -> None:
    """Refuse what cannot travel in a request."""
    if not value.isprintable():
        raise ValueError("holds characters that cannot be sent; write it as one line")


def signing_secret(value: str) -> None:
    """Refuse a secret that is not of the form that Standard Webhooks gives them."""
    try:
        key = base64.b64decode(value.removeprefix(SIGNING_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not value.startswith(SIGNING_PREFIX) or len(key) not in SIGNING_BYTES:
        raise ValueError(
            'is no signing secret; it is "whsec_" and base64 of 24 to 64 bytes, such as '
            "`bridge init` prints: the same in the billing system's addon"
        )


def token(value: str) -> None:
    """Refuse a bearer token that could be guessed or cannot stand in a header."""
    if len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(f"is no token; use at least {SHORTEST_TOKEN} ASCII characters without spaces")


def fresh_signing_secret() -> str:
    """Return a new signing secret of 32 random bytes."""
    return SIGNING_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def derived_token(secret: Secret, label: bytes) -> Secret:
    """Return the token for what ``label`` names, which both sides can work out from a shared signing secret.

    It is hex(HMAC-SHA256(key, label)), the key being the bytes that the base64 part stands for: one secret is enough to
    be live, no token gives the secret away, and one that opens the read API sets no holds.
    """
    key = base64.b64decode(secret.reveal().removeprefix(SIGNING_PREFIX))
    return Secret(hmac.digest(key, label, hashlib.sha256).hex(), f"derived from {secret.origin}")


def _read_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        value = path.read_bytes()[:MOST_BYTES].decode().strip()
    except OSError as exc:
        raise ValueError(f"{path}: cannot be read ({exc.strerror}); create it with mode 0600") from exc
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is not text; write the secret into it as one line") from None
    if mode & OTHERS:
        raise ValueError(f"{path}: others may use it (mode {stat.S_IMODE(mode):04o}); run chmod 600 {path}")
    if not value:
        raise ValueError(f"{path}: is empty; write the secret into it as one line")
    return value
