"""What a decision was made from, as JSON: kept with it, so that it can be explained and made again (W6)."""

from functools import cache

from cattrs.preconf.json import JsonConverter, make_converter

from bridge.core.view import TicketView


@cache
def _converter() -> JsonConverter:
    return make_converter()


def view_document(view: TicketView) -> str:
    """Return a view as JSON; ``view_from`` brings back an equal one."""
    return _converter().dumps(view, sort_keys=True)


def view_from(document: str) -> TicketView:
    """Return the view that ``view_document`` wrote down."""
    return _converter().loads(document, TicketView)
