"""One shop for the tests of its dialect: a connection, and the billing systems that it gives."""

from zoneinfo import ZoneInfo

from bridge.billing import ApiCredentials, Billing, Connection
from bridge.secrets import Secret
from mappings.whmcs.connect import connect
from mappings.whmcs.transport import Limits

LISBON = ZoneInfo("Europe/Lisbon")
SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the specification's
URL = "https://billing.example.com/"
ADDON_URL = f"{URL}modules/addons/supportbridge/api.php"
PLAIN_URL = f"{URL}includes/api.php"

QUICK = Limits(total=2.0, connect=0.5, size=200_000)


def connection(url: str = URL, *, has_addon: bool = True, tags_in_note: bool = True) -> Connection:
    return Connection(
        url=url,
        zone=LISBON,
        secret=Secret(SHARED, "env BRIDGE_SECRET") if has_addon else None,
        api=ApiCredentials(
            Secret("id-7Hq", "env API_ID"), Secret("s3cr3t-9Zx", "env API_SECRET"), Secret("k3y!", "env API_KEY")
        ),
        staff_name="Support Bridge",
        robots=frozenset({"System"}),
        max_requests_per_second=1000,
        max_concurrency=4,
        date_format="DD/MM/YYYY",
        tags_in_note=tags_in_note,
    )


def addon(url: str = URL, *, limits: Limits = QUICK, tags_in_note: bool = True) -> Billing:
    return connect(connection(url, tags_in_note=tags_in_note), limits=limits)


def plain(url: str = URL, *, limits: Limits = QUICK, tags_in_note: bool = True) -> Billing:
    return connect(connection(url, has_addon=False, tags_in_note=tags_in_note), limits=limits)
