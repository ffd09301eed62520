"""/v1/tickets/ID/hold and /v1/clients/ID/hold: the staff panel's buttons, the same as ``bridge hold`` and ``release``.

The rule: whoever may read sees what stops replies and quotes; only the addon's own token, which is derived from the
signing secret, sets or ends it. Ending a client's hold ends its holds, and not its grants and sessions.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from flask import Blueprint, Flask, Response, jsonify, request

from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from bridge.errors import UsageError
from bridge.services import Desk, Services
from bridge.web.admission import Tokens, admit
from bridge.web.event import read_event

PATHS: Final = {
    SubjectKind.TICKET: "/v1/tickets/<subject_id>/hold",
    SubjectKind.CLIENT: "/v1/clients/<subject_id>/hold",
}
LARGEST_BODY: Final = 4096  # bytes
LONGEST_REASON: Final = 500  # characters

_FORM: Final = 'the body is JSON with exactly two texts: {"until": "2026-03-01T12:00", "reason": "why"}'


class Holds:
    """What stops replies and quotes on one subject: seen, set and ended."""

    def __init__(self, services: Services) -> None:
        self._desk = services.desk
        self._setting = Tokens(services.desk_tokens)
        self._seeing = Tokens((*services.tokens, *services.desk_tokens))

    def admit(self) -> Response | None:
        return admit(self._seeing if request.method in {"GET", "HEAD"} else self._setting)

    def see(self, subject: Subject) -> Response:
        return self._told(self._desk(), subject)

    def hold(self, subject: Subject) -> Response:
        """Stop replies and quotes until a date, with a reason (W5); answer what lasts now."""
        request.max_content_length = LARGEST_BODY
        until, reason = _order(request.get_data())
        desk = self._desk()
        desk.hold(subject, desk.future("until", until), reason)
        return self._told(self._desk(), subject)

    def release(self, subject: Subject) -> Response:
        """End the holds of this subject; answer what lasts still, such as its client's."""
        self._desk().release(subject, {OverrideKind.HOLD})
        return self._told(self._desk(), subject)

    def _told(self, desk: Desk, subject: Subject) -> Response:
        return jsonify({"holds": [_document(desk, one) for one in desk.holding(subject)]})


def _document(desk: Desk, one: Override) -> dict[str, str | None]:
    return {
        "on": one.subject.kind if one.subject else "everything",
        "until": desk.shown(one.end) if one.end else None,
        "reason": one.reason,
    }


def _order(body: bytes) -> tuple[str, str]:
    """Read until when and why; raises UsageError, which says the form."""
    match read_event(body):
        case {"until": str(until), "reason": str(reason), **rest} if not rest:
            pass
        case _:
            raise UsageError(_FORM)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise UsageError(f"reason is one line of 1 to {LONGEST_REASON} characters")
    return until, reason


def install(app: Flask, services: Services) -> None:
    """Put the three verbs at both paths."""
    holds = Holds(services)
    rooms = Blueprint("holds", __name__)
    rooms.before_request(holds.admit)
    for kind, path in PATHS.items():
        for method, verb in (("GET", holds.see), ("POST", holds.hold), ("DELETE", holds.release)):
            rooms.add_url_rule(path, f"{verb.__name__}_{kind}", partial(_about, verb, kind), methods=[method])
    app.register_blueprint(rooms)


def _about(verb: Callable[[Subject], Response], kind: SubjectKind, subject_id: str) -> Response:
    return verb(Subject(kind, subject_id))
