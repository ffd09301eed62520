"""A look-alike of the billing system over real HTTP, for the demo and the journey tests; in memory, or kept in a file.

It knows the vendor's API with its quirks and errors, the addon's signed endpoint, and the hooks; a control surface lets
a test act as customer and staff and set faults. ``serve`` is the door, ``actor.Actor`` the hand.
"""

from mappings.whmcs.sandbox.server import LISTEN, Identity, RunningSandbox, serve
from mappings.whmcs.sandbox.shop import Credentials

__all__ = ["LISTEN", "Credentials", "Identity", "RunningSandbox", "serve"]
