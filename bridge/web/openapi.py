"""GET /v1/openapi.json: what can be asked and what is answered, as OpenAPI 3.1.

The rule: one row a path, tested against the routes; what the policy names (channels, accesses, rungs) is taken from the
nouns themselves, so that the description cannot fall behind.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, jsonify

from bridge.core.model import Access, Channel, Rung, Scope, SubjectKind
from bridge.web import holds, problems
from bridge.web.receive import ACCEPTED, REFUSED, Outcome

PATH: Final = "/v1/openapi.json"

Schema = Mapping[str, object]

_TEXT: Final[Schema] = {"type": "string"}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 1}
_TRUTH: Final[Schema] = {"type": "boolean"}
_INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _object(members: Mapping[str, Schema], *, closed: bool = False) -> Schema:
    schema = {"type": "object", "properties": members, "required": list(members)}
    return schema | {"additionalProperties": False} if closed else schema


def _one_of(choices: Iterable[StrEnum]) -> Schema:
    return {"type": "string", "enum": [choice.value for choice in choices]}


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_BECAUSE: Final = _list({"type": "object", "properties": {"rule": _TEXT}, "required": ["rule"]})

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Problem": {
        "type": "object",
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "survivor": _WHOLE,
            "problems": _list(_TEXT),
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Event": _object({"type": _TEXT, "timestamp": _INSTANT, "data": {"type": "object"}}),
    "Taken": _object({"outcome": _one_of(ACCEPTED)}, closed=True),
    "Alive": _object({"alive": _TRUTH}, closed=True),
    "Ready": _object({"ready": _TRUTH}, closed=True),
    "Entitlement": _object(
        {
            "client": _WHOLE,
            "at": _INSTANT,
            "as_known": _INSTANT,
            "tier": _TEXT,
            "until": _or_null(_INSTANT),
            "channels_until": _or_null(_INSTANT),
            "opens_at": _or_null(_INSTANT),
            "channels": _object({channel.value: _one_of(Access) for channel in Channel}, closed=True),
            "plans": _list(_TEXT),
            "courtesy": _TRUTH,
            "because": _BECAUSE,
            "timeline": _list(_object({"from": _or_null(_INSTANT), "until": _or_null(_INSTANT), "tier": _TEXT})),
        }
    ),
    "Order": _object({"until": _TEXT, "reason": _TEXT}, closed=True),
    "Holds": _object(
        {
            "holds": _list(
                _object(
                    {
                        "on": {"type": "string", "enum": ["ticket", "client", "everything"]},
                        "until": _or_null(_INSTANT),
                        "reason": _TEXT,
                    },
                    closed=True,
                )
            )
        },
        closed=True,
    ),
    "Ticket": _object(
        {
            "ticket": _WHOLE,
            "client": _or_null(_WHOLE),
            "tier": _TEXT,
            "topic": _or_null(_TEXT),
            "scope": _or_null(_one_of(Scope)),
            "scores": _list(_object({"topic": _TEXT, "score": {"type": "number"}})),
            "ladder": _list(_one_of(Rung)),
            "rung": _one_of(Rung),
            "step": _WHOLE,
            "waiting_for": {"type": "string", "enum": ["customer", "staff", "nobody"]},
            "outcome": _or_null({"type": "string", "enum": ["solved", "quoted", "closed"]}),
            "tags": _list(_TEXT),
            "quote": _or_null(_WHOLE),
            "writes": _list(_object({"key": _TEXT, "kind": _TEXT, "state": _TEXT, "at": _INSTANT})),
            "withheld": _list(_object({"rule": _TEXT, "why": _TEXT})),
            "because": _BECAUSE,
        }
    ),
}


def _answer(text: str, media_type: str, schema: Schema) -> Schema:
    return {"description": text, "content": {media_type: {"schema": schema}}}


def _good(text: str, name: str) -> Schema:
    return _answer(text, "application/json", _named(name))


def _bad(*statuses: HTTPStatus) -> dict[str, Schema]:
    return {str(status.value): _answer(status.phrase, problems.MEDIA_TYPE, _named("Problem")) for status in statuses}


def _parameter(name: str, place: str, schema: Schema, text: str) -> Schema:
    return {"name": name, "in": place, "required": place != "query", "schema": schema, "description": text}


def _receiver() -> Schema:
    """Describe the receiver from its own table of outcomes; two that share a status share a description."""
    taken = {ACCEPTED[outcome] for outcome in ACCEPTED}
    refused = sorted({status for outcome, (status, _) in REFUSED.items() if outcome is not Outcome.WRONG_METHOD})
    return {
        "post": {
            "operationId": "receive",
            "summary": "Take a webhook, signed as Standard Webhooks says; answered once it is durable.",
            "parameters": [
                _parameter("system", "path", _TEXT, "The billing system that sends."),
                _parameter("webhook-id", "header", {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,128}$"}, "Unique."),
                _parameter(
                    "webhook-timestamp", "header", {"type": "string", "pattern": "^[0-9]{10}$"}, "Unix seconds."
                ),
                _parameter("webhook-signature", "header", _TEXT, "v1,BASE64, at most 8, parted by spaces."),
            ],
            "requestBody": {"required": True, "content": {"application/json": {"schema": _named("Event")}}},
            "responses": {str(status.value): _good(status.phrase, "Taken") for status in sorted(taken)}
            | _bad(*refused),
        }
    }


_QUESTION_REFUSED: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def _question(operation: str, summary: str, parameters: list[Schema], name: str) -> Schema:
    """Describe one question of the read API."""
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "security": [{"token": []}],
            "parameters": parameters,
            "responses": {"200": _good(summary, name)} | _bad(*_QUESTION_REFUSED),
        }
    }


_HOLD_REFUSED: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.SERVICE_UNAVAILABLE)


def _hold(kind: SubjectKind) -> Schema:
    """Describe the three verbs of a ticket's or client's hold; a read token opens the first alone."""

    def verb(operation: str, summary: str, *refused: HTTPStatus, **more: object) -> Schema:
        return {
            "operationId": f"{operation}_{kind}",
            "summary": summary,
            "security": [{"token": []}],
            "parameters": [_parameter("subject_id", "path", _ID, f"The {kind}'s id in the billing system.")],
            "responses": {"200": _good("What stops replies and quotes now.", "Holds")} | _bad(*_HOLD_REFUSED, *refused),
            **more,
        }

    body = {"required": True, "content": {"application/json": {"schema": _named("Order")}}}
    return {
        "get": verb("see", f"What stops replies and quotes on this {kind} now."),
        "post": verb(
            "hold",
            f"Stop replies and quotes on this {kind} until a date, with a reason.",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            requestBody=body,
        ),
        "delete": verb("release", f"End this {kind}'s holds."),
    }


def _plain(operation: str, summary: str, answers: Mapping[str, Schema]) -> Schema:
    return {"get": {"operationId": operation, "summary": summary, "responses": answers}}


_ID: Final[Schema] = {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"}
_AT: Final = "A date, a local time, or a time with its offset."

PATHS: Final[Mapping[str, Schema]] = {
    "/webhooks/{system}": _receiver(),
    "/v1/clients/{client_id}/entitlement": _question(
        "client",
        "Who is entitled to what, until when and why.",
        [
            _parameter("client_id", "path", _ID, "The client's id in the billing system."),
            _parameter("at", "query", _TEXT, f"The instant asked for, now if left out. {_AT}"),
            _parameter("as_known", "query", _TEXT, f"On the facts as known then, now if left out. {_AT}"),
        ],
        "Entitlement",
    ),
    "/v1/tickets/{ticket_id}": _question(
        "ticket",
        "How far a ticket has climbed, what was sent and what was withheld.",
        [_parameter("ticket_id", "path", _ID, "The ticket's id in the billing system.")],
        "Ticket",
    ),
    **{path.replace("<", "{").replace(">", "}"): _hold(kind) for kind, path in holds.PATHS.items()},
    PATH: _plain(
        "openapi", "This description.", {"200": _answer("OpenAPI 3.1", "application/json", {"type": "object"})}
    ),
    "/healthz": _plain("healthz", "Whether the process answers.", {"200": _good("It does.", "Alive")}),
    "/readyz": _plain(
        "readyz",
        "Whether deliveries can be stored and, where a worker runs, the billing system reached.",
        {"200": _good("They can.", "Ready")} | _bad(HTTPStatus.SERVICE_UNAVAILABLE),
    ),
    "/metrics": _plain("metrics", "Numbers for Prometheus.", {"200": _answer("Text", "text/plain", _TEXT)}),
}

DOCUMENT: Final[Mapping[str, object]] = {
    "openapi": "3.1.0",
    "info": {"title": "Support bridge", "version": "1", "description": "Who is entitled to which support, and why."},
    "paths": PATHS,
    "components": {"schemas": SCHEMAS, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
}


def install(app: Flask) -> None:
    def show() -> Response:
        return jsonify(DOCUMENT)

    app.add_url_rule(PATH, "openapi", show)
