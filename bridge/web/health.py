"""GET /healthz and /readyz: alive, and able to do its work."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import Flask, Response, jsonify

from bridge.errors import StoreUnavailableError
from bridge.web.problems import problem


def install(app: Flask, readiness: Callable[[], Sequence[str]]) -> None:
    def healthz() -> Response:
        """Say that this process answers; it says nothing of store or billing."""
        return jsonify({"alive": True})

    def readyz() -> Response:
        """Say whether a delivery could be stored and, where a worker runs, a billing system asked."""
        try:
            problems = list(readiness())
        except StoreUnavailableError as exc:
            problems = [str(exc)]
        if problems:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "Not ready.", problems=problems)
        return jsonify({"ready": True})

    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
