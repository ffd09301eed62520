"""Every secret of the config, fetched: one is enough to be live, and none is never enough.

The billing secret signs both directions. Unless told otherwise webhooks are signed with it, and the read API's token is
derived from it, so that the addon inside the billing system needs nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.billing import ApiCredentials
from bridge.config.draft import Data
from bridge.config.sources import (
    DESK_LABEL,
    READ_LABEL,
    SecretSource,
    Vault,
    any_secret,
    derived_token,
    signing_secret,
    token,
)
from bridge.config.spelling import Complaint
from bridge.secrets import Secret


@dataclass(frozen=True, slots=True)
class Keys:
    billing: Secret | None  # None: the plain API serves
    api: ApiCredentials | None
    webhooks: tuple[Secret, ...]
    tokens: tuple[Secret, ...]  # the admin's own, and one derived from each signing secret
    desk_tokens: tuple[Secret, ...]  # derived too, and never the admin's own: who may read may not hold


def fetched(data: Data, vault: Vault) -> Keys:
    """Fetch every secret the config names; what is wrong or lacking is complained about to the vault."""
    billing = _shared(data.get("billing", {}), vault)
    api = _credentials(data.get("billing", {}).get("api"), vault)
    webhooks = _all(data, "webhooks", "secrets", vault) or ((billing,) if billing else ())
    if not vault.has_complained("billing.secret", "billing.api", "webhooks"):
        _enough(billing, api, webhooks, vault)
    signing = dict.fromkeys(secret for secret in (billing, *webhooks) if secret)
    return Keys(
        billing,
        api,
        webhooks,
        tokens=(*_all(data, "api", "tokens", vault), *(derived_token(secret, READ_LABEL) for secret in signing)),
        desk_tokens=tuple(derived_token(secret, DESK_LABEL) for secret in signing),
    )


def _shared(billing: Data, vault: Vault) -> Secret | None:
    place: SecretSource | None = billing.get("secret")
    return vault.fetch("billing.secret", place, signing_secret) if place else None


def _credentials(api: Mapping[str, SecretSource | None] | None, vault: Vault) -> ApiCredentials | None:
    if not api:
        return None
    kept = {
        name: vault.fetch(f"billing.api.{name}", place, any_secret) for name, place in api.items() if place is not None
    }
    identifier, secret = kept.get("identifier"), kept.get("secret")
    return ApiCredentials(identifier, secret, kept.get("access_key")) if identifier and secret else None


def _all(data: Data, table: str, key: str, vault: Vault) -> tuple[Secret, ...]:
    accept = signing_secret if table == "webhooks" else token
    places: list[SecretSource] = data.get(table, {}).get(key, [])
    kept = (vault.fetch(f"{table}.{key}[{number}]", place, accept) for number, place in enumerate(places, start=1))
    return tuple(secret for secret in kept if secret)


def _enough(billing: Secret | None, api: ApiCredentials | None, webhooks: tuple[Secret, ...], vault: Vault) -> None:
    if billing is None and api is None:
        vault.complaints.append(
            Complaint(
                "billing.secret", 'is missing; write secret = { env = "NAME" }, or api = { ... } without the addon'
            )
        )
    elif not webhooks:
        vault.complaints.append(
            Complaint(
                "webhooks.secrets", "there is none, so no webhook could be believed; name one, or [billing] secret"
            )
        )
