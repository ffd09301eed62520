"""How the vendor spells values on the wire: entities, line ends, zero dates, lists that are ``""`` when empty.

Rule: a row's plain text passes ``encoded`` exactly once on its way out, in an API answer or in a hook's variables.
"""

import html
import re
from collections.abc import Sequence
from datetime import date, datetime

from mappings.whmcs.sandbox.rows import Service, Tables

_LINE_END = re.compile(r"\r?\n|\r")

ZERO_DATE = "0000-00-00"
ZERO_TIME = "0000-00-00 00:00:00"


def encoded(text: str) -> str:
    r"""Return text as the vendor's input layer stores it: ``&amp; &lt; &gt; &quot; &#039;`` and ``\r\n``."""
    return html.escape(_LINE_END.sub("\r\n", text), quote=True).replace("&#x27;", "&#039;")


def day(value: date | None) -> str:
    return value.isoformat() if value else ZERO_DATE


def moment(value: datetime | None) -> str:
    return value.isoformat(sep=" ", timespec="seconds") if value else ZERO_TIME


def listed(plural: str, singular: str, rows: Sequence[object]) -> dict[str, object]:
    """Wrap rows as ``plural: {singular: [...]}``; none at all is ``plural: ""`` (whmcs.md 2.2)."""
    return {plural: {singular: list(rows)} if rows else ""}


def module_params(tables: Tables, service: Service) -> dict[str, object]:
    """Return what a module hook may pass on: its nested ``params``, without the passwords."""
    product = tables.products[service.product]
    return {
        "params": {
            "serviceid": service.id,
            "userid": service.client,
            "pid": product.id,
            "producttype": "other",
            "moduletype": product.module,
            "domain": service.domain,
        }
    }
