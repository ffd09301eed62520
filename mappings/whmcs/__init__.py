"""The WHMCS mapping: its dialect and both ways to reach it, behind one door.

``whmcs`` is the entry point that ``setup.cfg`` names in the group ``bridge.billing``. Nothing else of this package is
meant for the bridge, and nothing is imported before it is asked for: commands that need no billing system stay quick.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

from bridge.billing import Billing, Connection, Dialect, Sandbox


class Whmcs:
    """Fulfils ``bridge.billing.Mapping``."""

    def dialect(self, zone: ZoneInfo) -> Dialect:
        from mappings.whmcs.hooks import HookDialect  # noqa: PLC0415 - lazy: see the module

        return HookDialect(zone)

    def connect(self, connection: Connection) -> Billing:
        """Return the addon's transport where a secret is shared with it, else the plain API's."""
        from mappings.whmcs.connect import connect  # noqa: PLC0415 - lazy: see the module

        return connect(connection)

    def sandbox(self, listen: str, *, webhook_url: str | None = None, state_file: Path | None = None) -> Sandbox:
        """Start the look-alike, on the clock that the environment names."""
        from mappings.whmcs.sandbox import serve  # noqa: PLC0415 - lazy: see the module

        return serve(listen, webhook_url=webhook_url, state_file=state_file)


whmcs = Whmcs()
