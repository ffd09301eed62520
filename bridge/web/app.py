"""The factory: one Flask application with every room of the web, and the door for webhooks before it."""

from flask import Flask, Response

from bridge.services import Services
from bridge.web import health, holds, metrics, openapi, problems, read
from bridge.web.door import SECURITY, Door
from bridge.web.receive import Receiver


def create_app(services: Services) -> Flask:
    """Return the application; raises ConfigError where a webhook secret cannot be used."""
    app = Flask("bridge", static_folder=None, template_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined] # Flask's default provider has it, the typed interface not
    app.url_map.merge_slashes = False  # no redirect: its Location would echo the path
    numbers = metrics.Metrics(services.status, services.clock)
    problems.install(app)
    health.install(app, services.readiness)
    metrics.install(app, numbers)
    read.install(app, services)
    holds.install(app, services)
    openapi.install(app)
    app.after_request(_secured)
    receiver = Receiver(services.receiving, count=numbers.count)
    app.wsgi_app = Door(receiver, app.wsgi_app)  # type: ignore[method-assign] # Flask's own way to put something before
    return app


def _secured(answer: Response) -> Response:
    answer.headers.update(SECURITY)
    return answer
