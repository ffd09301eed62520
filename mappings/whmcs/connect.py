"""From the checked ``[billing]`` table to a billing system that can be asked: the mapping's own composition root."""

from bridge.billing import ApiCredentials, Billing, Connection
from bridge.errors import ConfigError, Mistake
from mappings.whmcs.addon import AddonBilling, signed
from mappings.whmcs.line import Line
from mappings.whmcs.pace import Pace
from mappings.whmcs.plain import PlainBilling, form
from mappings.whmcs.transport import Limits, Wire


def connect(connection: Connection, *, limits: Limits | None = None) -> Billing:
    """Return the addon's transport where a secret is shared with it, else the plain API's."""
    wire = Wire(
        connection.url,
        pace=Pace(per_second=connection.max_requests_per_second, at_once=connection.max_concurrency),
        connections=connection.max_concurrency,
        limits=limits or Limits(),
    )
    if connection.secret:
        return AddonBilling(Line(wire, signed(connection.secret), secrets=(connection.secret,)), connection)
    if connection.api:
        return PlainBilling(_plain_line(wire, connection.api), connection)
    raise ConfigError((Mistake("config.toml", "billing", "neither secret nor api: one of them is needed"),))


def _plain_line(wire: Wire, api: ApiCredentials) -> Line:
    secrets = (api.secret, api.identifier, api.access_key)
    return Line(wire, form(api), secrets=tuple(secret for secret in secrets if secret))
