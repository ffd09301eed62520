"""GET /v1/...: the read API, for chat widgets, bots and the staff panel.

The rule: a bearer token first, then ids and instants by their form, then one call; the document goes out as it came.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, jsonify, request

from bridge.errors import UsageError
from bridge.instants import parse_instant
from bridge.services import Document, Gone, Services
from bridge.web.admission import Tokens, admit
from bridge.web.problems import problem

CLIENT_PATH: Final = "/v1/clients/<client_id>/entitlement"
TICKET_PATH: Final = "/v1/tickets/<ticket_id>"
INSTANTS: Final = ("at", "as_known")

_SPACE_FOR_PLUS: Final = re.compile(r"(?<=[0-9]) (?=[0-9]{2}:[0-9]{2}$)")
_AFTER_TIME: Final = len("2026-03-01T")  # a space before this parts the date from the time


class ReadApi:
    """The two questions that may be asked."""

    def __init__(self, services: Services) -> None:
        self._explain = services.explain
        self._zone = services.zone
        self._tokens = Tokens(services.tokens)

    def admit(self) -> Response | None:
        return admit(self._tokens)

    def client(self, client_id: str) -> Response:
        """Answer who is entitled to what (T6)."""
        _refuse_other_queries(INSTANTS)
        at, as_known = (_instant(name, self._zone) for name in INSTANTS)
        return _told(self._explain.client(client_id, at, as_known))

    def ticket(self, ticket_id: str) -> Response:
        """Answer how far a ticket has climbed."""
        _refuse_other_queries(())
        return _told(self._explain.ticket(ticket_id))


def install(app: Flask, services: Services) -> None:
    api = ReadApi(services)
    rooms = Blueprint("v1", __name__)
    rooms.before_request(api.admit)
    rooms.add_url_rule(CLIENT_PATH, "client", api.client)
    rooms.add_url_rule(TICKET_PATH, "ticket", api.ticket)
    app.register_blueprint(rooms)


def _refuse_other_queries(allowed: tuple[str, ...]) -> None:
    """Refuse a query with other names than allowed, or one twice: a typo would get a wrong answer, believed."""
    if set(request.args) - set(allowed) or any(len(values) > 1 for _, values in request.args.lists()):
        known = " and ".join(allowed) or "nothing"
        raise UsageError(f"the query may hold {known}, each once")


def _instant(name: str, zone: ZoneInfo) -> datetime | None:
    """Read an instant from the query (D4); a "+" that a careless client let become a space is taken as one."""
    text = request.args.get(name)
    if text is None:
        return None
    text = text[:_AFTER_TIME] + _SPACE_FOR_PLUS.sub("+", text[_AFTER_TIME:])
    try:
        return parse_instant(text, zone)
    except UsageError as exc:
        raise UsageError(f"{name}: {exc}") from exc


def _told(answer: Document | Gone | None) -> Response:
    if isinstance(answer, Mapping):
        return jsonify(answer)
    if answer is None or answer.survivor is None:
        return problem(HTTPStatus.NOT_FOUND, "Nothing is known by this id.")
    survivor = int(answer.survivor) if answer.survivor.isdecimal() else answer.survivor
    return problem(HTTPStatus.NOT_FOUND, "Merged into another, named as survivor.", survivor=survivor)
